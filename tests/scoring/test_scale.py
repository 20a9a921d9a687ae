import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.scale import FULL_NET_WPM, linear, typing_score


@pytest.mark.parametrize(("wpm", "points"), [(0, 0), (30, 50), (45, 75), (60, 100), (90, 100)])
def test_typing_score(wpm, points):
    assert typing_score(wpm) == pytest.approx(points)


def test_full_speed_is_the_documented_one():
    assert FULL_NET_WPM == 60


def test_linear_between_two_ends():
    assert linear(15, zero=10, full=20) == pytest.approx(50)
    assert linear(-5, zero=10, full=20) == 0


@given(st.floats(0, 300), st.floats(0, 300))
def test_faster_never_earns_less(first, second):
    slow, fast = sorted((first, second))
    assert 0 <= typing_score(slow) <= typing_score(fast) <= 100
