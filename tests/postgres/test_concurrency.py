"""Two at the same moment, on both databases: the same result as one after the other."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as events
from sqlalchemy import select

from applicants.models import Application, Consent
from assessments.results import sweeps, tasks
from assessments.sittings.models import (
    Event,
    Recording,
    RecordingState,
    Result,
    Sitting,
    SittingState,
)
from database import db
from tests.support.concurrency import count, in_app, together
from tests.support.factories import an_invitation, begin, event, path_of, post_events, walk_to_tests
from tests.support.sittings import answered
from tests.support.voice_answers import complete, form_of, hand_in, patch, sitting_of, upload

AT_ONCE = 4


def browsers(app: Flask, *slugs: str, ready: bool = True) -> list[Any]:
    """The same applicant in several browsers."""
    invitation = an_invitation(None, *slugs)
    first = app.test_client()
    if ready:
        walk_to_tests(first, invitation)
    found = [first, *(app.test_client() for _ in range(AT_ONCE - 1))]
    for client in found:
        assert client.post(path_of(invitation)).status_code == 303
    return found


@pytest.mark.parametrize("way", ["start", "practice"])
def test_a_sitting_is_begun_once(app: Flask, way: str) -> None:
    clients = browsers(app, "grammar")
    answers = together(*(lambda c=client: c.post(f"/tests/grammar/{way}") for client in clients))
    assert [answer.status_code for answer in answers] == [303] * AT_ONCE
    assert len({answer.location for answer in answers}) == 1
    assert count(Sitting) == 1
    assert count(Event, Event.kind == "begun") == 1


def test_consent_is_given_once(app: Flask) -> None:
    clients = browsers(app, "grammar", ready=False)
    answers = together(
        *(lambda c=client: c.post("/consent", data={"agree": "y"}) for client in clients)
    )
    assert [answer.status_code for answer in answers] == [303] * AT_ONCE
    assert count(Consent) == 1


def test_the_same_batch_is_kept_once(app: Flask) -> None:
    clients = browsers(app, "grammar")
    sitting = begin(clients[0], "grammar")
    batch = [answered(sitting, place) for place in range(5)]
    answers = together(*(lambda c=client: post_events(c, sitting, *batch) for client in clients))
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    db.session.rollback()
    kept = db.session.execute(select(Event.number, Event.kind).order_by(Event.number)).all()
    assert [tuple(event) for event in kept] == list(enumerate(["begun"] + ["answered"] * 5))


def test_tabs_that_write_at_once_lose_nothing(app: Flask) -> None:
    clients = browsers(app, "grammar")
    sitting = begin(clients[0], "grammar")
    batches = [[answered(sitting, n, stream=f"stream-{tab}") for n in range(6)] for tab in range(4)]
    answers = together(
        *(
            lambda c=client, b=batch: [post_events(c, sitting, e).status_code for e in b]
            for client, batch in zip(clients, batches, strict=True)
        )
    )
    assert answers == [[200] * 6] * AT_ONCE
    db.session.rollback()
    numbers = db.session.scalars(select(Event.number).order_by(Event.number)).all()
    assert numbers == list(range(1 + 4 * 6))


def test_handing_in_happens_once(app: Flask) -> None:
    clients = browsers(app, "grammar")
    sitting = begin(clients[0], "grammar")
    answers = together(
        *(lambda c=client: c.post(f"/sittings/{sitting}/submit", json={}) for client in clients)
    )
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert count(Event, Event.kind == "submitted") == 1


def recordable(app: Flask) -> tuple[list[Any], str, str]:
    clients = browsers(app, "voice")
    sitting = begin(clients[0], "voice")
    item = form_of(sitting)[0]
    post_events(clients[0], sitting, event(0, "item_opened", {"item": item}))
    return clients, sitting, item


def test_an_upload_is_opened_once(app: Flask) -> None:
    clients, sitting, item = recordable(app)
    body = {"client_id": "recorder-1", "item": item, "mime": "audio/webm"}
    answers = together(
        *(
            lambda c=client: c.post(f"/sittings/{sitting}/recordings", json=body)
            for client in clients
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json["recording"] for answer in answers}) == 1
    assert count(Recording) == 1


def test_a_chunk_is_written_once(app: Flask) -> None:
    clients, sitting, item = recordable(app)
    recording = upload(clients[0], sitting, item, b"", "recorder-1")
    answers = together(
        *(lambda c=client: patch(c, recording, 0, b"x" * 5000) for client in clients)
    )
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
    assert {answer.headers["Upload-Offset"] for answer in answers} == {"5000"}


def test_a_recording_is_completed_once(app: Flask) -> None:
    clients, sitting, item = recordable(app)
    recording = upload(clients[0], sitting, item, b"x" * 5000, "recorder-1")
    answers = together(*(lambda c=client: complete(c, recording, 5000) for client in clients))
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert count(Event, Event.kind == "recorded") == 1
    assert count(Recording, Recording.state == RecordingState.RECEIVED) == 1


def test_completing_and_writing_at_once_both_succeed(app: Flask) -> None:
    clients, sitting, item = recordable(app)
    names = [upload(clients[0], sitting, item, b"x" * 500, f"recorder-{n}") for n in range(2)]
    for place in range(5):
        works = [
            lambda n=n, place=place: post_events(
                clients[n],
                sitting,
                event(place, "item_opened", {"item": item}, stream=f"stream-of-{n}"),
            )
            for n in range(2)
        ]
        if place == 2:
            works += [lambda n=n: complete(clients[2 + n], names[n], 500) for n in range(2)]
        assert {answer.status_code for answer in together(*works)} == {200}
    db.session.rollback()
    numbers = db.session.scalars(select(Event.number).order_by(Event.number)).all()
    assert numbers == list(range(len(numbers)))
    assert count(Event, Event.kind == "recorded") == 2


def test_a_sitting_is_scored_once(app: Flask) -> None:
    clients = browsers(app, "grammar")
    sitting = begin(clients[0], "grammar")
    post_events(clients[0], sitting, answered(sitting, 0))
    hand_in(clients[0], sitting)
    row = sitting_of(sitting).id
    together(*[in_app(app, tasks.score_sitting, row)] * AT_ONCE)
    assert sitting_of(sitting).state == SittingState.SCORED
    assert sitting_of(sitting).attempts == 1
    assert count(Result) == 1


def test_a_recording_is_heard_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    clients, sitting, item = recordable(app)
    recording = upload(clients[0], sitting, item, b"no sound", "recorder-1")
    complete(clients[0], recording, 8)
    heard = []
    real = tasks.transcribe_recording

    def hear(*words: Any, **more: Any) -> Any:
        heard.append(db.session().in_transaction())
        return real(*words, **more)

    monkeypatch.setattr(tasks, "transcribe_recording", hear)
    db.session.rollback()
    row = db.session.scalars(select(Recording.id)).one()
    together(*[in_app(app, tasks.listen, row)] * AT_ONCE)
    assert heard == [False]
    db.session.rollback()
    kept = db.session.get_one(Recording, row)
    assert (kept.state, kept.attempts) == (RecordingState.REJECTED, 1)


def test_two_timers_end_a_sitting_once(app: Flask) -> None:
    from tests.support.sittings import past_the_deadline

    clients = browsers(app, "grammar")
    sitting = begin(clients[0], "grammar")
    past_the_deadline(sitting)

    def sweep(_: int) -> None:
        sweeps.expire_overdue_sittings()

    together(*[in_app(app, sweep, 0)] * AT_ONCE)
    assert sitting_of(sitting).state == SittingState.EXPIRED
    assert count(Event, Event.kind == "expired") == 1
    assert count(Application) == 1


def test_the_threads_really_meet(app: Flask) -> None:
    """The test of the test: several connections are in use at once."""
    used: set[int] = set()

    def note(connection: Any, record: Any, proxy: Any) -> None:
        used.add(id(connection))

    clients = browsers(app, "grammar")
    sitting = begin(clients[0], "grammar")
    events.listen(db.engine, "checkout", note)
    batch = answered(sitting, 0)
    together(*(lambda c=client: post_events(c, sitting, batch) for client in clients))
    assert len(used) > 1
