"""Measures of a conversation, against vectors worked by hand (chat design, section 11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.conversation import (
    FIRST_RESPONSE_LIMITS,
    GoalResult,
    pasted_share,
    percentile,
    promptness,
    resolution,
    responsiveness,
    share_earned,
    weighted,
    whole,
)

WAITS = st.floats(min_value=0, max_value=1000)


@pytest.mark.parametrize(
    ("seconds", "chats", "expected"),
    [
        (0, 1, 100),
        (30, 1, 100),
        (75, 1, 50),  # (120 - 75) / 90
        (120, 1, 0),
        (500, 1, 0),
        (75, 2, 69),  # limits 39 and 156: (156 - 75) / 117 = 69.2
        (75, 3, 81),  # limits 48 and 192: (192 - 75) / 144 = 81.25
    ],
)
def test_first_response_vectors(seconds, chats, expected):
    assert whole(promptness(seconds, FIRST_RESPONSE_LIMITS, open_chats=chats)) == expected


def test_extra_time_stretches_the_limits():
    assert promptness(75, FIRST_RESPONSE_LIMITS, extra_time=2.5) == 100  # fast enough: 75 s


def test_responsiveness_weighs_first_and_median():
    # First wait 75 s gives 50; the median of 75, 45, 30 is 45 s, which gives 100.
    assert responsiveness([75, 45, 30]) == 80
    assert responsiveness([]) is None


@given(st.lists(WAITS, min_size=1, max_size=20), st.floats(min_value=0, max_value=500))
def test_slower_is_never_better(waits, delay):
    slower = responsiveness([wait + delay for wait in waits])
    assert slower <= responsiveness(waits)


def test_a_missed_critical_goal_caps_at_fifty():
    goals = [
        GoalResult(weight=80, met=True),
        GoalResult(weight=20, met=False, critical=True),
    ]
    assert resolution(goals) == 50
    assert resolution([goals[0], GoalResult(weight=20, met=False)]) == 80
    assert resolution([GoalResult(weight=80, met=False), GoalResult(weight=20, met=True)]) == 20
    assert resolution([]) is None


def test_blocks_that_were_not_measured_leave_their_weight_to_the_others():
    weights = {"a": 30.0, "b": 20.0, "c": 50.0}
    assert weighted({"a": 100, "b": 50, "c": None}, weights) == 80  # (30*100 + 20*50) / 50
    assert weighted({"a": None, "b": None, "c": None}, weights) is None


def test_share_of_nothing_is_not_zero():
    assert share_earned([]) is None
    assert share_earned([(0, 0)]) is None
    assert share_earned([(1, 8)]) == 13  # 12.5, halves upwards


def test_percentile_is_nearest_rank():
    ten = list(range(1, 11))
    assert percentile(ten, 0.9) == 9
    assert percentile(ten, 1.0) == 10
    assert percentile([7.0], 0.9) == 7
    assert percentile([], 0.9) is None


ARTICLE = "A damaged item can be replaced or refunded in full within seven days of delivery."


def test_pasted_text_is_recognised_by_its_runs_of_five_words():
    assert pasted_share(ARTICLE, ARTICLE) == 1.0
    assert pasted_share("We can send you another one, or give your money back.", ARTICLE) == 0.0
    assert pasted_share("too short to tell", ARTICLE) == 0.0
    # Ten words, six runs; the first two runs stand in the article ("a damaged item can be",
    # "damaged item can be replaced").
    edited = "A damaged item can be replaced today if you like"
    assert pasted_share(edited, ARTICLE) == pytest.approx(2 / 6)
