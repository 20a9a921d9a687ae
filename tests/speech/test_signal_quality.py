import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech import signal_quality
from speech.signal_quality import (
    flags_of,
    high_passed,
    levels,
    reason_to_reject,
    shorter_than_claimed,
)
from speech.spectrum import power_of
from speech.spoken import SignalQuality, Span
from speech.voice_activity import speech_in
from tests.support.sound import RATE, real_speech, samples_of, telephone

SPEECH = samples_of(real_speech()[0].path)


def tone(seconds: float, *, level: float, hertz: float = 440.0) -> np.ndarray:
    times = np.arange(int(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def noise(seconds: float, level: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, level, int(seconds * RATE)).astype(np.float32)


def measured(samples: np.ndarray, speech: tuple[Span, ...] | None = None) -> SignalQuality:
    passed = high_passed(samples)
    speech = speech_in(passed) if speech is None else speech
    return signal_quality.complete(levels(samples), samples, power_of(passed), speech)


def test_loudness_of_a_known_tone():
    # a sine of amplitude a has the mean square a²/2: 0.5 gives 10·log10(0.125) = -9.03 dBFS
    found = levels(tone(2.0, level=0.5))
    assert found.rms_dbfs == pytest.approx(-9.03, abs=0.01)
    assert found.loudest_dbfs == pytest.approx(-9.03, abs=0.02)
    assert (reason_to_reject(found), flags_of(found), found.decoded_seconds) == ("", (), 2.0)


def test_digital_silence_has_a_level_that_can_be_stored():
    found = levels(np.zeros(RATE * 3, np.float32))
    assert (found.rms_dbfs, reason_to_reject(found)) == (-100, "silent")


def test_an_offset_is_no_loudness():
    found = levels(np.full(RATE * 3, 0.3, np.float32))
    assert (found.dc_offset, reason_to_reject(found)) == (0.3, "silent")
    assert "dc_offset" in flags_of(found)


def test_a_few_words_in_a_long_silence_are_not_silent():
    samples = np.zeros(RATE * 60, np.float32)
    samples[RATE * 30 : RATE * 31] = tone(1.0, level=0.01)  # -43 dBFS
    found = levels(samples)
    assert found.rms_dbfs < -60
    assert reason_to_reject(found) == ""


def test_a_low_level_is_told():
    found = levels(tone(2.0, level=0.005))  # -49 dBFS
    assert (reason_to_reject(found), flags_of(found)) == ("", ("low_level",))


def test_too_short():
    assert reason_to_reject(levels(tone(0.4, level=0.3))) == "too_short"
    assert reason_to_reject(levels(np.zeros(0, np.float32))) == "too_short"


def test_clipping_is_counted_and_much_of_it_refused():
    # |5·sin| ≥ 1 for all but 2·asin(0.2)/π = 12.8 % of the time
    found = levels(np.clip(tone(2.0, level=5.0), -1, 1))
    assert found.clipped_share == pytest.approx(0.872, abs=0.01)
    assert reason_to_reject(found) == "clipped"
    centred = SPEECH - SPEECH.mean()
    some = levels(np.clip(centred / np.abs(centred).max() * 3, -1, 1).astype(np.float32))
    assert (reason_to_reject(some), flags_of(some)) == ("", ("some_clipping",))


@pytest.mark.parametrize("wanted", [0, 5, 8, 12, 20, 30])
def test_noise_beside_a_known_signal(wanted: float):
    # 1 s of noise as speech, 2 s of noise as room: their levels are known exactly
    samples = noise(3, 0.003)
    extra = 0.003 * 10 ** (wanted / 20)
    samples[RATE : 2 * RATE] += noise(1, extra, seed=1)
    found = measured(samples, (Span(start=1, end=2),))
    assert found.snr_db == pytest.approx(wanted, abs=0.7)
    assert ("noisy" in flags_of(found)) == (wanted < 10)


@pytest.mark.parametrize(("wanted", "flagged"), [(25, False), (3, True)])
def test_noise_under_real_speech(wanted: float, flagged: bool):
    padded = np.concatenate([np.zeros(RATE), SPEECH, np.zeros(RATE)]).astype(np.float32)
    speech = speech_in(padded)
    spoken = signal_quality.spoken_part(padded, speech)
    room = noise(len(padded) / RATE, 10 ** ((signal_quality.dbfs(spoken) - wanted) / 20))
    found = measured(padded + room, speech)
    assert found.snr_db == pytest.approx(wanted, abs=3)
    assert ("noisy" in flags_of(found)) is flagged


def test_no_room_to_measure_is_not_measured_and_never_nought():
    found = measured(noise(2, 0.1), (Span(start=0, end=2),))
    assert found.snr_db is None
    assert "noisy" not in flags_of(found)


def test_the_band_of_a_telephone_is_recognised():
    wide, narrow = measured(SPEECH), measured(telephone(SPEECH))
    assert wide.bandwidth_hz > 5_000
    assert narrow.bandwidth_hz < 3_500
    assert "narrow_band" not in flags_of(wide)
    assert "narrow_band" in flags_of(narrow)


def test_holes_in_speech_are_counted_with_their_length():
    samples = tone(4, level=0.3, hertz=201)
    for start in (1.003, 2.003):
        samples[int(start * RATE) : int(start * RATE) + RATE // 10] = 0
    found = measured(samples, (Span(start=0.5, end=1.0), Span(start=1.1, end=3.5)))
    assert (found.dropouts, found.dropout_seconds) == (2, pytest.approx(0.2, abs=0.001))
    assert "dropouts" in flags_of(found)
    lifted = measured(samples + np.float32(0.1), (Span(start=0.5, end=3.5),))
    assert lifted.dropouts == 2


def test_silence_that_speech_fades_into_is_a_pause_and_no_hole():
    fade = np.linspace(1, 0, RATE // 20, dtype=np.float32)
    part = tone(1, level=0.3, hertz=201)
    part[-len(fade) :] *= fade
    samples = np.concatenate([part, np.zeros(RATE // 5, np.float32), part])
    assert measured(samples, (Span(start=0, end=2.2),)).dropouts == 0


@pytest.mark.parametrize("clip", real_speech(), ids=str)
def test_recorded_speech_has_no_complaint(clip):
    found = measured(samples_of(clip.path))
    assert flags_of(found) == ()
    assert found.dropouts == 0


@settings(max_examples=8, deadline=None)
@given(gain=st.floats(-10, 6), offset=st.floats(-0.3, 0.3))
def test_what_is_measured_of_speech_depends_on_no_level_and_no_offset(gain, offset):
    speech = speech_in(high_passed(SPEECH))
    plain = measured(SPEECH, speech)
    other = measured((SPEECH * 10 ** (gain / 20) + offset).astype(np.float32), speech)
    assert other.snr_db == pytest.approx(plain.snr_db, abs=0.2)
    assert other.bandwidth_hz == pytest.approx(plain.bandwidth_hz, abs=70)
    assert other.rms_dbfs == pytest.approx(plain.rms_dbfs + gain, abs=0.1)


def test_the_high_pass_leaves_voices_alone_and_takes_what_lies_below():
    low, voice = tone(3, level=0.3, hertz=10), tone(3, level=0.3, hertz=90)
    passed = high_passed(low + voice + np.float32(0.2))
    middle = slice(RATE // 2, -RATE // 2)
    assert np.max(np.abs(passed - voice)[middle]) < 0.01
    assert passed.dtype == np.float32
    assert len(high_passed(np.zeros(0, np.float32))) == 0
    assert len(high_passed(noise(1.2345, 0.1))) == int(1.2345 * RATE)


@pytest.mark.parametrize(
    ("seconds", "claimed", "missing"),
    [
        (9.6, 10.0, False),  # 0.4 s
        (9.4, 10.0, True),  # 0.6 s is more than 0.5 s
        (58.3, 60.0, False),  # 1.7 s is less than 3 % = 1.8 s
        (58.1, 60.0, True),
        (12.0, 10.0, False),
        (60.0, 300.0, False),  # we stopped at the longest permitted
    ],
)
def test_seconds_against_the_clock_of_the_browser(seconds, claimed, missing):
    assert shorter_than_claimed(seconds, claimed, longest_seconds=60) is missing
