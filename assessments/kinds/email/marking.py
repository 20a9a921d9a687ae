"""What a reply says: key points and courtesies, each with the words that show it."""

import itertools
from dataclasses import dataclass
from typing import Any, Final

from assessments.kinds.email.task import KeyPoint, Task
from scoring.letter_courtesy import CourtesyName, courtesy_in
from scoring.phrases import PhraseMatch, find, function_share, words_in

STUFFED_FROM: Final = 8
STUFFED_SHARE: Final = 0.15
"""From so many words on, a text with fewer function words is a list of key words (our choice:
ordinary written English has about half of them)."""

_NEGATIONS: Final = (
    "not|no|never|nothing|none|cannot|unable|without|unfortunately|afraid",
    "can't|don't|doesn't|won't|didn't|isn't|aren't|wouldn't",
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One thing that was wanted: where it stands, or what spoiled it."""

    name: str
    label: str
    weight: float
    sentence: str = ""
    found: PhraseMatch | None = None
    spoiled: PhraseMatch | None = None

    @property
    def earned(self) -> bool:
        """Whether it is there and nothing spoils it."""
        return self.found is not None and self.spoiled is None


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A reply as it was read; ``stuffed`` texts show nothing."""

    words: int
    stuffed: bool
    points: tuple[Shown, ...]
    courtesies: tuple[Shown, ...]


def mark(task: Task, text: str) -> Marked:
    """Return what a reply to ``task`` shows."""
    words = words_in(text)
    stuffed = len(words) >= STUFFED_FROM and function_share(words) < STUFFED_SHARE
    read = "" if stuffed else text
    return Marked(
        words=len(words),
        stuffed=stuffed,
        points=tuple(_point(point, read) for point in task.points),
        courtesies=tuple(_courtesy(name, read) for name in task.courtesies),
    )


def _point(point: KeyPoint, text: str) -> Shown:
    return Shown(
        name=point.id, label=point.label, weight=point.weight, sentence=point.sentence,
        found=find(text, point.any_of, unless=point.unless),
        spoiled=_spoiled(point, text),
    )  # fmt: skip


def _spoiled(point: KeyPoint, text: str) -> PhraseMatch | None:
    """Return what spoils a point; "we do not pay the hotel" is no promise to pay it."""
    denying = [one for one in point.spoiled_by if find(one, _NEGATIONS)]
    saying = [one for one in point.spoiled_by if one not in denying]
    return find(text, denying) or find(text, saying, unless=_NEGATIONS)


def _courtesy(name: CourtesyName, text: str) -> Shown:
    return Shown(name=name, label="", weight=1, found=courtesy_in(text, name))


def segments(marked: Marked, text: str) -> list[dict[str, Any]]:
    """Return the reply in stretches, each with the names of what it shows or spoils."""
    spans = [
        (place.start, place.end, shown.name, bad)
        for shown in (*marked.points, *marked.courtesies)
        for place, bad in ((shown.found, False), (shown.spoiled, True))
        if place is not None
    ]
    edges = sorted({0, len(text), *(e for start, end, _, _ in spans for e in (start, end))})
    found = []
    for start, end in itertools.pairwise(edges):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        found.append(
            {
                "text": text[start:end],
                "shows": [name for _, _, name, bad in over if not bad],
                "spoils": [name for _, _, name, bad in over if bad],
            }
        )
    return found
