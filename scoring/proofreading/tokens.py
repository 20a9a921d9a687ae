"""Split a text into sentences of words and punctuation marks, each with its position."""

import re
from dataclasses import dataclass

from scoring.allowed import is_abbreviation

_TOKEN = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]")
_APOSTROPHES = str.maketrans("’‘", "''")
# A line break ends a sentence only next to an empty line, or if the next line starts with a capital
# or a symbol: a list, a greeting or a new thought.
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*[^a-z\s])")
_TITLES = frozenset(
    ["mr", "mrs", "ms", "dr", "st", "jr", "sr", "engr", "atty", "vs", "no", "e.g", "i.e", "approx"]
)
"""Short forms that end no sentence, whatever follows."""
_ENDS = frozenset(".?!…")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: its position, as written, and in lower case with straight apostrophes."""

    start: int
    end: int
    written: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter or digit."""
        return self.lower[0].isalnum()


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words and marks between two positions of a text, in order."""
    return [
        Token(*match.span(), match[0], match[0].translate(_APOSTROPHES).lower())
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]


def sentences(text: str) -> list[list[Token]]:
    """Return the sentences of a text; a full stop after "Mr" or inside "e.g." ends no sentence."""
    split: list[list[Token]] = []
    start = 0
    for end in [*(match.start() for match in _BREAK.finditer(text)), len(text)]:
        split += _of_paragraph(tokens_of(text, start, end))
        start = end
    return split


def _of_paragraph(tokens: list[Token]) -> list[list[Token]]:
    split: list[list[Token]] = []
    current: list[Token] = []
    for place, token in enumerate(tokens):
        current.append(token)
        if token.lower in _ENDS and _is_end(tokens, place):
            split.append(current)
            current = []
    return [*split, current] if current else split


def _is_end(tokens: list[Token], place: int) -> bool:
    """Return whether a mark ends its sentence, unlike the stop of "Mr." or those in "a.m."."""
    if place + 1 == len(tokens):
        return True
    mark, following = tokens[place], tokens[place + 1]
    if following.lower in _ENDS or (following.start == mark.end and following.is_word):
        return False
    before = tokens[place - 1] if place else mark
    if mark.lower != "." or before.end != mark.start:
        return True
    if before.lower in _TITLES:
        return False
    # "9 a.m. today", "the svc. fee": a lower-case word or a number continues the sentence.
    goes_on = following.written[0].islower() or following.written[0].isdigit()
    return not (goes_on and is_abbreviation(before.lower))
