"""The time between keys; every figure is worked out by hand."""

import pytest

from scoring.keystrokes import Edit
from scoring.rhythm import (
    burst,
    consistency,
    fastest_run,
    gaps,
    keys_by_second,
    presses,
    rollover_ratio,
    same_rhythm,
    slowest_pairs,
    variation,
)


def at(*moments, text="x"):
    return [
        Edit(seconds=seconds, start=n, end=n, text=text[n % len(text)])
        for n, seconds in enumerate(moments)
    ]


@pytest.mark.parametrize(
    ("coefficient", "expected"), [(0, 100), (0.1, 90.0), (0.25, 75.0), (0.5, 50.1), (1, 8.9)]
)
def test_consistency(coefficient, expected):
    assert consistency(coefficient) == pytest.approx(expected, abs=0.05)


def test_variation_is_population_sd_over_mean():
    assert variation([2, 4, 4, 4, 5, 5, 7, 9]) == pytest.approx(2 / 5)
    assert variation([]) is None
    assert variation([0, 0]) is None


def test_characters_of_each_second():
    assert keys_by_second(at(5.0, 5.5, 6.2, 8.0)) == [2, 1, 0]
    assert keys_by_second([]) == []


def test_the_burst_is_the_fastest_ten_seconds():
    # One key a second for 20 s, then ten a second for 10 s: 100 characters, 20 words in 10 s.
    slow, fast = [float(n) for n in range(20)], [20 + n / 10 for n in range(100)]
    found = burst(at(*slow, *fast, 40.0))
    assert found is not None
    assert found.wpm == pytest.approx(120.0)
    assert found.start == pytest.approx(20.0)
    assert burst(at(0.0, 5.0, 9.9)) is None


def test_the_fastest_run_of_keys():
    edits = at(0.0, 1.0, 1.1, 1.2, 3.0)
    assert fastest_run(edits, 3) == (pytest.approx(0.2), 1.0)
    assert fastest_run(edits, 6) is None


def test_slow_pairs_by_their_median_and_not_from_one_case():
    # "ab" comes three times after 0.2, 0.4 and 0.9 s (median 0.4), "ba" twice: too rarely.
    edits = at(0.0, 0.2, 1.0, 1.4, 2.0, 2.9, text="ab")
    found = slowest_pairs(edits)
    assert [(pair.letters, pair.times) for pair in found] == [("ab", 3)]
    assert found[0].milliseconds == pytest.approx(400.0)


def test_a_pause_is_no_slow_pair():
    edits = at(0.0, 0.2, 5.0, 5.2, 10.0, 10.2, 15.0, text="ab")
    assert [(pair.letters, pair.times) for pair in slowest_pairs(edits)] == [("ab", 3)]


def test_gaps_leave_erasing_out():
    edits = [*at(0.0, 0.5), Edit(seconds=0.7, start=1, end=2, text="")]
    assert gaps(edits) == [0.5]


def test_holds_and_rollover():
    # A goes down, B goes down before A is up; C is alone. Shift and repeats count for nothing.
    events = [
        (0.0, True, "KeyA"),
        (0.1, True, "KeyB"),
        (0.15, False, "KeyA"),
        (0.2, False, "KeyB"),
        (0.3, True, "ShiftLeft"),
        (0.4, True, "KeyC"),
        (0.45, True, "KeyC"),
        (0.5, False, "KeyC"),
        (0.6, False, "ShiftLeft"),
        (0.7, False, "KeyD"),
    ]
    found = list(presses(events))
    assert [(press.code, press.rolled) for press in found] == [
        ("KeyA", True),
        ("KeyB", False),
        ("KeyC", False),
    ]
    assert [press.hold for press in found] == pytest.approx([0.15, 0.1, 0.1])
    assert rollover_ratio(found) == pytest.approx(1 / 3)
    assert rollover_ratio([]) is None


def test_a_log_played_again_has_the_same_rhythm_at_any_speed():
    rhythm = [0.1 + (n * 37 % 61) / 500 for n in range(150)]
    jitter = [gap + (n % 3) / 1000 for n, gap in enumerate(rhythm)]
    slower = [1.7 * gap for gap in rhythm]
    other = [0.1 + (n * 23 % 59) / 500 for n in range(150)]
    assert same_rhythm(rhythm, jitter)
    assert same_rhythm(rhythm, slower)
    assert not same_rhythm(rhythm, other)
    assert not same_rhythm(rhythm[:99], rhythm[:99])
    assert not same_rhythm(rhythm, rhythm[:120])
    assert same_rhythm([0.05] * 120, [0.05] * 120)
    assert not same_rhythm([0.05] * 120, [0.06] * 120)
