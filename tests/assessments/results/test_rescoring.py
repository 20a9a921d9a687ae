"""Scoring again says first what would change, and stores only what was confirmed."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.results import rescoring, tasks
from assessments.results.rescoring import Change, summary
from assessments.sittings.models import Sitting
from database import db
from scoring.report import Report
from tests.support.factories import an_invitation, begin, post_events, walk_to_tests

COMMAND = ["assessments", "rescore", "chat", "--why", "a better scorer"]


@pytest.fixture
def sitting_id(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> int:
    """A scored chat whose score would be 70 where it is 60."""
    walk_to_tests(client, an_invitation(None, "chat"))
    sitting = begin(client, "chat")
    said = {"chat": 1, "text": "Good morning, how can I help you?"}
    event = {"stream": "a-stream-of-events", "sequence": 0, "kind": "agent_message", "data": said}
    post_events(client, sitting, event)
    client.post(f"/sittings/{sitting}/submit", json={})
    found = db.session.scalars(select(Sitting.id)).one()
    monkeypatch.setattr(tasks, "report_of", lambda _: Report(score=60.0))
    tasks.score_sitting(found)
    better = replace(Report(score=70.0), flags=("late_start",))
    monkeypatch.setattr(tasks, "report_of", lambda _: better)
    monkeypatch.setattr(rescoring, "report_of", lambda _: better)
    return found


def scores(sitting_id: int) -> list[float | None]:
    db.session.rollback()
    return [result.score for result in db.session.get_one(Sitting, sitting_id).results]


def test_what_would_change_is_said_and_nothing_is_stored_without_a_yes(
    app: Flask, sitting_id: int
) -> None:
    run = app.test_cli_runner().invoke(args=COMMAND, input="n\n")
    assert "1 scored sittings; the score of 1 would change" in run.output
    assert "60.0 → 70.0" in run.output
    assert "Nothing was stored." in run.output
    assert scores(sitting_id) == [60.0]


@pytest.mark.parametrize(("more", "typed"), [([], "y\n"), (["--yes"], "")])
def test_a_yes_stores_a_new_revision(
    app: Flask, sitting_id: int, more: list[str], typed: str
) -> None:
    run = app.test_cli_runner().invoke(args=[*COMMAND, *more], input=typed)
    assert "mean change: +10.0 points" in run.output
    assert "1 sittings scored again" in run.output
    assert scores(sitting_id) == [60.0, 70.0]


def test_scores_that_come_and_go_are_named() -> None:
    changes = [
        Change(sitting_id=number, public_id=f"s{number}", now=now, then=then)
        for number, (now, then) in enumerate([(50, None), (None, 40), (30, 30), (None, None)])
    ]
    assert list(summary(changes)) == [
        "4 scored sittings; the score of 0 would change",
        "1 would have no score any more: s0",
        "1 would have a score for the first time: s1",
    ]
    assert list(summary([])) == ["0 scored sittings; the score of 0 would change"]
