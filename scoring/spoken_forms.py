"""Written words as they are said: one form for everything that sounds the same.

Used to compare speech with a script (``scoring.words``) and to find phrases in speech. What a
recogniser writes as "$5", "don't", "log in" or "their" must not differ from "five dollars",
"do not", "login" or "there".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scoring.homophones import one_form
from scoring.numerals import DIGITS, NUMBER_WORDS, ordinal, pieces, readings

Way = tuple[str, ...]

_SPELLED_OUT = {
    "alright": "all right",
    "can't": "can not",
    "cannot": "can not",
    "dr": "doctor",
    "e.g": "for example|e g",
    "etc": "et cetera",
    "gonna": "going to",
    "gotta": "got to",
    "i'm": "i am",
    "i.e": "that is|i e",
    "let's": "let us|lets",
    "ma'am": "madam",
    "maam": "madam",
    "mam": "madam",
    "shan't": "shall not",
    "st": "saint|street",
    "wanna": "want to",
    "won't": "will not",
    "y'all": "you all",
    # Units, also as their letters.
    "gb": "gigabytes|gigabyte|g b",
    "hr": "hour|hours",
    "hrs": "hours",
    "kg": "kilograms|kilos|kilo|k g",
    "km": "kilometers|kilometer|k m",
    "mb": "megabytes|megabyte|m b",
    "mbps": "megabits per second|m b p s",
    "mins": "minutes",
    "tb": "terabytes|terabyte|t b",
}
"""What else a word is said as; ways parted by a bar, the usual one first."""

_SHORT_FORMS = frozenset({"gonna", "gotta", "wanna"})
_ENDINGS = {
    "n't": ("not",),
    "'ll": ("will",),
    "'re": ("are",),
    "'ve": ("have", "of"),
    "'d": ("would", "had"),
}
_IS = frozenset(
    ["he", "here", "how", "it", "she", "that", "there", "what", "when", "where", "who", "why"]
)
_MONTHS = re.compile(
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    r"|oct(ober)?|nov(ember)?|dec(ember)?)"
)
_SIGNS = {"%": "percent", "@": "at", "#": "number", "+": "plus"}
_UNITS_OF_MONEY = {"₱": "pesos", "php": "pesos", "$": "dollars", "€": "euros", "£": "pounds"}
_SIGN_OF = {"pesos": "₱", "peso": "₱", "dollars": "$", "euros": "€", "pounds": "£"}
_SCALES = frozenset({"thousand", "million", "billion"})
_TIMES = {"double": 2, "triple": 3}

_OUTER = re.compile(r"^[^\w₱$€£#+]+|[^\w%]+$")
_ACCENTS = re.compile("[\u0300-\u036f]")
_HYPHEN = re.compile(r"[-‐‑‒–—/]+")
_ADDRESS = re.compile(r"[\w-]{2,}(?:\.[^\W\d_]{2,})+|[\w.+-]+@[\w.-]+")
_CENTS = re.compile(r"\d[\d,]*\.\d\d")
_SIGNED = re.compile(r"(php|[₱$€£])(\d[\d,]*(?:\.\d+)?)")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")


_NUMBERS = frozenset(map(one_form, NUMBER_WORDS))
_DIGITS = frozenset(map(one_form, DIGITS))


def _contraction(word: str) -> tuple[Way, ...]:
    if word in _SPELLED_OUT:
        return tuple(tuple(way.split()) for way in _SPELLED_OUT[word].split("|"))
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            spelled_out = tuple((word.removesuffix(ending), each) for each in full)
            # "you're" and "they're" are also heard where "your" and "their" were said.
            homophone = {"they're": "their", "you're": "your"}.get(word)
            return (*spelled_out, (homophone,)) if homophone else spelled_out
    stem, _, ending = word.partition("'")
    if ending == "s" and stem:
        full_forms = ((stem, "is"), (stem, "has"))
        joined = ((stem + "s",),)
        return full_forms + joined if stem in _IS else joined + full_forms
    return ((word.replace("'", ""),),)


def _plain(written: str) -> str:
    """Return a word in lower case, without accents, with plain quotes and "and" for "&"."""
    folded = unicodedata.normalize("NFKC", written).lower().replace("’", "'").replace("‘", "'")
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFC", bare).replace("⁄", "/").replace("&", "-and-")


def _pieces_of(word: str) -> list[str]:
    """Return what a word is put together from; the word alone when it is one piece."""
    if word[:1] in {"#", "+"}:
        return [word[:1], word[1:]] if word[1:2].isdecimal() else [word[1:]]
    if _ADDRESS.fullmatch(word):
        return word.replace("@", " at ").replace(".", " dot ").split()
    if _HYPHEN.search(word):
        return [piece for piece in _HYPHEN.split(word) if piece]
    if any(letter.isdecimal() for letter in word):
        return pieces(word)
    return [word]


Part = tuple[Way, ...]
"""The ways of saying one part of a word, the usual one first."""


def parts_of(written: str) -> tuple[Part, ...]:
    """Return the parts of one written word with the ways of saying each.

    Most words have one part; ``AB-1024`` has two, of which the second can be said in three ways.

    Args:
        written: a word between white space, as an author or a recogniser wrote it.

    Returns:
        Parts; their ways are tuples of spoken words in lower case, homophones as they are spelled.
        None for a word of signs only.
    """
    plain = _plain(written)
    if plain in _SIGNS:
        return (((_SIGNS[plain],),),)
    word = _OUTER.sub("", plain)
    if word == "no" and plain.endswith("."):
        return ((("no",), ("number",)),)
    if numbers := readings(word):
        return (numbers,)
    found = _pieces_of(word)
    if len(found) != 1 or found[0] != word:
        return tuple(part for piece in found for part in parts_of(piece))
    if word not in _SPELLED_OUT:
        word = word.replace(".", "")
    if not any(letter.isalnum() for letter in word):
        return ()
    return (_contraction(word),)


@dataclass(frozen=True, kw_only=True)
class Token:
    """One spoken word and the index of the written word it came from.

    ``text`` is the one form of all words that sound the same, ``spelled`` the word itself.
    """

    text: str
    word: int
    spelled: str


def _occurs(way: Way, text: Sequence[str]) -> bool:
    return any(
        tuple(text[start : start + len(way)]) == way for start in range(len(text) - len(way) + 1)
    )


def _settled(tokens: list[Token]) -> list[Token]:
    """Say numbers in one form: no inner "and", "one hundred" for "a hundred", no "double five"."""
    kept: list[Token] = []
    for n, token in enumerate(tokens):
        following = tokens[n + 1].text if n + 1 < len(tokens) else ""
        in_number = bool(kept) and kept[-1].text in {"hundred", "thousand", "million"}
        if token.text == "and" and in_number and following in _NUMBERS:
            continue
        if token.text == "a" and following in {"hundred", "thousand", "million"}:
            token = Token(text="one", word=token.word, spelled="one")
        if token.text in _TIMES and following in _DIGITS:
            repeated = replace(tokens[n + 1], word=token.word)
            kept += [repeated] * (_TIMES[token.text] - 1)
            continue
        kept.append(token)
    return kept


def _regrouped(words: Sequence[str]) -> list[str]:
    """Put a sign of money and its figure into one word; what moved away leaves "" behind.

    "PHP 500" is said "500 pesos", "$2.5 million" is said "2.5 million dollars", and a recogniser
    writes "250.50 pesos" for "250 pesos and 50 centavos".
    """
    regrouped = list(words)
    for n in range(len(words) - 1):
        first = _plain(regrouped[n])
        one, two = _OUTER.sub("", first) or first, _OUTER.sub("", _plain(words[n + 1]))
        signed = _SIGNED.fullmatch(one)
        if one in _UNITS_OF_MONEY and two[:1].isdecimal():
            regrouped[n : n + 2] = ["", one + two]
        elif two in _SIGN_OF and _CENTS.fullmatch(one):
            regrouped[n : n + 2] = [_SIGN_OF[two] + one, ""]
        elif two in _SCALES and signed:
            regrouped[n : n + 2] = [signed[2], f"{two}-{_UNITS_OF_MONEY[signed[1]]}"]
    return regrouped


def _day_of_month(words: Sequence[str], index: int) -> tuple[Way, ...]:
    """Return "twenty first" for the "21" of "May 21"; nothing for any other number."""
    plain = _OUTER.sub("", _plain(words[index]))
    beside = [*words[max(0, index - 1) : index], *words[index + 1 : index + 2]]
    if _DAY.fullmatch(plain) and any(
        _MONTHS.fullmatch(_OUTER.sub("", _plain(each))) for each in beside
    ):
        return (ordinal(int(plain)),)
    return ()


def _chosen(part: Part, against: Sequence[str]) -> Way:
    """Return the longest way that occurs in the other text; the usual way when none does."""
    if len(part) == 1:
        return part[0]
    occurring = (way for way in part if _occurs(tuple(map(one_form, way)), against))
    return max(occurring, key=len, default=part[0])


def tokens_of(words: Sequence[str], against: Sequence[str] = ()) -> list[Token]:
    """Return the words as they are said.

    Args:
        words: written words.
        against: what the words will be compared with, as said. What can be said in several ways
            ("2026", "it's") is said in the longest way that occurs there.
    """
    tokens: list[Token] = []
    regrouped = _regrouped(words)
    for index, written in enumerate(regrouped):
        parts = parts_of(written)
        if len(parts) == 1 and (day := _day_of_month(regrouped, index)):
            parts = ((*parts[0], *day),)
        for part in parts:
            tokens += [
                Token(text=one_form(said), word=index, spelled=said.replace("'", ""))
                for said in _chosen(part, against)
            ]
    return _settled(tokens)


def same_forms(first: Sequence[str], second: Sequence[str]) -> tuple[list[Token], list[Token]]:
    """Return both texts as said, choosing for doubtful words a way in which they agree."""
    usual = [token.text for token in tokens_of(second)]
    left = tokens_of(first, usual)
    right = tokens_of(second, [token.text for token in left])
    return left, right


def plain_words(words: Iterable[str]) -> list[str]:
    """Return written words in the words that are said, for counting syllables.

    Figures become words; contractions stay, because "don't" has fewer syllables than "do not".
    """
    said: list[str] = []
    for written in words:
        word = _OUTER.sub("", _plain(written))
        if "'" in word or word in _SHORT_FORMS:
            said += [piece for piece in _pieces_of(word) if piece]
        else:
            said += [text for part in parts_of(written) for text in part[0]]
    return said
