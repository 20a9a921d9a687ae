"""The voice scorer on made recordings, worked by hand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.base import Begun, Ended, LoggedEvent, Recorded
from assessments.voice.bank import items
from assessments.voice.events import ItemOpened, PromptPlayed, RecordingStarted, Skipped
from assessments.voice.scorer import score
from assessments.voice.state import state
from scoring.report import Report
from speech.spoken import Span, Spoken, Word

BANK = items()
READ, REPEAT, OPEN = "read-refund-steps", "repeat-charged", "open-double-charge"
FORM = (READ, REPEAT, OPEN)
SENTENCE = BANK[REPEAT].text  # 11 words


def heard(text: str, *, pause: float = 0.0, rejected: str = "", flags: tuple[str, ...] = ()):
    """Words of 0.4 s from 0.5 s on; one pause in the middle of the speech."""
    words = tuple(
        Word(text=word, start=0.5 + n * 0.4, end=0.9 + n * 0.4, probability=0.9)
        for n, word in enumerate(text.split())
    )
    end = words[-1].end if words else 0.0
    middle = end / 2
    spans = (Span(start=0.5, end=middle), Span(start=middle + pause, end=end + pause))
    return Spoken(
        seconds=end + pause + 0.5,
        words=() if rejected else words,
        speech=spans if words else (),
        rejected=rejected,
        flags=flags,
    )


def log(*events) -> list[LoggedEvent]:
    """A log: (kind, data) or (kind, data, at); seconds count up by themselves."""
    all_events = [("begun", Begun(seed=1, form=FORM)), *events, ("submitted", Ended())]
    return [
        LoggedEvent(number=n, kind=event[0], at=event[2] if len(event) > 2 else n, data=event[1])
        for n, event in enumerate(all_events)
    ]


def recorded(item: str, name: str):
    return ("recorded", Recorded(item=item, recording=name, seconds=10))


def full(read: Spoken, repeat: Spoken, open_answer: Spoken) -> Report:
    events = log(recorded(READ, "r1"), recorded(REPEAT, "r2"), recorded(OPEN, "r3"))
    return score(BANK, events, {"r1": read, "r2": repeat, "r3": open_answer})


GOOD_ANSWER = (
    "Good morning, sir. I am so sorry about that. I can see both payments here. The second one "
    "will be refunded to your card in 5 to 7 working days. I will send you an e-mail with the "
    "reference number. Is there anything else?"
)


def test_everything_right_is_100() -> None:
    report = full(heard(BANK[READ].text), heard(SENTENCE), heard(GOOD_ANSWER))
    assert report.score == pytest.approx(100)
    assert report.sem is None
    assert report.measure("read_accuracy").value == 100
    assert report.measure("repeat_score").value == 4
    assert report.measure("key_points_found").value == 100
    assert report.measure("courtesies_found").value == 100
    assert json.loads(json.dumps(report.to_dict()))["score"] == pytest.approx(100)
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))).score == report.score


def test_a_mixed_sitting_by_hand() -> None:
    # Read: 51 words, the first 17 only: 33.33 %. Repeat: 11 words, 10 right ("at" for "for"),
    # 90.91 %. Open: 2 of 4 key points and 0 of 3 courtesies: 2 of 7, 28.57 %.
    read = " ".join(BANK[READ].text.split()[:17])
    repeat = SENTENCE.replace("for", "at")
    report = full(
        heard(read), heard(repeat), heard("You paid twice, so the money is refunded tomorrow.")
    )
    assert len(BANK[READ].text.split()) == 51
    assert report.measure("read_accuracy").value == pytest.approx(100 * 17 / 51)
    assert report.measure("words_right_in_order").value == pytest.approx(100 * 10 / 11)
    assert report.measure("repeat_score").value == 3
    assert report.measure("key_points_found").value == pytest.approx(50)
    assert report.measure("courtesies_found").value == 0
    assert report.score == pytest.approx((100 * 17 / 51 + 100 * 10 / 11 + 100 * 2 / 7) / 3)


def test_wcpm_counts_right_words_in_the_time_of_speech() -> None:
    # 51 words of 0.4 s: 20.4 s of speech, 2 s of pause added: 51 / 22.4 * 60.
    report = full(heard(BANK[READ].text, pause=2.0), heard(SENTENCE), heard(GOOD_ANSWER))
    assert report.measure("wcpm").value == pytest.approx(51 / 22.4 * 60)
    assert report.measure("read_aloud_pauses_per_minute").value == pytest.approx(60 / 22.4)
    assert report.measure("read_aloud_mean_pause").value == pytest.approx(2.0)
    assert report.measure("open_answer_mean_pause").value is None
    assert report.measure("open_answer_mean_pause").reason == "no_pauses"


def test_fluency_is_not_in_the_score() -> None:
    smooth = full(heard(BANK[READ].text), heard(SENTENCE), heard(GOOD_ANSWER))
    halting = full(
        heard(BANK[READ].text, pause=3), heard(SENTENCE, pause=3), heard(GOOD_ANSWER, pause=3)
    )
    assert smooth.score == halting.score
    assert (
        smooth.measure("open_answer_speech_rate").value
        > halting.measure("open_answer_speech_rate").value
    )


def test_evidence_has_seconds_and_words() -> None:
    report = full(heard(BANK[READ].text), heard("I understand that"), heard(GOOD_ANSWER))
    repeat = next(p for p in report.points if p.criterion == "words_right_in_order")
    (run,) = repeat.evidence
    assert (run.event, run.unit, run.rule, run.text) == (2, "seconds", "hit", "I understand that")
    assert (run.start, run.end) == (pytest.approx(0.5), pytest.approx(1.7))
    email = next(p for p in report.points if p.label.startswith("An e-mail"))
    assert email.evidence[0].text == "send you an e-mail"


@pytest.mark.parametrize("reason", ["empty", "silent", "clipped", "too_short", "no_speech"])
def test_one_rejected_answer_leaves_the_other_two(reason: str) -> None:
    report = full(heard("", rejected=reason), heard(SENTENCE), heard(GOOD_ANSWER))
    assert report.score == pytest.approx(100)
    assert report.measure("read_accuracy").value is None
    assert report.measure("read_accuracy").reason == reason
    assert report.detail["answers"][0]["not_measured"] == reason
    assert "not_all_answers_measured" in report.flags


def test_one_answer_of_three_is_too_few() -> None:
    report = score(BANK, log(recorded(READ, "r1")), {"r1": heard(BANK[READ].text)})
    assert report.score is None
    assert report.not_measured == "too_few_answers"
    assert report.measure("read_accuracy").value == 100
    assert [one["not_measured"] for one in report.detail["answers"]] == [
        "",
        "no_recording",
        "no_recording",
    ]


def test_an_empty_log_is_not_measured() -> None:
    report = score(BANK, log()[:1], {})
    assert (report.score, report.not_measured) == (None, "no_answers")
    assert all(measure.value is None and measure.reason for measure in report.measures)


def test_recordings_that_nobody_heard_are_not_measured() -> None:
    report = score(BANK, log(recorded(READ, "r1"), recorded(REPEAT, "r2")), {})
    assert report.not_measured == "no_answer_measured"
    assert report.measure("words_right_in_order").reason == "not_heard"


def test_no_words_is_not_zero() -> None:
    report = full(heard(""), heard(SENTENCE), heard(GOOD_ANSWER))
    assert report.measure("read_accuracy").reason == "no_words"


def test_skipping_is_said() -> None:
    events = log(
        ("item_opened", ItemOpened(item=READ)),
        ("skipped", Skipped(item=READ)),
    )
    assert score(BANK, events, {}).detail["answers"][0]["not_measured"] == "skipped"


def test_the_last_complete_recording_counts() -> None:
    events = log(
        recorded(READ, "first"), recorded(READ, "second"), recorded(REPEAT, "r2"),
        recorded(OPEN, "r3"),
    )  # fmt: skip
    spoken = {
        "first": heard(BANK[READ].text),
        "second": heard("Your refund"),
        "r2": heard(SENTENCE),
        "r3": heard(GOOD_ANSWER),
    }
    report = score(BANK, events, spoken)
    assert report.measure("read_accuracy").value == pytest.approx(100 * 2 / 51)
    assert report.detail["answers"][0]["recordings"] == 2
    assert report.flags == ()
    third = score(BANK, log(*[recorded(REPEAT, f"x{n}") for n in range(3)]), {})
    assert third.flags == ("more_recordings_than_allowed",)


def test_signals_are_shown_and_never_count() -> None:
    events = log(
        ("item_opened", ItemOpened(item=READ), 1.0),
        ("recording_started", RecordingStarted(item=READ, client_id="12345678"), 60.0),
        recorded(READ, "r1"), recorded(REPEAT, "r2"), recorded(OPEN, "r3"),
    )  # fmt: skip
    spoken = {
        "r1": heard(BANK[READ].text),
        "r2": heard(SENTENCE, flags=("low_level",)),
        "r3": heard(GOOD_ANSWER),
    }
    report = score(BANK, events, spoken)
    assert report.flags == ("late_start", "low_level")
    assert report.score == pytest.approx(100)


def test_saying_less_never_scores_higher() -> None:
    words = {
        "r1": BANK[READ].text.split(),
        "r2": SENTENCE.split(),
        "r3": GOOD_ANSWER.split(),
    }
    events = log(recorded(READ, "r1"), recorded(REPEAT, "r2"), recorded(OPEN, "r3"))
    for name in words:
        before = 100.0 + 1e-9
        for kept in range(len(words[name]), 0, -4):
            said = {k: heard(" ".join(w[:kept] if k == name else w)) for k, w in words.items()}
            now = score(BANK, events, said).score
            assert now <= before + 1e-9
            before = now


def test_the_same_log_gives_the_same_report() -> None:
    first = full(heard(BANK[READ].text), heard(SENTENCE), heard(GOOD_ANSWER))
    assert first == full(heard(BANK[READ].text), heard(SENTENCE), heard(GOOD_ANSWER))


def test_a_played_prompt_moves_the_late_limit() -> None:
    events = log(
        recorded(READ, "r1"),
        ("item_opened", ItemOpened(item=REPEAT), 20.0),
        ("prompt_played", PromptPlayed(item=REPEAT), 50.0),
        ("recording_started", RecordingStarted(item=REPEAT, client_id="12345678"), 55.0),
    )
    assert score(BANK, events, {}).flags == ()


names = st.sampled_from([READ, REPEAT, OPEN, "no-such-item"])
one_event = st.one_of(
    names.map(lambda item: ("item_opened", ItemOpened(item=item))),
    names.map(lambda item: ("prompt_played", PromptPlayed(item=item))),
    names.map(lambda item: ("skipped", Skipped(item=item))),
    names.map(lambda item: ("recording_started", RecordingStarted(item=item, client_id="a" * 8))),
    st.tuples(names, st.sampled_from(["r1", "r2", "r3"])).map(lambda pair: recorded(*pair)),
)
anything_heard = st.one_of(
    st.text(max_size=40).map(heard),
    st.sampled_from(["silent", "no_speech"]).map(lambda why: heard("", rejected=why)),
)


@given(
    st.lists(one_event, max_size=12),
    st.dictionaries(st.sampled_from(["r1", "r2"]), anything_heard),
    st.sampled_from([FORM, (READ,), ("gone", OPEN), ()]),
)
def test_no_log_breaks_scorer_or_page(events, spoken, form) -> None:
    whole = log(*events)
    whole[0] = LoggedEvent(number=0, kind="begun", at=0, data=Begun(seed=1, form=form))
    report = score(BANK, whole, spoken)
    assert report == score(BANK, whole, spoken)
    json.dumps(report.to_dict())
    shown = state(BANK, whole, 1_000.0)
    json.dumps(shown)
    assert REPEAT not in shown["media"] or shown["item"]["id"] == REPEAT
    assert BANK[REPEAT].text not in json.dumps(shown)
