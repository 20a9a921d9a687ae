"""Where a typed text differs from the presented one: optimal, and where a person would see it.

The number of slips is the minimum string distance (Levenshtein), computed by rapidfuzz. Many
alignments have that number; which of them is shown matters to who reads it. The rule, in order:

1. The fewest slips. A slip is one wrong, one missing or one extra character.
2. The most characters in their place; two neighbours that changed places ("teh" for "the") are two
   wrong characters in their two places, not one missing and one extra.
3. The fewest stretches: what is missing or too much stands together (a word, not its letters here
   and there).
4. The last of equals: of a doubled letter it is the last that is too much or missing, and a wrong
   character comes before an extra one.
5. A stretch of two or more that may be slid to the left is slid to where it begins and ends at the
   edge of a word: "in theatre" for "in the theatre" lacks "the ", not " the".

Only the surroundings of a slip are looked at again, so that a long text costs no more than its
slips. Where slips lie so thick that nobody could tell, the library's choice is kept; the number is
the same.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from rapidfuzz.distance import Levenshtein

from scoring.slip_places import Step, placed

_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
"""Some systems turn straight quotes into curly ones by themselves; that is no slip."""

AROUND = 12
"""Characters on both sides of a slip that are looked at again: a slip slides no further than that
unless a longer word is doubled."""

MOST_TIED = 20
"""Lengths of an unfinished text that are told apart; more tie only where little is right."""

SlipKind = Literal["replace", "insert", "delete"]


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One difference: ``presented`` and ``typed`` are positions in the two texts."""

    kind: SlipKind
    presented: int
    typed: int


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """The presented text beside the typed one.

    Attributes:
        presented: the whole presented text (NFC, straight quotes).
        typed: the typed text (NFC, straight quotes).
        reached: k, the length of the prefix of ``presented`` that fits ``typed`` best.
        slips: the differences between that prefix and ``typed``, in order.
        finished: whether the text was typed to its end; when in doubt, it was not.
    """

    presented: str
    typed: str
    reached: int
    slips: tuple[Slip, ...]
    finished: bool

    def places(self) -> list[int]:
        """For each typed character the place of the presented text beside which it stands."""
        inserted = {slip.typed for slip in self.slips if slip.kind == "insert"}
        missing = {slip.presented for slip in self.slips if slip.kind == "delete"}
        places: list[int] = []
        place = 0
        for typed in range(len(self.typed)):
            while place in missing:
                place += 1
            places.append(place)
            if typed not in inserted:
                place += 1
        return places


def plain(text: str) -> str:
    """Return a text as it is compared: NFC, straight quotes, no unbreakable spaces."""
    return unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)


def align(presented: str, typed: str) -> Alignment:
    """Align a typed text with the best prefix of the presented one; the rest is no error."""
    presented, typed = plain(presented), plain(typed)
    nearest, tied = _best_prefix(presented, typed)
    reached = nearest if len(tied) == 1 else _with_most_in_place(presented, typed, tied)
    return Alignment(
        presented=presented,
        typed=typed,
        reached=reached,
        slips=tuple(_slips(presented[:reached], typed)),
        finished=bool(typed) and nearest == len(presented),
    )


def align_whole(presented: str, typed: str) -> Alignment:
    """Align a typed text with the whole presented one; what was not typed is missing."""
    presented, typed = plain(presented), plain(typed)
    return Alignment(
        presented=presented,
        typed=typed,
        reached=len(presented),
        slips=tuple(_slips(presented, typed)),
        finished=bool(typed),
    )


def _best_prefix(presented: str, typed: str) -> tuple[int, list[int]]:
    """Return k with the smallest distance and nearest to the typed length, and all that tie.

    A prefix that is longer or shorter than the typed text by more than the best distance so
    far cannot beat it, so only lengths near the typed one are tried, the nearest first.
    """
    nearest = min(len(typed), len(presented))
    best = Levenshtein.distance(presented[:nearest], typed)
    found = [nearest]
    for step in range(1, max(len(typed), len(presented)) + 1):
        if step > best:
            break
        for length in (nearest + step, nearest - step):
            if 0 <= length <= len(presented):
                distance = Levenshtein.distance(presented[:length], typed, score_cutoff=best)
                if distance < best:
                    best, found = distance, []
                if distance == best:
                    found.append(length)
    return found[0], found


def _with_most_in_place(presented: str, typed: str, tied: list[int]) -> int:
    """Of prefixes at the same distance return the one that leaves most of what was typed right.

    "the quik" for "the quick" lacks a c: it does not end on a wrong letter.
    """

    def not_in_place(length: int) -> int:
        steps = Levenshtein.editops(presented[:length], typed)
        return sum(step.tag != "delete" for step in steps)

    return min(tied[:MOST_TIED], key=not_in_place)


def _slips(presented: str, typed: str) -> Iterator[Slip]:
    """Give the slips in order: rapidfuzz finds how many, ``placed`` where they are seen."""
    steps = [
        Step(step.tag, step.src_pos, step.dest_pos)
        for step in Levenshtein.editops(presented, typed)
    ]
    for cluster in _clusters(steps):
        (_, start, typed_start), end, typed_end = cluster[0], *_after(cluster[-1])
        # Before the first slip and behind the last one the two texts run side by side.
        before = min(AROUND, start, typed_start)
        behind = min(AROUND, len(presented) - end, len(typed) - typed_end)
        again = placed(
            presented[start - before : end + behind],
            typed[typed_start - before : typed_end + behind],
            len(cluster),
        )
        if again is None:
            shown = cluster
        else:
            shown = [
                Step(tag, place + start - before, typed_place + typed_start - before)
                for tag, place, typed_place in again
            ]
        for tag, place, typed_place in shown:
            yield Slip(kind=cast(SlipKind, tag), presented=place, typed=typed_place)


def _clusters(steps: list[Step]) -> Iterator[list[Step]]:
    """Give the slips in stretches that are far enough from each other to be placed alone."""
    first = 0
    for place in range(1, len(steps) + 1):
        if place == len(steps) or steps[place][1] - steps[place - 1][1] > 2 * AROUND:
            yield steps[first:place]
            first = place


def _after(step: Step) -> tuple[int, int]:
    """Return the two places behind a slip."""
    tag, place, typed_place = step
    return place + (tag != "insert"), typed_place + (tag != "delete")
