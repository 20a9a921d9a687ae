"""How well two orders of the same things agree, with more weight on the places at the top.

Weighted Kendall tau as defined by Vigna (2015), "A weighted correlation index for rankings with
ties", WWW '15, and computed by ``scipy.stats.weightedtau`` with its defaults. For every pair of
things i, j with values x and y:

    <x, y>w = sum over i < j of sign(x_i - x_j) * sign(y_i - y_j) * (f(rank i) + f(rank j))
    tau     = <x, y>w / sqrt(<x, x>w * <y, y>w),       f(rank) = 1 / (rank + 1)

with ranks from 0 for the highest. Which of the two orders ranks the things is not the same
question asked twice, so tau is computed with the ranks of (x, ties by y) and again with those of
(y, ties by x), and the two are averaged.
"""

import math
from collections.abc import Sequence
from itertools import combinations


def weighted_tau(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Return the agreement of two lists of values, -1 to 1; higher values come first.

    None when one of the lists has no two different values: there is no order to agree with.

    Raises:
        ValueError: the lists are not of the same length.
    """
    if len(x) != len(y):
        raise ValueError("two orders of the same things are of the same length")
    if len(set(x)) < 2 or len(set(y)) < 2:
        return None
    return (_ranked(x, y, _ranks(x, y)) + _ranked(x, y, _ranks(y, x))) / 2


def agreement(wanted: Sequence[float], given: Sequence[float]) -> float | None:
    """Return how near an order comes to a wanted one that may hold ties: 1 is the best there is.

    Who is asked to put things in a row cannot give ties, and tau is below 1 for every row where
    the wanted order has some. Every row that breaks only ties has the same tau, the highest
    possible; ``agreement`` is tau divided by that. -1 to 1, None as ``weighted_tau``.

    Args:
        wanted: higher values come first; equal values may stand in either order.
        given: higher values come first; no two are equal.
    """
    tau = weighted_tau(wanted, given)
    if tau is None:
        return None
    best = sorted(range(len(wanted)), key=lambda place: (wanted[place], given[place]))
    row = [0.0] * len(best)
    for value, place in enumerate(best):
        row[place] = float(value)
    highest = weighted_tau(wanted, row)
    # A wanted order has two different values here, so its best row agrees with it.
    return tau / highest if highest else None


def _ranks(first: Sequence[float], second: Sequence[float]) -> list[int]:
    """Return each thing's rank from 0, by ``first``, ties by ``second``, the highest first."""
    order = sorted(range(len(first)), key=lambda i: (first[i], second[i]), reverse=True)
    ranks = [0] * len(order)
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks


def _ranked(x: Sequence[float], y: Sequence[float], ranks: Sequence[int]) -> float:
    weight = [1 / (rank + 1) for rank in ranks]
    both = of_x = of_y = 0.0
    for i, j in combinations(range(len(x)), 2):
        w = weight[i] + weight[j]
        a, b = _sign(x[i] - x[j]), _sign(y[i] - y[j])
        both += a * b * w
        of_x += a * a * w
        of_y += b * b * w
    return both / math.sqrt(of_x * of_y)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
