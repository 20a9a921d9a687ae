"""A written text as sentences of words and marks, each with its place in the text."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]")
_APOSTROPHES = str.maketrans("’‘", "''")
# A line break ends a sentence only where the line before or after is empty, or the next begins a
# list, a greeting or a new thought: with a capital or a sign.
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*[^a-z\s])")
_ABBREVIATIONS = frozenset(
    ["mr", "mrs", "ms", "dr", "st", "jr", "sr", "engr", "atty", "vs", "no", "e.g", "i.e", "approx"]
)
_ENDS = frozenset(".?!…")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark: its place, as written, and in lower case with straight apostrophes."""

    start: int
    end: int
    written: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter or a figure."""
        return self.lower[0].isalnum()


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words and marks of a stretch of text, in order."""
    return [
        Token(*match.span(), match[0], match[0].translate(_APOSTROPHES).lower())
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]


def sentences(text: str) -> list[list[Token]]:
    """Return the sentences of a text; full stops after "Mr" or inside "e.g." end none."""
    found: list[list[Token]] = []
    begun = 0
    for part in [*(match.start() for match in _BREAK.finditer(text)), len(text)]:
        found += _of_part(tokens_of(text, begun, part))
        begun = part
    return found


def _of_part(tokens: list[Token]) -> list[list[Token]]:
    found: list[list[Token]] = []
    current: list[Token] = []
    for place, token in enumerate(tokens):
        current.append(token)
        if token.lower in _ENDS and _is_end(tokens, place):
            found.append(current)
            current = []
    return [*found, current] if current else found


def _is_end(tokens: list[Token], place: int) -> bool:
    """Return whether the mark ends its sentence: not an abbreviation's, not inside "a.m."."""
    if place + 1 == len(tokens):
        return True
    mark, following = tokens[place], tokens[place + 1]
    if following.lower in _ENDS or (following.start == mark.end and following.is_word):
        return False
    before = tokens[place - 1] if place else mark
    if mark.lower == "." and before.end == mark.start and before.lower in _ABBREVIATIONS:
        return False
    # "9 a.m. today": a small letter after the full stop of a one-letter word goes on.
    return not (len(before.written) == 1 and following.written[0].islower())
