"""The desk: it shows only lines that are due and gives no answer away; both pages render."""

import itertools
import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask import render_template
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from pydantic import ValidationError

from assessments.contract.assessment import Begun, LoggedEvent
from assessments.kinds.chat import ASSESSMENT
from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.events import EVENTS
from tests.support.banks import shipped
from tests.support.bare_app import APP, ROOT

BANK = shipped("chat")
SCENARIO = BANK["cracked-rice-cooker"]


def log(*moves):
    opening = Begun(seed=1, items=(SCENARIO.id,))
    events = [LoggedEvent(number=0, type="begun", at=0.0, data=opening)]
    for at, kind, data in moves:
        model = EVENTS[kind].model_validate_json(json.dumps({"chat": 1, **data}))
        events.append(LoggedEvent(number=len(events), type=kind, at=at, data=model))
    return events


def chat(events, now):
    return ASSESSMENT.state(BANK, events, now)["chats"][0]


ASKED = (20, "agent_message", {"text": "May I have your order number and name?"})


def test_lines_appear_when_they_are_due_and_dots_before():
    # The answer of nine words takes 9 s at most, so it is due at 29.
    events = log(ASKED)
    assert len(chat(events, 24)["lines"]) == 2
    assert not chat(events, 24)["typing"]  # due in 5 s
    assert chat(events, 25.5)["typing"]
    after = chat(events, 29)
    assert [line["who"] for line in after["lines"]] == ["customer", "agent", "customer"]
    assert not after["typing"]


def test_waiting_counts_from_the_line_shown():
    assert chat(log(), 12)["waiting_since"] == 0
    assert chat(log(ASKED), 25)["waiting_since"] is None
    assert chat(log(ASKED), 35)["waiting_since"] == 29


def test_the_state_changes_with_what_happens_and_not_with_the_clock():
    """Dots come 4 s before the answer that is due at 29, and 4 s before the nudge 45 s later."""
    at = [20, 21, 24, 25.5, 28.9, 29.1, 40, 60]
    states = [json.dumps(ASSESSMENT.state(BANK, log(ASKED), now)) for now in at]
    same = [before == after for before, after in itertools.pairwise(states)]
    assert same == [True, True, False, True, False, True, True]


def test_an_action_is_shown_without_saying_whether_it_was_right():
    steps = [
        chat(log((5, "action", {"action": "replace", "values": values})), 6)["lines"][-1]
        for values in ({"order": "SH-20731"}, {"order": "SH-19984"})
    ]
    assert {line["who"] for line in steps} == {"step"}
    assert steps[0]["text"].replace("SH-20731", "SH-19984") == steps[1]["text"]


def test_finished_needs_an_ended_chat_and_a_wrap_up():
    closed = (5, "closed_chat", {})
    saved = (8, "wrap_up", {"disposition": "damaged", "notes": ""})
    assert not ASSESSMENT.state(BANK, log(closed), 9)["finished"]
    assert not ASSESSMENT.state(BANK, log(saved), 9)["finished"]
    assert ASSESSMENT.state(BANK, log(closed, saved), 9)["finished"]


SECRET_KEYS = {
    "goal",
    "cue",
    "critical",
    "mood",
    "correct",
    "fulfils",
    "near_miss",
    "applies",
    "reaction",
    "forbidden",
    "clue",
    "due",
    "escalation",
}


def test_nothing_in_the_state_gives_an_answer_away():
    events = play(SCENARIO, SCENARIO.tests[0].script)
    for now in (0, 30, 100, 400):
        text = json.dumps(ASSESSMENT.state(BANK, events, now))
        for secret in SECRET_KEYS:
            assert f'"{secret}"' not in text
        for goal in SCENARIO.goals:
            assert goal.label not in text
    unsaid = json.dumps(ASSESSMENT.state(BANK, log(), 0))
    assert SCENARIO.facts["problem"].say[0] not in unsaid


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("agent_message", {"text": "x" * 1001}),
        ("agent_message", {"chat": 0, "text": "x"}),
        ("agent_message", {"chat": 4, "text": "x"}),
        ("agent_message", {"text": "x", "score": 100}),
        ("action", {"action": "refund", "values": {"amount": "9" * 301}}),
        ("action", {"action": "refund", "values": {str(n): "x" for n in range(11)}}),
        ("wrap_up", {"disposition": "", "notes": ""}),
    ],
)
def test_events_out_of_bounds_are_refused(kind, data):
    with pytest.raises(ValidationError):
        EVENTS[kind].model_validate_json(json.dumps({"chat": 1, **data}))


