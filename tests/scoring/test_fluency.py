"""Fluency measures against hand-worked figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.fluency import Fluency, fluency, pauses_of
from speech.spoken import Span, Spoken, Word


def said(text: str, *spans: tuple[float, float], rejected: str = "") -> Spoken:
    """A recording in which the words are spread evenly over the speech."""
    return Spoken(
        seconds=spans[-1][1] + 1 if spans else 1.0,
        words=tuple(
            Word(text=word, start=n * 0.1, end=n * 0.1 + 0.1, probability=0.9)
            for n, word in enumerate(text.split())
        ),
        text=text,
        speech=tuple(Span(start=start, end=end) for start, end in spans),
        rejected=rejected,
    )


def test_golden_vector() -> None:
    # measures, section 12, row "fluency".
    minute = Fluency(
        total=60.0,
        syllables=165,
        words=118,
        pauses=(0.4, 0.6, 0.3, 0.9, 0.5, 0.35, 0.8, 0.45, 0.3, 0.4, 1.2, 0.5),
    )
    assert sum(minute.pauses) == pytest.approx(6.70)
    assert minute.phonation == pytest.approx(53.30)
    assert minute.speech_rate == pytest.approx(2.75)
    assert minute.articulation_rate == pytest.approx(3.0957, abs=5e-5)
    assert minute.phonation_time_ratio == pytest.approx(0.8883, abs=5e-5)
    assert minute.mean_length_of_run == pytest.approx(12.692, abs=5e-4)
    assert minute.pauses_per_minute == pytest.approx(12.0)
    assert minute.mean_pause == pytest.approx(0.5583, abs=5e-5)
    assert minute.words_per_minute == pytest.approx(118)
    # Sorted: .3 .3 .35 .4 .4 .45 .5 .5 .6 .8 .9 1.2; place .9 * 11 = 9.9: .8 + .9 * .1.
    assert minute.p90_pause == pytest.approx(0.89)


def test_from_a_recording_by_hand() -> None:
    # Speech 1.0-3.0 and 3.5-5.0: total 4.0, one pause of .5, phonation 3.5; 5 syllables, 4 words.
    heard = fluency(said("thank you for calling", (1.0, 3.0), (3.5, 5.0)))
    assert heard.latency == 1.0
    assert heard.total == pytest.approx(4.0)
    assert heard.pauses == pytest.approx((0.5,))
    assert heard.speech_rate == pytest.approx(5 / 4)
    assert heard.articulation_rate == pytest.approx(5 / 3.5)
    assert heard.mean_length_of_run == pytest.approx(2.5)
    assert heard.pauses_per_minute == pytest.approx(15)
    assert heard.words_per_minute == pytest.approx(60)


def test_a_silence_below_the_threshold_is_no_pause() -> None:
    spoken = said("one two", (0.0, 1.0), (1.2, 2.0))
    assert pauses_of(spoken) == ()
    assert fluency(spoken).pauses_per_minute == 0
    assert len(pauses_of(spoken, 0.15)) == 1


def test_figures_are_counted_as_they_are_said() -> None:
    # "two hundred fifty pesos" has 2 + 2 + ... : two 1, hundred 2, fifty 2, pesos 2.
    assert fluency(said("₱250", (0.0, 2.0))).syllables == 7


def test_a_click_is_not_speech() -> None:
    assert fluency(said("one", (0.0, 0.05), (3.0, 4.0))).latency == 3.0


@pytest.mark.parametrize(
    "spoken", [said(""), said("ghost words"), said("loud", (0.0, 1.0), rejected="clipped")]
)
def test_no_speech_is_not_measured(spoken: Spoken) -> None:
    nothing = fluency(spoken)
    assert nothing.latency is None
    for name in (
        "speech_rate",
        "articulation_rate",
        "phonation_time_ratio",
        "mean_length_of_run",
        "pauses_per_minute",
        "mean_pause",
        "p90_pause",
        "words_per_minute",
    ):
        assert getattr(nothing, name) is None


def test_speech_without_a_word_has_no_rate() -> None:
    hum = fluency(said("", (0.0, 4.0)))
    assert hum.speech_rate is None
    assert hum.words_per_minute is None
    assert hum.phonation_time_ratio == 1.0


def test_a_threshold_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 0"):
        fluency(said("one", (0.0, 1.0)), threshold=0)


gaps = st.lists(st.tuples(st.floats(0.2, 5.0), st.floats(0.15, 3.0)), min_size=2, max_size=12)


def spans_from(parts: list[tuple[float, float]], stretch: float = 1.0) -> list[tuple[float, float]]:
    spans, at = [], 0.0
    for speech, silence in parts:
        spans.append((at * stretch, (at + speech) * stretch))
        at += speech + silence
    return spans


@given(gaps)
def test_twice_as_slow_halves_the_rates(parts: list[tuple[float, float]]) -> None:
    text = "thank you for calling today"
    normal = fluency(said(text, *spans_from(parts)), threshold=0.14)
    slow = fluency(said(text, *spans_from(parts, 2.0)), threshold=0.28)
    assert slow.speech_rate == pytest.approx(normal.speech_rate / 2)
    assert slow.phonation_time_ratio == pytest.approx(normal.phonation_time_ratio)


@given(gaps)
def test_a_further_pause_never_raises_rate_or_share_of_speech(
    parts: list[tuple[float, float]],
) -> None:
    text = "thank you for calling today"
    before = fluency(said(text, *spans_from(parts)))
    (first, silence), *rest = parts
    after = fluency(said(text, *spans_from([(first, silence + 1.0), *rest])))
    assert after.speech_rate < before.speech_rate
    assert after.phonation_time_ratio < before.phonation_time_ratio + 1e-9
    assert after.mean_length_of_run <= before.mean_length_of_run
