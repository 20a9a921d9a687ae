"""Provisional standard errors, worked by hand."""

import math

import pytest

from scoring.provisional import error_of_means, share_error, weighted_error


def test_equal_parts_by_hand() -> None:
    # n = 4, p = (4 * .75 + .5) / 5 = .7: 100 * sqrt(.7 * .3 / 4) = 22.91
    assert share_error([2, 2, 2, 2], 75) == pytest.approx(22.913, abs=1e-3)


def test_unequal_parts_count_as_fewer() -> None:
    # n = (3 + 1)² / (9 + 1) = 1.6, p = (.8 + .5) / 2.6 = .5: 100 * .5 / sqrt(1.6) = 39.53
    assert share_error([3, 1], 50) == pytest.approx(39.528, abs=1e-3)


@pytest.mark.parametrize("score", [0, 100])
def test_no_score_is_exact(score: float) -> None:
    # n = 9, p = 9.5 / 10 = .95: 100 * sqrt(.95 * .05 / 9) = 7.26
    assert share_error([1] * 9, score) == pytest.approx(7.265, abs=1e-3)


def test_more_parts_are_more_precise_and_weight_0_counts_nowhere() -> None:
    assert share_error([1] * 20, 60) < share_error([1] * 10, 60)
    assert share_error([1, 1, 0], 60) == share_error([1, 1], 60)
    with pytest.raises(ValueError, match="at least one part"):
        share_error([0.0], 60)


def test_means_of_groups_by_hand() -> None:
    # Squares: 2 * 10² + 0; freedom 1 + 1: s² = 100. (100/2 + 100/2 + 100/1) = 200, sqrt / 3
    found = error_of_means([[40, 60], [50, 50], [80]])
    assert found == pytest.approx(math.sqrt(200) / 3)


@pytest.mark.parametrize("groups", [[[50.0], [70.0]], [[100.0, 100.0], [0.0]]])
def test_without_spread_nothing_is_known(groups: list[list[float]]) -> None:
    assert error_of_means(groups) is None


def test_weighted_parts_by_hand() -> None:
    # sqrt((.75 * 4)² + (.25 * 16)²) = 5
    assert weighted_error([(60, 4), (20, 16)]) == pytest.approx(5)
