"""Sums of curves against sums worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.additive import AdditiveModel, Curve

STORED = {
    "mean": 60.0,
    "half_width": 9.5,
    "curves": {
        "rate": {"knots": [1.0, 2.0, 4.0], "adds": [-10.0, 0.0, 6.0]},
        "pauses": {"knots": [0.0, 0.5], "adds": [2.0, -8.0]},
    },
}
MODEL = AdditiveModel.from_dict(STORED)


@pytest.mark.parametrize(
    ("value", "adds"), [(1.0, -10.0), (1.25, -7.5), (2.0, 0.0), (3.0, 3.0), (3.5, 4.5), (4.0, 6.0)]
)
def test_a_curve_is_straight_between_its_knots(value: float, adds: float):
    assert MODEL.curves["rate"].at(value) == pytest.approx(adds)


def test_a_curve_holds_its_ends():
    assert MODEL.curves["rate"].at(-100.0) == -10.0
    assert MODEL.curves["rate"].at(100.0) == 6.0


def test_a_score_is_the_mean_and_what_each_measure_adds():
    # rate 3: halfway from 0 to 6; pauses .2: two fifths of the way from 2 down to -8.
    measures = {"rate": 3.0, "pauses": 0.2, "unknown to the model": 5.0}
    assert MODEL.parts(measures) == pytest.approx({"rate": 3.0, "pauses": -2.0})
    assert MODEL.score(measures) == pytest.approx(61.0)


@pytest.mark.parametrize("measures", [{"rate": 1.0, "pauses": None}, {"rate": 1.0}])
def test_what_was_not_measured_adds_nothing(measures: dict[str, float | None]):
    assert MODEL.parts(measures) == {"rate": -10.0, "pauses": 0.0}
    assert MODEL.score(measures) == 50.0
    assert MODEL.score({}) == 60.0


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_rising_curve_never_falls(first: float, second: float):
    rising = Curve(knots=(0.0, 1.0, 5.0), adds=(-3.0, -3.0, 2.0))
    low, high = sorted((first, second))
    assert -3.0 <= rising.at(low) <= rising.at(high) <= 2.0
