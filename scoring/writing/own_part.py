"""The part of a text that is the writer's own: without the task's words and without repetition.

What was copied from the task in runs of ``COPIED`` words or more, and what the writer wrote before
in runs of ``REPEATED`` or more, does not count. What is left of a sentence that had such a run in
its middle is read as it is left: broken. All white space becomes one space, so that line breaks
and indents change nothing.
"""

import re
from dataclasses import dataclass

COPIED = 6
REPEATED = 8

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """The text that counts, and where it stood.

    Attributes:
        text: the own words, white space folded.
        words: how many words it has.
        copied: words left out because the task has them in the same order.
        repeated: words left out because the text had them before in the same order.
        places: for each character of ``text`` its place in the text as given.
    """

    text: str
    words: int
    copied: int
    repeated: int
    places: tuple[int, ...]


def words_in(text: str) -> list[tuple[str, int, int]]:
    """Return the words in lower case, each with its place."""
    return [
        (match[0].lower().replace("’", "'"), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


def own_part(text: str, prompt: str = "") -> OwnPart:
    """Return the writer's own part of a text, given what the task said."""
    words = words_in(text)
    plain = [word for word, _, _ in words]
    copied = _covered(plain, set(_grams([word for word, _, _ in words_in(prompt)], COPIED)), COPIED)
    repeated = _repeated(plain) - copied
    out = [words[place] for place in sorted(copied | repeated)]
    gone = _joined([(start, end) for _, start, end in out], text)
    folded, places = _folded(text, gone)
    return OwnPart(
        text=folded,
        words=len(words) - len(copied) - len(repeated),
        copied=len(copied),
        repeated=len(repeated),
        places=places,
    )


def _grams(words: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


def _covered(words: list[str], given: set[tuple[str, ...]], size: int) -> set[int]:
    """Return the places of the words that lie in one of the given runs."""
    return {
        at + step
        for at, gram in enumerate(_grams(words, size))
        if gram in given
        for step in range(size)
    }


def _repeated(words: list[str]) -> set[int]:
    """Return the places of words in a run that stood in the text before."""
    seen: dict[tuple[str, ...], int] = {}
    found: set[int] = set()
    for at, gram in enumerate(_grams(words, REPEATED)):
        if at - seen.setdefault(gram, at) >= REPEATED:
            found.update(range(at, at + REPEATED))
    return found


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the words' spans as runs, with the marks inside and right behind them."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and not _WORD.search(text, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    marks = re.compile(r"[^\w\s]*")
    return [
        (start, tail.end() if (tail := marks.match(text, end)) else end) for start, end in found
    ]


def _folded(text: str, gone: list[tuple[int, int]]) -> tuple[str, tuple[int, ...]]:
    """Return the text without the spans, one space for all white space, and each place."""
    out = bytearray(len(text))
    for start, end in gone:
        out[start:end] = b"\1" * (end - start)
    kept: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if out[place] or character.isspace():
            if kept and kept[-1][0] != " ":
                kept.append((" ", place))
        else:
            kept.append((character, place))
    if kept and kept[-1][0] == " ":
        kept.pop()
    return "".join(character for character, _ in kept), tuple(place for _, place in kept)
