"""How well an order agrees with a wanted one, with more weight on the places at the top.

Weighted Kendall tau of Vigna (2015), "A weighted correlation index for rankings with ties",
WWW '15; the same as ``scipy.stats.weightedtau(x, y, rank=ranks)``. Over every pair of things i, j
with values x and y:

    <x, y>w = sum over i < j of sign(x_i - x_j) * sign(y_i - y_j) * (f(rank i) + f(rank j))
    tau     = <x, y>w / sqrt(<x, x>w * <y, y>w),       f(rank) = 1 / (rank + 1)

Ranks run from 0 for the thing that is wanted first, ties by the given order: what counts as the
top is a matter of the wanted order alone. (scipy's default also ranks by the given order and
takes the mean of both.)
"""

import math
from collections.abc import Sequence
from itertools import combinations


def weighted_tau(wanted: Sequence[float], given: Sequence[float]) -> float | None:
    """Return the agreement of two lists of values, -1 to 1; higher values come first.

    None when one of the lists has no two different values: there is no order to agree with.

    Raises:
        ValueError: the lists are not of the same length.
    """
    both, of_wanted, of_given = _sums(wanted, given)
    return both / math.sqrt(of_wanted * of_given) if of_wanted and of_given else None


def agreement(wanted: Sequence[float], given: Sequence[float]) -> float | None:
    """Return how near an order comes to a wanted one that may hold ties: 1 is the best there is.

    Who is asked to put things in a row cannot give ties, and tau is below 1 for every row where
    the wanted order has some. The best rows, those that break only ties, have <x, y>w = <x, x>w;
    so tau divided by theirs is <x, y>w / <x, x>w, from -1 (turned round) to 1.

    Args:
        wanted: higher values come first; equal values may stand in either order.
        given: higher values come first; no two are equal.
    """
    both, of_wanted, _ = _sums(wanted, given)
    return both / of_wanted if of_wanted else None


def ranks(wanted: Sequence[float], given: Sequence[float]) -> list[int]:
    """Return each thing's rank from 0 by ``wanted``, ties by ``given``, the highest first."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], given[i]), reverse=True)
    found = [0] * len(order)
    for rank, place in enumerate(order):
        found[place] = rank
    return found


def _sums(x: Sequence[float], y: Sequence[float]) -> tuple[float, float, float]:
    """Return <x, y>w, <x, x>w and <y, y>w."""
    if len(x) != len(y):
        raise ValueError("two orders of the same things are of the same length")
    weight = [1 / (rank + 1) for rank in ranks(x, y)]
    both = of_x = of_y = 0.0
    for i, j in combinations(range(len(x)), 2):
        w = weight[i] + weight[j]
        a, b = _sign(x[i] - x[j]), _sign(y[i] - y[j])
        both += a * b * w
        of_x += a * a * w
        of_y += b * b * w
    return both, of_x, of_y


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
