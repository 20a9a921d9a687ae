"""Numbers, money and times as spoken words."""

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
DIGITS = tuple(_ONES[:10])
NUMBER_WORDS = frozenset(_ONES) | frozenset(_TENS) | {"hundred", "thousand", "million", "billion"}

_SIGN = r"(?P<sign>[₱$€£]|php|p)"
_AMOUNT = re.compile(_SIGN + r"(?P<whole>\d[\d,]*)(?:\.(?P<cents>\d\d))?")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_DECADE = re.compile(r"(\d{1,3}0)s")
_SHORT_SCALE = re.compile(r"(\d[\d,]*(?:\.\d+)?)([km])")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_CLOCK_WITH_POINT = re.compile(r"(1?\d)\.([0-5]\d)")
_DECIMAL = re.compile(r"(\d[\d,]*)\.(\d+)")
_RANGE = re.compile(r"(\d{1,3})[-‐‑–](\d{1,3})")
_FRACTIONS = {
    "1/2": (("one", "half"), ("half",), ("a", "half")),
    "1/3": (("one", "third"), ("a", "third")),
    "2/3": (("two", "thirds"),),
    "1/4": (("one", "quarter"), ("a", "quarter"), ("one", "fourth")),
    "3/4": (("three", "quarters"), ("three", "fourths")),
}
_PIECE = re.compile(r"\d{1,2}:\d\d|\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|\d+|[^\W\d_]+")

Words = tuple[str, ...]


def cardinal(number: int) -> Words:
    """Return a whole number from 0 to 999,999,999,999 as words, without "and"."""
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
    """Return the ordinal of a whole number: 21 gives ("twenty", "first")."""
    *front, last = cardinal(number)
    if last in _ORDINALS:
        return (*front, _ORDINALS[last])
    return (*front, last[:-1] + "ieth" if last.endswith("y") else last + "th")


def _figure(digits: str) -> tuple[Words, ...]:
    """Return the ways of saying a run of digits: as a number, in pairs, digit by digit."""
    plain = digits.replace(",", "")
    digit_by_digit = tuple(_ONES[int(digit)] for digit in plain)
    if len(plain) > 12 or (len(plain) > 1 and plain[0] == "0"):
        spoken_o = tuple("oh" if word == "zero" else word for word in digit_by_digit)
        return digit_by_digit, spoken_o
    ways = [cardinal(int(plain))]
    if len(plain) == 4:
        ways.append(_pairs(plain))
    if len(plain) == 3 and plain[1:] != "00":
        ways.append((_ONES[int(plain[0])], *_pair(plain[1:])))
    return tuple(dict.fromkeys([*ways, digit_by_digit]))


def _pair(two: str) -> Words:
    return ("oh", _ONES[int(two[1])]) if two[0] == "0" else cardinal(int(two))


def _pairs(four: str) -> Words:
    front, back = four[:2], four[2:]
    return (*cardinal(int(front)), *(("hundred",) if back == "00" else _pair(back)))


def _money(amount: re.Match[str]) -> tuple[Words, ...]:
    unit, small = _MONEY[amount["sign"]]
    whole = amount["whole"].replace(",", "")
    singular = int(whole) == 1
    # "eleven hundred pesos" and "two fifty pesos", but never an amount digit by digit.
    numbers = (cardinal(int(whole)), *_figure(whole)[1:-1])
    said = [(*number, unit[:-1] if singular else unit) for number in numbers]
    cents = int(amount["cents"] or 0)
    if not cents:
        return tuple(said)
    small_change = cardinal(cents)
    with_and = [(*way, "and", *small_change, small) for way in said]
    return (
        *with_and,
        *((*way, *small_change, small) for way in said),
        *((*number, *small_change) for number in numbers),
    )


def _clock(hour: str, minutes: str) -> tuple[Words, ...]:
    said = cardinal(int(hour))
    if minutes == "00":
        return said, (*said, "o'clock")
    following = cardinal(int(hour) % 12 + 1)
    spoken = {
        "15": (("quarter", "past", *said), ("fifteen", "past", *said)),
        "30": (("half", "past", *said),),
        "45": (("quarter", "to", *following), ("fifteen", "to", *following)),
    }
    return ((*said, *_pair(minutes)), *spoken.get(minutes, ()))


def _decimal(whole: str, digits: str) -> tuple[Words, ...]:
    ways = _figure(whole)
    after = ("point", *(_ONES[int(digit)] for digit in digits))
    said = tuple((*way, *after) for way in ways)
    if int(whole.replace(",", "")) == 0:
        return (*said, after)
    if digits == "5":
        return (*said, (*ways[0], "and", "a", "half"))
    clock = _CLOCK_WITH_POINT.fullmatch(f"{whole}.{digits}")
    return (*said, *_clock(clock[1], clock[2])) if clock else said


def _plural(way: Words) -> Words:
    *front, last = way
    return (*front, last[:-1] + "ies" if last.endswith("y") else last + "s")


def _range(first: str, last: str) -> tuple[Words, ...]:
    pairs = [(a, b) for a in _figure(first) for b in _figure(last)]
    return (*((*a, "to", *b) for a, b in pairs), *((*a, *b) for a, b in pairs))


def _with_unit(written: str) -> tuple[Words, ...]:
    """Return the ways of saying a number with a symbol or suffix: money, 50%, 15th, 90s, 10k."""
    if match := _AMOUNT.fullmatch(written):
        return _money(match) if len(match["whole"]) <= 15 else ()
    if written.endswith("%"):
        return tuple((*way, "percent") for way in readings(written[:-1]))
    if match := _ORDINAL.fullmatch(written):
        return (ordinal(int(match[1])),) if len(match[1]) <= 12 else ()
    if match := _DECADE.fullmatch(written):
        return tuple(_plural(way) for way in _figure(match[1]))
    if match := _SHORT_SCALE.fullmatch(written):
        scale = {"k": "thousand", "m": "million"}[match[2]]
        numbers = readings(match[1])
        return (*((*way, match[2]) for way in numbers), *((*way, scale) for way in numbers))
    return ()


def readings(written: str) -> tuple[Words, ...]:
    """Return the ways of saying one written number, the usual way first.

    Args:
        written: one lower-case word without outer punctuation: ``₱1,250.50``, ``15th``,
            ``9:30``, ``2026``, ``50%``, ``1990s``, ``10k``, ``1/2``, ``3-5``.

    Returns:
        Ways, each a tuple of words; empty when the word is not a single number (``pieces``).
    """
    if written in _FRACTIONS:
        return _FRACTIONS[written]
    if match := _CLOCK.fullmatch(written):
        return _clock(match[1], match[2])
    if match := _DECIMAL.fullmatch(written):
        return _decimal(match[1], match[2])
    if match := _RANGE.fullmatch(written):
        return _range(match[1], match[2])
    return _figure(written) if _NUMBER.fullmatch(written) else _with_unit(written)


def pieces(written: str) -> list[str]:
    """Split a mixed word into numbers and letters: ``ab1024`` gives ``ab`` and ``1024``."""
    return _PIECE.findall(written)
