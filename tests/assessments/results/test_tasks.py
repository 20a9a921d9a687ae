"""Jobs: what waits, what is tried again, what is scored again."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.results import tasks
from assessments.results.sweeps import retry_all, send_due_jobs
from assessments.sittings.models import Recording, RecordingState, Sitting, SittingState
from database import db
from speech.spoken import Span, Spoken, Word
from speech.weights import WeightsError
from tests.support.factories import an_invitation, begin, walk_to_tests
from tests.support.recordings import SOUND, complete, create, make_recordable, patch

HEARD = Spoken(
    seconds=3.0,
    words=(Word(text="Hello", start=0.2, end=0.8, probability=0.9),),
    text="Hello",
    speech=(Span(start=0.2, end=0.9),),
    engine="made for this test",
)


@pytest.fixture
def recording_id(client: FlaskClient) -> int:
    walk_to_tests(client, an_invitation(None, "voice"))
    sitting = begin(client, "voice")
    make_recordable(client, sitting)
    name = create(client, sitting).json["recording"]
    patch(client, name, 0, SOUND)
    assert complete(client, name).status_code == 200
    client.post(f"/sittings/{sitting}/submit", json={})
    return db.session.scalars(select(Recording.id)).one()


def due_again(recording_id: int) -> Recording:
    db.session.rollback()
    recording = db.session.get_one(Recording, recording_id)
    recording.not_before = None
    db.session.commit()
    return recording


def fails(error: Exception):
    def hear(*_: object, **__: object) -> Spoken:
        raise error

    return hear


def test_missing_weights_cost_no_attempt(
    recording_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        tasks, "transcribe_recording", fails(WeightsError("no weights: install them"))
    )
    for _ in range(9):
        tasks.listen(recording_id)
        recording = due_again(recording_id)
    assert (recording.state, recording.attempts) == (RecordingState.RECEIVED, 0)
    assert "install them" in recording.reason
    monkeypatch.setattr(tasks, "transcribe_recording", lambda *_, **__: HEARD)
    tasks.listen(recording_id)
    assert db.session.get_one(Recording, recording_id).state == RecordingState.HEARD


def test_what_needed_attention_is_tried_again_and_the_sitting_scored_again(
    recording_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "transcribe_recording", fails(OSError("disk full")))
    for _ in range(4):
        with pytest.raises(OSError, match="disk full"):
            tasks.listen(recording_id)
        recording = due_again(recording_id)
    assert recording.state == RecordingState.NEEDS_ATTENTION
    assert "disk full" in recording.reason
    sitting_id = recording.sitting_id
    tasks.score_sitting(sitting_id)
    assert db.session.get_one(Sitting, sitting_id).state == SittingState.SCORED
    assert send_due_jobs() == 0

    assert retry_all() == 1
    monkeypatch.setattr(tasks, "transcribe_recording", lambda *_, **__: HEARD)
    tasks.listen(recording_id)
    tasks.score_sitting(sitting_id)
    sitting = db.session.get_one(Sitting, sitting_id)
    assert sitting.state == SittingState.SCORED
    assert [result.revision for result in sitting.results] == [1, 2]
    assert sitting.results[-1].why == "a recording was heard after scoring"


def test_a_sitting_whose_scorer_failed_can_be_tried_again(
    recording_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "transcribe_recording", lambda *_, **__: HEARD)
    tasks.listen(recording_id)
    sitting_id = db.session.get_one(Recording, recording_id).sitting_id
    monkeypatch.setattr(tasks, "report_of", fails(RuntimeError("a fault in the scorer")))
    for _ in range(4):
        with pytest.raises(RuntimeError):
            tasks.score_sitting(sitting_id)
        db.session.rollback()
        db.session.get_one(Sitting, sitting_id).not_before = None
        db.session.commit()
    sitting = db.session.get_one(Sitting, sitting_id)
    assert sitting.state == SittingState.NEEDS_ATTENTION
    monkeypatch.undo()
    assert retry_all() == 1
    tasks.score_sitting(sitting_id)
    db.session.rollback()
    assert db.session.get_one(Sitting, sitting_id).state == SittingState.SCORED
    assert len(db.session.get_one(Sitting, sitting_id).results) == 1


def test_a_re_score_needs_a_reason(recording_id: int) -> None:
    with pytest.raises(ValueError, match="reason"):
        tasks.rescore(1, why="")


@pytest.mark.parametrize(("queues", "loads"), [(["mail", "scoring"], 1), (["mail"], 0)])
def test_a_worker_that_scores_loads_before_it_forks(
    app: Flask, monkeypatch: pytest.MonkeyPatch, queues: list[str], loads: int
) -> None:
    done: list[str] = []
    monkeypatch.setattr("assessments.commands.load_writing", lambda: done.append("load"))
    monkeypatch.setattr("assessments.commands.work", lambda *_, **__: done.append("work"))
    assert app.test_cli_runner().invoke(args=["worker", "run", *queues]).exit_code == 0
    assert done == ["load"] * loads + ["work"]
