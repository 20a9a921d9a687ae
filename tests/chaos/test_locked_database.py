"""Another process locks the database: a short lock is waited out, a long one is reported."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from applicants.models import Consent
from assessments.sittings.models import Event
from database import db
from tests.support.factories import an_invitation, begin, path_of, post_events, walk_to_tests
from tests.support.sittings import answered, row


@contextmanager
def locked(app: Flask, *, seconds: float | None = None) -> Iterator[None]:
    """Hold the writers' lock from another connection, for so long or until the block ends."""
    db.session.commit()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        link = sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
        link.isolation_level = None
        link.execute("BEGIN IMMEDIATE")
        held.set()
        done.wait(seconds)
        link.execute("ROLLBACK")
        link.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    try:
        yield
    finally:
        done.set()
        holder.join()


@pytest.fixture
def grammar(client: FlaskClient) -> str:
    walk_to_tests(client, an_invitation(None, "grammar"))
    return begin(client, "grammar")


def kinds() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def test_three_seconds_are_waited_out(app: Flask, client: FlaskClient, grammar: str) -> None:
    answers = [answered(grammar, 0), answered(grammar, 1)]
    with locked(app, seconds=3):
        began = time.monotonic()
        answer = post_events(client, grammar, *answers)
        waited = time.monotonic() - began
    assert answer.status_code == 200
    assert 2.5 < waited < 5
    assert kinds() == ["begun", "answered", "answered"]


def test_longer_is_said_to_the_script_and_the_retry_succeeds(
    app: Flask, client: FlaskClient, grammar: str
) -> None:
    answers = [answered(grammar, 0), answered(grammar, 1)]
    with locked(app):
        answer = post_events(client, grammar, *answers)
        assert client.get(f"/sittings/{grammar}/state").status_code == 200
    assert (answer.status_code, answer.json["code"]) == (503, "database_busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert kinds() == ["begun"]
    assert post_events(client, grammar, *answers).status_code == 200
    assert kinds() == ["begun", "answered", "answered"]


def test_longer_is_said_on_a_page_in_plain_words(app: Flask, client: FlaskClient) -> None:
    invitation = an_invitation(None, "grammar")
    client.post(path_of(invitation))
    with locked(app):
        began = time.monotonic()
        answer = client.post("/consent", data={"agree": "y"})
        waited = time.monotonic() - began
    assert answer.status_code == 503
    assert "Busy for a moment" in answer.text
    assert "Your work is safe" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert waited < 8
    assert db.session.scalars(select(Consent)).all() == []
    assert client.post("/consent", data={"agree": "y"}).status_code == 303
    assert len(db.session.scalars(select(Consent)).all()) == 1


def test_a_link_can_be_opened_while_the_database_is_locked(app: Flask, client: FlaskClient) -> None:
    path = path_of(an_invitation(None, "grammar"))
    with locked(app):
        began = time.monotonic()
        assert client.get(path).status_code == 200
        assert time.monotonic() - began < 1


def test_a_chunk_of_a_recording_is_not_half_taken(app: Flask, client: FlaskClient) -> None:
    from tests.support.factories import event
    from tests.support.voice_answers import form_of, patch, upload

    walk_to_tests(client, an_invitation(None, "voice"))
    sitting = begin(client, "voice")
    item = form_of(sitting)[0]
    post_events(client, sitting, event(0, "item_opened", {"item": item}))
    recording = upload(client, sitting, item, b"x" * 100, "recorder-1")
    with locked(app):
        answer = patch(client, recording, 100, b"y" * 100)
    assert answer.status_code == 503
    offset = int(client.head(f"/recordings/{recording}").headers["Upload-Offset"])
    assert patch(client, recording, offset, b"y" * (200 - offset)).status_code == 204
    assert row(sitting).recordings[0].public_id == recording
