"""The differences between a typed and the presented text: minimal, placed as a reader would.

The number of slips is the minimum string distance (Levenshtein), computed by rapidfuzz. Many
alignments have that number; which of them is shown matters to the reader. The rules, in order:

1. The fewest slips. A slip is one wrong, one missing or one extra character.
2. The most characters in their place. Two neighbours that changed places ("teh" for "the") are two
   wrong characters in their places, not one missing and one extra character.
3. The fewest stretches: missing or extra characters stay together (a whole word, not single letters
   here and there).
4. The last of equal choices: of a doubled letter, the last is extra or missing; a wrong character
   comes before an extra one.
5. A stretch of two or more characters that can slide to the left slides to where it begins and ends
   at the edge of a word: "in theatre" for "in the theatre" lacks "the ", not " the".

Only the surroundings of a slip are aligned again, so the cost of a long text grows with its slips
only. Where the slips are too dense for any placing to help, rapidfuzz's choice is used; the number
of slips is the same.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from rapidfuzz.distance import Levenshtein

_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
"""Some systems turn straight quotes into curly quotes automatically; that is not a slip."""

AROUND = 12
"""Characters on both sides of a slip that are aligned again: a slip slides no further than this
unless a longer word is doubled."""

MOST_TIED = 20
"""Prefix lengths at the same distance that are compared; more tie only where little is right."""

MOST_CELLS = 20_000
"""Cells of the largest grid that is searched: in a larger one the slips are too dense to place."""

# Each cost outweighs every possible sum of the costs before it: the rules apply in their order.
_LATE = 1
_STRETCH = 1 << 24
_OUT_OF_PLACE = 1 << 40
_SLIP = 1 << 56

_NEVER = 1 << 80
_PAIR, _MISSING, _EXTRA = 0, 1, 2

SlipKind = Literal["replace", "insert", "delete"]


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One difference; ``presented`` and ``typed`` are positions in the two texts."""

    kind: SlipKind
    presented: int
    typed: int


class SlipStep(NamedTuple):
    """One slip: ``replace``, ``delete`` (missing) or ``insert`` (extra), and both positions."""

    tag: str
    place: int
    typed: int


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """The presented text beside the typed one.

    Attributes:
        presented: the whole presented text (NFC, straight quotes).
        typed: the typed text (NFC, straight quotes).
        reached: k, the length of the prefix of ``presented`` that matches ``typed`` best.
        slips: the differences between that prefix and ``typed``, in order.
        finished: whether the text was typed to its end; False when in doubt.
    """

    presented: str
    typed: str
    reached: int
    slips: tuple[Slip, ...]
    finished: bool

    def places(self) -> list[int]:
        """Return, for each typed character, its position in the presented text."""
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
    """Return a text as used in comparisons: NFC, straight quotes, no non-breaking spaces."""
    return unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)


def align(presented: str, typed: str) -> Alignment:
    """Align a typed text with the best prefix of the presented text; the rest is not an error."""
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
    """Align a typed text with the whole presented text; text that was not typed is missing."""
    presented, typed = plain(presented), plain(typed)
    return Alignment(
        presented=presented,
        typed=typed,
        reached=len(presented),
        slips=tuple(_slips(presented, typed)),
        finished=bool(typed),
    )


def _best_prefix(presented: str, typed: str) -> tuple[int, list[int]]:
    """Return the prefix length at the smallest distance, nearest to the typed length, and all ties.

    A prefix that is longer or shorter than the typed text by more than the best distance so far
    cannot beat it, so only lengths near the typed length are tried, the nearest first.
    """
    nearest = min(len(typed), len(presented))
    best = Levenshtein.distance(presented[:nearest], typed)
    ties = [nearest]
    for step in range(1, max(len(typed), len(presented)) + 1):
        if step > best:
            break
        for length in (nearest + step, nearest - step):
            if 0 <= length <= len(presented):
                distance = Levenshtein.distance(presented[:length], typed, score_cutoff=best)
                if distance < best:
                    best, ties = distance, []
                if distance == best:
                    ties.append(length)
    return ties[0], ties


def _with_most_in_place(presented: str, typed: str, tied: list[int]) -> int:
    """Return the prefix length, of those that tie, that leaves most of the typed text right.

    "the quik" for "the quick" lacks a c; it does not end on a wrong letter.
    """

    def not_in_place(length: int) -> int:
        steps = Levenshtein.editops(presented[:length], typed)
        return sum(step.tag != "delete" for step in steps)

    return min(tied[:MOST_TIED], key=not_in_place)


def _slips(presented: str, typed: str) -> Iterator[Slip]:
    """Yield the slips in order: rapidfuzz finds their number, ``_placed`` their positions."""
    steps = [
        SlipStep(step.tag, step.src_pos, step.dest_pos)
        for step in Levenshtein.editops(presented, typed)
    ]
    for cluster in _clusters(steps):
        (_, start, typed_start), end, typed_end = cluster[0], *_after(cluster[-1])
        # Before the first slip and after the last the two texts are the same.
        before = min(AROUND, start, typed_start)
        behind = min(AROUND, len(presented) - end, len(typed) - typed_end)
        again = _placed(
            presented[start - before : end + behind],
            typed[typed_start - before : typed_end + behind],
            len(cluster),
        )
        if again is None:
            placement = cluster
        else:
            placement = [
                SlipStep(tag, place + start - before, typed_place + typed_start - before)
                for tag, place, typed_place in again
            ]
        for tag, place, typed_place in placement:
            yield Slip(kind=cast(SlipKind, tag), presented=place, typed=typed_place)


def _clusters(steps: list[SlipStep]) -> Iterator[list[SlipStep]]:
    """Yield the slips in clusters that are far enough apart to be placed separately."""
    first = 0
    for place in range(1, len(steps) + 1):
        if place == len(steps) or steps[place][1] - steps[place - 1][1] > 2 * AROUND:
            yield steps[first:place]
            first = place


