"""Fields, dictated words and replies, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.data_entry import character_accuracy, entered, field_accuracy, word_accuracy


def test_a_field_is_right_or_wrong_as_a_whole():
    fields = [
        entered("Dela Cruz", " Dela Cruz "),
        entered("+63 917 555 0142", "+63 917 555 0124"),
        entered("2026", ""),
        entered("don't", "don’t"),
    ]
    assert [field.right for field in fields] == [True, False, False, True]
    assert field_accuracy(fields) == 50.0
    # 1, 14/16 (two digits changed places), 0 and 1.
    assert character_accuracy(fields) == pytest.approx(100 * (1 + 14 / 16 + 0 + 1) / 4)
    assert field_accuracy([]) is None
    assert character_accuracy([]) is None


def test_the_nearest_accepted_reply_counts():
    found = entered("Your parcel is on its way.", "It is coming.", accepted=("It is coming!",))
    assert (found.expected, found.distance) == ("It is coming!", 1)


def test_words_without_capitals_and_marks():
    said = "Please call me back, on Monday."
    assert word_accuracy(said, "please call me back on monday") == 100.0
    # One word missing, one wrong of six.
    assert word_accuracy(said, "please call me on mondey") == pytest.approx(100 * 4 / 6)
    assert word_accuracy(said, "") == 0.0
    assert word_accuracy(said, "no " * 40) == 0.0
    assert word_accuracy("", "x") is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_shares_stay_in_their_range(wanted, typed):
    share = character_accuracy([entered(wanted, typed)])
    assert share is not None
    assert 0 <= share <= 100
