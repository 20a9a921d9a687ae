"""Classical statistics of items, from the answers of people to them.

Formulas: measures, section 7. ``None`` where there is too little to go on, never 0.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEWEST_PEOPLE = 30
"""Answers below which an item's statistics are noise and are not shown as a warning [ours]."""

EASIEST, HARDEST = 0.95, 0.20
LEAST_DISCRIMINATION = 0.15
LEAST_OF_A_DISTRACTOR = 0.05
RESAMPLES = 1000

Matrix = NDArray[np.float64]


def alpha(scores: ArrayLike) -> float | None:
    """Return Cronbach's alpha of a matrix, people in rows: k/(k-1) (1 - sum(var_i) / var_total).

    Sample variances. None with fewer than two items or people, or when nobody differs.
    """
    matrix = np.asarray(scores, dtype=np.float64)
    if matrix.ndim != 2 or min(matrix.shape) < 2:
        return None
    whole = float(matrix.sum(axis=1).var(ddof=1))
    if whole <= 0:
        return None
    items = matrix.shape[1]
    return float(items / (items - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / whole))


def alpha_interval(scores: ArrayLike, *, seed: int = 1) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval of ``alpha``, people drawn with replacement."""
    matrix = np.asarray(scores, dtype=np.float64)
    if matrix.ndim != 2 or len(matrix) < FEWEST_PEOPLE:
        return None
    chance = np.random.default_rng(seed)
    drawn = [alpha(matrix[chance.integers(0, len(matrix), len(matrix))]) for _ in range(RESAMPLES)]
    found = [one for one in drawn if one is not None]
    if len(found) < RESAMPLES // 2:
        return None
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def point_biserial(right: ArrayLike, rest: ArrayLike) -> float | None:
    """Return the correlation of an item with the score on the *other* items (corrected).

    None with fewer than three people, or when one of the two does not differ.
    """
    x, y = np.asarray(right, dtype=np.float64), np.asarray(rest, dtype=np.float64)
    if len(x) < 3 or x.std() == 0 or y.std() == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


@dataclass(frozen=True, kw_only=True)
class Dif:
    """Mantel-Haenszel: common odds ratio, on the delta scale, and its chi-square (1 df)."""

    alpha: float
    delta: float
    chi2: float


def mantel_haenszel(strata: Sequence[tuple[float, float, float, float]]) -> Dif | None:
    """Return whether an item is harder for one of two groups of the same ability.

    Mantel and Haenszel (1959); delta after Holland and Thayer (1988): -2.35 ln(alpha), negative
    when the item favours the reference group.

    Args:
        strata: (reference right, reference wrong, focal right, focal wrong) by total score.
    """
    above = below = count = expected = variance = 0.0
    for a, b, c, d in strata:
        n = a + b + c + d
        if n < 2 or not (a + b) or not (c + d):
            continue
        above += a * d / n
        below += b * c / n
        count += a
        expected += (a + b) * (a + c) / n
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
    if not (above and below and variance):
        return None
    odds = above / below
    chi2 = max(0.0, abs(count - expected) - 0.5) ** 2 / variance
    return Dif(alpha=odds, delta=-2.35 * math.log(odds), chi2=chi2)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One person's answer to one item.

    Attributes:
        earned: how much of it was right, 0 to 1.
        rest: how much of everything else in the sitting was right, 0 to 1.
        given: what was answered; "" when nothing was.
        seconds: on screen; None where there was no answer.
    """

    earned: float
    rest: float
    given: str
    seconds: float | None


@dataclass(frozen=True, kw_only=True)
class ItemStatistics:
    """What the answers say about an item.

    Attributes:
        n: how many people were asked.
        p: mean share earned.
        discrimination: corrected point-biserial.
        omitted: share without an answer.
        median_seconds: of those who answered.
        choices: how many gave each of the commonest answers, the commonest first.
        flags: what a writer should look at, as names.
    """

    n: int
    p: float | None = None
    discrimination: float | None = None
    omitted: float | None = None
    median_seconds: float | None = None
    choices: tuple[tuple[str, int], ...] = ()
    flags: tuple[str, ...] = ()


def statistics(answers: Sequence[Answered], *, options: Sequence[str] = ()) -> ItemStatistics:
    """Return the statistics of an item; ``options`` are its wrong options, where it has some."""
    if not answers:
        return ItemStatistics(n=0)
    p = float(np.mean([one.earned for one in answers]))
    tied = point_biserial([one.earned for one in answers], [one.rest for one in answers])
    times = [one.seconds for one in answers if one.seconds is not None]
    counted: dict[str, int] = {}
    for one in answers:
        if one.given:
            counted[one.given] = counted.get(one.given, 0) + 1
    common = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:12]
    return ItemStatistics(
        n=len(answers),
        p=p,
        discrimination=tied,
        omitted=sum(not one.given for one in answers) / len(answers),
        median_seconds=float(np.median(times)) if times else None,
        choices=tuple(common),
        flags=_flags(len(answers), p, tied, counted, options),
    )


def _flags(
    n: int, p: float, tied: float | None, counted: dict[str, int], options: Sequence[str]
) -> tuple[str, ...]:
    """Name what is odd; nothing with few answers."""
    if n < FEWEST_PEOPLE:
        return ()
    found = []
    if p > EASIEST or p < HARDEST:
        found.append("too_easy" if p > EASIEST else "too_hard")
    if tied is not None and tied < LEAST_DISCRIMINATION:
        found.append("check_the_key" if tied < 0 else "tells_little")
    if any(counted.get(option, 0) < LEAST_OF_A_DISTRACTOR * n for option in options):
        found.append("idle_distractor")
    return tuple(found)
