"""Classical item statistics, computed from people's answers.

Formulas: measures, section 7. A statistic without enough data is ``None``, never 0.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEWEST_PEOPLE = 30
"""Fewest answers for a warning: the statistics of an item with fewer are noise [ours]."""

EASIEST, HARDEST = 0.95, 0.20
LEAST_DISCRIMINATION = 0.15
LEAST_OF_A_DISTRACTOR = 0.05
RESAMPLES = 1000

Matrix = NDArray[np.float64]


def alpha(scores: ArrayLike) -> float | None:
    """Return Cronbach's alpha of a matrix, people in rows: k/(k-1) (1 - sum(var_i) / var_total).

    Variances are sample variances. None with fewer than two items or people, or when all total
    scores are equal.
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
    """Return the 95 % bootstrap interval of ``alpha``; people are drawn with replacement."""
    matrix = np.asarray(scores, dtype=np.float64)
    if matrix.ndim != 2 or len(matrix) < FEWEST_PEOPLE:
        return None
    chance = np.random.default_rng(seed)
    drawn = [alpha(matrix[chance.integers(0, len(matrix), len(matrix))]) for _ in range(RESAMPLES)]
    values = [value for value in drawn if value is not None]
    if len(values) < RESAMPLES // 2:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def point_biserial(right: ArrayLike, rest: ArrayLike) -> float | None:
    """Return the correlation of an item with the score on the *other* items (corrected).

    None with fewer than three people, or when either side has no variance.
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
    """Measure how much harder an item is for one of two groups of the same ability.

    Mantel and Haenszel (1959); delta after Holland and Thayer (1988): -2.35 ln(alpha), negative
    when the item favours the reference group. None when the strata do not allow an estimate.

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
class ItemResponse:
    """One person's answer to one item.

    Attributes:
        earned: share of the item that was right, 0 to 1.
        rest: share of all other items in the sitting that was right, 0 to 1.
        given: the answer; "" when the item was not answered.
        seconds: time on screen; None when the item was not answered.
    """

    earned: float
    rest: float
    given: str
    seconds: float | None


@dataclass(frozen=True, kw_only=True)
class ItemStatistics:
    """Statistics of one item.

    Attributes:
        n: number of people who were asked.
        p: mean share earned.
        discrimination: corrected point-biserial.
        omitted: share of people who did not answer.
        median_seconds: median time of those who answered.
        choices: the commonest answers with their counts, most frequent first.
        flags: names of what an item writer should look at.
    """

    n: int
    p: float | None = None
    discrimination: float | None = None
    omitted: float | None = None
    median_seconds: float | None = None
    choices: tuple[tuple[str, int], ...] = ()
    flags: tuple[str, ...] = ()


def statistics(answers: Sequence[ItemResponse], *, options: Sequence[str] = ()) -> ItemStatistics:
    """Return the statistics of an item; ``options`` are its wrong options, if it has any."""
    if not answers:
        return ItemStatistics(n=0)
    earned = [answer.earned for answer in answers]
    p = float(np.mean(earned))
    discrimination = point_biserial(earned, [answer.rest for answer in answers])
    times = [answer.seconds for answer in answers if answer.seconds is not None]
    counts = Counter(answer.given for answer in answers if answer.given)
    common = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:12]
    return ItemStatistics(
        n=len(answers),
        p=p,
        discrimination=discrimination,
        omitted=sum(not answer.given for answer in answers) / len(answers),
        median_seconds=float(np.median(times)) if times else None,
        choices=tuple(common),
        flags=_flags(len(answers), p, discrimination, counts, options),
    )


def _flags(
    n: int, p: float, discrimination: float | None, counts: Counter[str], options: Sequence[str]
) -> tuple[str, ...]:
    """Return the item's flags; none with fewer than ``FEWEST_PEOPLE`` answers."""
    if n < FEWEST_PEOPLE:
        return ()
    flags = []
    if p > EASIEST or p < HARDEST:
        flags.append("too_easy" if p > EASIEST else "too_hard")
    if discrimination is not None and discrimination < LEAST_DISCRIMINATION:
        flags.append("check_the_key" if discrimination < 0 else "tells_little")
    if any(counts[option] < LEAST_OF_A_DISTRACTOR * n for option in options):
        flags.append("idle_distractor")
    return tuple(flags)
