"""The report of a chat: evidence for every point, a place for every miss, waits, ranking."""

import json

import pytest

from assessments.contract.assessment import Begun, Ended, LoggedEvent
from assessments.kinds.chat import ASSESSMENT
from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.events import EVENTS
from assessments.kinds.chat.marking.waits import waits
from assessments.kinds.chat.scenario import Move
from scoring.report import Report
from tests.support.banks import shipped

BANK = shipped("chat")
SCENARIO = BANK["cracked-rice-cooker"]
SCRIPTS = {test.name: test.script for test in SCENARIO.tests}


def report_of(script) -> Report:
    return ASSESSMENT.score(BANK, play(SCENARIO, script), {})


def log(*moves):
    opening = Begun(seed=1, items=(SCENARIO.id,))
    events = [LoggedEvent(number=0, type="begun", at=0.0, data=opening)]
    for at, text in moves:
        model = EVENTS["agent_message"].model_validate({"chat": 1, "text": text})
        events.append(LoggedEvent(number=len(events), type="agent_message", at=at, data=model))
    return events


def point_of(report, name):
    return next(point for point in report.points if point.criterion == name)


def test_an_empty_log_is_not_measured():
    report = ASSESSMENT.score(BANK, log(), {})
    assert report.score is None
    assert report.not_measured == "no_messages"
    assert all(m.value is None for m in report.measures if m.name != "messages_sent")
    assert all(m.reason for m in report.measures if m.value is None)
    assert report.detail["chats"][0]["transcript"][0]["who"] == "customer"


@pytest.mark.parametrize("text", ["", "   ", "...!?"])
def test_messages_without_words_measure_nothing(text):
    assert ASSESSMENT.score(BANK, log((20, text)), {}).score is None


def test_a_good_agent_earns_everything_and_every_point_has_its_place():
    events = play(SCENARIO, SCRIPTS["good agent"])
    report = ASSESSMENT.score(BANK, events, {})
    assert report.score == 100
    assert report.flags == ()
    assert sum(point.possible for point in report.points) == pytest.approx(100, abs=0.1)
    silent = {"policy.nothing_forbidden", "policy.escalation"}  # earned by not doing something
    for point in report.points:
        assert point.evidence or point.criterion in silent, point.criterion
        for evidence in point.evidence:
            if evidence.unit == "characters":
                text = events[evidence.event].data.text
                assert text[int(evidence.start) : int(evidence.end)] == evidence.text


def test_every_miss_names_the_message_where_it_was_due():
    events = play(SCENARIO, SCRIPTS["weak agent"])
    report = ASSESSMENT.score(BANK, events, {})
    for point in report.points:
        if point.earned == 0 and not point.criterion.startswith("responsiveness"):
            assert events[point.due].type == "agent_message", point.criterion


def test_the_better_conversation_scores_higher():
    names = ["good agent", "learner English", "acts before checking", "weak agent"]
    scores = [report_of(SCRIPTS[name]).score for name in names]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_key_words_earn_no_words():
    report = report_of(SCRIPTS["keyword stuffing"])
    assert "stuffed_message" in report.flags
    assert report.measure("resolution").value == 0
    assert report.measure("care").value == 0
    assert report.measure("responsiveness").value == 0


def test_rudeness_is_flagged_for_a_person_and_deducts_nothing():
    polite = [Move(say="May I have your order number?")]
    rude = [Move(say="May I have your order number, stupid?")]
    assert report_of(rude).score == report_of(polite).score
    assert "rude_words" in report_of(rude).flags
    assert "rude_words" not in report_of(polite).flags


def test_a_missed_critical_goal_caps_resolution_and_asks_for_a_person():
    script = [move for move in SCRIPTS["good agent"] if move.act is None]
    report = report_of(script)
    # Goals worth 65 of 100 are met without the action; the critical one caps them at 50.
    assert report.measure("resolution").value == 50
    assert "critical_missed" in report.flags


def test_acting_before_checking_costs_process_points():
    report = report_of(SCRIPTS["acts before checking"])
    missed = point_of(report, "policy.verified_first")
    assert missed.earned == 0
    assert missed.due == 1  # the action itself


