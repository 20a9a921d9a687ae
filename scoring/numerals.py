"""Figures, money and times as the words that a person says."""

import re

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = [
    "zero",
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_MONEY = {
    "₱": ("pesos", "centavos"),
    "php": ("pesos", "centavos"),
    "p": ("pesos", "centavos"),
    "$": ("dollars", "cents"),
    "€": ("euros", "cents"),
    "£": ("pounds", "pence"),
}
NUMBER_WORDS = frozenset(_ONES) | frozenset(_TENS) | {"hundred", "thousand", "million", "billion"}

_AMOUNT = re.compile(r"(?P<sign>[₱$€£]|php|p)(?P<whole>\d[\d,]*)(?:\.(?P<cents>\d\d))?")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
_DECIMAL = re.compile(r"(\d[\d,]*)\.(\d+)")
_PIECE = re.compile(r"\d[\d,]*|[^\W\d_]+")

Words = tuple[str, ...]


def cardinal(number: int) -> Words:
    """Return a whole number from 0 to 999,999,999,999 in words, without "and"."""
    for size, name in _SCALES:
        if number >= size:
            above, rest = divmod(number, size)
            return (*cardinal(above), name, *(cardinal(rest) if rest else ()))
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return (_ONES[hundreds], "hundred", *(cardinal(rest) if rest else ()))
    if number >= 20:
        tens, ones = divmod(number, 10)
        return (_TENS[tens], *((_ONES[ones],) if ones else ()))
    return (_ONES[number],)


def ordinal(number: int) -> Words:
    """Return a whole number as its ordinal: 21 gives ("twenty", "first")."""
    *front, last = cardinal(number)
    if last in _ORDINALS:
        return (*front, _ORDINALS[last])
    return (*front, last[:-1] + "ieth" if last.endswith("y") else last + "th")


def _figure(digits: str) -> tuple[Words, ...]:
    """Return the ways of saying a run of digits: as a number, in pairs, digit by digit."""
    plain = digits.replace(",", "")
    one_by_one = tuple(_ONES[int(digit)] for digit in plain)
    if len(plain) > 12 or (len(plain) > 1 and plain[0] == "0"):
        spoken_o = tuple("oh" if word == "zero" else word for word in one_by_one)
        return one_by_one, spoken_o
    ways = [cardinal(int(plain))]
    if len(plain) == 4:
        ways.append(_pairs(plain))
    if len(plain) == 3 and plain[1:] != "00":
        ways.append((_ONES[int(plain[0])], *_pair(plain[1:])))
    return (*ways, one_by_one)


def _pair(two: str) -> Words:
    return ("oh", _ONES[int(two[1])]) if two[0] == "0" else cardinal(int(two))


def _pairs(four: str) -> Words:
    front, back = four[:2], four[2:]
    return (*cardinal(int(front)), *(("hundred",) if back == "00" else _pair(back)))


def _money(found: re.Match[str]) -> tuple[Words, ...]:
    unit, small = _MONEY[found["sign"]]
    whole = int(found["whole"].replace(",", ""))
    said = (*cardinal(whole), unit[:-1] if whole == 1 else unit)
    cents = int(found["cents"] or 0)
    if not cents:
        return (said,)
    return (*said, "and", *cardinal(cents), small), (*said, *cardinal(cents), small)


def _clock(hour: str, minutes: str) -> tuple[Words, ...]:
    said = cardinal(int(hour))
    if minutes == "00":
        return said, (*said, "o'clock")
    return ((*said, *_pair(minutes)),)


def readings(written: str) -> tuple[Words, ...]:
    """Return the ways of saying one written word that holds figures, the usual way first.

    Args:
        written: one lower-case word without outer punctuation: ``₱1,250.50``, ``15th``,
            ``9:30``, ``2026``, ``50%``, ``4g``.

    Returns:
        Ways, each a tuple of words; none when the word holds no figure.
    """
    if found := _AMOUNT.fullmatch(written):
        return _money(found) if len(found["whole"]) <= 15 else ()
    if written.endswith("%"):
        return tuple((*way, "percent") for way in readings(written[:-1]))
    if found := _ORDINAL.fullmatch(written):
        return (ordinal(int(found[1])),) if len(found[1]) <= 12 else ()
    if found := _CLOCK.fullmatch(written):
        return _clock(found[1], found[2])
    if found := _DECIMAL.fullmatch(written):
        digits = tuple(_ONES[int(digit)] for digit in found[2])
        return tuple((*way, "point", *digits) for way in _figure(found[1]))
    if _NUMBER.fullmatch(written):
        return _figure(written)
    if any(letter.isdecimal() for letter in written):
        pieces = _PIECE.findall(written)
        return (sum((_figure(p)[0] if p[0].isdecimal() else (p,) for p in pieces), ()),)
    return ()
