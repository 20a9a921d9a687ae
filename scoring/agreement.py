"""Agreement between two sources of scores: a machine and people, or people with each other.

Every statistic returns a ``Figure``: a value, or None with the name of the reason. No function here
returns NaN. Too few scores give ``too_few``; scores without variance, for which agreement is
undefined, give ``no_variance``. Input that cannot be scores (unequal lengths, NaN, text) is the
caller's error and raises ValueError.

Formulas: measures, section 7. This module does not decide how much agreement is good enough.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEWEST_PAIRS = 3
"""Fewest pairs for a correlation: two pairs always lie on a line."""

FEWEST_UNITS = 10
"""Fewest independent pairs or clusters for a bootstrap interval [ours]."""

RESAMPLES = 2000

Scores = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One statistic.

    Attributes:
        value: the statistic; None when it was not measured.
        n: number of pairs, or of targets.
        reason: why the value is None (``too_few``, ``no_variance``), or why it has no interval
            although one was asked for (``too_few_for_interval``, ``no_interval``); else empty.
        low, high: ends of the 95 % interval; None without an interval.
    """

    value: float | None
    n: int
    reason: str = ""
    low: float | None = None
    high: float | None = None


Statistic = Callable[..., Figure]


def _ready(scores: ArrayLike, dimensions: int) -> Scores:
    array = np.asarray(scores, dtype=np.float64)
    if array.size == 0:
        array = array.reshape((0,) * dimensions)
    if array.ndim != dimensions:
        raise ValueError(f"scores have {dimensions} dimension(s), not {array.ndim}")
    if not np.isfinite(array).all():
        raise ValueError("a score is a finite number; leave out what was not measured")
    return array


def _pair(machine: ArrayLike, human: ArrayLike) -> tuple[Scores, Scores]:
    first, second = _ready(machine, 1), _ready(human, 1)
    if len(first) != len(second):
        raise ValueError(f"{len(first)} scores cannot be paired with {len(second)}")
    return first, second


def _levels(machine: ArrayLike, human: ArrayLike) -> tuple[Scores, Scores]:
    first, second = _pair(machine, human)
    if (first != np.rint(first)).any() or (second != np.rint(second)).any():
        raise ValueError("levels are whole numbers")
    return first, second


def _too_few(n: int) -> Figure:
    return Figure(value=None, n=n, reason="too_few")


def _no_variance(n: int) -> Figure:
    return Figure(value=None, n=n, reason="no_variance")


def _correlation(first: Scores, second: Scores) -> Figure:
    n = len(first)
    if n < FEWEST_PAIRS:
        return _too_few(n)
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return _no_variance(n)
    # Scale first, so that squares of tiny or huge scores neither underflow nor overflow.
    x, y = first / np.abs(first).max(), second / np.abs(second).max()
    x, y = x - x.mean(), y - y.mean()
    length = float(np.sqrt(x @ x) * np.sqrt(y @ y))
    if length == 0:
        return _no_variance(n)
    return Figure(value=float(np.clip((x @ y) / length, -1.0, 1.0)), n=n)


def pearson(machine: ArrayLike, human: ArrayLike) -> Figure:
    """Return Pearson's r, -1 to 1: the strength of the linear relation."""
    return _correlation(*_pair(machine, human))


