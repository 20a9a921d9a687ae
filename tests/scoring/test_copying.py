"""Golden vectors are those of the design's measures; each is worked out in the comment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.copying import CopyCounts, corrected, count, gross_wpm, net_wpm, sem_of_mean
from scoring.keystrokes import Edit, replay
from scoring.slips import align

FOX = "the quick brown fox"
words = st.text(alphabet="abc ", max_size=14)


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


def test_keystrokes_an_hour_by_reference_com():
    # 38 wpm * 300
    counts = count(align(FOX, FOX), seconds=6.0)
    assert counts.keystrokes_per_hour == pytest.approx(38 * 300)


def test_without_keys_nothing_is_said_of_what_was_corrected():
    counts = count(align(FOX, "the quicj brown fox"), erased=None, fixes=None, seconds=6.0)
    assert counts.msd_error_rate == pytest.approx(100 / 19)
    assert counts.net_wpm == pytest.approx(28.0)
    for name in (
        "keystrokes_per_character",
        "total_error_rate",
        "corrected_error_rate",
        "uncorrected_error_rate",
        "correction_efficiency",
        "conscientiousness",
        "used_bandwidth",
    ):
        assert getattr(counts, name) is None, name


def keyed(text):
    """Edits of a text in which ``<`` is the backspace, a fifth of a second each."""
    edits, length = [], 0
    for place, sign in enumerate(text):
        back = sign == "<"
        start = length - back
        edits.append(Edit(seconds=place / 5, start=start, end=length, text="" if back else sign))
        length = start if back else length + 1
    return edits


def test_only_what_was_wrong_is_a_slip_that_was_put_right():
    # "quoc" goes back to the o: c was right, o was not.
    replayed = replay(keyed("the quoc<<ick"))
    found = corrected(align(FOX, replayed.text), replayed)
    assert len(replayed.erased) == 2
    assert [(slip.place, slip.expected, slip.typed, slip.origin) for slip in found] == [
        (6, "i", "o", 6)
    ]
    assert found[0].seconds == pytest.approx(1.2)


def test_the_error_of_the_mean_of_two_passages():
    # 40 and 46 wpm: SD of the two 4.243 (= 6/√2), of their mean 4.243/√2 = 3.
    assert sem_of_mean([40.0, 46.0]) == pytest.approx(3.0)
    # 40, 43, 46: sample SD 3, of the mean 3/√3.
    assert sem_of_mean([40.0, 43.0, 46.0]) == pytest.approx(3 / 3**0.5)
    assert sem_of_mean([40.0]) is None
