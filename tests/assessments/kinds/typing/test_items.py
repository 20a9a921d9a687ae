"""The items of the typing test: the shipped ones, and what is refused by name."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from assessments.contract.assessment import ContentError
from assessments.kinds.typing import ASSESSMENT
from assessments.kinds.typing.bank import ITEMS, dictations, items, make_up, read_all
from assessments.kinds.typing.bank_checks import seen_text, typed_text
from assessments.kinds.typing.item import (
    FIELDS,
    ChatPrompts,
    CustomerRecord,
    Dictation,
    Line,
    Passage,
    RecordField,
    chain,
)
from tests.support.banks import shipped

SHIPPED = read_all()
SCORED = [item for item in SHIPPED.values() if not item.practice]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "items"
    shutil.copytree(ITEMS, copy)
    return copy


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_there_is_enough_of_every_exercise():
    assert Counter(item.exercise for item in SCORED) == {
        "copy": 60,
        "listen": 20,
        "record": 40,
        "chat": 20,
    }
    assert {item.exercise for item in SHIPPED.values() if item.practice} == {
        *("copy", "listen", "record", "chat")
    }
    assert len({seen_text(item) for item in SHIPPED.values()}) == len(SHIPPED)


def test_every_record_has_one_field_of_each_kind_in_the_same_order():
    orders = {
        tuple(field.kind for field in item.fields)
        for item in SCORED
        if isinstance(item, CustomerRecord)
    }
    assert orders == {("name", "order_id", "phone", "email", "address", "date", "amount", "number")}


def test_no_reply_ends_with_two_stops_and_every_prompt_has_its_own():
    for item in SHIPPED.values():
        if isinstance(item, ChatPrompts):
            assert not [reply for reply in item.replies if ".." in reply or "{" in reply]
            used = [prompt.reply for prompt in item.prompts]
            assert len(used) == len(set(used))
            assert item.practice or len(item.canned) > len(used)  # not the last one left over


def test_every_phrase_is_one_sentence_without_commas():
    for item in dictations(SHIPPED):
        for line in item.lines:
            assert line.text[0].isupper()
            assert line.text.endswith(".")
            assert not set(line.text) & set(",;!?")


def test_both_callers_speak_as_often():
    callers = Counter(item.caller for item in SCORED if isinstance(item, Dictation))
    assert callers == {"man": 10, "woman": 10}


def test_the_texts_of_a_dictation_are_every_choice_of_its_phrases():
    late = "I call at 5 PM today."
    item = Dictation(
        id="hear-x",
        title="X",
        caller="man",
        practice=True,
        lines=(
            Line(text="I call at 5 p.m. today.", say="I call at five.", also=(late,)),
            Line(text="My color is gray.", also=("My color is grey.",)),
        ),
    )
    assert item.text == "I call at 5 p.m. today. My color is gray."
    assert item.texts == (
        "I call at 5 p.m. today. My color is gray.",
        "I call at 5 p.m. today. My color is grey.",
        "I call at 5 PM today. My color is gray.",
        "I call at 5 PM today. My color is grey.",
    )
    assert item.sounds == ("hear-x-1", "hear-x-2")
    assert [line.spoken for line in item.lines] == ["I call at five.", "My color is gray."]


def test_a_chain_joins_texts_and_ids():
    one, two = (Passage(id=f"p-{n}", title=f"T{n}", text=f"word{n} " * 20 + "end.") for n in (1, 2))
    joined = chain([one, two])
    assert (joined.id, joined.title, joined.text) == ("p-1+p-2", "T1", f"{one.text} {two.text}")
    assert chain([one]) is one


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("copy-health.yaml", "id: baby-card", "id: late-parcel", "'late-parcel' exists twice"),
        ("copy-health.yaml", "A clinic is not", "Une clinique n’est", "signs that some keyboards"),
        ("copy-health.yaml", "title: The yellow card", "titel: x", "baby-card.titel"),
        ("copy-health.yaml", "passages:", "passages: [", "copy-health.yaml"),
        ("listen.yaml", "say: My order number is five", "say: My order number is 5", "figures"),
        ("listen.yaml", "text: I ordered a small desk fan on March 4.", "text: Fan.", "1 words in"),
        ("listen.yaml", "seven, two, nine, four", "seven, two, nine, five", "has changed since"),
        ("listen.yaml", "id: hear-late-fan", "id: hear-new-fan", "'hear-new-fan-1' has no sound"),
        ("listen.yaml", "caller: woman", "caller: robot", "caller"),
        ("record.yaml", "value: Alma Karan", "value: Alma Karam", "holds 'Alma Karam' 0 times"),
        ("record.yaml", "HD-48213, and", "HD-48213 (HD-48213), and", "'HD-48213' 2 times"),
        ("record.yaml", "kind: email", "kind: phone", "is no phone"),
        ("record.yaml", "May 6, 2026", "May 36, 2026", "0 times|there is no 'May 36, 2026'"),
        ("chat.yaml", "reply: late", "reply: laet", "there is no canned reply 'laet'"),
        ("chat.yaml", 'hour: "7 p.m."', 'our: "7 p.m."', r"fill in \['hour'\]"),
        ("chat.yaml", 'hour: "7 p.m."', 'hour: "8 p.m."', "stands neither in customer nor in note"),
    ],
)
def test_a_wrong_item_is_named(folder: Path, file: str, old: str, new: str, says: str):
    change(folder, file, old, new)
    with pytest.raises(ContentError, match=says):
        items(folder)


def test_a_missing_sound_is_named(folder: Path):
    (folder / "audio" / "hear-late-fan-1.mp3").unlink()
    with pytest.raises(ContentError, match="'hear-late-fan-1' has no sound; run `flask typing"):
        items(folder)


def test_a_broken_sound_is_named(folder: Path):
    sound = folder / "audio" / "hear-late-fan-1.mp3"
    sound.write_bytes(sound.read_bytes()[:-1])
    with pytest.raises(ContentError, match="'hear-late-fan-1' is not the one in"):
        items(folder)


@pytest.mark.parametrize(
    ("kind", "value", "right"),
    [
        ("email", "rosa.lim@bread.example", True),
        ("email", "rosa@shop.com", False),  # may be somebody's
        ("email", "Rosa@bread.example", False),
        ("amount", "1,850.00", True),
        ("amount", "1850.00", False),
        ("amount", "12.5", False),
        ("date", "February 28, 2026", True),
        ("date", "February 30, 2026", False),
        ("date", "2026-02-28", False),
        ("order_id", "HD-48213", True),
        ("order_id", "hd-48213", False),
        ("order_id", "HD", False),
        ("phone", "0900 555 0112", True),
        ("phone", "+44 7700 900152", True),
        ("phone", "call me", False),
        ("name", "Alma Karan", True),
        ("name", "Alma", False),
        ("number", "70351846", True),
        ("number", "7035-1846", False),
        ("address", "28 Mabini Street, Lipa City", True),
        ("address", "Mabini Street", False),
    ],
)
def test_a_value_looks_like_its_kind(kind: str, value: str, right: bool):
    def record() -> CustomerRecord:
        field = RecordField(name="it", label="It", kind=kind, value=value)
        source = f"This is a note of somebody who writes that it is {value} and nothing else."
        return CustomerRecord(id="rec-x", title="X", practice=True, source=source, fields=(field,))

    if right:
        assert record().fields[0].value == value
    else:
        with pytest.raises(ValidationError, match=r"is no|there is no"):
            record()


def test_a_scored_record_has_enough_fields():
    field = RecordField(name="it", label="It", kind="number", value="70351846")
    with pytest.raises(ValidationError, match=f"1 fields; write {FIELDS.start} to"):
        CustomerRecord(
            id="rec-x",
            title="X",
            source="The only number that is written in this note is 70351846, and that is all.",
            fields=(field,),
        )


def test_the_sounds_are_small_and_their_licences_known():
    manifest = json.loads((ITEMS / "audio" / "manifest.json").read_text("utf-8"))["prompts"]
    assert manifest.keys() == {name for item in dictations(SHIPPED) for name in item.sounds}
    files = list((ITEMS / "audio").glob("*.mp3"))
    assert {path.stem for path in files} == manifest.keys()
    assert sum(path.stat().st_size for path in files) < 3_000_000
    voices = {"woman": "heart", "man": "awb"}
    for item in dictations(SHIPPED):
        for name in item.sounds:
            assert manifest[name]["voice"] == voices[item.caller]
            assert manifest[name]["licence"]
            assert 1 < manifest[name]["seconds"] < 15


# --- the check of the whole bank

BANK = shipped("typing")
assert ASSESSMENT.check is not None
CHECK = ASSESSMENT.check


def test_the_check_proves_the_balance_with_figures():
    lines = CHECK(BANK)
    characters = [make_up(item.text)["characters"] for item in SCORED if item.exercise == "copy"]
    assert lines[0] == "copy: 60 scored items"
    assert lines[1] == (
        f"  characters: mean {sum(characters) / 60:.2f}, {min(characters):.2f} to "
        f"{max(characters):.2f}, at most 50 from the mean"
    )
    assert "sounds: 135 phrases, 69 by a woman and 66 by a man" in lines


def test_the_check_names_items_that_are_alike():
    again = SHIPPED["hear-late-fan"].model_copy(update={"id": "hear-again"})
    with pytest.raises(ContentError, match="'hear-again' and 'hear-late-fan' are alike"):
        CHECK({**BANK, "hear-again": again})


def test_the_check_names_an_item_out_of_size():
    record = SHIPPED["rec-ferry"]
    longer = tuple(field.model_copy(update={"value": field.value * 2}) for field in record.fields)
    bank = {**BANK, "rec-ferry": record.model_copy(update={"fields": longer})}
    assert len(typed_text(bank["rec-ferry"])) > 2 * len(typed_text(record)) - 10
    with pytest.raises(ContentError, match=r"'rec-ferry' has .* characters a part"):
        CHECK(bank)


def test_the_check_counts():
    few = {name: item for name, item in BANK.items() if name != "chat-jobs"}
    with pytest.raises(ContentError, match="19 scored items of 'chat'; write 20 or more"):
        CHECK(few)


def test_phrases_are_made_for_what_has_changed_alone(folder: Path):
    pytest.importorskip("hibari")
    if shutil.which("flite") is None:
        pytest.skip("flite, the second voice, is not installed")
    from assessments.kinds.typing.record_phrases import record_phrases

    before = {path.name: path.read_bytes() for path in (folder / "audio").glob("*.mp3")}
    assert record_phrases(folder) == []
    change(folder, "listen.yaml", "The blue gate is beside the bakery.", "The gate is very blue.")
    assert record_phrases(folder) == ["hear-late-fan-6"]
    items(folder)
    after = {path.name: path.read_bytes() for path in (folder / "audio").glob("*.mp3")}
    assert {name for name in after if after[name] != before[name]} == {"hear-late-fan-6.mp3"}
