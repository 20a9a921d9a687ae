"""The customer: replay, time, order of replies, endings; on a shipped scenario and random logs."""

import hashlib
import json
from dataclasses import asdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.contract.assessment import Begun, Ended, LoggedEvent
from assessments.kinds.chat import ASSESSMENT
from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.events import EVENTS
from tests.support.banks import shipped

BANK = shipped("chat")
SCENARIO = BANK["cracked-rice-cooker"]
ENDINGS = {"resolved", "abandoned", "complaint", "time_up", "closed_early"}
FOREVER = 10_000.0


def log(*moves, extra_time=1.0, form=(SCENARIO.id,)):
    """Build a log from (seconds, kind, data) or (seconds, text)."""
    opening = Begun(seed=1, items=form, extra_time=extra_time)
    events = [LoggedEvent(number=0, type="begun", at=0.0, data=opening)]
    for at, *rest in moves:
        kind, data = ("agent_message", {"text": rest[0]}) if len(rest) == 1 else rest
        model = EVENTS[kind].model_validate({"chat": 1, **data})
        events.append(LoggedEvent(number=len(events), type=kind, at=at, data=model))
    return events


def fingerprint(thread):
    return hashlib.sha256(repr(asdict(thread)).encode()).hexdigest()


def script(name):
    return next(test.script for test in SCENARIO.tests if test.name == name)


def said(thread, cause):
    return [line.text for line in thread.lines if line.cause == cause]


# -- the three conversations that the design asks for first ------------------------------------


def test_learner_english_resolves_every_goal():
    events = play(SCENARIO, script("learner English"))
    thread = step(SCENARIO, events, events[-1].at)
    assert {met.goal for met in thread.met} == {goal.id for goal in SCENARIO.goals}
    assert thread.ended == "resolved"


def test_a_poor_agent_who_goes_quiet_is_abandoned():
    events = log((20, "What is your order number?"), (50, "What is your order number?"))
    thread = step(SCENARIO, events, FOREVER)
    assert said(thread, "repeat") == ["I already told you: SH-20731."]
    assert len(said(thread, "nudge")) == 3
    assert thread.ended == "abandoned"
    assert thread.met == ()


def test_a_stuffed_message_earns_nothing_and_gets_a_plain_answer():
    events = log((20, "sorry refund replacement order number name anything else goodbye hold"))
    thread = step(SCENARIO, events, 40)
    assert thread.met == ()
    assert [line.cause for line in thread.lines] == ["opening", "off_script"]


# -- replay ------------------------------------------------------------------------------------


@pytest.mark.parametrize("test", SCENARIO.tests, ids=lambda test: test.name)
def test_replay_is_identical(test):
    events = play(SCENARIO, test.script)
    prints = {fingerprint(step(SCENARIO, events, events[-1].at)) for _ in range(5)}
    assert len(prints) == 1


WORDS = st.sampled_from(
    [
        "Hello, how can I help?",
        "I'm so sorry about that",
        "May I have your order number?",
        "your name and email please",
        "Please send a photo",
        "one moment please",
        "ok",
        "",
        "???",
        "I can refund you or send a replacement",
        "I have processed it",
        "Is there anything else?",
        "Thank you for your patience, bye",
        "You are stupid",
        "We can't replace it",
        "It takes 3 to 5 working days",
        "Which one do you prefer?",
        "What happened?",
        "asdf qwer",
    ]
)
MOVES = st.one_of(
    st.tuples(st.just("agent_message"), WORDS.map(lambda text: {"text": text})),
    st.tuples(
        st.just("action"),
        st.sampled_from(
            [
                {"action": "replace", "values": {"order": "SH-20731"}},
                {
                    "action": "replace",
                    "values": {"order": "SH-20731", "reason": "Damaged on arrival"},
                },
                {"action": "no-such-action"},
            ]
        ),
    ),
    st.just(("article_opened", {"article": "damaged"})),
    st.just(("canned_used", {"canned": "hello"})),
    st.just(("wrap_up", {"disposition": "damaged", "notes": "cracked, replaced"})),
    st.just(("closed_chat", {})),
)
LOGS = st.lists(st.tuples(st.floats(0, 90), MOVES), max_size=25)


