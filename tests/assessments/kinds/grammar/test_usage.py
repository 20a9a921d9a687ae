"""Philippine usage: asked or not by the policy of the vacancy, and never part of a score."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Staff
from applicants.models import Application
from assessments.banks import item_decisions
from assessments.banks.item_decisions import ItemState
from assessments.calibration.item_statistics import answered
from assessments.contract.assessment import Begun, Ended, LoggedEvent
from assessments.kinds.grammar import ASSESSMENT
from assessments.kinds.grammar.adaptive import LEAST_ITEMS, MOST_ITEMS
from assessments.kinds.grammar.calibration import on_trial
from assessments.kinds.grammar.draw import draw_full, draw_short
from assessments.kinds.grammar.question import BUNDLES
from assessments.kinds.grammar.trial import MOST_TRIALS
from assessments.kinds.grammar.usage import MOST_OF_A_TOPIC, MOST_USAGE, OPTIONS
from assessments.results import tasks
from assessments.sittings.models import Sitting
from database import db
from tests.support.banks import shipped
from tests.support.factories import an_invitation, begin, event, post_events, walk_to_tests
from tests.support.grammar_items import key
from tests.support.grammar_log import Log
from tests.support.staff import person, signed_in

BANK = shipped("grammar")
USAGE = {name for name, question in BANK.items() if question.variety}
TRIED = [
    name for name, question in sorted(BANK.items()) if ASSESSMENT.calibration.parameters(question)
][::25]
WITH_TRIALS = on_trial(BANK, dict.fromkeys(TRIED, True))
NAMES = [option.name for option in OPTIONS.options]
SEEDS = st.integers(0, 2**31 - 1)


class Sat(Log):
    """A sitting under a policy."""

    def __init__(self, seed, policy, *, form=(), form_name="adaptive", bank=BANK):
        self.bank = bank
        opening = Begun(seed=seed, items=form, length=form_name, policy=policy)
        self.events = [LoggedEvent(number=0, type="begun", at=0.0, data=opening)]
        self.note()


def knows(item: str, pattern: int) -> bool:
    return (sum(map(ord, item)) * 7919 + pattern * 104729) % 100 < pattern % 101


def taken(seed: int, policy: str, pattern: int, draw=None, *, usage: bool, bank=BANK) -> Sat:
    """Return a whole sitting; ``usage``: whether what is asked about usage is answered right."""
    form = draw(bank, seed, False) if draw else ()
    log = Sat(seed, policy, form=form, form_name="full" if draw else "adaptive", bank=bank)

    def right(item: str) -> bool:
        return usage if item in USAGE else knows(item, pattern)

    while not draw and log.current:
        log.answer(right(log.current))
    for question in log.state()["questions"] if draw else ():
        item = question["id"]
        given = key(BANK[item]) if right(item) else "zzz"
        log.add("answered", {"item": item, "answer": given, "seconds_on_screen": 7})
    log.add("submitted", Ended().model_dump())
    return log


def counted(log: Sat) -> dict:
    """All of a report but usage; the numbers of events in evidence differ with the length."""
    told = log.score().to_dict()
    for name in ("usage", "unscored"):
        told["detail"].pop(name)
    for point in told["points"]:
        for evidence in point["evidence"]:
            evidence.pop("event")
    return json.loads(json.dumps(told))


@given(
    seed=SEEDS,
    pattern=st.integers(1, 100),
    usage=st.booleans(),
    draw=st.sampled_from([draw_short, draw_full]),
    bank=st.sampled_from([BANK, WITH_TRIALS]),
)
@settings(max_examples=25, deadline=None)
def test_no_policy_changes_a_fixed_score(seed, pattern, usage, draw, bank) -> None:
    plain = counted(taken(seed, "", pattern, draw, usage=usage, bank=bank))
    for policy in NAMES:
        assert counted(taken(seed, policy, pattern, draw, usage=usage, bank=bank)) == plain


@given(
    seed=SEEDS,
    pattern=st.integers(1, 100),
    usage=st.booleans(),
    policy=st.sampled_from(NAMES),
    bank=st.sampled_from([BANK, WITH_TRIALS]),
)
@settings(max_examples=8, deadline=None)
def test_no_policy_changes_an_adaptive_sitting(seed, pattern, usage, policy, bank) -> None:
    log = taken(seed, policy, pattern, usage=usage, bank=bank)
    plain = taken(seed, "", pattern, usage=usage, bank=bank)
    asked = log.asked()
    assert [item for item in asked if item not in USAGE] == plain.asked()
    assert counted(log) == counted(plain)
    places = [place for place, item in enumerate(asked) if item in USAGE]
    assert len(places) == (0 if policy == "accept" else MOST_USAGE)
    if places:
        assert places[0] >= 2
        assert places[-1] < LEAST_ITEMS + MOST_USAGE + MOST_TRIALS - 1
        assert asked[-1] not in USAGE


@given(seed=SEEDS, draw=st.sampled_from([draw_short, draw_full]))
@settings(max_examples=40, deadline=None)
def test_four_are_spread_over_a_fixed_form(seed, draw) -> None:
    form = draw(WITH_TRIALS, seed, False)
    log = Sat(seed, "count", form=form, form_name="full", bank=WITH_TRIALS)
    whole = [question["id"] for question in log.state()["questions"]]
    assert tuple(item for item in whole if item not in USAGE) == form
    places = [place for place, item in enumerate(whole) if item in USAGE]
    assert len(places) == MOST_USAGE
    lines = [item for item in whole if BANK[item].question_type not in BUNDLES]
    assert places[0] > 0
    assert whole[places[-1]] != lines[-1]
    assert places[-1] < len(lines)
    assert places[-1] - places[0] >= len(form) // 3
    topics = [BANK[whole[place]].topic for place in places]
    assert max(map(topics.count, topics)) <= MOST_OF_A_TOPIC


def test_the_log_says_what_is_asked_whatever_the_bank_becomes() -> None:
    log = taken(5, "count", 60, draw_short, usage=True)
    usage_asked = next(event.data for event in log.events if event.type == "usage_asked")
    assert log.events[0].data.policy == "count"
    assert len(usage_asked.items) == len(usage_asked.places) == MOST_USAGE
    everyone = {
        name: question.model_copy(update={"variety": None}) for name, question in BANK.items()
    }
    before, after = log.score(), ASSESSMENT.score(everyone, log.events, {})
    assert (before.score, before.detail["usage"]) == (after.score, after.detail["usage"])
    assert not [event for event in Sat(5, "accept").events if event.type == "usage_asked"]
    none = {name: question for name, question in BANK.items() if name not in USAGE}
    without = Sat(5, "count", form=draw_short(none, 5, False), form_name="short", bank=none)
    assert without.score().detail["usage"]["reason"] == "not_asked"


def test_an_applicant_sees_no_sign_of_which_they_are() -> None:
    log = Sat(3, "count")
    assert log.state()["most"] == MOST_ITEMS + MOST_USAGE
    states = json.dumps([log.state() for _ in range(12) if log.current and not log.answer(True)])
    assert "usage" not in states
    assert "variety" not in states


@pytest.mark.parametrize(("knew", "right", "sem"), [(True, 4, 0.69), (False, 0, 0.69)])
def test_a_line_of_its_own_with_its_error(knew: bool, right: int, sem: float) -> None:
    """4 of 4: p = 4.5 / 5, error 4 * sqrt(0.9 * 0.1 / 3) = 0.69 questions."""
    scored = taken(9, "count", 50, draw_short, usage=knew).score()
    usage = scored.detail["usage"]
    assert (usage["right"], usage["of"], usage["sem"]) == (right, 4, sem)
    assert {question["id"] for question in scored.unscored} <= USAGE
    assert all(question["reason"] and question["solved"] for question in scored.unscored)
    assert not {point.criterion for point in scored.points} & USAGE
    assert not USAGE & {question["id"] for question in scored.questions}


def test_three_of_four_by_hand() -> None:
    """p = 3/4: 4 * sqrt(0.75 * 0.25 / 3) = 1 question."""
    log = taken(9, "count", 50, draw_short, usage=True)
    item = next(event.data.items[0] for event in log.events if event.type == "usage_asked")
    log.add("answered", {"item": item, "answer": "zzz", "seconds_on_screen": 1})
    usage = log.score().detail["usage"]
    assert (usage["right"], usage["of"], usage["sem"]) == (3, 4, 1.0)


def test_no_answer_about_usage_is_not_measured_and_alone_is_no_answer() -> None:
    form = draw_short(BANK, 3, False)
    log = Sat(3, "count", form=form, form_name="short")
    log.add("answered", {"item": form[0], "answer": "zzz", "seconds_on_screen": 7})
    usage = log.score().detail["usage"]
    assert (usage["right"], usage["sem"], usage["reason"]) == (None, None, "no_answers")
    log = Sat(3, "count", form=form, form_name="short")
    item = log.events[1].data.items[0]
    log.add("answered", {"item": item, "answer": key(BANK[item]), "seconds_on_screen": 7})
    assert log.score().not_measured == "no_answers"
    assert log.score().detail["usage"]["right"] == 1


# --- through the engine


def sat(client: FlaskClient, policy: str) -> Sitting:
    application = an_invitation(None, "grammar").application
    application.battery = [{**application.battery[0], "policy": policy}]
    db.session.commit()
    walk_to_tests(client, application.invitations[0])
    page = client.get("/tests/grammar").text
    assert ("counted apart" in page) == (policy == "count")
    assert ("to know what to teach" in page) == (policy == "teach")
    public = begin(client, "grammar")
    sitting = db.session.query(Sitting).filter_by(public_id=public).one()
    asked = sitting.events[1].data["items"] if policy != "accept" else []
    steps = [
        event(place, "answered", {"item": name, "answer": key(BANK[name]), "seconds_on_screen": 4})
        for place, name in enumerate((sitting.events[0].data["items"][0], *asked[:2]))
    ]
    post_events(client, public, *steps)
    client.post(f"/sittings/{public}/submit", json={})
    tasks.score_sitting(sitting.id)
    return sitting


def report_page(app: Flask, sitting: Sitting) -> str:
    rosa = signed_in(app, db.session.query(Staff).first() or person("recruiter", "Rosa Lim"))
    public = db.session.get_one(Application, sitting.application_id).public_id
    return rosa.get(f"/applications/{public}").text


def test_counted_it_has_a_line_in_the_report(app: Flask, client: FlaskClient) -> None:
    sitting = sat(client, "count")
    assert sitting.events[0].data["policy"] == "count"
    asked = sitting.events[1].data["items"]
    page = report_page(app, sitting)
    assert "The client’s variety" in page
    assert "in no score, no ability and no ranking" in page
    assert "4 questions about usage" in page
    assert BANK[asked[0]].reason in page
    assert "1 right, 0 not wholly right, 19 without an answer" in page
    answers = answered("grammar")
    assert {name: len(answers[name]) for name in USAGE & answers.keys()} == dict.fromkeys(asked, 1)


def test_taught_it_is_shown_and_not_counted(app: Flask, client: FlaskClient) -> None:
    page = report_page(app, sat(client, "teach"))
    assert "for training alone" in page
    assert "The client’s variety" not in page


def test_accepted_or_old_nothing_is_said_of_it(app: Flask, client: FlaskClient) -> None:
    sitting = sat(client, "accept")
    assert "Philippine usage" not in report_page(app, sitting)
    old = json.loads(json.dumps(sitting.result.content))
    for name in ("usage", "unscored"):
        del old["detail"][name]
    sitting.result.content = old
    db.session.commit()
    page = report_page(app, sitting)
    assert "Philippine usage" not in page
    assert "1 right, 0 not wholly right, 19 without an answer" in page


def test_a_retired_one_is_not_asked_and_a_practice_asks_none(client: FlaskClient) -> None:
    remaining = sorted(USAGE)[0]
    for name in sorted(USAGE)[1:]:
        item_decisions.decide(
            "grammar", name, ItemState.RETIRED, reason="old", by_id=None, by="Ana"
        )
    assert sat(client, "count").events[1].data["items"] == [remaining]


def test_a_practice_asks_none(client: FlaskClient) -> None:
    application = an_invitation(None, "grammar").application
    application.battery = [{**application.battery[0], "policy": "count"}]
    db.session.commit()
    walk_to_tests(client, application.invitations[0])
    client.post("/tests/grammar/practice")
    sitting = db.session.query(Sitting).filter_by(practice=True).one()
    assert [event.kind for event in sitting.events] == ["begun"]
    assert sitting.events[0].data["policy"] == ""


def test_no_browser_may_say_what_is_asked(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "grammar"))
    sitting = begin(client, "grammar")
    forged = event(0, "usage_asked", {"items": [], "places": []})
    assert post_events(client, sitting, forged).status_code == 422
