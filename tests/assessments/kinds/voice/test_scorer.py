"""The voice scorer on made recordings, worked by hand."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.contract.assessment import Begun, LoggedEvent, PromptGiven
from assessments.kinds.voice.events import (
    ItemOpened,
    LookedAway,
    PromptPlayed,
    RecordingStarted,
    Skipped,
)
from assessments.kinds.voice.scorer import score
from assessments.kinds.voice.state import state
from scoring.report import Report
from tests.support.voice_log import (
    BANK,
    FORM,
    GOOD_ANSWER,
    OPEN,
    READ,
    REPEAT,
    SENTENCE,
    full,
    heard,
    log,
    recorded,
)


def test_everything_right_is_100() -> None:
    report = full(heard(BANK[READ].text), heard(SENTENCE), heard(GOOD_ANSWER))
    assert report.score == pytest.approx(100)
    # Three tasks of one answer: p = 3.5 / 4, 100 * sqrt(.875 * .125 / 3) = 19.1
    assert (report.sem, report.sem_basis) == (pytest.approx(19.094, abs=1e-3), "number_of_answers")
    assert report.sem_source == "provisional"
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
    report = full(heard(read), heard(repeat), heard("You paid twice, so it goes back tomorrow."))
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
def test_one_rejected_answer_leaves_the_others_measured_and_no_score(reason: str) -> None:
    report = full(heard("", rejected=reason), heard(SENTENCE), heard(GOOD_ANSWER))
    assert (report.score, report.not_measured) == (None, "not_all_answers_measured")
    assert report.measure("words_right_in_order").value == 100
    assert report.measure("read_accuracy").value is None
    assert report.measure("read_accuracy").reason == reason
    assert report.answers[0]["not_measured"] == reason


def test_one_answer_of_three_is_too_few() -> None:
    report = score(BANK, log(recorded(READ, "r1")), {"r1": heard(BANK[READ].text)})
    assert report.score is None
    assert report.not_measured == "not_all_answers_measured"
    assert report.measure("read_accuracy").value == 100
    assert [answer["not_measured"] for answer in report.answers] == [
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


def skipping(*items: str) -> Report:
    """Everything said right, but these items left out."""
    events = []
    for item, name in zip(FORM, ("r1", "r2", "r3"), strict=True):
        events.append(("item_opened", ItemOpened(item=item)))
        left_out = ("skipped", Skipped(item=item))
        events.append(left_out if item in items else recorded(item, name))
    spoken = {"r1": heard(BANK[READ].text), "r2": heard(SENTENCE), "r3": heard(GOOD_ANSWER)}
    return score(BANK, log(*events), spoken)


@pytest.mark.parametrize("item", FORM)
def test_a_skipped_answer_earns_no_points_and_shows_the_event(item: str) -> None:
    # Two of three tasks right, the third left out: (100 + 100 + 0) / 3.
    report = skipping(item)
    assert report.score == pytest.approx(200 / 3)
    place = FORM.index(item)
    answer = report.answers[place]
    assert (answer["score"], answer["not_measured"], answer["skipped"]) == (0, "", True)
    lost = [point for point in report.points if any(e.rule == "skipped" for e in point.evidence)]
    assert sum(point.possible for point in lost) == {READ: 51, REPEAT: 11, OPEN: 7}[item]
    # The log: begun, then two events for each item, the second of which leaves it out.
    assert {e.event for point in lost for e in point.evidence} == {2 * place + 2}
    assert all(point.earned == 0 for point in lost)


def test_what_was_skipped_is_not_measured_as_a_skill() -> None:
    report = skipping(READ)
    assert report.measure("read_accuracy").value is None
    assert report.measure("read_accuracy").reason == "skipped"
    assert report.measure("read_aloud_speech_rate").reason == "skipped"


def test_skipping_the_hard_one_never_pays() -> None:
    poor = heard("You")
    events = log(recorded(READ, "r1"), recorded(REPEAT, "r2"), recorded(OPEN, "r3"))
    said = {"r1": heard(BANK[READ].text), "r2": heard(SENTENCE), "r3": poor}
    assert skipping(OPEN).score <= score(BANK, events, said).score
    assert skipping(*FORM).score == 0


def test_skipping_does_not_help_over_a_recording_that_failed() -> None:
    events = log(
        recorded(READ, "r1"),
        ("item_opened", ItemOpened(item=REPEAT)),
        ("skipped", Skipped(item=REPEAT)),
        recorded(OPEN, "r3"),
    )
    said = {"r1": heard(BANK[READ].text), "r3": heard("", rejected="silent")}
    report = score(BANK, events, said)
    assert (report.score, report.not_measured) == (None, "not_all_answers_measured")


def test_an_item_that_left_the_bank_gives_no_score_rather_than_a_higher_one() -> None:
    whole = log(recorded(READ, "r1"))
    whole[0] = LoggedEvent(number=0, type="begun", at=0, data=Begun(seed=1, items=(READ, "gone")))
    report = score(BANK, whole, {"r1": heard(BANK[READ].text)})
    assert report.not_measured == "not_all_answers_measured"


def test_the_last_complete_recording_counts() -> None:
    events = log(
        recorded(READ, "first"),
        recorded(READ, "second"),
        recorded(REPEAT, "r2"),
        recorded(OPEN, "r3"),
    )
    spoken = {
        "first": heard(BANK[READ].text),
        "second": heard("Your refund"),
        "r2": heard(SENTENCE),
        "r3": heard(GOOD_ANSWER),
    }
    report = score(BANK, events, spoken)
    assert report.measure("read_accuracy").value == pytest.approx(100 * 2 / 51)
    assert report.answers[0]["recordings"] == 2
    assert report.flags == ()


def test_only_as_many_recordings_as_were_asked_for_can_count() -> None:
    # Reading aloud may be recorded twice: of three, the second counts, however good the third.
    events = log(
        recorded(READ, "first"),
        recorded(READ, "second"),
        recorded(READ, "third"),
        recorded(REPEAT, "r2"),
        recorded(REPEAT, "better"),
        recorded(OPEN, "r3"),
    )
    spoken = {
        "first": heard("Your"),
        "second": heard(" ".join(BANK[READ].text.split()[:17])),
        "third": heard(BANK[READ].text),
        "r2": heard("I understand that"),
        "better": heard(SENTENCE, flags=("low_level",)),
        "r3": heard(GOOD_ANSWER),
    }
    report = score(BANK, events, spoken)
    assert report.measure("read_accuracy").value == pytest.approx(100 * 17 / 51)
    assert report.measure("words_right_in_order").value == pytest.approx(100 * 3 / 11)
    assert report.flags == ("more_recordings_than_allowed",)
    first, second, _ = report.answers
    assert (first["recording"], first["recordings"]) == ("second", 2)
    assert (second["recording"], second["recordings"]) == ("r2", 1)


def test_flags_are_shown_and_never_count() -> None:
    events = log(
        ("item_opened", ItemOpened(item=READ), 1.0),
        ("recording_started", RecordingStarted(item=READ, client_id="12345678"), 60.0),
        recorded(READ, "r1"),
        recorded(REPEAT, "r2"),
        recorded(OPEN, "r3"),
    )
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
    names.map(lambda item: ("prompt_given", PromptGiven(item=item))),
    names.map(lambda item: ("prompt_played", PromptPlayed(item=item))),
    names.map(lambda item: ("skipped", Skipped(item=item))),
    names.map(lambda item: ("recording_started", RecordingStarted(item=item, client_id="a" * 8))),
    st.tuples(names, st.sampled_from(["r1", "r2", "r3"])).map(lambda pair: recorded(*pair)),
)
anything_heard = st.one_of(
    st.text(max_size=40).map(heard),
    st.sampled_from(["silent", "no_speech"]).map(lambda why: heard("", rejected=why)),
)


# The first text that Hypothesis makes takes it seconds on a busy machine.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(one_event, max_size=12),
    st.dictionaries(st.sampled_from(["r1", "r2"]), anything_heard),
    st.sampled_from([FORM, (READ,), ("gone", OPEN), ()]),
)
def test_no_log_breaks_scorer_or_page(events, spoken, form) -> None:
    whole = log(*events)
    whole[0] = LoggedEvent(number=0, type="begun", at=0, data=Begun(seed=1, items=form))
    report = score(BANK, whole, spoken)
    assert report == score(BANK, whole, spoken)
    json.dumps(report.to_dict())
    shown = state(BANK, whole, 1_000.0)
    json.dumps(shown)
    assert REPEAT not in shown["media"] or shown["item"]["id"] == REPEAT
    assert BANK[REPEAT].text not in json.dumps(shown)


def test_looking_away_is_told_and_changes_no_score() -> None:
    events = log(recorded(READ, "r1"), recorded(REPEAT, "r2"), recorded(OPEN, "r3"))
    away = LookedAway(item=REPEAT, during="listening", seconds=4.2)
    looked = [*events[:2], LoggedEvent(number=99, type="looked_away", at=1.5, data=away)]
    spoken = {"r1": heard(BANK[READ].text), "r2": heard(SENTENCE), "r3": heard(GOOD_ANSWER)}
    plain = score(BANK, events, spoken)
    told = score(BANK, [*looked, *events[2:]], spoken)
    assert told.flags == (*plain.flags, "looked_away")
    assert told.answers[1]["away"] == [{"during": "listening", "seconds": 4.2}]
    assert (told.score, told.measures) == (plain.score, plain.measures)
