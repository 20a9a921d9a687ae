"""Questions on trial: asked, logged, and without any weight."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from applicants.models import Application
from assessments.banks import item_decisions
from assessments.banks.item_decisions import ItemState
from assessments.calibration import material
from assessments.calibration.item_statistics import answered
from assessments.contract.assessment import Ended
from assessments.kinds.grammar import ASSESSMENT
from assessments.kinds.grammar.adaptive import LEAST_ITEMS, MOST_ITEMS
from assessments.kinds.grammar.calibration import on_trial
from assessments.kinds.grammar.draw import draw_full, draw_short
from assessments.kinds.grammar.question import BUNDLES
from assessments.kinds.grammar.trial import MOST_TRIALS
from assessments.results import tasks
from assessments.sittings.models import Sitting
from database import db
from tests.support.banks import shipped
from tests.support.factories import an_invitation, begin, event, post_events, walk_to_tests
from tests.support.grammar_items import choose, cloze, email, key, typed
from tests.support.grammar_log import Log
from tests.support.staff import person, signed_in

BANK = shipped("grammar")
TRIED = [
    name for name, question in sorted(BANK.items()) if ASSESSMENT.calibration.parameters(question)
][::25]
WITH = on_trial(BANK, dict.fromkeys(TRIED, True))
WITHOUT = {name: question for name, question in BANK.items() if name not in TRIED}
SEEDS = st.integers(0, 2**31 - 1)


def right(item: str, pattern: int) -> bool:
    """Whether a simulated person knows an item, whenever it is asked."""
    return hash((sum(map(ord, item)), pattern)) % 100 < pattern % 101


def taken(bank, seed: int, pattern: int, form=None, *, tried: bool | None = None) -> Log:
    """Return a whole sitting; ``tried``: whether questions on trial are answered right."""
    log = Log(seed, bank, form_name="adaptive" if form is None else "full", form=form or ())

    def knows(item: str) -> bool:
        return right(item, pattern) if tried is None or item not in TRIED else tried

    while form is None and log.current:
        log.answer(knows(log.current))
    for item in form or ():
        given = key(BANK[item]) if knows(item) else "zzz"
        log.add("answered", {"item": item, "answer": given, "seconds_on_screen": 7})
    log.add("submitted", Ended().model_dump())
    return log


def counted(log: Log) -> dict:
    """Return a report without trials and event numbers, which differ with the length."""
    report = log.score().to_dict()
    report["detail"].pop("trial")
    for point in report["points"]:
        for evidence in point["evidence"]:
            evidence.pop("event")
    return json.loads(json.dumps(report))


# --- fixed draws


@given(seed=SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_form_is_what_it_was_with_three_among_it(seed: int) -> None:
    for draw in (draw_short, draw_full):
        form = draw(WITH, seed, False)
        assert draw(WITHOUT, seed, False) == tuple(item for item in form if item not in TRIED)
        places = [place for place, item in enumerate(form) if item in TRIED]
        assert len(places) == MOST_TRIALS
        lines = [item for item in form if BANK[item].question_type not in BUNDLES]
        assert places[0] > 0
        assert form[places[-1]] != lines[-1]
        assert places[-1] < len(lines)
        assert places[2] - places[0] >= len(lines) // 3 - 1


@given(seed=SEEDS, pattern=st.integers(1, 100), tried=st.booleans())
@settings(max_examples=20, deadline=None)
def test_what_is_tried_out_changes_no_fixed_score(seed: int, pattern: int, tried: bool) -> None:
    form = draw_full(WITH, seed, False)
    log = taken(WITH, seed, pattern, form, tried=tried)
    plain = taken(WITHOUT, seed, pattern, draw_full(WITHOUT, seed, False))
    assert counted(log) == counted(plain)
    noted = [trial["earned"] for trial in log.score().on_trial]
    assert noted == [int(tried)] * MOST_TRIALS


def test_fewer_on_trial_are_all_tried_and_none_is_nothing() -> None:
    few = on_trial(BANK, dict.fromkeys(TRIED[:2], True))
    assert set(draw_short(few, 5, False)) >= set(TRIED[:2])
    assert len(draw_short(few, 5, False)) == 22
    plain = Log(5, BANK, form_name="short", form=draw_short(BANK, 5, False))
    assert not [event for event in plain.events if event.type == "on_trial"]
    assert plain.score().on_trial == ()


def test_answers_to_tried_questions_alone_are_no_answers() -> None:
    form = draw_short(WITH, 3, False)
    log = Log(3, WITH, form_name="short", form=form)
    for item in set(form) & set(TRIED):
        data = {"item": item, "answer": key(BANK[item]), "seconds_on_screen": 7}
        log.add("answered", data)
    assert log.score().not_measured == "no_answers"


# --- adaptive


@given(seed=SEEDS, pattern=st.integers(1, 100), tried=st.booleans())
@settings(max_examples=6, deadline=None)
def test_what_is_tried_out_changes_no_adaptive_sitting(
    seed: int, pattern: int, tried: bool
) -> None:
    log, plain = taken(WITH, seed, pattern, tried=tried), taken(WITHOUT, seed, pattern)
    asked = log.asked()
    assert [item for item in asked if item not in TRIED] == plain.asked()
    assert counted(log) == counted(plain)
    places = [place for place, item in enumerate(asked) if item in TRIED]
    assert len(places) == MOST_TRIALS
    assert places[0] >= 2
    assert places[-1] < LEAST_ITEMS + MOST_TRIALS - 1 < len(asked)
    assert len(plain.asked()) <= MOST_ITEMS


def test_the_length_that_an_applicant_is_told_holds_them() -> None:
    log = Log(3, WITH)
    assert log.state()["most"] == MOST_ITEMS + MOST_TRIALS
    assert Log(3, BANK).state()["most"] == MOST_ITEMS
    states = json.dumps([log.state() for _ in range(9) if log.current and not log.answer(True)])
    assert "trial" not in states


def test_a_question_that_was_retired_meanwhile_is_passed_over() -> None:
    log = Log(3, WITH)
    planned = log.events[1].data.items
    log.bank = {name: question for name, question in WITH.items() if name != planned[0]}
    while log.current:
        log.answer(right=False)
    assert [item for item in log.asked() if item in TRIED] == list(planned[1:])
    assert log.score().detail["stopped"]


def test_one_that_came_into_use_meanwhile_is_not_asked_again() -> None:
    log = Log(3, WITH)
    planned = log.events[1].data.items
    while log.current:
        log.bank = BANK if planned[0] in log.asked() else WITH
        log.answer(right=True)
    assert log.asked().count(planned[0]) == 1
    assert [trial["id"] for trial in log.score().on_trial] == list(planned)


# --- the bank


def test_only_what_answers_can_calibrate_is_on_trial() -> None:
    assert choose(trial=True).trial
    for make, more in ((cloze, {}), (email, {}), (choose, {"practice": True})):
        with pytest.raises(ValidationError, match="on trial"):
            make(trial=True, **more)
    with pytest.raises(ValidationError, match="on trial"):
        typed(trial=True, variety="ph")


def test_people_put_a_question_on_trial_and_into_use(app: Flask) -> None:
    client = signed_in(app, person("trainer", "Theo Cruz"))
    address = f"/items/grammar/{TRIED[0]}"
    decision = {"state": "trial", "reason": "new wording"}
    assert client.post(address, data=decision).status_code == 303
    assert item_decisions.drawable("grammar")[TRIED[0]].trial
    assert "new wording" in client.get(address).text
    assert TRIED[0] in client.get("/items/grammar?state=trial").text
    assert client.post(address, data=decision).status_code == 422
    decision = {"state": "used", "reason": "200 good answers"}
    assert client.post(address, data=decision).status_code == 303
    assert not item_decisions.drawable("grammar")[TRIED[0]].trial
    bundle = next(name for name, question in BANK.items() if question.question_type in BUNDLES)
    decision = {"state": "trial", "reason": "x"}
    assert client.post(f"/items/grammar/{bundle}", data=decision).status_code == 422
    with pytest.raises(ValueError, match="cannot be on trial"):
        item_decisions.decide("grammar", bundle, ItemState.TRIAL, reason="x", by_id=None, by="Ana")


def test_answers_to_tried_questions_feed_statistics_and_calibration(client: FlaskClient) -> None:
    for name in TRIED[:3]:
        item_decisions.decide("grammar", name, ItemState.TRIAL, reason="new", by_id=None, by="Ana")
    db.session.commit()
    walk_to_tests(client, an_invitation(None, "grammar"))
    public = begin(client, "grammar")
    sitting = db.session.query(Sitting).filter_by(public_id=public).one()
    form = sitting.events[0].data["items"]
    assert len(form) == 23
    tried = [name for name in form if name in TRIED[:3]]
    assert sitting.events[1].kind == "on_trial"
    assert sitting.events[1].data == {"items": tried}
    steps = [
        event(place, "answered", {"item": name, "answer": key(BANK[name]), "seconds_on_screen": 4})
        for place, name in enumerate((form[0], tried[0]))
    ]
    post_events(client, public, *steps)
    client.post(f"/sittings/{public}/submit", json={})
    tasks.score_sitting(sitting.id)
    answers = answered("grammar")
    assert (answers[tried[0]][0].earned, answers[tried[1]][0].earned) == (1, 0)
    assert answers[tried[0]][0].rest == pytest.approx(1 / 20)
    assert answers[tried[0]][0].seconds == 4
    material_answers = material.answers("grammar")
    assert material_answers == [{name: int(name in {form[0], tried[0]}) for name in form}]
    assert set(tried) <= material.material("grammar").in_force.keys()
    rosa = signed_in(client.application, person("recruiter", "Rosa Lim"))
    public = db.session.get_one(Application, sitting.application_id).public_id
    report = rosa.get(f"/applications/{public}").text
    assert "3 more questions were only tried out" in report
    assert "1 right, 0 not wholly right, 19 without an answer" in report


def test_no_browser_may_say_what_is_on_trial(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "grammar"))
    sitting = begin(client, "grammar")
    forged = event(0, "on_trial", {"items": TRIED[:1]})
    assert post_events(client, sitting, forged).status_code == 422
