import hashlib
import sys
from itertools import pairwise

import numpy as np
import pytest

from speech import voice_activity
from speech.spoken import Span
from speech.voice_activity import VoiceActivityError, probabilities, segments, speech_in
from tests.support.sound import RATE, real_speech, samples_of

STEP = 0.032


def test_the_model_is_the_pinned_one_and_its_package_stays_unimported():
    assert hashlib.sha256(voice_activity._model()).hexdigest() == voice_activity.MODEL_SHA256
    assert "silero_vad" not in sys.modules


def test_another_file_is_refused(monkeypatch):
    monkeypatch.setattr(voice_activity, "MODEL_SHA256", "0" * 64)
    with pytest.raises(VoiceActivityError, match=r"6\.2\.3"):
        voice_activity._model()


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(VoiceActivityError, match="silero-vad"):
        voice_activity._model()


def test_one_probability_for_each_window_also_for_the_last_piece():
    assert len(probabilities(np.zeros(512 * 3, np.float32))) == 3
    assert len(probabilities(np.zeros(512 * 3 + 1, np.float32))) == 4


@pytest.mark.parametrize("clip", real_speech(), ids=str)
def test_speech_is_found_where_it_was_put(clip):
    said = samples_of(clip.path)
    quiet = np.random.default_rng(1).normal(0, 1e-4, RATE * 2).astype(np.float32)
    spans = speech_in(np.concatenate([quiet, said, quiet]))
    first, last = spans[0].start, spans[-1].end
    assert 1.9 < first < 2.8
    assert 2 + len(said) / RATE - 0.8 < last < 2.4 + len(said) / RATE
    assert all(a.end < b.start for a, b in pairwise(spans))


def test_a_pause_is_found_at_its_length():
    said = samples_of(real_speech()[0].path)
    spans = speech_in(np.concatenate([said, np.zeros(RATE * 2, np.float32), said]))
    gaps = [b.start - a.end for a, b in pairwise(spans)]
    assert 1.9 < max(gaps) < 3.0


@pytest.mark.parametrize("level", [0.001, 0.03, 0.3])
def test_noise_and_hum_are_no_speech(level):
    noise = np.random.default_rng(2).normal(0, level, RATE * 10).astype(np.float32)
    hum = level * np.sin(2 * np.pi * 50 * np.arange(RATE * 10) / RATE).astype(np.float32)
    assert speech_in(np.clip(noise, -1, 1)) == ()
    assert speech_in(hum) == ()


def test_nothing_holds_no_speech():
    assert speech_in(np.zeros(0, np.float32)) == ()


def windows(*, ones: list[range], count: int) -> np.ndarray:
    found = np.zeros(count, np.float32)
    for span in ones:
        found[span.start : span.stop] = 0.9
    return found


def test_short_silences_are_closed_and_short_speech_is_dropped():
    # 4 windows of silence = 128 ms < 150 ms: closed; 5 windows = 160 ms: a pause
    closed = windows(ones=[range(10, 20), range(24, 40)], count=60)
    assert segments(closed, seconds=60 * STEP) == (Span(start=10 * STEP, end=40 * STEP),)
    apart = windows(ones=[range(10, 20), range(25, 40)], count=60)
    assert len(segments(apart, seconds=60 * STEP)) == 2
    # 3 windows = 96 ms < 100 ms
    assert segments(windows(ones=[range(10, 13)], count=60), seconds=60 * STEP) == ()
    assert len(segments(windows(ones=[range(10, 14)], count=60), seconds=60 * STEP)) == 1


def test_speech_never_ends_after_the_sound():
    assert segments(windows(ones=[range(10)], count=10), seconds=0.3)[-1].end == 0.3
