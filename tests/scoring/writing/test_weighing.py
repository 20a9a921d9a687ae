"""The score against sums worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.writing.features import NAMES
from scoring.writing.weighing import DEDUCTIONS, Norm, Weighing, score_of, weighing

MADE = Weighing(
    norms={
        "errors": Norm(mean=10.0, sd=4.0, sign=-1, weight=1.0),
        "range": Norm(mean=0.8, sd=0.05, sign=1, weight=1.0, most=1.0),
    },
    composite_sd=1.5,
    reliability=0.69,
    reliability_words=120,
    provisional=True,
)
ENOUGH = {"clauses": 1.8, "run_on": 0.0, "idiomatic": 0.0}


def points_of(**values: float) -> list[float]:
    return [addend.points for addend in MADE.contributions({**ENOUGH, **values})]


def test_contributions_by_hand():
    # errors: -(8 - 10) / 4 = .5; range: (.75 - .8) / .05 = -1; each times 15 / 1.5 = 10.
    assert points_of(errors=8.0, range=0.75) == pytest.approx([5.0, -10.0, 0.0, 0.0])
    added = MADE.contributions({**ENOUGH, "errors": 8.0, "range": 0.75})
    assert score_of(added) == pytest.approx(45.0)


def test_the_gain_of_a_feature_ends_at_its_ceiling():
    # range .85 is one deviation above, the ceiling: more of it adds nothing.
    assert points_of(errors=10.0, range=0.85)[1] == pytest.approx(10.0)
    assert points_of(errors=10.0, range=0.99)[1] == pytest.approx(10.0)


def test_no_feature_costs_more_than_four_standard_deviations():
    assert points_of(errors=400.0, range=0.8)[0] == -40.0


def test_the_root_of_a_rate_is_standardised_by_hand():
    # mean 9, root 3; value 4, root 2: 2 · 3 · (2 - 3) = -6, over the deviation of 3: -2.
    norm = Norm(mean=9.0, sd=3.0, sign=-1, weight=1.0, root=True)
    assert norm.z(4.0) == pytest.approx(2.0)
    assert norm.z(9.0) == 0.0


def test_the_doubt_of_idiomatic_prose_is_taken_off_by_hand():
    # 1 construction per 100 words of the 2 that are enough: half of 4 is taken off 10, 8 remain.
    norm = Norm(mean=10.0, sd=4.0, sign=-1, weight=1.0, idiom=4.0)
    assert norm.z(10.0, idiomatic=1.0) == pytest.approx(0.5)
    assert norm.z(10.0, idiomatic=9.0) == norm.z(10.0, idiomatic=2.0) == pytest.approx(1.0)


def test_the_deductions_by_hand():
    # No clause costs 45, half of what is enough half of it; half of the words run on: 15.
    assert points_of(errors=10.0, range=0.8, clauses=0.0)[2] == -45.0
    assert points_of(errors=10.0, range=0.8, clauses=0.9)[2] == pytest.approx(-22.5)
    assert points_of(errors=10.0, range=0.8, clauses=9.0)[2] == 0.0
    assert points_of(errors=10.0, range=0.8, run_on=50.0)[3] == -15.0
    assert points_of(errors=10.0, range=0.8, run_on=10.0)[3] == pytest.approx(-3.0)


def test_the_score_stays_between_0_and_100():
    low = MADE.contributions({**ENOUGH, "errors": 99.0, "range": 0.0})
    high = MADE.contributions({**ENOUGH, "errors": -99.0, "range": 9.0})
    assert (score_of(low), score_of(high)) == (0.0, 100.0)


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
    values = {**dict.fromkeys(NAMES, 0.0), "idiomatic": 0.0}
    fewer, more = sorted([first, second])
    scores = [score_of(weighing().contributions({**values, name: at})) for at in (fewer, more)]
    assert scores[0] >= scores[1]


def test_the_calibration_in_force_names_every_feature_and_says_that_it_is_provisional():
    assert set(weighing().norms) | set(DEDUCTIONS) == set(NAMES)
    assert weighing().provisional
    assert {norm.weight for norm in weighing().norms.values()} == {1.0}
    assert all(norm.sd > 0 for norm in weighing().norms.values())
