"""The other tests and the browser rest on these files: they must be what they say."""

import wave

import numpy as np
import pytest

from speech.voice_activity import speech_in
from tests.support import sound
from tests.support.sound import real_speech, samples_of, synthetic_speech, wav_for_fake_microphone


def test_real_speech_is_recorded_speech_where_the_system_has_it():
    clips = real_speech()
    assert all(clip.path.is_file() and clip.words for clip in clips)
    if sound.RECORDED.is_dir():
        assert len(clips) == 5
        assert not any(clip.synthetic for clip in clips)
        assert " ".join(clips[1].words) == "he was not an ill disposed young man"


def test_without_it_speech_is_rendered_and_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(sound, "RECORDED", tmp_path)
    clips = real_speech.__wrapped__()
    assert clips == synthetic_speech()
    assert all(str(clip).startswith("synthetic-") for clip in clips)
    assert all(speech_in(samples_of(clip.path)) for clip in clips)


def test_a_file_for_chromiums_microphone(tmp_path):
    clips = real_speech()[:2]
    path = wav_for_fake_microphone(clips, tmp_path / "microphone.wav", seconds=20)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
        assert file.getnframes() == 20 * 48_000
    samples = samples_of(path)
    assert not np.any(samples[: 16_000 // 3])
    spans = speech_in(samples)
    spoken = sum(len(samples_of(clip.path)) for clip in clips) / 16_000
    assert 0.4 < spans[0].start < 1.5
    assert spans[-1].end < 0.5 + spoken + 0.5 + 0.3
    with pytest.raises(ValueError, match="last"):
        wav_for_fake_microphone(clips, path, seconds=3)
