"""Find the key points and courtesies in a reply, each with the words that show it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from assessments.kinds.email.task import KeyPoint, Task
from scoring.copied_runs import copied_words
from scoring.letter_courtesy import CourtesyName, courtesy_in, letters_in
from scoring.phrases import PhraseMatch, find, function_share, sentences, words_in
from scoring.writing import FEWEST_WORDS
from scoring.writing.own_part import OwnPart, own_part
from scoring.writing.own_part import words_in as own_part_words

STUFFED_FROM: Final = 8
STUFFED_SHARE: Final = 0.15
"""A text of at least ``STUFFED_FROM`` words with a smaller share of function words is a list of key
words, not a reply (our choice: in ordinary written English about half of the words are function
words)."""

_NEGATIONS: Final = (
    "not|no|never|nothing|none|cannot|unable|without|unfortunately|afraid",
    "can't|don't|doesn't|won't|didn't|isn't|aren't|wouldn't",
)


OWN_SHARE: Final = 1 / 4
LEAST_OWN: Final = 3
"""A sentence is the writer's own from this share of own words and this number of them (our choice):
"Please note that" before a copied rule of ten words or more does not make it an own sentence."""

COPIED_CREDIT: Final = 0.5
"""What a point earns that only copied words show, in a sentence that is the writer's own."""

FEW_COPIED: Final = 0.1
MANY_COPIED: Final = 1 / 4
MOST_COPIED: Final = 1 / 2
"""Shares of copied words, see ``Reply.lost_to_copying`` (our choice)."""

STRICT_RUN: Final = 4
"""In a reply of which ``MANY_COPIED`` is copied, shorter runs are taken for copied as well: a fact
in a few words of the notes is usual in an honest reply, a patchwork of them is not (our choice)."""


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A key point or courtesy that the reply should have.

    Attributes:
        found: the words that show it, or None.
        credit: 1 for words of the writer's own, ``COPIED_CREDIT`` or 0 for copied ones.
        spoiled: the words that spoil it, such as a wrong amount, or None.
    """

    name: str
    label: str
    weight: float
    sentence: str = ""
    found: PhraseMatch | None = None
    credit: float = 0.0
    spoiled: PhraseMatch | None = None

    @property
    def share(self) -> float:
        """The share of its weight that the reply earns, 0 to 1."""
        return 0.0 if self.found is None or self.spoiled else self.credit

    @property
    def earned(self) -> bool:
        """Whether the reply has it, in the writer's own words, and nothing spoils it."""
        return self.share == 1

    @property
    def only_copied(self) -> bool:
        """Whether only copied words show it."""
        return self.found is not None and self.credit < 1


@dataclass(frozen=True, kw_only=True)
class Told:
    """An internal statement that the reply passes on to the customer, and the words that do."""

    name: str
    label: str
    cost: float
    found: PhraseMatch


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The content of a reply; a ``stuffed`` text meets no requirement.

    Attributes:
        words: number of words.
        copied: share of the words that stand in copied runs (``scoring.copied_runs``), 0 to 1.
        own: the part of the text that counts for the written English.
        told: internal statements that it passes on to the customer.
        joined: whether it is two letters, one below the other.
    """

    words: int
    copied: float
    own: OwnPart
    stuffed: bool
    points: tuple[Requirement, ...]
    courtesies: tuple[Requirement, ...]
    told: tuple[Told, ...]
    joined: bool

    @property
    def lost_to_copying(self) -> bool:
        """Whether copying is why the English counts as 0.

        So it is in a reply of enough words if at least ``MANY_COPIED`` are copied, or at least
        ``FEW_COPIED`` and too few are own; in a shorter reply if at least ``MOST_COPIED`` are. The
        English of a reply that is simply short is not measured.
        """
        if self.own.words + self.own.copied < FEWEST_WORDS:
            return self.copied >= MOST_COPIED
        too_few = self.own.words < FEWEST_WORDS
        return self.copied >= (FEW_COPIED if too_few else MANY_COPIED)


def read_reply(task: Task, text: str) -> Reply:
    """Return which requirements of ``task`` a reply meets."""
    words = words_in(text)
    stuffed = len(words) >= STUFFED_FROM and function_share(words) < STUFFED_SHARE
    searched = " " * len(text) if stuffed else text
    copied = _copied(text, task.given)
    own_words = blanked(searched, copied)
    joined = letters_in(own_words) > 1
    own_sentences = blanked(searched, _sentences_of_others(searched, own_words))
    return Reply(
        words=len(words),
        copied=_share(copied, text),
        own=own_part(text, task.given),
        stuffed=stuffed,
        points=tuple(_point(point, searched, own_words, own_sentences) for point in task.points),
        courtesies=tuple(_courtesy(name, own_words, joined) for name in task.courtesies),
        joined=joined,
        told=tuple(
            Told(name=secret.id, label=secret.label, cost=secret.cost, found=found)
            for secret in task.internal
            if (found := find(searched, secret.any_of, unless=secret.unless))
        ),
    )


def _copied(text: str, given: str) -> list[tuple[int, int]]:
    copied = copied_words(text, given)
    if _share(copied, text) < MANY_COPIED:
        return copied
    return copied_words(text, given, run=STRICT_RUN)


def _share(copied: Sequence[tuple[int, int]], text: str) -> float:
    return len(copied) / max(len(own_part_words(text)), 1)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text of the same length with spaces in place of the spans."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _sentences_of_others(text: str, own_words: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences that are not the writer's own."""
    spans = []
    for start, end in sentences(text):
        own = len(own_part_words(own_words[start:end]))
        if own < LEAST_OWN or own < OWN_SHARE * len(own_part_words(text[start:end])):
            spans.append((start, end))
    return spans


def _point(point: KeyPoint, text: str, own_words: str, own_sentences: str) -> Requirement:
    """Return a point with the best words that show it: own ones, then those of own sentences."""
    read_as = ((own_words, 1.0), (own_sentences, COPIED_CREDIT), (text, 0.0))
    matches = (
        (find(searched, point.any_of, unless=point.unless), credit) for searched, credit in read_as
    )
    found, credit = next(((match, credit) for match, credit in matches if match), (None, 0.0))
    return Requirement(
        name=point.id,
        label=point.label,
        weight=point.weight,
        sentence=point.sentence,
        found=found,
        credit=credit,
        spoiled=_spoiled(point, text),
    )


def _spoiled(point: KeyPoint, text: str) -> PhraseMatch | None:
    """Return the words that spoil a point; "we do not pay the hotel" is no promise to pay it."""
    negative = [phrase for phrase in point.spoiled_by if find(phrase, _NEGATIONS)]
    positive = [phrase for phrase in point.spoiled_by if phrase not in negative]
    return find(text, negative) or find(text, positive, unless=_NEGATIONS)


def _courtesy(name: CourtesyName, text: str, joined: bool) -> Requirement:
    """Return a courtesy; two letters in one have no proper beginning and no proper end."""
    found = None if joined and name in {"greeting", "sign_off"} else courtesy_in(text, name)
    return Requirement(name=name, label="", weight=1, found=found, credit=1.0 if found else 0.0)


def segments(reply: Reply, text: str) -> list[dict[str, Any]]:
    """Return the text in segments, each with the names of the requirements it shows or spoils."""
    spans = [
        (place.start, place.end, requirement.name, bad)
        for requirement in (*reply.points, *reply.courtesies)
        for place, bad in ((requirement.found, False), (requirement.spoiled, True))
        if place is not None
    ]
    spans += [(told.found.start, told.found.end, told.name, True) for told in reply.told]
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
