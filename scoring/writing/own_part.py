"""The writer's own prose: without what is copied, repeated, no prose, or not English.

Runs of ``COPIED`` words or more copied from the task, and runs of ``REPEATED`` words or more that
the writer wrote before, do not count. If such a run was in the middle of a sentence, the rest is
read as it remains: as a broken sentence. Signatures, headings and the rest of long enumerations are
left out (``prose``), and so are sentences in another language (``language``). All white space
becomes one space, so line breaks and indents make no difference.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.writing.language import foreign
from scoring.writing.prose import Span, no_prose

COPIED = 6
REPEATED = 8

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """The text that counts, and its positions in the whole text.

    Attributes:
        text: the writer's own words, white space collapsed.
        words: number of words of it.
        copied: number of words left out because the task has them in the same order.
        repeated: number of words left out because the text had them before in the same order.
        no_prose: number of words in signatures and headings.
        listed: number of words in the rest of long enumerations.
        foreign: number of words in sentences that are not English.
        aside: number of words about something else than the task.
        places: for each character of ``text``, its position in the text as given.
    """

    text: str
    words: int
    copied: int
    repeated: int
    no_prose: int
    listed: int
    foreign: int
    aside: int
    places: tuple[int, ...]


def words_in(text: str) -> list[tuple[str, int, int]]:
    """Return the words in lower case, each with its start and end."""
    return [
        (match[0].lower().replace("’", "'"), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


def own_part(text: str, prompt: str = "", aside: Sequence[Span] = ()) -> OwnPart:
    """Return the writer's own prose.

    Args:
        text: as given.
        prompt: the text of the task.
        aside: stretches that are about something else than the task.
    """
    words = words_in(text)
    plain = [word for word, _, _ in words]
    copied = _covered(plain, set(_grams([word for word, _, _ in words_in(prompt)], COPIED)), COPIED)
    repeated = _repeated(plain) - copied
    left_out = no_prose(text)
    spans = {
        "no_prose": left_out.spans,
        "foreign": tuple(foreign(text)),
        "listed": left_out.listed,
        "aside": tuple(aside),
    }
    counted = set(copied | repeated)
    numbers = {}
    for name, stretches in spans.items():
        inside = _inside(words, stretches) - counted
        numbers[name] = len(inside)
        counted |= inside
    removed_words = [words[place] for place in sorted(copied | repeated)]
    removed = _joined([(start, end) for _, start, end in removed_words], text)
    for stretches in spans.values():
        removed += stretches
    collapsed, places = _collapsed(text, removed, left_out.breaks)
    return OwnPart(
        text=collapsed,
        words=len(words) - len(counted),
        copied=len(copied),
        repeated=len(repeated),
        places=places,
        **numbers,
    )


def _inside(words: Sequence[tuple[str, int, int]], spans: Iterable[Span]) -> set[int]:
    """Return the indices of the words that begin in one of the spans."""
    return {
        number
        for first, last in spans
        for number, (_, start, _) in enumerate(words)
        if first <= start < last
    }


def _grams(words: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


def _covered(words: list[str], given: set[tuple[str, ...]], size: int) -> set[int]:
    """Return the indices of the words that are in one of the given runs."""
    return {
        at + step
        for at, gram in enumerate(_grams(words, size))
        if gram in given
        for step in range(size)
    }


def _repeated(words: list[str]) -> set[int]:
    """Return the indices of the words in runs that occurred earlier in the text."""
    first_at: dict[tuple[str, ...], int] = {}
    repeated: set[int] = set()
    for at, gram in enumerate(_grams(words, REPEATED)):
        if at - first_at.setdefault(gram, at) >= REPEATED:
            repeated.update(range(at, at + REPEATED))
    return repeated


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the word spans joined to runs, with the punctuation inside and just after them."""
    runs: list[tuple[int, int]] = []
    for start, end in spans:
        if runs and not _WORD.search(text, runs[-1][1], start):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    marks = re.compile(r"[^\w\s]*")
    return [(start, tail.end() if (tail := marks.match(text, end)) else end) for start, end in runs]


def _collapsed(
    text: str, removed: Iterable[Span], breaks: Iterable[int]
) -> tuple[str, tuple[int, ...]]:
    """Return the text without the spans, with white space collapsed, and all positions.

    A full stop is put at each of the ``breaks``.
    """
    is_removed = bytearray(len(text))
    for start, end in removed:
        is_removed[start:end] = b"\1" * (end - start)
    stops = set(breaks)
    own: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if place in stops and own:
            if own[-1][0] == " ":
                own.pop()
            own.append((".", place))
        if is_removed[place] or character.isspace():
            # A space separates the words on both sides of a gap.
            if own and own[-1][0] != " ":
                own.append((" ", place))
        else:
            own.append((character, place))
    while own and own[-1][0] == " ":
        own.pop()
    return "".join(character for character, _ in own), tuple(place for _, place in own)