def test_a_wrong_action_earns_nothing():
    moves = list(SCRIPTS["good agent"])
    place = next(n for n, move in enumerate(moves) if move.act)
    moves[place] = Move(act="replace", values={"order": "SH-19984", "reason": "Wrong item"})
    report = report_of(moves)
    assert point_of(report, "policy.right_action").earned == 0
    assert point_of(report, "resolution.goal.arranged").earned == 0


def test_something_forbidden_has_its_place_in_the_message():
    moves = list(SCRIPTS["good agent"])
    moves[2] = Move(say="I can send a replacement, it will arrive tomorrow.")
    lost = point_of(report_of(moves), "policy.nothing_forbidden")
    assert lost.earned == 0
    assert "tomorrow" in lost.evidence[0].text


def test_notes_earn_by_share_and_name_what_is_missing():
    moves = list(SCRIPTS["good agent"])
    moves[-1] = Move(disposition="damaged", notes="the pot was broken")
    notes = point_of(report_of(moves), "policy.notes")
    assert notes.earned == pytest.approx(notes.possible / 2, abs=0.01)
    assert "replac" in notes.label


def test_a_pasted_article_is_flagged():
    article = SCENARIO.knowledge[0].body
    report = report_of([Move(say=article[:900])])
    assert "pasted_article" in report.flags


def test_waits_run_from_the_line_shown_and_not_from_nudges():
    # Opening at 0, nudge at 45, answer at 60: one wait of 60 s. The reply takes 7.5 s of typing.
    events = log((60, "What is your order number?"), (90, "Thank you, let me check that"))
    thread = step(SCENARIO, events, 91)
    assert [wait.seconds for wait in waits(thread, 91)] == [60, 22.5]


def test_two_messages_in_a_row_answer_once():
    events = log((20, "Hello"), (21, "What is your order number?"))
    thread = step(SCENARIO, events, 22)
    assert [wait.seconds for wait in waits(thread, 22)] == [20]


def test_a_line_never_answered_counts_until_the_customer_gives_up():
    events = log((20, "What is your order number?"))
    thread = step(SCENARIO, events, 1000)
    last = waits(thread, 1000)[-1]
    assert last.event is None
    assert last.seconds == 180


def test_handing_in_ends_the_wait():
    events = log((20, "What is your order number?"))
    events.append(LoggedEvent(number=2, type="submitted", at=40, data=Ended()))
    report = ASSESSMENT.score(BANK, events, {})
    assert report.measure("longest_wait").value == 20  # first answer; then 12.5 s unanswered


def test_a_report_survives_the_database():
    report = report_of(SCRIPTS["weak agent"])
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


def test_written_english_counts_when_there_is_enough_of_it():
    report = report_of(SCRIPTS["good agent"])
    assert report.detail["left_out"] == []
    assert report.measure("english").value == 100
    assert sum(report.detail["weights"].values()) == 100
    short = ASSESSMENT.score(BANK, log((20, "Hello, may I have your order number?")), {})
    assert short.detail["left_out"] == ["english"]
    assert short.measure("english").reason == "not_enough_text"


def test_transcript_segments_give_the_whole_message_back():
    events = play(SCENARIO, SCRIPTS["learner English"])
    report = ASSESSMENT.score(BANK, events, {})
    for row in report.detail["chats"][0]["transcript"]:
        if row["who"] == "agent":
            joined = "".join(piece["text"] for piece in row["segments"])
            assert joined == events[row["event"]].data.text


def test_the_look_alike_article_alone_is_a_miss_that_shows_where():
    moves = list(SCRIPTS["learner English"])
    moves.insert(1, Move(article="change-of-mind"))
    missed = point_of(report_of(moves), "policy.right_article")
    assert missed.earned == 0
    assert [evidence.rule for evidence in missed.evidence] == ["article: change-of-mind"]


def test_prepared_replies_are_named_in_the_report():
    events = log((20, "Hello"))
    model = EVENTS["canned_used"].model_validate({"chat": 1, "canned": "hello"})
    events.append(LoggedEvent(number=2, type="canned_used", at=21, data=model))
    detail = ASSESSMENT.score(BANK, events, {}).detail
    assert detail["chats"][0]["prepared"] == ["Greeting"]
