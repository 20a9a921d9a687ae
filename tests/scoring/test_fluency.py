"""Fluency measures against hand-worked figures."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.clauses import ends_in_script, ends_in_transcript, ends_sentence
from scoring.fluency import Fluency, Pause, fluency, pauses_inside_clauses, pauses_of
from scoring.words import align
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
        "mid_clause_pauses",
        "mid_clause_per_minute",
        "mid_clause_share",
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


def timed(*rows: tuple[str, float, float]) -> tuple[Word, ...]:
    return tuple(
        Word(text=text, start=start, end=end, probability=0.9) for text, start, end in rows
    )


# "Hello, | I can | help you." with pauses 0.5-1.0 (after the comma) and 1.6-2.2 (inside).
HELP = Spoken(
    seconds=3.5,
    words=timed(
        ("Hello,", 0.0, 0.5),
        ("I", 1.0, 1.2),
        ("can", 1.2, 1.6),
        ("help", 2.2, 2.6),
        ("you.", 2.6, 3.0),
    ),
    text="Hello, I can help you.",
    speech=(Span(start=0.0, end=0.5), Span(start=1.0, end=1.6), Span(start=2.2, end=3.0)),
)


def test_a_pause_inside_a_clause_by_hand() -> None:
    heard = fluency(HELP)
    assert len(heard.pauses) == 2
    assert heard.mid_clause_pauses == 1
    assert heard.mid_clause_share == pytest.approx(0.5)
    assert heard.mid_clause_per_minute == pytest.approx(20)  # one in 3.0 s
    words = [word.text for word in HELP.words]
    inside = pauses_inside_clauses(pauses_of(HELP), HELP.words, ends_in_transcript(words))
    assert inside == (Pause(start=1.6, end=2.2),)


def test_words_that_run_into_the_silence_stay_on_their_side() -> None:
    # "can" is stretched to the end of the pause, and in the second row "help" to its start.
    for stretched in (("can", 1.2, 2.2), ("help", 1.6, 2.6)):
        words = tuple(
            timed(stretched)[0] if word.text == stretched[0] else word for word in HELP.words
        )
        spoken = Spoken(seconds=3.5, words=words, speech=HELP.speech)
        assert fluency(spoken).mid_clause_pauses == 1


def test_a_pause_with_words_on_one_side_only_is_not_inside_a_clause() -> None:
    late = Spoken(
        seconds=3.0,
        words=timed(("help", 2.0, 2.4), ("you.", 2.4, 3.0)),
        speech=(Span(start=0.0, end=1.0), Span(start=2.0, end=3.0)),
    )
    assert fluency(late).mid_clause_pauses == 0


def test_without_punctuation_nothing_is_known_about_clauses() -> None:
    bare = said("thank you for calling", (0.0, 1.0), (2.0, 3.0))
    heard = fluency(bare)
    assert heard.pauses_per_minute == pytest.approx(20)
    assert heard.mid_clause_pauses is None
    assert heard.mid_clause_per_minute is None
    assert heard.mid_clause_share is None


def test_without_a_pause_there_is_no_share() -> None:
    heard = fluency(said("Thank you.", (0.0, 2.0)))
    assert heard.mid_clause_pauses == 0
    assert heard.mid_clause_per_minute == 0
    assert heard.mid_clause_share is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Yes, I can. Thank you!", {0, 2, 4}),
        ("Dr. Cruz called at 9 a.m. today", None),
        ("Ask Mr. Cruz; he knows (really).", {2, 5}),
        ("One moment — please hold", {1}),
        ("— one", None),
        ("I w- want it…", {3}),
        ('She said, "Go."', {1, 2}),
    ],
)
def test_clause_ends_in_a_transcript(text: str, ends: set[int] | None) -> None:
    assert ends_in_transcript(text.split()) == ends


@pytest.mark.parametrize(
    ("word", "end"), [("it.", True), ("why?", True), ("so,", False), ("Dr.", False), ("5.", True)]
)
def test_sentence_ends(word: str, end: bool) -> None:
    assert ends_sentence(word) is end


@pytest.mark.parametrize(
    ("spoken", "ends"),
    [
        ("hello i can help you", {0, 4}),
        ("i can help you", {3}),  # "Hello," was not said: nothing stands before its comma
        ("hello i can help", {0, 3}),  # the last clause ended where the speaking did
        ("well hello there i can help you", {1, 6}),
    ],
)
def test_clause_ends_of_a_script(spoken: str, ends: set[int]) -> None:
    script = "Hello, I can help you."
    assert ends_in_script(script, align(script, spoken.split())) == ends


def test_a_script_without_punctuation_has_no_known_clauses() -> None:
    assert ends_in_script("we call it bear", align("we call it bear", ["we"])) is None


def test_the_script_decides_where_clauses_end() -> None:
    script = "Hello I can, help you."
    ends = ends_in_script(script, align(script, [word.text for word in HELP.words]))
    heard = fluency(HELP, clause_ends=ends)
    # Now the first pause is inside a clause and the second is not.
    assert heard.mid_clause_pauses == 1
    assert pauses_inside_clauses(pauses_of(HELP), HELP.words, ends)[0].start == 0.5


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


@given(gaps, st.floats(1.0, 3.0))
def test_slower_speech_never_has_better_rates(
    parts: list[tuple[float, float]], stretch: float
) -> None:
    # The threshold stays: in slow speech more silences are pauses.
    text = "thank you for calling today"
    normal, slow = (fluency(said(text, *spans_from(parts, by))) for by in (1.0, stretch))
    assert slow.speech_rate == pytest.approx(normal.speech_rate / stretch)
    assert slow.words_per_minute == pytest.approx(normal.words_per_minute / stretch)
    assert slow.phonation_time_ratio <= normal.phonation_time_ratio + 1e-9
    assert slow.mean_length_of_run <= normal.mean_length_of_run


@given(gaps)
def test_time_stretch_keeps_shares_and_changes_rates(parts: list[tuple[float, float]]) -> None:
    text = "thank you for calling today"
    normal = fluency(said(text, *spans_from(parts)), threshold=0.14)
    fast = fluency(said(text, *spans_from(parts, 0.5)), threshold=0.07)
    if all(speech >= 0.21 for speech, _ in parts):  # half of it is still speech, not a click
        assert fast.articulation_rate == pytest.approx(2 * normal.articulation_rate)
        assert fast.mean_length_of_run == pytest.approx(normal.mean_length_of_run)
        assert fast.pauses_per_minute == pytest.approx(2 * normal.pauses_per_minute)
        assert fast.mean_pause == pytest.approx(normal.mean_pause / 2)
        assert fast.p90_pause == pytest.approx(normal.p90_pause / 2)


@given(gaps, st.data())
def test_a_pause_of_a_second_anywhere_never_raises_a_rate(
    parts: list[tuple[float, float]], data: st.DataObject
) -> None:
    """A stretch of speech is cut in two (neither a click) and a second of silence put between."""
    text = "thank you for calling today"
    which = data.draw(st.integers(0, len(parts) - 1))
    speech, silence = parts[which]
    cut = data.draw(st.floats(0.11, max(0.11, speech - 0.11)))
    assume(speech - cut > 0.105)
    longer = [*parts[:which], (cut, 1.0), (speech - cut, silence), *parts[which + 1 :]]
    before, after = (fluency(said(text, *spans_from(each))) for each in (parts, longer))
    assert after.speech_rate < before.speech_rate
    assert after.words_per_minute < before.words_per_minute
    assert after.phonation_time_ratio < before.phonation_time_ratio + 1e-9
    assert after.mean_length_of_run < before.mean_length_of_run
    assert after.articulation_rate == pytest.approx(before.articulation_rate)


@given(gaps, st.floats(0.0, 30.0))
def test_silence_before_the_speech_changes_only_the_latency(
    parts: list[tuple[float, float]], delay: float
) -> None:
    spans = spans_from(parts)
    now = fluency(said("thank you", *spans), threshold=0.1)
    later = fluency(said("thank you", *[(a + delay, b + delay) for a, b in spans]), threshold=0.1)
    assert later.latency == pytest.approx(now.latency + delay)
    assert later.speech_rate == pytest.approx(now.speech_rate)
    assert later.pauses == pytest.approx(now.pauses)


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
