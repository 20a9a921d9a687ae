import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech import prosody
from speech.spoken import Prosody, Span
from speech.voice_activity import speech_in
from tests.support.sound import RATE, harmonics, real_speech, samples_of, whispered, with_pitch

SPEECH = samples_of(real_speech()[0].path)


def steady(hertz: float, seconds: float = 1.0) -> np.ndarray:
    return np.full(int(seconds * RATE), hertz)


def error(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    both = (found > 0) & (truth > 0)
    return np.abs(found - truth)[both] / truth[both]


@settings(max_examples=30, deadline=None)
@given(hertz=st.floats(76, 495), level=st.floats(0.005, 0.5), seed=st.integers(0, 9))
def test_a_tone_has_its_pitch_at_any_level_and_with_some_noise(hertz, level, seed):
    sound = harmonics(steady(hertz), level=level)
    sound = sound + np.random.default_rng(seed).normal(0, level / 30, len(sound))
    found = prosody.pitch(sound.astype(np.float32))[5:-5]
    assert np.mean(found > 0) == 1
    assert np.max(np.abs(found - hertz) / hertz) < 0.02


def test_a_pure_sine_has_no_octave_to_hold_on_to_but_the_right_one():
    sound = harmonics(steady(200.0), count=1)
    assert np.median(prosody.pitch(sound)) == pytest.approx(200, rel=0.002)


@pytest.mark.parametrize(("start", "end"), [(90, 400), (400, 90), (120, 130)])
def test_a_glide_is_followed_without_jumps(start: float, end: float):
    hertz = start * (end / start) ** np.linspace(0, 1, 3 * RATE)
    found, truth = prosody.pitch(harmonics(hertz)), hertz[80::160]
    assert np.mean(found[3:-3] > 0) == 1
    assert np.max(error(found[3:-3], truth[3:-3])) < 0.02


def test_voiced_and_unvoiced_parts_are_told_apart():
    hertz = np.concatenate([steady(150, 0.5), steady(0, 0.5)] * 3)
    noise = np.random.default_rng(3).normal(0, 0.02, len(hertz)) * (hertz == 0)
    found = prosody.pitch((harmonics(hertz) + noise).astype(np.float32))
    assert np.mean((found > 0) == (hertz[80::160] > 0)) > 0.95


def test_speech_rendered_with_a_known_pitch():
    times = np.arange(len(SPEECH) // 160) / 100
    truth = 150 * 2 ** (0.3 * np.sin(2 * np.pi * 0.7 * times))
    truth[(times % 1.0) > 0.6] = 0  # hissed
    spoken = with_pitch(SPEECH, truth)
    found = prosody.pitch(spoken)[: len(truth)]
    loud = np.array(
        [np.abs(spoken[n * 160 : n * 160 + 160]).max() > 0.02 for n in range(len(truth))]
    )
    assert np.median(error(found, truth)) < 0.02
    assert np.mean(error(found, truth) > 0.2) < 0.05
    assert np.mean((found > 0)[loud] == (truth > 0)[loud]) > 0.9


@pytest.mark.parametrize("level", [0.001, 0.1])
def test_noise_and_silence_have_no_pitch(level: float):
    noise = np.random.default_rng(1).normal(0, level, RATE * 3).astype(np.float32)
    assert np.mean(prosody.pitch(noise) > 0) < 0.01
    assert not prosody.pitch(np.zeros(RATE, np.float32)).any()


@pytest.mark.parametrize("length", [0, 1, 159, 160, 401, 16_001])
def test_one_figure_for_every_whole_hundredth_of_a_second(length: int):
    assert len(prosody.pitch(np.zeros(length, np.float32))) == length // 160


def test_the_summary_of_a_contour_worked_by_hand():
    # 1 s of speech: half at 100 Hz, a quarter at 200 Hz (+12 semitones), the rest unvoiced;
    # loudness: 20 frames at -40, 80 at -20 dB.
    hertz = np.repeat([100.0, 200.0, 0.0], [50, 25, 25]).astype(np.float32)
    level = np.repeat([-40.0, -20.0], [20, 80]).astype(np.float32)
    found = prosody.summary(hertz, level, [Span(start=0, end=1)])
    assert found == Prosody(
        f0_median_hz=100.0,
        f0_range_semitones=12.0,
        f0_sd_semitones=5.66,  # 12·√(⅔·⅓)
        voiced_share=0.75,
        intensity_range_db=20.0,
        intensity_sd_db=8.0,  # 20·√(0.2·0.8)
    )


def test_what_lies_outside_speech_is_not_counted():
    hertz = np.repeat([100.0, 300.0], 100).astype(np.float32)
    found = prosody.summary(hertz, np.zeros(200, np.float32), [Span(start=0, end=1)])
    assert (found.f0_median_hz, found.f0_range_semitones) == (100.0, 0.0)


def test_too_little_is_not_measured_and_never_nought():
    level = np.full(100, -20.0, np.float32)
    voiced = np.full(100, 120.0, np.float32)
    assert prosody.summary(voiced, level, [Span(start=0, end=0.4)]) == Prosody()
    assert prosody.summary(voiced, level, []) == Prosody()
    found = prosody.summary(np.zeros(100, np.float32), level, [Span(start=0, end=1)])
    assert (found.voiced_share, found.f0_median_hz, found.f0_sd_semitones) == (0.0, None, None)


def test_a_whisper_has_hardly_a_voiced_frame():
    speech = speech_in(SPEECH)
    share = [prosody.measure(sound, speech).voiced_share for sound in (SPEECH, whispered(SPEECH))]
    assert share[0] > 0.4 > 0.2 > share[1]


@settings(max_examples=8, deadline=None)
@given(gain=st.floats(-20, 5))
def test_the_level_changes_nothing(gain: float):
    speech = speech_in(SPEECH)
    plain = prosody.measure(SPEECH, speech)
    other = prosody.measure((SPEECH * 10 ** (gain / 20)).astype(np.float32), speech)
    assert other.f0_median_hz == pytest.approx(plain.f0_median_hz, rel=0.005)
    assert other.voiced_share == pytest.approx(plain.voiced_share, abs=0.005)
    assert other.intensity_range_db == pytest.approx(plain.intensity_range_db, abs=0.02)


def test_half_a_minute_takes_a_fraction_of_a_second():
    sound = np.tile(SPEECH, 5)[: 30 * RATE]
    began = time.process_time()
    prosody.pitch(sound)
    assert time.process_time() - began < 0.5  # measured: 0.08; room for busy machines
