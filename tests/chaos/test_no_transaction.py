"""Nothing slow happens while a transaction is open: others can write all the time."""

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from numpy.typing import NDArray

from assessments.results import tasks
from assessments.sittings import recordings
from assessments.sittings.models import RecordingState
from database import db
from speech import transcription
from speech.engine import Transcript
from speech.spoken import Span
from tests.support.factories import an_invitation, begin, event, post_events, walk_to_tests
from tests.support.sound import real_speech
from tests.support.voice_answers import (
    answer,
    complete,
    form_of,
    hand_in,
    patch,
    recording_of,
    upload,
    webm,
)


class Look:
    """Checks whether another process could write at this moment."""

    def __init__(self, app: Flask) -> None:
        self._place = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
        self.seen: list[str] = []

    def __call__(self, what: str) -> None:
        assert not db.session().in_transaction(), what
        other = sqlite3.connect(self._place, timeout=0)
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
        self.seen.append(what)


@pytest.fixture
def look(app: Flask) -> Look:
    return Look(app)


@pytest.fixture
def sitting(client: FlaskClient) -> str:
    walk_to_tests(client, an_invitation(None, "voice"))
    return begin(client, "voice")


def test_the_look_sees_a_lock(app: Flask, look: Look) -> None:
    """The test of the test."""
    db.session.rollback()
    look("free")
    db.session.connection()
    with pytest.raises(AssertionError):
        look("taken")


def test_decoding_and_hearing_hold_no_lock(
    client: FlaskClient, sitting: str, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = transcription.decode

    def decode(source: Any, **more: Any) -> Any:
        look("decode")
        return real(source, **more)

    class Engine:
        def transcribe(
            self, samples: NDArray[np.float32], *, speech: tuple[Span, ...], script: str = ""
        ) -> Transcript:
            look("transcribe")
            return Transcript(engine="stub", model="of the tests", weights="none")

    monkeypatch.setattr(transcription, "decode", decode)
    monkeypatch.setattr(tasks, "_whisper", Engine)
    (recording,) = answer(client, sitting, [webm(real_speech()[0])])
    hand_in(client, sitting)
    tasks.listen(recording_of(recording).id)
    assert look.seen == ["decode", "transcribe"]
    assert recording_of(recording).state == RecordingState.REJECTED


def test_a_recogniser_that_fails_held_no_lock_and_is_tried_again(
    client: FlaskClient, sitting: str, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def transcribe(self, *words: Any, **more: Any) -> Transcript:
            look("transcribe")
            raise MemoryError("no room for the model")

    monkeypatch.setattr(tasks, "_whisper", Broken)
    (recording,) = answer(client, sitting, [webm(real_speech()[0])])
    row_id = recording_of(recording).id
    with pytest.raises(MemoryError):
        tasks.listen(row_id)
    row = recording_of(recording)
    assert (row.state, row.attempts) == (RecordingState.RECEIVED, 1)
    assert row.reason == "MemoryError: no room for the model"
    tasks.listen(row_id)
    assert look.seen == ["transcribe"]


def test_writing_a_chunk_holds_no_lock(
    client: FlaskClient, sitting: str, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = recordings._opened

    def opened(part: Path) -> Any:
        look("write")
        return real(part)

    monkeypatch.setattr(recordings, "_opened", opened)
    item = form_of(sitting)[0]
    post_events(client, sitting, event(0, "item_opened", {"item": item}))
    recording = upload(client, sitting, item, b"x" * 100, "recorder-1")
    assert patch(client, recording, 100, b"y" * 100).status_code == 204
    assert complete(client, recording, 200).status_code == 200
    assert look.seen == ["write", "write"]
