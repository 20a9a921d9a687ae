"""Written words as they are said: one form for everything that sounds the same.

Used to compare speech with a script (``scoring.words``) and to find phrases in speech. What a
recogniser writes as "$5", "don't", "log in" or "their" must not differ from "five dollars",
"do not", "login" or "there".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.numerals import NUMBER_WORDS, readings

Way = tuple[str, ...]

_HOMOPHONES = """
    aisle isle; allowed aloud; ate eight; bare bear; board bored; brake break; buy by bye;
    cell sell; cent scent sent; cite sight site; course coarse; dear deer; fair fare; find fined;
    for fore four; guessed guest; hear here; heard herd; hole whole; hour our; its it's; knew new;
    know no; made maid; mail male; main mane; meat meet; missed mist; no know; oh o zero; one won;
    pair pare pear; pause paws; peace piece; plain plane; principal principle; read red; right
    rite write; road rode; role roll; sale sail; scene seen; sea see; so sew; some sum; son sun;
    stationary stationery; steal steel; tail tale; their there; threw through; to too two;
    wait weight; waist waste; way weigh; weak week; wear where; weather whether; which witch;
    wood would; your you're
"""
_VARIANTS = """
    apologise apologize; apologised apologized; cancelled canceled; cancelling canceling;
    centre center; cheque check; colour color; doctor dr; favour favor; favourite favorite;
    grey gray; honour honor; labelled labeled; mister mr; missus mrs; ok okay; organise organize;
    program programme; realise realize; recognise recognize; travelling traveling;
    travelled traveled; versus vs
"""
_WORDS_OF_CONTRACTIONS = {
    "can't": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "let's": "let us",
    "i'm": "i am",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "cannot": "can not",
    "ma'am": "madam",
    "maam": "madam",
    "mam": "madam",
}
_ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'d": "would"}
_IS = frozenset(
    ["he", "here", "how", "it", "she", "that", "there", "what", "when", "where", "who", "why"]
)
_OUTER = re.compile(r"^[^\w₱$€£]+|[^\w%]+$")
_HYPHEN = re.compile(r"[-‐‑‒–—/]+")


def _classes(groups: str) -> dict[str, str]:
    named: dict[str, str] = {}
    for group in groups.split(";"):
        first, *others = group.split()
        named |= dict.fromkeys(others, named.get(first, first))
    return named


_SAME = _classes(_HOMOPHONES) | _classes(_VARIANTS)


def _contraction(word: str) -> tuple[Way, ...]:
    if word in _WORDS_OF_CONTRACTIONS:
        return (tuple(_WORDS_OF_CONTRACTIONS[word].split()),)
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            spelled_out = (word.removesuffix(ending), full)
            # "you're" and "they're" are also heard where "your" and "their" were said.
            homophone = _SAME.get(word, {"they're": "their"}.get(word))
            return (spelled_out, (homophone,)) if homophone else (spelled_out,)
    stem, _, ending = word.partition("'")
    if ending == "s" and stem in _IS:
        return ((stem, "is"), (stem + "s",))
    return ((word.replace("'", ""),),)


def ways_of(written: str) -> tuple[Way, ...]:
    """Return the ways of saying one written word, the usual one first.

    Args:
        written: a word between white space, as an author or a recogniser wrote it.

    Returns:
        Ways, each a tuple of spoken words in lower case; none for a word of signs only.
    """
    plain = unicodedata.normalize("NFKC", written).lower().replace("’", "'").replace("‘", "'")
    word = _OUTER.sub("", plain)
    if numbers := readings(word):
        return tuple(
            tuple(_SAME.get(each, each.replace("'", "")) for each in way) for way in numbers
        )
    if _HYPHEN.search(word):
        parts = [ways_of(part) for part in _HYPHEN.split(word)]
        return (tuple(each for ways in parts if ways for each in ways[0]),)
    word = word.replace(".", "")
    if not any(letter.isalnum() for letter in word):
        return ()
    return tuple(tuple(_SAME.get(each, each) for each in way) for way in _contraction(word))


@dataclass(frozen=True, kw_only=True)
class Token:
    """One spoken word and the index of the written word it came from."""

    text: str
    word: int


def _occurs(way: Way, text: Sequence[str]) -> bool:
    return any(
        tuple(text[start : start + len(way)]) == way for start in range(len(text) - len(way) + 1)
    )


def _settled(tokens: list[Token]) -> list[Token]:
    """Drop the "and" inside a number and say "one hundred" for "a hundred"."""
    kept: list[Token] = []
    for n, token in enumerate(tokens):
        following = tokens[n + 1].text if n + 1 < len(tokens) else ""
        in_number = bool(kept) and kept[-1].text in {"hundred", "thousand", "million"}
        if token.text == "and" and in_number and following in NUMBER_WORDS:
            continue
        if token.text == "a" and following in {"hundred", "thousand", "million"}:
            token = Token(text="one", word=token.word)
        kept.append(token)
    return kept


def tokens_of(words: Sequence[str], against: Sequence[str] = ()) -> list[Token]:
    """Return the words as they are said.

    Args:
        words: written words.
        against: what the words will be compared with, as said. A word that can be said in
            several ways ("2026", "it's") is said in the first way that occurs there.
    """
    tokens: list[Token] = []
    for index, written in enumerate(words):
        ways = ways_of(written)
        if not ways:
            continue
        way = next((way for way in ways if len(ways) > 1 and _occurs(way, against)), ways[0])
        tokens += [Token(text=text, word=index) for text in way]
    return _settled(tokens)


def same_forms(first: Sequence[str], second: Sequence[str]) -> tuple[list[Token], list[Token]]:
    """Return both texts as said, choosing for doubtful words a way in which they agree."""
    usual = [token.text for token in tokens_of(second)]
    left = tokens_of(first, usual)
    right = tokens_of(second, [token.text for token in left])
    return left, right


def plain_words(words: Iterable[str]) -> list[str]:
    """Return written words in the words that are said, for counting syllables."""
    return [text for written in words for way in ways_of(written)[:1] for text in way]
