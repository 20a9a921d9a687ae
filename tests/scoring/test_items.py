"""Classical item statistics against worked examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.items import (
    FEWEST_PEOPLE,
    ItemResponse,
    alpha,
    alpha_interval,
    mantel_haenszel,
    point_biserial,
    statistics,
)


def test_alpha_of_the_golden_matrix():
    rows = [[2, 4, 3], [4, 4, 5], [3, 3, 4], [5, 5, 5], [1, 2, 2]]
    assert alpha(rows) == pytest.approx(0.9426, abs=1e-4)


@pytest.mark.parametrize("rows", [[], [[1, 0]], [[1], [0]], [[1, 0], [0, 1]], [[1, 1], [1, 1]]])
def test_no_alpha_without_two_that_differ(rows):
    assert alpha(rows) is None


def test_the_interval_holds_the_value():
    chance = np.random.default_rng(2)
    people = chance.standard_normal((80, 1))
    rows = (people + chance.standard_normal((80, 12)) > 0).astype(float)
    low, high = alpha_interval(rows)
    assert low < alpha(rows) < high
    assert alpha_interval(rows[: FEWEST_PEOPLE - 1]) is None


def test_point_biserial_by_hand():
    """Right 1 1 0 0, the rest 4 3 2 1: covariance .5, SDs .5 and 1.11803: r = .89443."""
    assert point_biserial([1, 1, 0, 0], [4, 3, 2, 1]) == pytest.approx(0.89443, abs=1e-5)
    assert point_biserial([1, 1, 1, 1], [4, 3, 2, 1]) is None
    assert point_biserial([1, 0], [2, 1]) is None


def test_mantel_haenszel_of_the_golden_strata():
    found = mantel_haenszel([(20, 5, 15, 10), (30, 10, 20, 20)])
    assert found.alpha == pytest.approx(2.875, abs=1e-3)
    assert found.delta == pytest.approx(-2.4817, abs=1e-4)
    assert found.chi2 == pytest.approx(6.599, abs=1e-3)


def test_mantel_haenszel_says_nothing_without_both_groups():
    assert mantel_haenszel([(20, 5, 0, 0)]) is None
    assert mantel_haenszel([]) is None


def answers(pattern, *, given="b"):
    return [
        ItemResponse(earned=float(right), rest=rest, given="a" if right else given, seconds=5.0 + n)
        for n, (right, rest) in enumerate(pattern)
    ]


def test_what_the_answers_say():
    found = statistics(
        [
            *answers([(1, 0.9), (1, 0.8), (0, 0.2)]),
            ItemResponse(earned=0, rest=0.1, given="", seconds=None),
        ],
        options=("b", "c"),
    )
    assert (found.n, found.p, found.omitted, found.median_seconds) == (4, 0.5, 0.25, 6.0)
    assert found.choices == (("a", 2), ("b", 1))
    assert found.discrimination == pytest.approx(0.98995, abs=1e-4)
    assert found.flags == ()  # far too few to warn


@pytest.mark.parametrize(
    ("pattern", "flag"),
    [
        ([(1, n / 40) for n in range(40)], "too_easy"),
        ([(n > 35, n / 40) for n in range(40)], "too_hard"),
        ([(n < 20, n / 40) for n in range(40)], "check_the_key"),
        ([(n % 2, n / 40) for n in range(40)], "tells_little"),
        ([(n > 20, n / 40) for n in range(40)], "idle_distractor"),
    ],
)
def test_what_a_writer_should_look_at(pattern, flag):
    assert flag in statistics(answers(pattern), options=("b", "c")).flags


def test_nobody_asked_is_no_statistic():
    found = statistics([])
    assert (found.n, found.p, found.discrimination, found.omitted) == (0, None, None, None)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=60))
def test_statistics_stay_in_their_bounds(pattern):
    found = statistics(answers(pattern))
    assert 0 <= found.p <= 1
    assert found.discrimination is None or -1.001 <= found.discrimination <= 1.001