def built(moves):
    at = 0.0
    timed = []
    for wait, (kind, data) in moves:
        at += wait
        timed.append((at, kind, data))
    return log(*timed)


@settings(max_examples=60, deadline=None)
@given(LOGS)
def test_any_log_replays_and_ends_legally(moves):
    events = built(moves)
    first = step(SCENARIO, events, FOREVER)
    assert fingerprint(first) == fingerprint(step(SCENARIO, events, FOREVER))
    assert first.ended in ENDINGS
    assert first.ended_at <= SCENARIO.time_limit + 30  # the last line is typed out
    assert 0 <= first.mood <= 100
    dues = [line.due for line in first.lines]
    assert dues == sorted(dues)


@settings(max_examples=60, deadline=None)
@given(LOGS)
def test_every_message_is_answered_and_never_with_the_line_said_last(moves):
    thread = step(SCENARIO, built(moves), FOREVER)
    answered = {line.answers for line in thread.lines}
    for message in thread.messages:
        cut_off = thread.closed_event is not None and message.event < thread.closed_event
        assert cut_off or (message.event in answered) == (message.recognition is not None)
    for line, following in pairwise(thread.lines):
        assert line.text != following.text or "nudge" in (line.cause, following.cause)


@settings(max_examples=40, deadline=None)
@given(LOGS, st.floats(0, 600))
def test_a_line_that_appeared_never_changes(moves, now):
    """Later events change no line that the applicant has already read."""
    events = built(moves)
    past = [event for event in events if event.at <= now]
    then = [line for line in step(SCENARIO, past, now).lines if line.due <= now]
    later = [line for line in step(SCENARIO, events, FOREVER).lines if line.due <= now]
    assert then == later


# -- replies -----------------------------------------------------------------------------------


def test_two_questions_are_answered_in_one_reply():
    thread = step(SCENARIO, log((20, "May I have your order number and your name?")), 40)
    assert said(thread, "facts") == ["My order number is SH-20731. I am Maricel Dizon."]


def test_an_apology_beside_a_question_adds_no_second_sentence_but_warms():
    thread = step(SCENARIO, log((20, "I'm so sorry. What is your order number?")), 40)
    assert said(thread, "facts") == ["My order number is SH-20731."]
    assert thread.mood == SCENARIO.persona.mood + 8


def test_one_of_two_facts_known_already_only_tells_the_new_one():
    thread = step(
        SCENARIO,
        log((20, "What is your order number?"), (50, "Your order number and your name please")),
        80,
    )
    assert said(thread, "facts")[-1] == "I am Maricel Dizon."
    assert thread.asked_again == ()


def test_identity_asked_for_without_a_name_gives_the_name():
    thread = step(SCENARIO, log((20, "Can I verify your identity first?")), 40)
    assert said(thread, "facts") == ["I am Maricel Dizon."]


def test_a_misread_message_never_dead_ends():
    thread = step(SCENARIO, log((20, "blah blah"), (50, "hmm hmm"), (80, "lalala")), 100)
    answers = said(thread, "off_script")
    assert "order number" not in answers[0]
    assert "Do you need my order number" in answers[1]
    assert len(set(answers)) == 3


def test_an_empty_message_gets_a_question_mark_and_no_change_of_mood():
    thread = step(SCENARIO, log((20, "  ")), 40)
    assert said(thread, "empty") == ["?"]
    assert thread.mood == SCENARIO.persona.mood


def test_rudeness_ends_in_a_complaint():
    thread = step(SCENARIO, log((20, "Shut up."), (40, "You are stupid.")), 70)
    assert thread.ended == "complaint"


