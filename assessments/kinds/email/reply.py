"""Find the key points and courtesies in a reply, each with the words that show it."""

import itertools
from dataclasses import dataclass
from typing import Any, Final

from assessments.kinds.email.task import KeyPoint, Task
from scoring.letter_courtesy import CourtesyName, courtesy_in
from scoring.phrases import PhraseMatch, find, function_share, words_in

STUFFED_FROM: Final = 8
STUFFED_SHARE: Final = 0.15
"""A text of at least ``STUFFED_FROM`` words with a smaller share of function words is a list of key
words, not a reply (our choice: in ordinary written English about half of the words are function
words)."""

_NEGATIONS: Final = (
    "not|no|never|nothing|none|cannot|unable|without|unfortunately|afraid",
    "can't|don't|doesn't|won't|didn't|isn't|aren't|wouldn't",
)


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A key point or courtesy that the reply should have.

    Attributes:
        found: the words that show it, or None.
        spoiled: the words that spoil it, such as a wrong amount, or None.
    """

    name: str
    label: str
    weight: float
    sentence: str = ""
    found: PhraseMatch | None = None
    spoiled: PhraseMatch | None = None

    @property
    def earned(self) -> bool:
        """Whether the reply has it and nothing spoils it."""
        return self.found is not None and self.spoiled is None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The content of a reply; a ``stuffed`` text meets no requirement."""

    words: int
    stuffed: bool
    points: tuple[Requirement, ...]
    courtesies: tuple[Requirement, ...]


def read_reply(task: Task, text: str) -> Reply:
    """Return which requirements of ``task`` a reply meets."""
    words = words_in(text)
    stuffed = len(words) >= STUFFED_FROM and function_share(words) < STUFFED_SHARE
    searched = "" if stuffed else text
    return Reply(
        words=len(words),
        stuffed=stuffed,
        points=tuple(_point(point, searched) for point in task.points),
        courtesies=tuple(_courtesy(name, searched) for name in task.courtesies),
    )


def _point(point: KeyPoint, text: str) -> Requirement:
    return Requirement(
        name=point.id,
        label=point.label,
        weight=point.weight,
        sentence=point.sentence,
        found=find(text, point.any_of, unless=point.unless),
        spoiled=_spoiled(point, text),
    )


def _spoiled(point: KeyPoint, text: str) -> PhraseMatch | None:
    """Return the words that spoil a point; "we do not pay the hotel" is no promise to pay it."""
    negative = [phrase for phrase in point.spoiled_by if find(phrase, _NEGATIONS)]
    positive = [phrase for phrase in point.spoiled_by if phrase not in negative]
    return find(text, negative) or find(text, positive, unless=_NEGATIONS)


def _courtesy(name: CourtesyName, text: str) -> Requirement:
    return Requirement(name=name, label="", weight=1, found=courtesy_in(text, name))


def segments(reply: Reply, text: str) -> list[dict[str, Any]]:
    """Return the text in segments, each with the names of the requirements it shows or spoils."""
    spans = [
        (place.start, place.end, requirement.name, bad)
        for requirement in (*reply.points, *reply.courtesies)
        for place, bad in ((requirement.found, False), (requirement.spoiled, True))
        if place is not None
    ]
    edges = sorted({0, len(text), *(edge for start, end, _, _ in spans for edge in (start, end))})
    pieces = []
    for start, end in itertools.pairwise(edges):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        pieces.append(
            {
                "text": text[start:end],
                "shows": [name for _, _, name, bad in over if not bad],
                "spoils": [name for _, _, name, bad in over if bad],
            }
        )
    return pieces
