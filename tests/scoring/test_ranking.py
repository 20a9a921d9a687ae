"""Weighted tau: worked by hand, against scipy, and what holds for every order."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import weightedtau

from scoring.ranking import agreement, ranks, weighted_tau

values = st.lists(st.integers(0, 6), min_size=2, max_size=12)


def test_three_things_worked_by_hand():
    """Things a, b, c; wanted a, b, c; given b, a, c.

    Ranks: a 0, b 1, c 2, so f = 1, 1/2, 1/3. Weights: ab 3/2, ac 4/3, bc 5/6; sum 11/3.
    Only ab is turned round: <x, y> = -3/2 + 4/3 + 5/6 = 2/3; tau = (2/3) / (11/3) = 2/11.
    """
    assert weighted_tau([3, 2, 1], [2, 3, 1]) == pytest.approx(2 / 11)


def test_a_slip_at_the_top_costs_more_than_one_at_the_bottom():
    """Given a, c, b: only bc is turned round, 5/6 of 11/3: (11/3 - 2 * 5/6) / (11/3) = 6/11."""
    assert weighted_tau([3, 2, 1], [3, 1, 2]) == pytest.approx(6 / 11)


def test_a_tie_worked_by_hand():
    """Wanted a before b = c; given a, b, c. Ranks 0, 1, 2.

    <x, y> = <x, x> = ab 3/2 + ac 4/3 = 17/6; <y, y> = 11/3.
    tau = sqrt(17/6 / (11/3)) = sqrt(17/22).
    No row can do better, so it agrees wholly.
    """
    assert weighted_tau([2, 1, 1], [3, 2, 1]) == pytest.approx(math.sqrt(17 / 22))
    assert agreement([2, 1, 1], [3, 2, 1]) == pytest.approx(1)
    assert agreement([2, 1, 1], [3, 1, 2]) == pytest.approx(1)


def test_without_an_order_there_is_no_agreement():
    assert weighted_tau([1, 1], [1, 2]) is None
    assert agreement([1, 1], [1, 2]) is None


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="same length"):
        weighted_tau([1, 2], [1, 2, 3])


@given(st.data())
def test_it_is_what_scipy_computes(data):
    x = data.draw(values)
    y = data.draw(st.lists(st.integers(0, 6), min_size=len(x), max_size=len(x)))
    ours = weighted_tau(x, y)
    if ours is None:
        assert len(set(x)) == 1 or len(set(y)) == 1
    else:
        theirs = weightedtau(x, y, rank=np.array(ranks(x, y), dtype=np.intp)).statistic
        assert ours == pytest.approx(theirs, abs=1e-9)


@given(st.data())
def test_agreement_lies_between_its_ends_and_breaking_ties_costs_nothing(data):
    wanted = data.draw(values)
    row = data.draw(st.permutations(range(len(wanted))))
    found = agreement(wanted, row)
    if found is None:
        assert len(set(wanted)) == 1
        return
    assert -1 - 1e-9 <= found <= 1 + 1e-9
    fine = [want * 100 + place for want, place in zip(wanted, row, strict=True)]
    assert agreement(wanted, fine) == pytest.approx(1)
    assert agreement(wanted, [-value for value in fine]) == pytest.approx(-1)
