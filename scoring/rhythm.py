"""Typing rhythm: evenness, bursts, slow pairs of letters, and how long each key is held down.

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
"""Our own choice. Monkeytype's burst is the speed of a single word, which is enormous for a short
word such as "the"; the speed over ten seconds can be sustained for a sentence."""

PAUSE_SECONDS = 2.0
"""Two keys this far apart are unrelated: the usual limit between bursts of writing since
N. A. Chenoweth and J. R. Hayes, "Fluency in writing" (2001)."""

LEAST_PAIRS = 3
"""How often a pair of letters must have been typed before it can be called slow."""

LEAST_KEYS = 100
ALIKE = 0.95
"""Smallest correlation at which two rhythms are called the same. Our own choice: one log played
twice has 1; simulated typists of one text had at most .1. Real people share slow pairs of letters
and will have more; how much has not been measured."""


def variation(values: Sequence[float]) -> float | None:
    """Return the coefficient of variation: population SD / mean; None if empty or the mean is 0."""
    if not values or not (mean := sum(values) / len(values)):
        return None
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) / mean


def consistency(coefficient: float) -> float:
    """Return Monkeytype's consistency for a coefficient of variation: 100 is even, 0 is uneven.

    100 * (1 - tanh(c + c^3/3 + c^5/5)), where c is the coefficient of the raw speed per second.
    """
    return 100 * (1 - math.tanh(coefficient + coefficient**3 / 3 + coefficient**5 / 5))


def keys_by_second(edits: Sequence[Edit]) -> list[float]:
    """Return the characters inserted in each whole second between the first and the last edit."""
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
    """The fastest stretch: its speed, and its start in seconds since the passage began."""

    wpm: float
    start: float


def burst(edits: Sequence[Edit], *, seconds: float = BURST_SECONDS) -> Burst | None:
    """Return the highest gross speed over any ``seconds`` in a row; None if typing took less.

    Characters inserted from one key up to, but not at, the end of the stretch, ÷ 5 ÷ minutes.
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
    """Return the shortest time, in seconds, of ``length`` keys in a row, and when it began."""
    times = [edit.seconds for edit in edits if edit.text]
    if len(times) < length:
        return None
    return min(
        (round(last - first, 3), first)
        for first, last in zip(times, times[length - 1 :], strict=False)
    )


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A pair of letters, the median milliseconds between its keys, and its number of times."""

    letters: str
    milliseconds: float
    times: int


def slowest_pairs(edits: Sequence[Edit], *, most: int = 8) -> list[Pair]:
    """Return the pairs of letters with the longest median time between their keys.

    Two keys form a pair if they were typed one after the other, side by side and within
    ``PAUSE_SECONDS``; a pair must occur ``LEAST_PAIRS`` times. Case is ignored.
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
    """Return the seconds between each two consecutive edits that insert text."""
    times = [edit.seconds for edit in edits if edit.text]
    return [later - earlier for earlier, later in pairwise(times)]


def same_rhythm(first: Sequence[float], second: Sequence[float]) -> bool:
    """Return whether two sequences of gaps are one log played twice, at whatever speed.

    The test is the correlation of the logarithms of the gaps over the shorter length, which must be
    at least ``LEAST_KEYS``; the longer sequence may have at most 10 % more gaps. Two rhythms
    without any variation are the same when they are equal.
    """
    length = min(len(first), len(second))
    if length < LEAST_KEYS or max(len(first), len(second)) > 1.1 * length:
        return False
    left, right = ([math.log(max(gap, 0.001)) for gap in gaps[:length]] for gaps in (first, second))
    try:
        return correlation(left, right) >= ALIKE
    except StatisticsError:
        return list(first[:length]) == list(second[:length])


KeyEvents = Iterable[tuple[float, bool, str]]
"""Seconds, whether the key went down, and its code (``KeyA``), in order."""

MODIFIERS = frozenset(
    {"CapsLock", "Fn"}
    | {key + side for key in ("Shift", "Control", "Alt", "Meta") for side in ("", "Left", "Right")}
)


class Press(NamedTuple):
    """A key held for ``hold`` seconds; ``rolled``: the next key went down before it came up."""

    code: str
    down: float
    hold: float
    rolled: bool


def presses(events: KeyEvents) -> Iterator[Press]:
    """Yield every completed key press, without modifiers; repeats of a held key do not count."""
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