def ranks(scores: ArrayLike) -> Scores:
    """Return ranks starting at 1; equal scores share the mean of their ranks."""
    array = _ready(scores, 1)
    _, place, counts = np.unique(array, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: Scores = (last - (counts - 1) / 2)[place]
    return shared


def spearman(machine: ArrayLike, human: ArrayLike) -> Figure:
    """Return Spearman's rho, -1 to 1: Pearson's r of the ranks, with mean ranks for ties."""
    first, second = _pair(machine, human)
    return _correlation(ranks(first), ranks(second))


def quadratic_weighted_kappa(machine: ArrayLike, human: ArrayLike) -> Figure:
    """Return the QWK of two ratings in whole numbers: 1 if identical, 0 if no better than chance.

    ``1 - sum(w * O) / sum(w * E)`` with ``w = (i - j)^2``: the factor ``1 / (K - 1)^2`` cancels, so
    the number of levels does not matter. ``sum(w * E) / n`` is the mean squared distance between
    any rating of one source and any of the other: the sum of the two population variances plus the
    squared difference of the means.
    """
    first, second = _levels(machine, human)
    n = len(first)
    if n < FEWEST_PAIRS:
        return _too_few(n)
    by_chance = float(first.var() + second.var() + (first.mean() - second.mean()) ** 2)
    if by_chance == 0:
        return _no_variance(n)
    return Figure(value=1 - float(((first - second) ** 2).mean()) / by_chance, n=n)


def _share(hits: NDArray[np.bool_]) -> Figure:
    return Figure(value=float(hits.mean()), n=len(hits)) if len(hits) else _too_few(0)


def exact_agreement(machine: ArrayLike, human: ArrayLike) -> Figure:
    """Return the share of pairs with the same level, 0 to 1."""
    first, second = _levels(machine, human)
    return _share(first == second)


def adjacent_agreement(machine: ArrayLike, human: ArrayLike) -> Figure:
    """Return the share of pairs at most one level apart (the same included), 0 to 1."""
    first, second = _levels(machine, human)
    return _share(np.abs(first - second) <= 1)


def mean_bias(machine: ArrayLike, human: ArrayLike) -> Figure:
    """Return the mean of machine minus human; above 0 the machine is more lenient."""
    first, second = _pair(machine, human)
    return Figure(value=float((first - second).mean()), n=len(first)) if len(first) else _too_few(0)


def rmse(machine: ArrayLike, human: ArrayLike) -> Figure:
    """Return the root of the mean squared difference, in points of the scale."""
    first, second = _pair(machine, human)
    if not len(first):
        return _too_few(0)
    return Figure(value=float(np.sqrt(((first - second) ** 2).mean())), n=len(first))


def standardised_mean_difference(machine: ArrayLike, human: ArrayLike) -> Figure:
    """Return the SMD: the mean bias divided by the sample SD of the human scores."""
    first, second = _pair(machine, human)
    n = len(first)
    if n < FEWEST_PAIRS:
        return _too_few(n)
    spread = float(second.std(ddof=1)) if np.ptp(second) else 0.0
    if spread == 0:
        return _no_variance(n)
    return Figure(value=float((first - second).mean()) / spread, n=n)


def _mean_squares(ratings: Scores) -> tuple[float, float, float]:
    """Return the mean squares of targets, raters and error (two-way, one rating per cell)."""
    n, k = ratings.shape
    whole = ratings.mean()
    by_target, by_rater = ratings.mean(axis=1), ratings.mean(axis=0)
    error = ratings - by_target[:, None] - by_rater[None, :] + whole
    return (
        float(k * ((by_target - whole) ** 2).sum() / (n - 1)),
        float(n * ((by_rater - whole) ** 2).sum() / (k - 1)),
        float((error**2).sum() / ((n - 1) * (k - 1))),
    )


def _icc(ratings: ArrayLike, *, of_the_mean: bool) -> Figure:
    array = _ready(ratings, 2)
    n, k = array.shape
    if n < FEWEST_PAIRS or k < 2:
        return _too_few(n)
    if np.ptp(array) == 0:
        return _no_variance(n)
    targets, raters, error = _mean_squares(array - array.mean())
    if of_the_mean:
        whole = targets + (raters - error) / n
    else:
        whole = targets + (k - 1) * error + k * (raters - error) / n
    # The estimated variance of the mean rating can be 0 or negative.
    return Figure(value=(targets - error) / whole, n=n) if whole > 0 else _no_variance(n)


def icc_single(ratings: ArrayLike) -> Figure:
    """Return ICC(2,1) (Shrout & Fleiss 1979): absolute agreement of single ratings, at most 1.

    Args:
        ratings: one row per target, one column per rater, no gaps.
    """
    return _icc(ratings, of_the_mean=False)


def icc_mean(ratings: ArrayLike) -> Figure:
    """Return ICC(2,k) (Shrout & Fleiss 1979): absolute agreement of the mean of the k raters.

    Args:
        ratings: one row per target, one column per rater, no gaps.
    """
    return _icc(ratings, of_the_mean=True)


def _members(n: int, clusters: Sequence[Hashable] | None) -> list[NDArray[np.intp]]:
    """Return the row numbers of each cluster, in the order of their first member."""
    if clusters is None:
        return [np.array([place]) for place in range(n)]
    if len(clusters) != n:
        raise ValueError(f"{len(clusters)} clusters were named for {n} rows")
    places: dict[Hashable, list[int]] = {}
    for place, name in enumerate(clusters):
        places.setdefault(name, []).append(place)
    return [np.array(members) for members in places.values()]


def with_interval(
    statistic: Statistic,
    *columns: ArrayLike,
    clusters: Sequence[Hashable] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Figure:
    """Return a statistic with its 95 % bootstrap interval (2.5th and 97.5th percentiles).

    The same input, seed and numpy version give the same interval.

    Args:
        statistic: one of this module, or any function from the columns to a ``Figure``.
        columns: the arguments of the statistic; each row is drawn as a whole.
        clusters: the cluster of each row, such as its speaker. Whole clusters are drawn, because
            answers of one person are not independent. Without it every row is its own cluster.
        resamples: number of draws; at least 100.
        seed: seed of the random numbers.

    Returns:
        The figure with ``low`` and ``high``; or without them and with the reason: there are fewer
        than ``FEWEST_UNITS`` rows or clusters, or more than 5 % of the draws have no value.
    """
    if resamples < 100:
        raise ValueError(f"{resamples} draws are too few for an interval")
    arrays = [np.asarray(column, dtype=np.float64) for column in columns]
    figure = statistic(*arrays)
    units = _members(len(arrays[0]), clusters)
    if figure.value is None:
        return figure
    if len(units) < FEWEST_UNITS:
        return replace(figure, reason="too_few_for_interval")
    random = np.random.default_rng(seed)
    drawn: list[float] = []
    for _ in range(resamples):
        chosen = np.concatenate([units[n] for n in random.integers(len(units), size=len(units))])
        value = statistic(*(array[chosen] for array in arrays)).value
        if value is not None:
            drawn.append(value)
    if len(drawn) < 0.95 * resamples:
        return replace(figure, reason="no_interval")
    low, high = np.percentile(drawn, [2.5, 97.5])
    return replace(figure, low=float(low), high=float(high))
