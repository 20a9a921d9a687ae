"""The flags of a transcription, on recorded and on rendered sound."""

from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import pytest

from speech.engine import Engine
from speech.spoken import Spoken
from speech.transcription import transcribe_recording
from tests.support.fake_engine import CLIP, SPEECH, Fake, as_wav, noise, word
from tests.support.sound import (
    RATE,
    Clip,
    real_speech,
    samples_of,
    synthetic_speech,
    telephone,
    whispered,
)


def heard(samples: np.ndarray, **engine: Any) -> Spoken:
    fake = Fake(word("And", 1.0, 1.2), **engine)
    return transcribe_recording(as_wav(samples), engine=fake, longest_seconds=60)


@pytest.mark.parametrize(
    ("language", "likely", "rejected", "flagged"),
    [
        (("en", 0.99), -0.2, "", ()),
        (("", None), -0.2, "", ()),
        (("ja", 0.92), -0.35, "", ()),  # a learner of nine, understood well
        (("la", 0.68), -0.65, "", ("other_language",)),
        (("zh", 0.64), -0.95, "", ("other_language",)),  # an adult with a strong accent
        (("es", 0.97), -0.89, "other_language", ("other_language",)),  # rendered Spanish
        (("th", 0.38), -1.4, "", ("unclear",)),
        (("en", 0.66), -2.2, "unclear", ("unclear",)),
        (("es", 0.97), -2.2, "other_language", ("unclear", "other_language")),
    ],
)
def test_words_in_another_language_or_out_of_a_guess(language, likely, rejected, flagged):
    spoken = heard(SPEECH, language=language, likely=likely)
    assert (spoken.rejected, spoken.flags) == (rejected, flagged)
    assert bool(spoken.words) == bool(spoken.text) == (not rejected)
    assert (spoken.language, spoken.language_probability) == language


def middle_of_speech() -> int:
    """Return a place in the middle of a loud vowel."""
    size = RATE // 20
    loud = [np.sqrt(np.mean(SPEECH[n : n + size] ** 2)) for n in range(0, len(SPEECH) - size, size)]
    return int(np.argmax(loud)) * size + size // 2


def test_a_recording_that_stops_in_a_word_is_cut_off_and_a_whole_one_is_not():
    assert "cut_off" in heard(SPEECH[: middle_of_speech()]).flags
    assert "cut_off" not in heard(SPEECH).flags


def test_a_rendered_whisper_is_said_to_be_one():
    spoken = heard(whispered(SPEECH))
    assert "whispered" in spoken.flags
    assert spoken.rejected == ""


def test_a_telephone_band_is_said():
    assert "narrow_band" in heard(telephone(SPEECH)).flags
    assert "narrow_band" not in heard(SPEECH).flags


def test_noise_under_speech_is_said():
    padded = np.concatenate([np.zeros(RATE), SPEECH, np.zeros(RATE)])
    assert "noisy" in heard(padded + noise(len(padded) / RATE, 0.03)).flags
    assert "noisy" not in heard(padded).flags


def test_a_rendered_second_voice_is_flagged_with_its_times_and_nothing_else_is_kept():
    if CLIP.synthetic:
        pytest.skip("pocketsphinx-testdata is not installed")
    reader = np.concatenate([samples_of(clip.path) for clip in real_speech()])
    other = np.concatenate([samples_of(clip.path) for clip in synthetic_speech()])
    spoken = heard(np.concatenate([reader[: RATE * 16], other]))
    assert "other_voice" in spoken.flags
    assert spoken.other_voice[0].start > 14
    assert set(spoken.to_dict()["other_voice"][0]) == {"start", "end"}
    assert heard(reader).other_voice == ()


@pytest.mark.parametrize("gain", [-10, 10])
def test_ten_decibels_change_neither_speech_nor_what_the_engine_gets(gain: int):
    half = SPEECH / np.abs(SPEECH).max() * 0.3
    plain, other = Fake(word("And", 1.0, 1.2)), Fake(word("And", 1.0, 1.2))
    first = transcribe_recording(as_wav(half), engine=plain, longest_seconds=60)
    second = transcribe_recording(
        as_wav(half * 10 ** (gain / 20)), engine=other, longest_seconds=60
    )
    # sixteen bits of a softer sound are coarser: a window of 32 ms may fall on the other side
    assert len(second.speech) == len(first.speech)
    for expected, span in zip(first.speech, second.speech, strict=True):
        assert (span.start, span.end) == pytest.approx((expected.start, expected.end), abs=0.1)
    assert (second.flags, second.rejected) == (first.flags, first.rejected)
    apart = np.sqrt(np.mean((plain.samples - other.samples) ** 2))
    assert apart < 0.01 * np.sqrt(np.mean(plain.samples**2))
    assert second.prosody.f0_median_hz == pytest.approx(first.prosody.f0_median_hz, rel=0.005)


@pytest.mark.parametrize("offset", [-0.2, 0.05, 0.2])
def test_an_offset_is_flagged_and_taken_out_before_anybody_listens(offset: float):
    centred = SPEECH / np.abs(SPEECH).max() * 0.5
    centred -= centred.mean()
    plain, other = Fake(word("And", 1.0, 1.2)), Fake(word("And", 1.0, 1.2))
    first = transcribe_recording(as_wav(centred), engine=plain, longest_seconds=60)
    second = transcribe_recording(as_wav(centred + offset), engine=other, longest_seconds=60)
    assert second.flags == ("dc_offset",)
    assert second.speech == first.speech
    assert np.max(np.abs(plain.samples - other.samples)) < 0.01


SPANISH = Path(__file__).with_name("clips") / "spanish.ogg"


def plain_words(text: str) -> list[str]:
    return "".join(c for c in text.lower() if c.isalnum() or c == " ").split()


def wrong_share(clip: Clip, samples: np.ndarray, engine: Engine) -> float:
    """Return the word error rate: edits for each word that was said."""
    spoken = transcribe_recording(as_wav(samples), engine=engine, longest_seconds=60)
    return jiwer.wer(" ".join(clip.words), " ".join(plain_words(spoken.text)) or "-")


@pytest.mark.whisper
def test_rendered_spanish_is_noticed_and_never_passes_in_silence(base: Engine):
    spoken = transcribe_recording(SPANISH, engine=base, longest_seconds=60)
    assert spoken.language == "es"
    assert spoken.rejected in ("other_language", "unclear") or "other_language" in spoken.flags
    assert not (spoken.rejected and spoken.words)


@pytest.mark.whisper
@pytest.mark.parametrize("clip", real_speech()[:2], ids=str)
@pytest.mark.parametrize(
    "change", [telephone, whispered], ids=["rendered 8 kHz", "rendered whisper"]
)
def test_words_through_a_poor_channel_are_the_words(clip: Clip, change: Any, base: Engine):
    assert wrong_share(clip, change(samples_of(clip.path)), base) <= 0.3


@pytest.mark.whisper
def test_an_offset_and_the_level_make_no_difference_to_the_words(tiny: Engine):
    clip = real_speech()[1]
    plain = samples_of(clip.path)
    plain = 0.3 * plain / np.abs(plain).max()
    for other in (plain + 0.2, plain * 10**0.5, plain * 10**-0.5):
        first, second = (
            transcribe_recording(as_wav(sound), engine=tiny, longest_seconds=60)
            for sound in (plain, other)
        )
        assert plain_words(second.text) == plain_words(first.text)
