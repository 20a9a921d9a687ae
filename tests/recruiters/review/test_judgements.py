"""A person's word on a point of a chat's report: kept with both values, and what it changes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Staff
from applicants.models import Applicant, Application, ApplicationState
from assessments.banks import registry
from assessments.kinds.chat import ASSESSMENT
from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.scenario import Move
from assessments.sittings.models import Sitting
from database import db
from recruiters.review import points
from recruiters.review.agreement import agreement_with_machine
from recruiters.review.models import Review
from recruiters.review.points import ReviewedPoint
from recruiters.review.reviews import newest_reviews
from recruiters.vacancies.vacancies import add_vacancy
from tests.support.banks import shipped
from tests.support.staff_room import sit

SCENARIO = shipped("chat")["cracked-rice-cooker"]
SCRIPT = (
    Move(say="Hello, may I have your order number and full name?"),
    Move(say="Stop complaining. I can send you a replacement, is that right?"),
)


@pytest.fixture
def ana(app: Flask, rosa: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Application:
    """An applicant with a chat that was scored."""
    monkeypatch.setattr(registry, "kinds", lambda: (ASSESSMENT,))
    registry.install(app)
    battery = [{"slug": "chat", "weight": 1.0, "minutes": 10, "bar": None}]
    vacancy = add_vacancy(title="Chat support", employer="Bayan Care", battery=battery)
    db.session.flush()
    application = Application(
        public_id="ana",
        applicant=Applicant(public_id="p-ana", name="Ana", email="ana@example.com"),
        vacancy_id=vacancy.id,
        employer=vacancy.employer,
        role=vacancy.title,
        battery=battery,
        state=ApplicationState.FINISHED,
    )
    db.session.add(application)
    db.session.flush()
    sitting = sit(application, "chat", 50)
    report = ASSESSMENT.score({SCENARIO.id: SCENARIO}, play(SCENARIO, SCRIPT), {})
    result = sitting.results[-1]
    result.content, result.score = report.to_dict(), report.score
    db.session.commit()
    return application


def listed(application: Application, item: str) -> ReviewedPoint:
    sitting = db.session.scalars(
        select(Sitting).where(Sitting.application_id == application.id)
    ).one()
    assert sitting.result is not None
    entries = sitting.result.report.to_review
    number = next(entry["number"] for entry in entries if entry["item"].startswith(item))
    found = points.find_point(application, "chat", number)
    assert found is not None
    return found


def address(judged: ReviewedPoint) -> str:
    return f"/applications/ana/chat/points/{judged.entry['number']}/judgement"


def test_a_judgement_is_kept_once_with_both_values(rosa: FlaskClient, ana: Application) -> None:
    missed = listed(ana, "1.care.cue.opening")
    page = rosa.get(address(missed))
    assert page.status_code == 200
    assert "Answered the feeling" in page.text
    assert rosa.post(address(missed), data={"met": "1", "note": " "}).status_code == 422
    for _ in range(2):
        sent = rosa.post(address(missed), data={"met": "1", "note": "She was warm."})
        assert (sent.status_code, sent.location) == (303, "/applications/ana#chat")
    (kept,) = db.session.scalars(select(Review)).all()
    assert (kept.subject, kept.met, kept.levels, kept.machine) == ("point", True, {}, {"met": 0.0})
    assert (kept.reviewed_by, kept.note, kept.saw_score) == ("Rosa Lim", "She was warm.", True)


def test_the_report_shows_both_scores_and_who_said_so(rosa: FlaskClient, ana: Application) -> None:
    before = rosa.get("/applications/ana").text
    assert "Confirm or disagree" in before
    assert "With the judgements of" not in before
    rosa.post(address(listed(ana, "1.care.cue.opening")), data={"met": "1", "note": "Warm."})
    after = rosa.get("/applications/ana").text
    assert "With the judgements of Rosa Lim" in after
    assert "Rosa Lim: yes" in after
    assert "Warm." in after


def test_a_fault_of_manner_costs_only_once_a_person_has_confirmed_it(ana: Application) -> None:
    fault = listed(ana, "1.conduct.rude_words")
    report, number = fault.report, fault.entry["number"]
    assert report.score is not None
    assert ASSESSMENT.review.reconsider(report, {}) == report.score
    assert ASSESSMENT.review.reconsider(report, {number: 5.0}) == report.score - 5
    assert ASSESSMENT.review.reconsider(report, {number: 0.0}) == report.score


def test_ratings_of_answers_and_judgements_do_not_mix(ana: Application, rosa: FlaskClient) -> None:
    rosa.post(address(listed(ana, "1.care.cue.opening")), data={"met": "1", "note": "Warm."})
    assert not any(agreement.pearson.n for agreement in agreement_with_machine(newest_reviews()))
    assert "1 rating" not in rosa.get("/agreement").text


def test_a_judgement_of_another_thing_at_that_place_is_left_out(ana: Application) -> None:
    missed = listed(ana, "1.care.cue.opening")
    rosa = db.session.scalars(select(Staff)).first()
    assert rosa is not None
    kept = points.review(missed, met=True, note="Warm.", by=rosa)
    assert points.points_given(missed.report, [kept]) == {
        missed.entry["number"]: missed.entry["possible"]
    }
    kept.item = "1.care.something-else"
    assert points.points_given(missed.report, [kept]) == {}


@pytest.mark.parametrize("number", [999, 10_000])
def test_what_is_not_listed_cannot_be_judged(
    rosa: FlaskClient, ana: Application, number: int
) -> None:
    assert rosa.get(f"/applications/ana/chat/points/{number}/judgement").status_code == 404
