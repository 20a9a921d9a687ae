"""The sweeps on rows that a dead worker left behind."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.staff import add_staff
from applicants.models import Application
from assessments.results import sweeps, tasks
from assessments.sittings.models import Result, Sitting, SittingState
from database import db, now
from jobs import BACK_OFF
from tests.support.factories import an_invitation, begin, post_events, walk_to_tests
from tests.support.sittings import answered
from tests.support.staff import PASSWORD
from tests.support.voice_answers import hand_in, sitting_of


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Record, instead of sending them, the jobs and their attempts."""
    made: list[tuple[str, int]] = []

    def note(function, row_id: int, *, attempt: int = 0, delay=None) -> None:
        made.append((function.__name__, attempt))

    monkeypatch.setattr(tasks, "after_commit", note)
    monkeypatch.setattr(sweeps, "send", note)
    return made


@pytest.fixture
def handed_in(client: FlaskClient) -> Sitting:
    walk_to_tests(client, an_invitation(None, "grammar"))
    sitting = begin(client, "grammar")
    post_events(client, sitting, answered(sitting, 0))
    hand_in(client, sitting)
    return sitting_of(sitting)


def left_behind(sitting: Sitting, attempts: int, seconds_left: float) -> None:
    sitting.attempts = attempts
    sitting.not_before = now() + timedelta(seconds=seconds_left)
    db.session.commit()


def test_a_row_that_somebody_holds_is_left_alone(handed_in: Sitting, sent: list) -> None:
    left_behind(handed_in, 1, seconds_left=60)
    assert sweeps.send_due_jobs() == 0
    assert sent == []
    tasks.score_sitting(handed_in.id)
    assert db.session.scalars(select(Result)).all() == []


def test_a_lease_that_ran_out_is_sent_as_the_next_attempt(handed_in: Sitting, sent: list) -> None:
    left_behind(handed_in, 1, seconds_left=-1)
    assert sweeps.send_due_jobs() == 1
    assert sent == [("score_sitting", 1)]


def test_scoring_that_kills_every_worker_is_shown_to_the_recruiter(
    app, handed_in: Sitting, sent: list, settings
) -> None:
    left_behind(handed_in, settings.job_attempts, seconds_left=-1)
    sweeps.send_due_jobs()
    assert sent == []
    assert handed_in.state == SittingState.NEEDS_ATTENTION
    assert handed_in.reason == "worker_died"
    add_staff(name="Rosa", email="rosa@example.com", role="recruiter", password=PASSWORD)
    db.session.commit()
    application = db.session.get_one(Application, handed_in.application_id)
    rosa = app.test_client()
    rosa.post("/staff/sign-in", data={"email": "rosa@example.com", "password": PASSWORD})
    page = rosa.get(f"/applications/{application.public_id}").text
    assert "Scoring stopped and needs the person who looks after Handa" in page
    assert "needs attention" in page


def test_a_scorer_that_fails_is_tried_again_with_a_back_off(
    handed_in: Sitting, sent: list, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words, **more):
        raise ZeroDivisionError("in the scorer")

    monkeypatch.setattr(tasks, "_add_result", broken)
    for attempt in range(1, settings.job_attempts + 1):
        handed_in.not_before = None
        db.session.commit()
        with pytest.raises(ZeroDivisionError):
            tasks.score_sitting(handed_in.id)
        assert handed_in.attempts == attempt
        if attempt < settings.job_attempts:
            assert handed_in.not_before is not None
            wait = (handed_in.not_before - now()).total_seconds()
            assert wait == pytest.approx(BACK_OFF[attempt - 1].total_seconds(), abs=2)
    assert handed_in.state == SittingState.NEEDS_ATTENTION
    assert handed_in.reason == "ZeroDivisionError: in the scorer"
    assert db.session.scalars(select(Result)).all() == []
