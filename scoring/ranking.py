"""Agreement of a given order with the wanted order, with more weight on the top places.

Weighted Kendall tau of Vigna (2015), "A weighted correlation index for rankings with ties",
WWW '15; the same as ``scipy.stats.weightedtau(x, y, rank=ranks)``. Over all pairs of items i, j
with values x and y:

    <x, y>w = sum over i < j of sign(x_i - x_j) * sign(y_i - y_j) * (f(rank i) + f(rank j))
    tau     = <x, y>w / sqrt(<x, x>w * <y, y>w),       f(rank) = 1 / (rank + 1)

Ranks start at 0 for the item that is wanted first; ties are ranked by the given order. Only the
wanted order decides which items are at the top. (By default scipy also ranks by the given order and
takes the mean of both.)
"""

import math
from collections.abc import Sequence
from itertools import combinations


def weighted_tau(wanted: Sequence[float], given: Sequence[float]) -> float | None:
    """Return the agreement of two lists of values, -1 to 1; higher values come first.

    None when all values of either list are equal: such a list has no order.

    Raises:
        ValueError: the lists are not of the same length.
    """
    both, of_wanted, of_given = _sums(wanted, given)
    return both / math.sqrt(of_wanted * of_given) if of_wanted and of_given else None


def agreement(wanted: Sequence[float], given: Sequence[float]) -> float | None:
    """Return the agreement with a wanted order that may contain ties: -1 to 1, 1 is the best.

    A person who sorts items cannot express ties, so tau is below 1 for every possible order when
    the wanted order has ties. The best orders, which only break ties, have <x, y>w = <x, x>w.
    Dividing tau by theirs gives <x, y>w / <x, x>w, from -1 (reversed) to 1. None when all wanted
    values are equal.

    Args:
        wanted: higher values come first; equal values may come in either order.
        given: higher values come first; no two are equal.
    """
    both, of_wanted, _ = _sums(wanted, given)
    return both / of_wanted if of_wanted else None


def ranks(wanted: Sequence[float], given: Sequence[float]) -> list[int]:
    """Return each item's rank, 0 for the highest, by ``wanted`` and for ties by ``given``."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], given[i]), reverse=True)
    rank_of = [0] * len(order)
    for rank, item in enumerate(order):
        rank_of[item] = rank
    return rank_of


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