def test_a_need_decides_between_two_answers():
    early = step(SCENARIO, log((20, "I will send you a replacement")), 40)
    assert "Don't you need my order number first?" in early.lines[-1].text
    assert early.has_met("offered")  # what was said counts, whatever should have come before
    events = log((20, "Your order number and name please?"), (60, "I will send you a replacement"))
    assert step(SCENARIO, events, 90).has_met("offered")


# -- time --------------------------------------------------------------------------------------


def test_the_opening_is_there_at_once_and_answers_take_typing_time():
    assert step(SCENARIO, log(), 0).lines[0].due == 0
    thread = step(SCENARIO, log((20, "What is your order number?")), 20)
    # Five words at 40 a minute take 7.5 s.
    assert thread.lines[-1].due == 27.5


def test_silence_counts_from_when_the_last_line_was_shown():
    events = log((20, "What is your order number?"))
    assert said(step(SCENARIO, events, 27.5 + 44.9), "nudge") == []
    assert len(said(step(SCENARIO, events, 27.5 + 45), "nudge")) == 1


def test_a_request_to_wait_buys_patience():
    events = log((20, "One moment please while I check"))
    due = step(SCENARIO, events, 20).lines[-1].due
    assert said(step(SCENARIO, events, due + 89), "nudge") == []
    assert len(said(step(SCENARIO, events, due + 90), "nudge")) == 1


def test_extra_time_stretches_every_limit():
    assert step(SCENARIO, log(), FOREVER).ended_at == 180
    assert step(SCENARIO, log(extra_time=2.0), FOREVER).ended_at == 360


def test_the_time_limit_ends_a_chat_politely():
    moves = [(20 + 30 * n, "Please hold on for one moment") for n in range(20)]
    thread = step(SCENARIO, log(*moves), FOREVER)
    assert thread.ended in {"time_up", "complaint"}


def test_a_content_customer_leaves_alone():
    events = play(SCENARIO, script("good agent")[:6])
    thread = step(SCENARIO, events, FOREVER)
    assert thread.ended == "resolved"
    assert thread.ended_at == thread.lines[-1].due + 30


def test_a_message_after_the_end_is_logged_but_not_recognised():
    events = log((20, "Hello"), (400, "Are you there?"))
    thread = step(SCENARIO, events, FOREVER)
    assert thread.messages[-1].recognition is None


def test_closing_too_early_is_not_solving():
    assert step(SCENARIO, log((5, "closed_chat", {})), 10).ended == "closed_early"


def test_what_was_being_typed_when_the_chat_was_closed_is_never_said():
    events = log((20, "May I have your order number and name?"), (22, "closed_chat", {}))
    thread = step(SCENARIO, events, FOREVER)
    assert [line.cause for line in thread.lines] == ["opening"]
    assert not thread.has_met("verified")


def test_a_question_is_a_goal_met_only_once_it_is_answered():
    events = log((20, "May I have your order number and name?"))  # answered at 29
    assert not step(SCENARIO, events, 28).has_met("verified")
    assert step(SCENARIO, events, 29).has_met("verified")


def test_handing_in_stops_the_clock():
    events = log((20, "Hello"))
    events.append(LoggedEvent(number=2, type="submitted", at=30, data=Ended()))
    assert step(SCENARIO, events, FOREVER).ended == ""


def test_events_of_another_chat_are_passed_over():
    events = log((20, "agent_message", {"chat": 2, "text": "What is your order number?"}))
    assert step(SCENARIO, events, 40).messages == ()


@settings(max_examples=60, deadline=None)
@given(LOGS)
def test_any_log_scores_without_fault(moves):
    events = built(moves)
    report = ASSESSMENT.score(BANK, events, {})
    assert report == ASSESSMENT.score(BANK, events, {})
    json.dumps(report.to_dict())
    for point in report.points:
        assert 0 <= point.earned <= point.possible
