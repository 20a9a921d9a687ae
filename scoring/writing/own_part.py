"""The writer's own part of a text: without words copied from the task and without repetition.

Runs of ``COPIED`` words or more copied from the task, and runs of ``REPEATED`` words or more that
the writer wrote before, do not count. If such a run was in the middle of a sentence, the rest is
read as it remains: as a broken sentence. All white space becomes one space, so line breaks and
indents make no difference.
"""

import re
from dataclasses import dataclass

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
        places: for each character of ``text``, its position in the text as given.
    """

    text: str
    words: int
    copied: int
    repeated: int
    places: tuple[int, ...]


def words_in(text: str) -> list[tuple[str, int, int]]:
    """Return the words in lower case, each with its start and end."""
    return [
        (match[0].lower().replace("’", "'"), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


def own_part(text: str, prompt: str = "") -> OwnPart:
    """Return the writer's own part of a text, given the text of the task."""
    words = words_in(text)
    plain = [word for word, _, _ in words]
    copied = _covered(plain, set(_grams([word for word, _, _ in words_in(prompt)], COPIED)), COPIED)
    repeated = _repeated(plain) - copied
    removed_words = [words[place] for place in sorted(copied | repeated)]
    removed = _joined([(start, end) for _, start, end in removed_words], text)
    collapsed, places = _collapsed(text, removed)
    return OwnPart(
        text=collapsed,
        words=len(words) - len(copied) - len(repeated),
        copied=len(copied),
        repeated=len(repeated),
        places=places,
    )


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


def _collapsed(text: str, removed: list[tuple[int, int]]) -> tuple[str, tuple[int, ...]]:
    """Return the text without the spans, with white space collapsed, and all positions."""
    is_removed = bytearray(len(text))
    for start, end in removed:
        is_removed[start:end] = b"\1" * (end - start)
    own: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if is_removed[place] or character.isspace():
            if own and own[-1][0] != " ":
                own.append((" ", place))
        else:
            own.append((character, place))
    if own and own[-1][0] == " ":
        own.pop()
    return "".join(character for character, _ in own), tuple(place for _, place in own)
