import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ability import (
    GRID,
    STANDARD_NORMAL,
    Parameters,
    Response,
    binomial_sem,
    chance_right,
    estimate,
    mean_and_sd,
    percent_right,
    posterior,
    probability_above,
    widened,
)


@pytest.mark.parametrize(
    ("right", "asked", "sem"),
    [
        (10, 20, 11.471),  # sqrt(.25 / 19)
        (15, 20, 9.934),  # sqrt(.1875 / 19)
        (20, 20, 3.498),  # p = 20.5/21: sqrt(.97619 * .02381 / 19)
        (0, 20, 3.498),
    ],
)
def test_lords_binomial_error(right, asked, sem):
    assert binomial_sem(right, asked) == pytest.approx(sem, abs=2e-3)


def test_one_question_has_no_known_error():
    assert binomial_sem(1, 1) is None


@given(st.integers(2, 80), st.data())
def test_never_exact_and_the_same_for_right_and_wrong(asked, data):
    right = data.draw(st.integers(0, asked))
    sem = binomial_sem(right, asked)
    assert sem > 0
    assert sem == pytest.approx(binomial_sem(asked - right, asked))
    assert 0 <= percent_right(right, asked) <= 100


# --- expected a-posteriori


def item(a=1.0, b=0.0, c=0.0):
    return Parameters(a=a, b=b, c=c)


@pytest.mark.parametrize(
    ("theta", "told", "chance"),
    [
        (0.0, item(), 0.5),
        (1.0, item(), 0.731059),  # 1 / (1 + e^-1)
        (0.5, item(a=2.0, b=0.5, c=0.25), 0.625),  # .25 + .75 / 2
        (-4.0, item(a=3.0, b=2.0, c=0.2), 0.2),
    ],
)
def test_the_logistic_model(theta, told, chance):
    assert chance_right(theta, told.a, told.b, told.c) == pytest.approx(chance, abs=1e-5)


def test_an_estimate_by_hand():
    """On the grid -1, 0, 1 with weights 1, 2, 1, one right answer to an item of a = 1, b = 0:

    likelihoods .26894, .5, .73106; products .26894, 1, .73106; their sum 2; so the posterior is
    .13447, .5, .36553, its mean .23106 and its variance .5 - .23106² = .44661.
    """
    prior = np.zeros(81)
    prior[[30, 40, 50]] = 0.25, 0.5, 0.25
    found = estimate([Response(parameters=item(), right=1.0)], prior)
    assert found.theta == pytest.approx(0.23106, abs=1e-5)
    assert found.se == pytest.approx(0.66829, abs=1e-5)


def test_nothing_answered_is_the_prior():
    found = estimate([])
    assert found.theta == pytest.approx(0.0, abs=1e-9)
    assert found.se == pytest.approx(1.0, abs=2e-3)  # the grid ends at 4


def test_half_a_weight_counts_half():
    once = posterior([Response(parameters=item(), right=1.0)])
    twice = posterior([Response(parameters=item(), right=1.0, weight=0.5)] * 2)
    assert np.allclose(once, twice)


def test_the_probability_above_a_cut():
    assert probability_above(STANDARD_NORMAL, 0.0) == pytest.approx(0.5, abs=1e-3)
    assert probability_above(STANDARD_NORMAL, 1.0) == pytest.approx(0.1587, abs=2e-3)
    assert probability_above(STANDARD_NORMAL, -5.0) == 1.0


def test_a_widened_distribution_has_both_variances():
    narrow = np.exp(-(GRID**2) / (2 * 0.3**2))
    narrow /= narrow.sum()
    assert mean_and_sd(widened(narrow, 0.4)).se == pytest.approx(0.5, abs=1e-3)


ITEMS = st.builds(
    Parameters, a=st.floats(0.3, 3.0), b=st.floats(-3, 3), c=st.sampled_from([0.0, 0.1, 0.25])
)


@given(st.lists(st.tuples(ITEMS, st.booleans()), min_size=1, max_size=40), st.data())
def test_a_worse_answer_never_raises_the_estimate(pattern, data):
    place = data.draw(st.integers(0, len(pattern) - 1))
    better = [
        Response(parameters=told, right=float(right or n == place))
        for n, (told, right) in enumerate(pattern)
    ]
    worse = [
        Response(parameters=told, right=float(right and n != place))
        for n, (told, right) in enumerate(pattern)
    ]
    assert estimate(worse).theta <= estimate(better).theta + 1e-9
    assert estimate(better).se > 0


@pytest.mark.parametrize("bad", [{"a": 0.0}, {"c": 1.0}, {"c": -0.1}, {"b": float("nan")}])
def test_no_item_has_such_parameters(bad):
    with pytest.raises(ValueError, match="no item"):
        item(**bad)
