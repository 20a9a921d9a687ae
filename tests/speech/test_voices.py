import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech import prosody
from speech.signal_quality import high_passed
from speech.spectrum import inside, power_of
from speech.spoken import Span
from speech.voice_activity import speech_in
from speech.voices import TABLE, other_voice
from tests.support.sound import RATE, real_speech, samples_of, synthetic_speech, with_pitch

ONE = [samples_of(clip.path) for clip in real_speech()]
OTHER = np.concatenate([samples_of(clip.path) for clip in synthetic_speech()])


def found(samples: np.ndarray) -> tuple[Span, ...]:
    passed = high_passed(samples)
    power = power_of(passed)
    speech = inside(speech_in(passed), len(power))
    return other_voice(power, prosody.pitch(passed), speech)


def overlap(spans: tuple[Span, ...], start: float, end: float) -> float:
    return sum(max(0, min(span.end, end) - max(span.start, start)) for span in spans)


@pytest.mark.parametrize("count", [1, 3, 5])
def test_one_reader_is_one_voice(count: int):
    assert found(np.concatenate(ONE[:count])) == ()


def test_one_synthetic_voice_is_one_voice():
    assert found(OTHER) == ()


def test_nothing_is_said_of_too_little_speech():
    assert found(ONE[1][:RATE]) == ()
    assert found(np.zeros(0, np.float32)) == ()


@pytest.mark.skipif(real_speech()[0].synthetic, reason="pocketsphinx-testdata is not installed")
@pytest.mark.parametrize("place", ["after", "between"])
def test_a_rendered_voice_beside_a_recorded_reader_is_found_where_it_speaks(place: str):
    reader = np.concatenate(ONE)[: 16 * RATE]
    parts = [reader, OTHER] if place == "after" else [reader[: 8 * RATE], OTHER, reader[8 * RATE :]]
    spans = found(np.concatenate(parts))
    start = len(parts[0]) / RATE
    end = start + len(OTHER) / RATE
    said = sum(span.end - span.start for span in spans)
    assert overlap(spans, start, end) > 0.8 * said
    assert overlap(spans, start, end) > 0.6 * (end - start)


@settings(max_examples=4, deadline=None)
@given(gain=st.floats(-10, 10))
def test_the_level_makes_no_second_voice_and_hides_none(gain: float):
    louder = np.float32(10 ** (gain / 20))
    assert found(np.concatenate(ONE[:2]) * louder) == ()
    both = np.concatenate([*ONE[:3], OTHER])
    assert bool(found(both * louder)) == bool(found(both))


def test_one_reader_with_a_pitch_that_wanders_is_one_voice():
    times = np.arange(len(ONE[0]) // 160) / 100
    assert found(with_pitch(ONE[0], 150 * 2 ** (0.3 * np.sin(times)))) == ()


def test_the_table_is_about_no_person():
    text = TABLE.read_text()
    assert "covariance only" in text
    assert len(text) < 5_000
