"""The alignment of a short stretch that ``slips`` describes: fewest slips, best seen.

A shortest path over pairs of places with three states (side by side, within a missing stretch,
within an extra one), as for affine gaps (Gotoh 1982). A cost is one whole number in which each rule
outweighs all that follow.
"""

from typing import NamedTuple

MOST_CELLS = 20_000
"""In a larger stretch the slips lie so thick that no placing helps."""

_LATE = 1
_STRETCH = 1 << 24
_UNSEEN = 1 << 40
_SLIP = 1 << 56

_NEVER = 1 << 80
_PAIR, _MISSING, _EXTRA = 0, 1, 2


class Step(NamedTuple):
    """One slip: ``replace``, ``delete`` (missing) or ``insert`` (extra), and the two places."""

    tag: str
    place: int
    typed: int


_Cell = tuple[int, int, int]
"""Characters of the presented text, of the typed text, and the state."""


class _Grid:
    """Costs of the cheapest way to each cell, and the cell before it."""

    def __init__(self, presented: str, typed: str) -> None:
        self.presented, self.typed = presented, typed
        self.cost: dict[_Cell, int] = {(0, 0, _PAIR): 0}
        self.before: dict[_Cell, _Cell] = {}

    def reach(self, i: int, j: int) -> None:
        """Find the cheapest ways to the three cells of a pair of places."""
        if i and j:
            same = self.presented[i - 1] == self.typed[j - 1]
            self._best((i, j, _PAIR), i - 1, j - 1, 0 if same else _SLIP + 2 * _UNSEEN)
            if i > 1 and j > 1 and not same and self._changed_places(i, j):
                self._best((i, j, _PAIR), i - 2, j - 2, 2 * _SLIP)
        late = _SLIP + _UNSEEN + _LATE * (len(self.presented) + len(self.typed) - i - j)
        if i:
            self._best((i, j, _MISSING), i - 1, j, late, going_on=_MISSING)
        if j:
            self._best((i, j, _EXTRA), i, j - 1, late, going_on=_EXTRA)

    def _changed_places(self, i: int, j: int) -> bool:
        return (
            self.presented[i - 1] == self.typed[j - 2]
            and self.presented[i - 2] == self.typed[j - 1]
        )

    def _best(self, cell: _Cell, i: int, j: int, step: int, going_on: int | None = None) -> None:
        for state in (_PAIR, _MISSING, _EXTRA):
            so_far = self.cost.get((i, j, state))
            if so_far is None:
                continue
            opens = going_on is not None and state != going_on
            cost = so_far + step + (_STRETCH if opens else 0)
            if cost < self.cost.get(cell, _NEVER):
                self.cost[cell] = cost
                self.before[cell] = (i, j, state)

    def steps(self) -> list[Step]:
        """Return the slips of the cheapest way to the end of both texts, in order."""
        i, j = len(self.presented), len(self.typed)
        cell = min(
            ((i, j, state) for state in (_PAIR, _MISSING, _EXTRA)),
            key=lambda one: self.cost.get(one, _NEVER),
        )
        found: list[Step] = []
        while cell in self.before:
            (i, j, state), cell = cell, self.before[cell]
            if state == _MISSING:
                found.append(Step("delete", i - 1, j))
            elif state == _EXTRA:
                found.append(Step("insert", i, j - 1))
            else:
                found.extend(
                    Step("replace", i - back, j - back)
                    for back in range(1, i - cell[0] + 1)
                    if self.presented[i - back] != self.typed[j - back]
                )
        return found[::-1]


def placed(presented: str, typed: str, slips: int) -> list[Step] | None:
    """Return the slips between two stretches, in order; None when they lie too thick.

    Args:
        slips: the minimum string distance of the two.
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


def _at_word_edges(presented: str, typed: str, steps: list[Step]) -> list[Step]:
    """Slide each stretch of two or more missing or extra characters to the edges of a word."""
    first = 0
    for place in range(1, len(steps) + 1):
        before, after = steps[place - 1], steps[place] if place < len(steps) else None
        goes_on = after is not None and after == Step(
            before.tag,
            before.place + (before.tag == "delete"),
            before.typed + (before.tag == "insert"),
        )
        if goes_on:
            continue
        if place - first > 1 and before.tag != "replace":
            starts = [one.place if before.tag == "delete" else one.typed for one in steps]
            free = starts[first] - (starts[first - 1] + 1 if first else 0)
            text = presented if before.tag == "delete" else typed
            back = _slide(text, starts[first], place - first, free)
            for one in range(first, place):
                tag, here, there = steps[one]
                steps[one] = Step(tag, here - back, there - back)
        first = place
    return steps


def _slide(text: str, start: int, length: int, free: int) -> int:
    """Return how far to the left a stretch is best moved; the least of equals.

    ``free``: how many characters before it are side by side with the other text.
    """
    best, found = _ragged(text, start, start + length), 0
    for back in range(1, free + 1):
        if text[start - back] != text[start - back + length]:
            break
        ragged = _ragged(text, start - back, start - back + length)
        if ragged < best:
            best, found = ragged, back
    return found


def _ragged(text: str, start: int, end: int) -> int:
    """Count the ends of a stretch, 0 to 2, that are not at the edge of a word."""
    begins = start == 0 or text[start - 1] == " " or text[start] == " "
    ends = end == len(text) or text[end - 1] == " " or text[end] == " "
    return (not begins) + (not ends)
