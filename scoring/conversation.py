"""Measures of a written conversation: waiting times, blocks of a score, pasted text.

Weights and limits are proposals that a pilot has to confirm; they are not norms.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

FIRST_RESPONSE_LIMITS: Final = (30.0, 120.0)
MEDIAN_WAIT_LIMITS: Final = (45.0, 150.0)
"""Seconds up to which an answer is fast enough, and from which it earns 0 (proposed).

Speed is rewarded only up to "fast enough": in Comm100's benchmark reports, teams with high
satisfaction had longer waits, not shorter ones.
"""

_MORE_CHATS: Final = {1: 1.0, 2: 1.3, 3: 1.6}
_FIRST_SHARE: Final = 0.4
_CRITICAL_CAP: Final = 50
_GRAM: Final = 5
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class GoalResult:
    """One goal of a conversation: its weight, whether it was met, whether it is critical."""

    weight: float
    met: bool
    critical: bool = False


def whole(value: float) -> int:
    """Round to the nearest integer, halves up (Python's ``round`` takes halves to even)."""
    return math.floor(value + 0.5)


def promptness(
    seconds: float, limits: tuple[float, float], *, open_chats: int = 1, extra_time: float = 1.0
) -> float:
    """Return 100 up to the first limit, 0 from the second limit, and linear in between.

    Args:
        seconds: the wait, at least 0.
        limits: longest wait that is fast enough and shortest that is too slow, in seconds, with
            one chat open.
        open_chats: 1 to 3; they multiply the limits by 1.0, 1.3 or 1.6.
        extra_time: factor of an accommodation, at least 1.
    """
    stretch = _MORE_CHATS[min(max(open_chats, 1), 3)] * extra_time
    fast, slow = limits[0] * stretch, limits[1] * stretch
    return min(max((slow - seconds) / (slow - fast), 0.0), 1.0) * 100


def eased(seconds: float, *, open_chats: int) -> float:
    """Return the wait divided by the allowance for two or three open chats (1.3 or 1.6)."""
    return seconds / _MORE_CHATS[min(max(open_chats, 1), 3)]


def responsiveness(
    waits: Sequence[float], *, open_chats: int = 1, extra_time: float = 1.0
) -> int | None:
    """Return 0 to 100: 40 % from the first wait, 60 % from the median; None without a wait."""
    if not waits:
        return None
    first = promptness(
        waits[0], FIRST_RESPONSE_LIMITS, open_chats=open_chats, extra_time=extra_time
    )
    middle = promptness(
        median(waits), MEDIAN_WAIT_LIMITS, open_chats=open_chats, extra_time=extra_time
    )
    return whole(_FIRST_SHARE * first + (1 - _FIRST_SHARE) * middle)


def resolution(goals: Sequence[GoalResult]) -> int | None:
    """Return the weighted share of goals met, 0 to 100; a missed critical goal caps it at 50."""
    possible = sum(goal.weight for goal in goals)
    if not possible:
        return None
    reached = whole(100 * sum(goal.weight for goal in goals if goal.met) / possible)
    missed = any(goal.critical and not goal.met for goal in goals)
    return min(reached, _CRITICAL_CAP) if missed else reached


def share_earned(parts: Iterable[tuple[float, float]]) -> int | None:
    """Return the share earned, 0 to 100, of (earned, possible) pairs; None if 0 was possible."""
    listed = list(parts)
    possible = sum(part[1] for part in listed)
    return whole(100 * sum(part[0] for part in listed) / possible) if possible else None


def weighted(values: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """Return the weighted mean of the measured values; None if no value was measured.

    The weights of values that were not measured are left out, so the other values count for more.
    """
    measured = {name: value for name, value in values.items() if value is not None}
    total = sum(weights[name] for name in measured)
    if not total:
        return None
    return sum(weights[name] * value for name, value in measured.items()) / total


def concurrency(chats: Sequence[tuple[float, float]]) -> float | None:
    """Return the time-weighted mean number of open chats while at least one chat was open.

    Args:
        chats: opening and closing time of each chat, in seconds.
    """
    moments = sorted({moment for chat in chats for moment in chat})
    busy = time = 0.0
    for start, end in pairwise(moments):
        count = sum(opened <= start and closed >= end for opened, closed in chats)
        if count:
            busy += count * (end - start)
            time += end - start
    return busy / time if time else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the nearest-rank percentile (``share`` from 0 to 1); None without values."""
    if not values:
        return None
    ranked = sorted(values)
    return ranked[max(math.ceil(share * len(ranked)), 1) - 1]


def pasted_share(message: str, source: str) -> float:
    """Return the share, 0 to 1, of the message's five-word runs that occur in ``source``.

    A message of fewer than five words has no run and gives 0.
    """
    runs = _runs(message)
    if not runs:
        return 0.0
    known = set(_runs(source))
    return sum(run in known for run in runs) / len(runs)


def _runs(text: str) -> list[tuple[str, ...]]:
    words = [word.lower() for word in _WORD.findall(text)]
    return [tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1)]
