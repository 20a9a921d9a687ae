"""Homophones and spelling variants: one common form for each class of words.

The classes cover everyday and contact-centre words; they are not a full list of English homophones.
Semicolons separate the classes; the first word of a class is its common form.
"""

_HOMOPHONES = """
    aisle isle; allowed aloud; ate eight; bare bear; be bee; billed build; blew blue; board bored;
    brake break; buy by bye; cache cash; cell sell; cent scent sent; cite sight site; close clothes;
    coarse course; dear deer; dew due; fair fare; find fined; for fore four; guessed guest;
    hear here; heard herd; hi high; higher hire; hole whole; hour our; i eye; idle idol; in inn;
    its it's; knew new; knight night; know no; knows nose; lead led; lessen lesson; loan lone;
    made maid; mail male; main mane; meat meet; mind mined; missed mist; oh o zero; one won;
    packed pact; pair pare pear; passed past; patience patients; pause paws; peace piece;
    plain plane;
    principal principle; rain reign; raise rays; read red; real reel; right rite write; road rode;
    role roll; sale sail; scene seen; sea see; so sew; some sum; son sun; stake steak;
    stationary stationery; steal steel; tail tale; their there; threw through; to too two; toe tow;
    wait weight; waist waste; way weigh; weak week; wear where; weather whether; which witch;
    whos whose; wood would; your you're
"""
_VARIANTS = """
    apologise apologize; apologised apologized; cancelled canceled; cancelling canceling;
    centre center; cheque check; colour color; favour favor; favourite favorite;
    grey gray; honour honor; kilometers kilometres; labelled labeled; miss ms; missis missus mrs;
    mister mr; ok okay; organise organize; program programme; realise realize;
    recognise recognize; travelling traveling; travelled traveled; versus vs
"""


def _classes(groups: str) -> dict[str, str]:
    common: dict[str, str] = {}
    for group in groups.split(";"):
        first, *variants = group.split()
        common |= dict.fromkeys(variants, common.get(first, first))
    return common


_FORMS = _classes(_HOMOPHONES) | _classes(_VARIANTS)


def common_form(word: str) -> str:
    """Return the form that a lower-case word shares with all words that sound the same."""
    return _FORMS.get(word, word.replace("'", ""))
