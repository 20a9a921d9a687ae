"""The score against sums worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.writing.features import NAMES
from scoring.writing.weighing import Norm, Weighing, score_of, weighing

MADE = Weighing(
    norms={
        "errors": Norm(mean=10.0, sd=4.0, sign=-1, weight=1.0),
        "range": Norm(mean=0.8, sd=0.05, sign=1, weight=1.0),
    },
    composite_sd=1.5,
    reliability=0.69,
    reliability_words=120,
    provisional=True,
)


def test_contributions_by_hand():
    # errors: -(8 - 10) / 4 = .5; range: (.75 - .8) / .05 = -1; each times 15 / 1.5 = 10.
    added = MADE.contributions({"errors": 8.0, "range": 0.75})
    assert [contribution.z for contribution in added] == pytest.approx([0.5, -1.0])
    assert [contribution.points for contribution in added] == pytest.approx([5.0, -10.0])
    assert score_of(added) == pytest.approx(45.0)


def test_no_feature_counts_beyond_four_standard_deviations():
    (errors, _) = MADE.contributions({"errors": 400.0, "range": 0.8})
    assert errors.z == -4.0


def test_the_score_stays_between_0_and_100():
    assert score_of(MADE.contributions({"errors": 99.0, "range": 0.0})) == 0.0
    assert score_of(MADE.contributions({"errors": -99.0, "range": 9.0})) == 100.0


@pytest.mark.parametrize(
    ("words", "reliability"),
    # Spearman-Brown by hand: k r / (1 + (k - 1) r).
    [(120, 0.69), (240, 1.38 / 1.69), (80, 0.46 / 0.77)],
)
def test_the_standard_error_follows_spearman_and_brown(words: int, reliability: float):
    assert MADE.sem(words) == pytest.approx(15 * math.sqrt(1 - reliability))


def test_at_120_words_the_error_is_56_hundredths_of_the_spread():
    assert MADE.sem(120) / 15 == pytest.approx(0.56, abs=0.005)


@given(
    st.floats(min_value=0, max_value=60),
    st.floats(min_value=0, max_value=60),
    st.sampled_from(["likely_errors", "errors_found"]),
)
def test_more_errors_never_add_points(first: float, second: float, name: str):
    values = dict.fromkeys(NAMES, 0.0)
    fewer, more = sorted([first, second])
    scores = [score_of(weighing().contributions({**values, name: at})) for at in (fewer, more)]
    assert scores[0] >= scores[1]


def test_the_calibration_in_force_names_every_feature_and_says_that_it_is_provisional():
    assert set(weighing().norms) == set(NAMES)
    assert weighing().provisional
    assert {norm.weight for norm in weighing().norms.values()} == {1.0}
    assert all(norm.sd > 0 for norm in weighing().norms.values())