def _after(step: SlipStep) -> tuple[int, int]:
    """Return the positions after a slip in both texts."""
    tag, place, typed_place = step
    return place + (tag != "insert"), typed_place + (tag != "delete")


_Cell = tuple[int, int, int]
"""Numbers of characters consumed of the presented and of the typed text, and the state."""


class _Grid:
    """The cheapest alignment of a short stretch: the cost of each cell, and the cell before it.

    A shortest path over pairs of positions with three states (side by side, within a missing
    stretch, within an extra stretch), as for affine gaps (Gotoh 1982).
    """

    def __init__(self, presented: str, typed: str) -> None:
        self.presented, self.typed = presented, typed
        self.cost: dict[_Cell, int] = {(0, 0, _PAIR): 0}
        self.before: dict[_Cell, _Cell] = {}

    def reach(self, i: int, j: int) -> None:
        """Find the cheapest paths to the three cells of a pair of positions."""
        if i and j:
            same = self.presented[i - 1] == self.typed[j - 1]
            self._best((i, j, _PAIR), i - 1, j - 1, 0 if same else _SLIP + 2 * _OUT_OF_PLACE)
            if i > 1 and j > 1 and not same and self._changed_places(i, j):
                self._best((i, j, _PAIR), i - 2, j - 2, 2 * _SLIP)
        late = _SLIP + _OUT_OF_PLACE + _LATE * (len(self.presented) + len(self.typed) - i - j)
        if i:
            self._best((i, j, _MISSING), i - 1, j, late, continuing=_MISSING)
        if j:
            self._best((i, j, _EXTRA), i, j - 1, late, continuing=_EXTRA)

    def _changed_places(self, i: int, j: int) -> bool:
        return (
            self.presented[i - 1] == self.typed[j - 2]
            and self.presented[i - 2] == self.typed[j - 1]
        )

    def _best(self, cell: _Cell, i: int, j: int, step: int, continuing: int | None = None) -> None:
        for state in (_PAIR, _MISSING, _EXTRA):
            so_far = self.cost.get((i, j, state))
            if so_far is None:
                continue
            opens = continuing is not None and state != continuing
            cost = so_far + step + (_STRETCH if opens else 0)
            if cost < self.cost.get(cell, _NEVER):
                self.cost[cell] = cost
                self.before[cell] = (i, j, state)

    def steps(self) -> list[SlipStep]:
        """Return the slips of the cheapest path to the end of both texts, in order."""
        i, j = len(self.presented), len(self.typed)
        cell = min(
            ((i, j, state) for state in (_PAIR, _MISSING, _EXTRA)),
            key=lambda end: self.cost.get(end, _NEVER),
        )
        steps: list[SlipStep] = []
        while cell in self.before:
            (i, j, state), cell = cell, self.before[cell]
            if state == _MISSING:
                steps.append(SlipStep("delete", i - 1, j))
            elif state == _EXTRA:
                steps.append(SlipStep("insert", i, j - 1))
            else:
                steps.extend(
                    SlipStep("replace", i - back, j - back)
                    for back in range(1, i - cell[0] + 1)
                    if self.presented[i - back] != self.typed[j - back]
                )
        return steps[::-1]


def _placed(presented: str, typed: str, slips: int) -> list[SlipStep] | None:
    """Return the slips between two stretches, in order; None when they are too dense.

    Args:
        slips: the minimum string distance between the two.
    """
    missing = (slips + len(presented) - len(typed)) // 2
    extra = (slips - len(presented) + len(typed)) // 2
    if (len(presented) + 1) * (missing + extra + 1) > MOST_CELLS:
        return None
    grid = _Grid(presented, typed)
    for i in range(len(presented) + 1):
        for j in range(max(0, i - missing), min(len(typed), i + extra) + 1):
            if i or j:
                grid.reach(i, j)
    return _at_word_edges(presented, typed, grid.steps())


def _at_word_edges(presented: str, typed: str, steps: list[SlipStep]) -> list[SlipStep]:
    """Slide each stretch of two or more missing or extra characters to the edges of a word."""
    first = 0
    for place in range(1, len(steps) + 1):
        before, after = steps[place - 1], steps[place] if place < len(steps) else None
        continues = after is not None and after == SlipStep(
            before.tag,
            before.place + (before.tag == "delete"),
            before.typed + (before.tag == "insert"),
        )
        if continues:
            continue
        if place - first > 1 and before.tag != "replace":
            starts = [step.place if before.tag == "delete" else step.typed for step in steps]
            free = starts[first] - (starts[first - 1] + 1 if first else 0)
            text = presented if before.tag == "delete" else typed
            back = _slide(text, starts[first], place - first, free)
            for number in range(first, place):
                tag, here, there = steps[number]
                steps[number] = SlipStep(tag, here - back, there - back)
        first = place
    return steps


def _slide(text: str, start: int, length: int, free: int) -> int:
    """Return how far to the left to move a stretch; the least of equally good distances.

    ``free``: how many characters before it are side by side with the other text.
    """
    best, distance = _ragged(text, start, start + length), 0
    for back in range(1, free + 1):
        if text[start - back] != text[start - back + length]:
            break
        ragged = _ragged(text, start - back, start - back + length)
        if ragged < best:
            best, distance = ragged, back
    return distance


def _ragged(text: str, start: int, end: int) -> int:
    """Count the ends of a stretch, 0 to 2, that are not at the edge of a word."""
    begins = start == 0 or text[start - 1] == " " or text[start] == " "
    ends = end == len(text) or text[end - 1] == " " or text[end] == " "
    return (not begins) + (not ends)
