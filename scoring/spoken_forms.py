"""Convert written words to spoken words, with one common form for words that sound the same.

Used to compare speech with a script (``scoring.words``) and to find phrases in speech: a
recogniser's "$5", "don't", "log in" or "their" must equal "five dollars", "do not", "login" or
"there".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scoring.homophones import common_form
from scoring.numerals import DIGITS, NUMBER_WORDS, ordinal, pieces, readings

Reading = tuple[str, ...]

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
    # Units, also read letter by letter.
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
"""How abbreviations and contractions are said; bars separate the readings, the usual first."""

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


_NUMBERS = frozenset(map(common_form, NUMBER_WORDS))
_DIGITS = frozenset(map(common_form, DIGITS))


def _contraction(word: str) -> tuple[Reading, ...]:
    if word in _SPELLED_OUT:
        return tuple(tuple(reading.split()) for reading in _SPELLED_OUT[word].split("|"))
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            spelled_out = tuple((word.removesuffix(ending), second) for second in full)
            # Recognisers also write "you're" and "they're" for "your" and "their".
            homophone = {"they're": "their", "you're": "your"}.get(word)
            return (*spelled_out, (homophone,)) if homophone else spelled_out
    stem, _, ending = word.partition("'")
    if ending == "s" and stem:
        full_forms = ((stem, "is"), (stem, "has"))
        joined = ((stem + "s",),)
        return full_forms + joined if stem in _IS else joined + full_forms
    return ((word.replace("'", ""),),)


def _plain(written: str) -> str:
    """Return a word in lower case, without accents, with straight quotes and "and" for "&"."""
    folded = unicodedata.normalize("NFKC", written).lower().replace("’", "'").replace("‘", "'")
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFC", bare).replace("⁄", "/").replace("&", "-and-")


def _pieces_of(word: str) -> list[str]:
    """Return the pieces of a compound word; the word alone when it is a single piece."""
    if word[:1] in {"#", "+"}:
        return [word[:1], word[1:]] if word[1:2].isdecimal() else [word[1:]]
    if _ADDRESS.fullmatch(word):
        return word.replace("@", " at ").replace(".", " dot ").split()
    if _HYPHEN.search(word):
        return [piece for piece in _HYPHEN.split(word) if piece]
    if any(letter.isdecimal() for letter in word):
        return pieces(word)
    return [word]


Readings = tuple[Reading, ...]
"""The ways of saying one part of a word, the usual way first."""


def parts_of(written: str) -> tuple[Readings, ...]:
    """Return the readings of each part of one written word.

    Most words have one part; ``AB-1024`` has two, of which the second can be said in three ways.

    Args:
        written: a word delimited by white space, as an author or a recogniser wrote it.

    Returns:
        The readings of each part: tuples of spoken words in lower case, with homophones as
        spelled. Empty for a word that contains only symbols.
    """
    plain = _plain(written)
    if plain in _SIGNS:
        return (((_SIGNS[plain],),),)
    word = _OUTER.sub("", plain)
    if word == "no" and plain.endswith("."):
        return ((("no",), ("number",)),)
    if numbers := readings(word):
        return (numbers,)
    word_pieces = _pieces_of(word)
    if len(word_pieces) != 1 or word_pieces[0] != word:
        return tuple(part for piece in word_pieces for part in parts_of(piece))
    if word not in _SPELLED_OUT:
        word = word.replace(".", "")
    if not any(letter.isalnum() for letter in word):
        return ()
    return (_contraction(word),)


@dataclass(frozen=True, kw_only=True)
class Token:
    """One spoken word and the index of the written word that it comes from.

    ``text`` is the common form of all words that sound the same, ``spelled`` the word itself.
    """

    text: str
    word: int
    spelled: str


def _occurs(reading: Reading, text: Sequence[str]) -> bool:
    length = len(reading)
    return any(
        tuple(text[start : start + length]) == reading for start in range(len(text) - length + 1)
    )


def _settled(tokens: list[Token]) -> list[Token]:
    """Unify spoken numbers: no inner "and", "one hundred" for "a hundred", no "double five"."""
    settled: list[Token] = []
    for n, token in enumerate(tokens):
        following = tokens[n + 1].text if n + 1 < len(tokens) else ""
        in_number = bool(settled) and settled[-1].text in {"hundred", "thousand", "million"}
        if token.text == "and" and in_number and following in _NUMBERS:
            continue
        if token.text == "a" and following in {"hundred", "thousand", "million"}:
            token = Token(text="one", word=token.word, spelled="one")
        if token.text in _TIMES and following in _DIGITS:
            repeated = replace(tokens[n + 1], word=token.word)
            settled += [repeated] * (_TIMES[token.text] - 1)
            continue
        settled.append(token)
    return settled


def _regrouped(words: Sequence[str]) -> list[str]:
    """Join a currency sign or unit and its amount into one word; "" takes the place that it left.

    "PHP 500" is said "500 pesos", "$2.5 million" is said "2.5 million dollars", and a recogniser
    writes "250.50 pesos" for "250 pesos and 50 centavos".
    """
    regrouped = list(words)
    for n in range(len(words) - 1):
        plain = _plain(regrouped[n])
        first, second = _OUTER.sub("", plain) or plain, _OUTER.sub("", _plain(words[n + 1]))
        signed = _SIGNED.fullmatch(first)
        if first in _UNITS_OF_MONEY and second[:1].isdecimal():
            regrouped[n : n + 2] = ["", first + second]
        elif second in _SIGN_OF and _CENTS.fullmatch(first):
            regrouped[n : n + 2] = [_SIGN_OF[second] + first, ""]
        elif second in _SCALES and signed:
            regrouped[n : n + 2] = [signed[2], f"{second}-{_UNITS_OF_MONEY[signed[1]]}"]
    return regrouped


def _day_of_month(words: Sequence[str], index: int) -> tuple[Reading, ...]:
    """Return "twenty first" for the "21" of "May 21"; nothing for any other number."""
    plain = _OUTER.sub("", _plain(words[index]))
    beside = [*words[max(0, index - 1) : index], *words[index + 1 : index + 2]]
    if _DAY.fullmatch(plain) and any(
        _MONTHS.fullmatch(_OUTER.sub("", _plain(neighbour))) for neighbour in beside
    ):
        return (ordinal(int(plain)),)
    return ()


def _chosen(readings_of_part: Readings, against: Sequence[str]) -> Reading:
    """Return the longest reading that occurs in the other text, else the usual reading."""
    if len(readings_of_part) == 1:
        return readings_of_part[0]
    occurring = (
        reading
        for reading in readings_of_part
        if _occurs(tuple(map(common_form, reading)), against)
    )
    return max(occurring, key=len, default=readings_of_part[0])


def tokens_of(words: Sequence[str], against: Sequence[str] = ()) -> list[Token]:
    """Convert written words to spoken words.

    Args:
        words: written words.
        against: the spoken words that the result will be compared with. Of several ways to say a
            word ("2026", "it's"), the longest that occurs there is chosen.
    """
    tokens: list[Token] = []
    regrouped = _regrouped(words)
    for index, written in enumerate(regrouped):
        parts = parts_of(written)
        if len(parts) == 1 and (day := _day_of_month(regrouped, index)):
            parts = ((*parts[0], *day),)
        for part in parts:
            tokens += [
                Token(text=common_form(said), word=index, spelled=said.replace("'", ""))
                for said in _chosen(part, against)
            ]
    return _settled(tokens)


def same_forms(first: Sequence[str], second: Sequence[str]) -> tuple[list[Token], list[Token]]:
    """Return both texts as spoken words, choosing readings in which the two agree."""
    usual = [token.text for token in tokens_of(second)]
    left = tokens_of(first, usual)
    right = tokens_of(second, [token.text for token in left])
    return left, right


def plain_words(words: Iterable[str]) -> list[str]:
    """Return written words as spoken words, for counting syllables.

    Numbers become words; contractions stay, because "don't" has fewer syllables than "do not".
    """
    said: list[str] = []
    for written in words:
        word = _OUTER.sub("", _plain(written))
        if "'" in word or word in _SHORT_FORMS:
            said += [piece for piece in _pieces_of(word) if piece]
        else:
            said += [text for part in parts_of(written) for text in part[0]]
    return said
