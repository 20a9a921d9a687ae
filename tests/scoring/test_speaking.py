"""Scores of made-up recordings by the shipped calibration: what must hold for every recording."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import log

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.fluency import SHORTEST_SPEECH
from scoring.speaking import (
    CRITERIA,
    Speaking,
    calibration,
    kind_of,
    measures_of,
    speaking,
    why_not,
)
from speech.spoken import Prosody, Span, Spoken, Word

VOCABULARY = [
    "the",
    "customer",
    "asked",
    "about",
    "a",
    "replacement",
    "for",
    "her",
    "broken",
    "telephone",
    "on",
    "Monday",
]
APART = 0.15  # stretches of speech nearer to each other are one: speech.spoken.Spoken.speech


def recording(words: Sequence[tuple[str, float, float, float]], *, likely: float = -0.3) -> Spoken:
    """Build what was heard from text, silence before, length and probability of each word."""
    heard: list[Word] = []
    at = 0.5
    for text, gap, length, probability in words:
        at += gap
        heard.append(Word(text=text, start=at, end=at + length, probability=probability))
        at += length
    speech = [Span(start=heard[0].start, end=heard[0].end)]
    for word in heard[1:]:
        if word.start - speech[-1].end < APART:
            speech[-1] = Span(start=speech[-1].start, end=word.end)
        else:
            speech.append(Span(start=word.start, end=word.end))
    return Spoken(
        seconds=at + 0.5,
        words=tuple(heard),
        text=" ".join(word.text for word in heard),
        speech=tuple(speech),
        mean_log_probability=likely,
        language="en",
        language_probability=0.97,
        prosody=Prosody(
            f0_median_hz=180.0,
            f0_range_semitones=7.0,
            f0_sd_semitones=2.5,
            voiced_share=0.7,
            intensity_range_db=18.0,
            intensity_sd_db=7.0,
        ),
    )


def with_pause(spoken: Spoken, *, after: int, seconds: float = 1.0) -> Spoken:
    """Put silence behind a word and move everything later."""
    moment = spoken.words[after].end
    speech: list[Span] = []
    for span in spoken.speech:
        if span.end <= moment:
            speech.append(span)
        elif span.start >= moment:
            speech.append(Span(start=span.start + seconds, end=span.end + seconds))
        else:
            speech.append(Span(start=span.start, end=moment))
            speech.append(Span(start=moment + seconds, end=span.end + seconds))
    return replace(
        spoken,
        seconds=spoken.seconds + seconds,
        words=(
            *spoken.words[: after + 1],
            *(
                replace(word, start=word.start + seconds, end=word.end + seconds)
                for word in spoken.words[after + 1 :]
            ),
        ),
        speech=tuple(speech),
    )


WORD = st.tuples(
    st.sampled_from(VOCABULARY),
    st.sampled_from([0.0, 0.0, 0.05, 0.1, 0.2, 0.3, 0.6, 1.5]),
    st.floats(0.12, 0.9),
    st.floats(0.05, 1.0),
)
RECORDINGS = st.builds(
    lambda words, likely: recording(words, likely=likely),
    st.lists(WORD, min_size=2, max_size=25),
    st.floats(-1.4, -0.05),
)
# Nothing known, read word for word, or read with faults.
SCRIPTS = st.one_of(st.just(None), st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=20))
GOOD = recording([(text, 0.02, 0.3, 0.95) for text in VOCABULARY])
SENTENCE, PASSAGE = " ".join(VOCABULARY[:8]), " ".join(VOCABULARY)


def fluency_of(spoken: Spoken, script: str) -> float:
    return speaking(spoken, script).measures["fluency"].value


@given(RECORDINGS, SCRIPTS, st.data())
def test_a_pause_between_two_words_never_raises_fluency(spoken, script, data):
    assume(not why_not(spoken))
    after = data.draw(st.integers(0, len(spoken.words) - 2))
    longer = with_pause(spoken, after=after)
    assume(not why_not(longer))  # rounding, at exactly the least speech
    assert all(span.end - span.start >= SHORTEST_SPEECH for span in longer.speech)
    for said in ("", spoken.text, " ".join(script or ())):
        assert fluency_of(longer, said) <= fluency_of(spoken, said) + 1e-9


def test_a_silence_that_grows_into_a_pause_never_raises_fluency():
    slow = recording([("her", 0.2, 0.4, 0.9), ("a", 2.5, 0.4, 0.3), ("about", 0.2, 0.4, 0.3)])
    longer = with_pause(slow, after=1)
    assert fluency_of(longer, "") <= fluency_of(slow, "") + 1e-9


def test_a_pause_in_fluent_speech_costs_fluency():
    slow = with_pause(GOOD, after=5)
    assert fluency_of(slow, "") < fluency_of(GOOD, "") - 1
    assert fluency_of(slow, SENTENCE) < fluency_of(GOOD, SENTENCE) - 1
    assert fluency_of(slow, PASSAGE) < fluency_of(GOOD, PASSAGE) - 1


@given(RECORDINGS, SCRIPTS, st.floats(0, 10))
def test_scores_lie_between_0_and_100_and_their_bands_around_them(spoken, script, mark):
    assume(not why_not(spoken))
    found = speaking(
        replace(spoken, rater_scores=dict.fromkeys(CRITERIA, mark)), " ".join(script or ())
    )
    assert set(found.measures) == set(found.listener) == set(CRITERIA)
    for score in (*found.measures.values(), *found.listener.values()):
        assert 0 <= score.low <= score.value <= score.high <= 100
    assert found.listener["total"].value == pytest.approx(10 * mark)
    assert found.listener["total"].parts == {}


@given(RECORDINGS, SCRIPTS)
def test_the_parts_add_up_to_the_score_before_it_is_cut(spoken, script):
    assume(not why_not(spoken))
    said = " ".join(script or ())
    models = calibration().models[kind_of(said)]
    for name, score in speaking(spoken, said).measures.items():
        whole = models[name].mean + sum(score.parts.values())
        assert score.value == pytest.approx(min(100.0, max(0.0, whole)))
        sizes = [abs(part) for part in score.parts.values()]
        assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("spoken", "reason"),
    [
        (Spoken(seconds=3.0, rejected="silent"), "silent"),
        (replace(GOOD, rejected="loop", words=()), "loop"),
        (Spoken(seconds=3.0, speech=(Span(start=0.0, end=2.0),)), "too_short"),
        (recording([("yes", 0.0, 1.5, 0.9)]), "too_short"),
        (recording([("yes", 0.0, 0.3, 0.9), ("please", 0.0, 0.4, 0.9)]), "too_short"),
    ],
)
@pytest.mark.parametrize("script", ["", SENTENCE, PASSAGE])
def test_what_cannot_be_scored_has_a_reason_and_no_score(spoken, reason, script):
    heard = replace(spoken, rater_scores=dict.fromkeys(CRITERIA, 7.0))
    assert speaking(heard, script) == Speaking(
        reason=reason, measures={}, listener={}, kind=kind_of(script)
    )


def test_two_words_and_eight_tenths_of_a_second_are_enough():
    found = speaking(recording([("yes", 0.0, 0.41, 0.9), ("please", 0.0, 0.41, 0.9)]))
    assert found.reason == ""
    assert set(found.measures) == set(CRITERIA)


@given(st.sampled_from(CRITERIA), st.floats(0, 10), st.sampled_from([SENTENCE, PASSAGE, ""]))
def test_a_person_is_asked_for_where_the_models_differ_by_more_than_both_bands(name, mark, script):
    kind = kind_of(script)
    own = speaking(GOOD, script).measures[name].value
    widest = max(
        calibration().models[kind][name].half_width,
        calibration().listener_half_width["sentence" if kind == "sentence" else "free"][name],
    )
    apart = abs(own - 10 * mark)
    assume(abs(apart - widest) > 1e-6)
    found = speaking(replace(GOOD, rater_scores={name: mark}), script)
    assert found.needs_a_person == (apart > widest)
    assert list(found.listener) == [name]


def test_without_a_listener_nobody_can_differ():
    found = speaking(GOOD, PASSAGE)
    assert found.listener == {}
    assert not found.needs_a_person


def test_a_passage_read_well_is_not_marked_down_for_its_length():
    once = " ".join(VOCABULARY)
    words = [(text, 0.02, 0.3, 0.95) for text in VOCABULARY]
    short, long = recording(words), recording(words * 5)
    for name, score in speaking(short, once).measures.items():
        assert speaking(long, " ".join([once] * 5)).measures[name].value == pytest.approx(
            score.value, abs=10
        )


def test_measures_by_hand():
    # "thank you" .5-1.0, a silence of .4, "for calling" 1.4-2.0: 5 syllables in 1.5 s, one pause.
    heard = recording(
        [
            ("thank", 0.0, 0.3, 0.9),
            ("you", 0.0, 0.2, 0.8),
            ("for", 0.4, 0.2, 0.4),
            ("calling", 0.0, 0.4, 0.7),
        ]
    )
    found = measures_of(heard, "Thank you for your calling")
    expected = {
        "speech_rate": 5 / 1.5,
        "phonation_time_ratio": 1.1 / 1.5,
        "log_length_of_run": log(5 / 2),
        "pauses_per_word": 1 / 4,
        "silences_per_word": 1 / 4,
        "long_pauses_per_word": 0.0,
        "pause_seconds_per_word": 0.1,
        "log_longest_pause": log(1.4),
        "log_seconds": log(1.5),
        "gap_seconds_per_word": 0.1,
        "word_probability": 0.7,
        "lowest_word_probability": 0.4,
        "unsure_words": 0.25,
        # seconds per syllable: .3, .2, .2, .2
        "log_seconds_per_syllable": log(0.225 + 0.02),
        "syllable_seconds_sd": (0.0075 / 4) ** 0.5,
        "longest_syllable_seconds": 0.3,
        "english_probability": 0.97,
        "words_right": 4 / 5,
        "words_missed": 1 / 5,
        "words_changed": 0.0,
        "words_added": 0.0,
        "words_right_per_second": 4 / 1.5,
        "log_seconds_per_syllable_asked": log(1.5 / 6),
        "log_words_asked": log(5),
        "log_syllables_heard_to_asked": log(5 / 6),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_another_language_is_no_english_and_an_unknown_one_is_not_measured():
    other = replace(GOOD, language="tl", language_probability=0.9)
    assert measures_of(other)["english_probability"] == 0.0
    unknown = replace(GOOD, language="", language_probability=None, prosody=None)
    assert "english_probability" not in measures_of(unknown)
    assert measures_of(unknown)["voiced_share"] is None
    assert speaking(unknown).measures["fluency"].parts["voiced_share"] == 0.0


def test_every_measure_of_the_shipped_models_is_one_that_is_measured():
    for kind, script in (("sentence", SENTENCE), ("passage", PASSAGE), ("free", "")):
        measured = measures_of(GOOD, script)
        for model in calibration().models[kind].values():
            assert set(model.curves) <= set(measured)
            for curve in model.curves.values():
                assert all(before < after for before, after in pairwise(curve.knots))