# -- pages -------------------------------------------------------------------------------------


@pytest.fixture
def pages(monkeypatch):
    own = FileSystemLoader(str(ROOT / "assessments/kinds/chat/templates"))
    loader = ChoiceLoader([APP.jinja_loader, PrefixLoader({"chat": own})])
    monkeypatch.setattr(APP.jinja_env, "loader", loader)
    with APP.test_request_context():
        yield


def take(events, now, practice=False):
    return render_template(
        "chat/take.html",
        sitting=SimpleNamespace(public_id="abc", practice=practice),
        assessment=ASSESSMENT,
        state=ASSESSMENT.state(BANK, events, now),
        next_url="/next",
        seconds_left=100.0,
        kind_static=lambda slug, name: f"/kinds/{slug}/{name}",
        kind_css="/kinds/chat/chat.css",
    )


def test_the_first_page_already_shows_the_chat(pages):
    html = take(log(ASKED), 40)
    assert "May I have your order number and name?" in html
    assert "My order number is SH-20731." in html
    assert 'role="log"' in html
    assert html.count('role="tab"') == html.count('role="tabpanel"') == 3


def test_the_page_keeps_the_strict_policy_and_names_its_controls(pages):
    html = take(log(ASKED), 40)
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for control in re.findall(r"<(?:textarea|select|input)[^>]*\sid=\"([^\"]+)\"", html):
        assert f'for="{control}"' in html


def test_what_an_applicant_types_stays_text(pages):
    html = take(log((5, "agent_message", {"text": "<img src=x onerror=alert(1)>"})), 40)
    assert "<img src=x" not in html


@pytest.mark.parametrize("test", SCENARIO.tests, ids=lambda test: test.name)
def test_the_report_renders_and_its_links_lead_somewhere(pages, test):
    report = ASSESSMENT.score(BANK, play(SCENARIO, test.script), {})
    stored = type(report).from_dict(json.loads(json.dumps(report.to_dict())))
    html = render_template("chat/report.html", report=stored)
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids, target
    for place, point in enumerate(report.points):
        # A criterion for which there was no occasion is left out, also in an old result.
        is_shown = point.possible > 0 or not report.to_review[place]["judged"]
        assert (f'id="chat-point-{place}"' in html) is is_shown
        if point.earned == 0 and point.due is not None:
            assert f'href="#chat-point-{place}"' in html, point.criterion
    assert " style=" not in html


@pytest.mark.parametrize(
    ("policy", "says"),
    [("any", "which the vacancy allows"), ("any-english", "The vacancy asks for English only")],
)
def test_the_report_says_how_much_is_filipino_and_that_it_is_no_error(pages, policy, says):
    opening = Begun(seed=1, items=(SCENARIO.id,), policy=policy)
    first, *rest = log((20, "agent_message", {"text": "Na-check ko na po ang order nyo, ma'am."}))
    report = ASSESSMENT.score(BANK, [replace(first, data=opening), *rest], {})
    html = render_template("chat/report.html", report=report)
    assert says in html
    assert "no error" in html
    assert "78 % of the applicant’s own words" in html  # 7 of 9: "order" and "ma'am" are English


def test_a_criterion_without_an_occasion_is_left_out_of_a_stored_report(pages):
    report = ASSESSMENT.score(BANK, play(SCENARIO, SCENARIO.tests[0].script), {})
    never = [
        replace(point, earned=0, possible=0, label="Never said") if place == 2 else point
        for place, point in enumerate(report.points)
    ]
    html = render_template("chat/report.html", report=replace(report, points=tuple(never)))
    assert "0 / 0" not in html
    assert 'id="chat-point-2"' not in html
    assert 'id="chat-point-3"' in html
