"""What a reply says: key points and courtesies, each with the words that show it."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from assessments.email.task import CourtesyName, KeyPoint, Task
from scoring.phrases import Found, find, function_share, words_in

STUFFED_FROM: Final = 8
STUFFED_SHARE: Final = 0.15
"""From so many words on, a text with fewer function words is a list of key words (our choice:
ordinary written English has about half of them)."""

_GREETINGS: Final = ("dear", "hi", "hello", "good morning|afternoon|evening|day", "greetings")
_SIGN_OFFS: Final = (
    "regards", "sincerely", "respectfully", "best wishes", "kind regards", "best", "cheers",
    "faithfully", "yours", "thank you", "thanks", "truly",
)  # fmt: skip
_COURTESIES: Final[Mapping[CourtesyName, tuple[str, ...]]] = {
    "greeting": _GREETINGS,
    "thanks": ("thank*", "appreciate* you*", "grateful"),
    "apology": ("sorry", "apolog*", "regret* inconvenience|trouble|delay|mistake"),
    "offer_help": (
        "any|other|further|more question*|concern*|help|assistance", "anything else",
        "reply|write|contact|message|call|email|reach us|me if|should|anytime|when*",
        "let know", "feel free", "hesitate", "happy|glad help|assist",
        "here help|assist",
    ),
    "sign_off": _SIGN_OFFS,
}  # fmt: skip
_NEGATIONS: Final = (
    "not|no|never|nothing|none|cannot|unable|without|unfortunately|afraid",
    "can't|don't|doesn't|won't|didn't|isn't|aren't|wouldn't",
)
_FIRST_WORDS: Final = 8
_LAST_WORDS: Final = 14


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One thing that was wanted: where it stands, or what spoiled it."""

    name: str
    label: str
    weight: float
    sentence: str = ""
    found: Found | None = None
    spoiled: Found | None = None

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


def _spoiled(point: KeyPoint, text: str) -> Found | None:
    """Return what spoils a point; "we do not pay the hotel" is no promise to pay it."""
    denying = [one for one in point.spoiled_by if find(one, _NEGATIONS)]
    saying = [one for one in point.spoiled_by if one not in denying]
    return find(text, denying) or find(text, saying, unless=_NEGATIONS)


def _courtesy(name: CourtesyName, text: str) -> Shown:
    start, end = _zone(name, text)
    found = find(text[start:end], _COURTESIES[name])
    if found:
        found = Found(entry=found.entry, start=found.start + start, end=found.end + start)
    return Shown(name=name, label="", weight=1, found=found)


def _zone(name: str, text: str) -> tuple[int, int]:
    """A greeting stands among the first words, a goodbye among the last."""
    places = words_in(text)
    if name == "greeting" and len(places) > _FIRST_WORDS:
        return 0, _place_of(text, _FIRST_WORDS)
    if name == "sign_off" and len(places) > _LAST_WORDS:
        return _place_of(text, len(places) - _LAST_WORDS), len(text)
    return 0, len(text)


def _place_of(text: str, number: int) -> int:
    """Return where the word of that number begins."""
    at = 0
    for place, word in enumerate(words_in(text)):
        at = text.index(word, at)
        if place == number:
            return at
        at += len(word)
    return len(text)


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
