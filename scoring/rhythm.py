"""The time between keys: evenness, bursts, slow pairs of letters, how long a key is down.

Sources: Monkeytype's source for ``consistency``; V. Dhakal, A. M. Feit, P. O. Kristensson and A.
Oulasvirta, "Observations on typing from 136 million keystrokes" (CHI 2018) for the rollover ratio
and for pairs of letters as the unit of speed.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import StatisticsError, correlation, median
from typing import NamedTuple

from scoring.copying import gross_wpm
from scoring.keystrokes import Edit

BURST_SECONDS = 10.0
"""Our own choice. Monkeytype's burst is the speed of a single word, which a short word such as
"the" makes enormous; over ten seconds it is a speed that somebody can hold for a sentence."""

PAUSE_SECONDS = 2.0
"""From here on two keys have nothing to do with each other: the limit between bursts of writing
since N. A. Chenoweth and J. R. Hayes, "Fluency in writing" (2001)."""

LEAST_PAIRS = 3
"""So often a pair of letters must have been typed before it is called slow."""

LEAST_KEYS = 100
ALIKE = 0.95
"""Correlation of two rhythms from which on they are called the same. Our own choice: the same log
played twice has 1; made typists at one text had at most .1. Real people share slow pairs of letters
and will have more; how much has not been measured."""


def variation(values: Sequence[float]) -> float | None:
    """Return the coefficient of variation: population SD / mean; None without a mean."""
    if not values or not (mean := sum(values) / len(values)):
        return None
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) / mean


def consistency(coefficient: float) -> float:
    """Return Monkeytype's consistency, 100 (even) towards 0, of a coefficient of variation.

    100 * (1 - tanh(c + c^3/3 + c^5/5)), c of the raw speed in each second.
    """
    return 100 * (1 - math.tanh(coefficient + coefficient**3 / 3 + coefficient**5 / 5))


def keys_by_second(edits: Sequence[Edit]) -> list[float]:
    """Return the characters put in during each whole second from the first change to the last."""
    if not edits:
        return []
    first = edits[0].seconds
    seconds = [0.0] * int(edits[-1].seconds - first)
    for edit in edits:
        place = int(edit.seconds - first)
        if place < len(seconds):
            seconds[place] += len(edit.text)
    return seconds


@dataclass(frozen=True, kw_only=True)
class Burst:
    """The fastest stretch: ``wpm`` from ``start`` on, in seconds since the passage began."""

    wpm: float
    start: float


def burst(edits: Sequence[Edit], *, seconds: float = BURST_SECONDS) -> Burst | None:
    """Return the highest gross speed over any so many seconds in a row; None in a shorter text.

    The characters put in from one key on, up to but not at the end of the stretch, ÷ 5 ÷ minutes.
    """
    typed = [edit for edit in edits if edit.text]
    if not typed or typed[-1].seconds - typed[0].seconds < seconds:
        return None
    most, start, inside, first = 0, 0.0, 0, 0
    for edit in typed:
        inside += len(edit.text)
        while edit.seconds - typed[first].seconds >= seconds:
            inside -= len(typed[first].text)
            first += 1
        if inside > most:
            most, start = inside, typed[first].seconds
    return Burst(wpm=gross_wpm(most, seconds) or 0.0, start=start)


def fastest_run(edits: Sequence[Edit], length: int) -> tuple[float, float] | None:
    """Return the least seconds that so many keys in a row took, and when they began."""
    times = [edit.seconds for edit in edits if edit.text]
    if len(times) < length:
        return None
    return min(
        (round(last - first, 3), first)
        for first, last in zip(times, times[length - 1 :], strict=False)
    )


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A pair of letters, the median milliseconds from the first to the second, how often."""

    letters: str
    milliseconds: float
    times: int


def slowest_pairs(edits: Sequence[Edit], *, most: int = 8) -> list[Pair]:
    """Return the pairs of letters with the longest median time between their keys.

    Two keys count that were typed one after the other, side by side and within ``PAUSE_SECONDS``;
    a pair must be there ``LEAST_PAIRS`` times. Capitals count as their letters.
    """
    gaps: dict[str, list[float]] = {}
    for before, after in pairwise(edits):
        side_by_side = after.start == after.end == before.start + 1
        if side_by_side and len(before.text) == len(after.text) == 1:
            gap = after.seconds - before.seconds
            if gap < PAUSE_SECONDS:
                gaps.setdefault((before.text + after.text).lower(), []).append(1000 * gap)
    pairs = [
        Pair(letters=letters, milliseconds=median(times), times=len(times))
        for letters, times in gaps.items()
        if len(times) >= LEAST_PAIRS
    ]
    return sorted(pairs, key=lambda pair: (-pair.milliseconds, pair.letters))[:most]


def gaps(edits: Sequence[Edit]) -> list[float]:
    """Return the seconds between each two changes that put text in."""
    times = [edit.seconds for edit in edits if edit.text]
    return [later - earlier for earlier, later in pairwise(times)]


def same_rhythm(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two sequences of gaps are the same log played twice, at whatever speed.

    Correlation of the logarithms of the gaps in which both have a key; from ``LEAST_KEYS`` on.
    Two rhythms without any variation are the same when they are equal.
    """
    length = min(len(one), len(other))
    if length < LEAST_KEYS or max(len(one), len(other)) > 1.1 * length:
        return False
    mine, theirs = ([math.log(max(gap, 0.001)) for gap in gaps[:length]] for gaps in (one, other))
    try:
        return correlation(mine, theirs) >= ALIKE
    except StatisticsError:
        return list(one[:length]) == list(other[:length])


KeyEvents = Iterable[tuple[float, bool, str]]
"""Seconds, whether the key went down, and its code (``KeyA``), in order."""

MODIFIERS = frozenset(
    {"CapsLock", "Fn"}
    | {key + side for key in ("Shift", "Control", "Alt", "Meta") for side in ("", "Left", "Right")}
)


class Press(NamedTuple):
    """A key that was down for ``hold`` seconds; ``rolled``: the next one came before it was up."""

    code: str
    down: float
    hold: float
    rolled: bool


def presses(events: KeyEvents) -> Iterator[Press]:
    """Give every key press that ended, modifiers left out; a repeat of a held key is none."""
    down: dict[str, float] = {}
    rolled: set[str] = set()
    for seconds, is_down, code in events:
        if code in MODIFIERS:
            continue
        if not is_down:
            if code in down:
                began = down.pop(code)
                yield Press(code=code, down=began, hold=seconds - began, rolled=code in rolled)
                rolled.discard(code)
        elif code not in down:
            rolled.update(down)
            down[code] = seconds


def rollover_ratio(pressed: Sequence[Press]) -> float | None:
    """Return the share of presses during which the next key went down (Dhakal et al. 2018)."""
    return sum(press.rolled for press in pressed) / len(pressed) if pressed else None
