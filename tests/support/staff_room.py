"""Staff who are signed in, and two kinds of test that exist only here.

The room must work for any kind of test; two plain ones keep these tests apart from real content.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import event

from app import create_app
from applicants.models import Applicant, Application, ApplicationState, Invitation, Vacancy
from assessments.banks import registry
from assessments.contract.assessment import Assessment
from assessments.sittings.models import Result, Sitting, SittingState
from database import db, now
from recruiters.vacancies.vacancies import add_vacancy
from scoring.report import Report
from tests.support.apps import settings_for
from tests.support.staff import person, signed_in


def kind(slug: str, name: str) -> Assessment:
    return Assessment(
        slug=slug,
        name=name,
        skills=("skill",),
        version="1",
        minutes=10,
        bank=dict,
        draw=lambda bank, seed, practice: (),
        events={},
        state=lambda bank, events, moment: {"finished": False},
        score=lambda bank, events, spoken: Report(not_measured="no_answers"),
    )


KINDS = (kind("alpha", "Alpha test"), kind("beta", "Beta test"))


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(registry, "kinds", lambda: KINDS)
    made = create_app(settings_for(tmp_path))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    loader = made.jinja_loader
    assert loader is not None
    pages = {f"{kind.slug}/report.html": "<p>Evidence of {{ sitting.slug }}</p>" for kind in KINDS}
    made.jinja_loader = ChoiceLoader([DictLoader(pages), loader])  # type: ignore[assignment]
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def rosa(app: Flask) -> FlaskClient:
    """A recruiter's browser."""
    return signed_in(app, person("recruiter", "Rosa Lim"))


@pytest.fixture
def theo(app: Flask) -> FlaskClient:
    """A trainer's browser."""
    return signed_in(app, person("trainer", "Theo Cruz"))


@pytest.fixture
def vacancy(app: Flask) -> Vacancy:
    battery = [
        {"slug": "alpha", "weight": 1.0, "minutes": 10, "bar": 60.0},
        {"slug": "beta", "weight": 3.0, "minutes": 20, "bar": None},
    ]
    added = add_vacancy(title="Chat support, Cebu", employer="Bayan Care", battery=battery)
    db.session.commit()
    return added


Apply = Callable[..., Application]


@pytest.fixture
def apply(vacancy: Vacancy) -> Apply:
    """Add an applicant: ``apply("Ana", alpha=70, beta=None)``; None means not measured."""
    count = 0

    def make(name: str, *, sem: float | None = 2.0, state: str = "", **scores: Any) -> Application:
        nonlocal count
        count += 1
        done = len(scores) == len(vacancy.battery)
        application = Application(
            public_id=f"application-{count}",
            applicant=Applicant(
                public_id=f"applicant-{count}", name=name, email=f"person{count}@example.com"
            ),
            vacancy_id=vacancy.id,
            employer=vacancy.employer,
            role=vacancy.title,
            battery=vacancy.battery,
            state=state or (ApplicationState.FINISHED if done else ApplicationState.STARTED),
            invitations=[Invitation(nonce=f"nonce-{count}", expires_at=now() + timedelta(days=9))],
        )
        db.session.add(application)
        db.session.flush()
        for slug, score in scores.items():
            sit(application, slug, score, sem)
        db.session.commit()
        return application

    return make


def sit(application: Application, slug: str, score: Any, sem: float | None = 2.0) -> Sitting:
    """Add a sitting; a word instead of a score is its state and there is no result."""
    waiting = isinstance(score, str)
    sitting = Sitting(
        public_id=f"sitting-{application.id}-{slug}",
        application_id=application.id,
        slug=slug,
        state=SittingState(score) if waiting else SittingState.SCORED,
        deadline=now() + timedelta(minutes=10),
    )
    db.session.add(sitting)
    db.session.flush()
    if not waiting:
        add_result(sitting, score, sem)
    return sitting


def add_result(
    sitting: Sitting, score: float | None, sem: float | None = 2.0, why: str = "", **more: Any
) -> Result:
    report = Report(
        score=score,
        sem=None if score is None else sem,
        not_measured="no_answers" if score is None else "",
        **more,
    )
    result = Result(
        sitting_id=sitting.id,
        revision=len(sitting.results) + 1,
        scorer_version="1",
        score=report.score,
        sem=report.sem,
        content=report.to_dict(),
        why=why,
    )
    db.session.add(result)
    db.session.flush()
    db.session.expire(sitting, ["results"])
    return result


ANA = {"name": "Ana Santos", "email": "Ana@Example.com", "extra_time": "1.0"}


def invite(rosa: FlaskClient, vacancy: Vacancy, **change: str):
    return rosa.post(f"/vacancies/{vacancy.public_id}/invite", data={**ANA, **change})


FORM = {
    "title": "Voice support, Davao",
    "employer": "Bayan Care",
    "bar": "65",
    "alpha_use": "y",
    "alpha_place": "2",
    "alpha_weight": "20",
    "alpha_minutes": "8",
    "alpha_bar": "",
    "beta_use": "y",
    "beta_place": "1",
    "beta_weight": "37.5",
    "beta_minutes": "12",
    "beta_bar": "70",
}


def queries_of(client: FlaskClient, address: str) -> tuple[int, int]:
    asked: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", note)
    answer = client.get(address)
    event.remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    return len(asked), len(answer.data)
