"""Golden vectors are those of the design's measures; each is worked out in the comment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from scoring.keystrokes import (
    CopyCounts,
    Edit,
    ReplayError,
    align,
    consistency,
    count,
    gross_wpm,
    net_wpm,
    replay,
    variation,
)

FOX = "the quick brown fox"


def typed_out(text, start=0):
    return [Edit(seconds=i / 5, start=start + i, end=start + i, text=c) for i, c in enumerate(text)]


def test_golden_vector_of_all_rates():
    counts = count(align(FOX, "the quicj brown fox"), erased=2, fixes=2, seconds=6.0)
    assert (counts.wrong, counts.correct) == (1, 18)
    assert counts.msd_error_rate == pytest.approx(5.263, abs=5e-4)  # 1/19
    assert counts.keystrokes_per_character == pytest.approx(1.2105, abs=5e-5)  # 23/19
    assert counts.total_error_rate == pytest.approx(14.286, abs=5e-4)  # 3/21
    assert counts.uncorrected_error_rate == pytest.approx(4.762, abs=5e-4)  # 1/21
    assert counts.corrected_error_rate == pytest.approx(9.524, abs=5e-4)  # 2/21
    assert counts.conscientiousness == pytest.approx(0.6667, abs=5e-5)  # 2/3
    assert counts.used_bandwidth == pytest.approx(0.7826, abs=5e-5)  # 18/23
    assert counts.correction_efficiency == 1.0  # 2/2
    assert counts.hci_wpm == pytest.approx(36.0)  # 18 characters in 6 s
    assert counts.gross_wpm == pytest.approx(38.0)  # 19 characters in 6 s, erased keys not
    assert counts.net_wpm == pytest.approx(28.0)  # one error in a tenth of a minute
    assert counts.accuracy == pytest.approx(100 * 18 / 19)
    assert counts.adjusted_wpm == pytest.approx(36.0)  # 38 * 18/19


def test_net_speed_by_shl():
    assert net_wpm(45, 9, 3) == 42
    assert net_wpm(10, 100, 1) == 0


@pytest.mark.parametrize(
    ("coefficient", "expected"), [(0, 100), (0.1, 90.0), (0.25, 75.0), (0.5, 50.1), (1, 8.9)]
)
def test_consistency(coefficient, expected):
    assert consistency(coefficient) == pytest.approx(expected, abs=0.05)


def test_unfinished_text_is_no_error():
    alignment = align(FOX, "the quick")
    assert (alignment.reached, alignment.slips, alignment.finished) == (9, (), False)


def test_variation_is_population_sd_over_mean():
    assert variation([2, 4, 4, 4, 5, 5, 7, 9]) == pytest.approx(2 / 5)
    assert variation([]) is None
    assert variation([0, 0]) is None


def test_no_slip_leaves_the_correction_measures_unmeasured():
    counts = count(align(FOX, FOX), seconds=6.0)
    assert counts.conscientiousness is None
    assert counts.correction_efficiency is None
    assert counts.total_error_rate == 0


def test_nothing_typed_divides_by_nothing():
    counts = CopyCounts(presented=0, typed=0, wrong=0, seconds=0.0)
    assert counts.gross_wpm is None
    assert counts.net_wpm is None
    assert counts.accuracy is None
    assert counts.adjusted_wpm is None
    assert counts.used_bandwidth is None
    assert gross_wpm(10, 0) is None


def test_a_skipped_word_costs_its_letters_and_not_the_rest_of_the_text():
    alignment = align(FOX, "the brown fox")
    assert len(alignment.slips) == 6
    assert alignment.finished


def test_curly_quotes_and_accents_in_two_spellings_are_not_slips():
    assert align("don't", "don’t").slips == ()
    assert align("café", "cafe\u0301").slips == ()


def test_replay_inserts_deletes_and_replaces():
    edits = [
        Edit(seconds=0.0, start=0, end=0, text="cat"),
        Edit(seconds=1.0, start=2, end=3, text=""),
        Edit(seconds=2.0, start=0, end=1, text="b"),
        Edit(seconds=3.0, start=2, end=2, text="d"),
    ]
    result = replay(edits)
    assert result.text == "bad"
    assert result.origins == (2, 0, 3)
    assert [(e.character, e.position, e.seconds) for e in result.erased] == [
        ("t", 2, 1.0),
        ("c", 0, 2.0),
    ]


@pytest.mark.parametrize(("start", "end"), [(4, 4), (0, 4), (2, 1), (-1, 0)])
def test_an_impossible_edit_is_refused(start, end):
    with pytest.raises(ReplayError):
        replay([*typed_out("abc"), Edit(seconds=1.0, start=start, end=end, text="x")])


@given(st.data())
def test_replay_of_any_possible_log_is_the_text(data):
    text, edits = "", []
    for moment in range(data.draw(st.integers(0, 12))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        put = data.draw(st.text(alphabet="ab é\U0001f600", max_size=4))
        edits.append(Edit(seconds=float(moment), start=start, end=end, text=put))
        text = text[:start] + put + text[end:]
    result = replay(edits)
    assert result.text == text
    assert len(result.origins) == len(text)
    put_in = sum(len(edit.text) for edit in edits)
    assert len(result.erased) == put_in - len(text)


words = st.text(alphabet="abc ", max_size=14)


@given(words, words)
def test_the_best_prefix_is_the_best_of_all(presented, typed):
    alignment = align(presented, typed)
    expected = min(Levenshtein.distance(presented[:k], typed) for k in range(len(presented) + 1))
    assert len(alignment.slips) == expected


@given(words, words, st.integers(0, 20), st.integers(0, 20), st.floats(1, 600))
def test_rates_stay_in_their_ranges(presented, typed, erased, fixes, seconds):
    counts = count(align(presented, typed), erased=erased, fixes=fixes, seconds=seconds)
    assert counts.correct >= 0
    for rate in (counts.total_error_rate, counts.msd_error_rate, counts.accuracy):
        assert rate is None or 0 <= rate <= 100
    gross, net = counts.gross_wpm, counts.net_wpm
    assert gross is not None
    assert net is not None
    assert 0 <= net <= gross


@given(st.integers(0, 18), st.integers(0, 18))
def test_more_wrong_letters_never_raise_the_net_speed(first, second):
    def net(wrong):
        return count(align(FOX, "#" * wrong + FOX[wrong:]), seconds=10.0).net_wpm

    fewer, more = sorted((first, second))
    assert net(more) <= net(fewer)
