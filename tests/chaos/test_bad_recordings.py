"""Recordings that cannot be heard: the reason is kept and shown, and nothing is scored as 0."""

from collections.abc import Callable

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from numpy.typing import NDArray
from sqlalchemy import select

from accounts.staff import add_staff
from assessments.results import sweeps, tasks
from assessments.sittings import recordings
from assessments.sittings.models import Recording, RecordingState, Result, SittingState
from database import db, now
from speech.engine import Transcript
from speech.spoken import Span, Word
from tests.support.factories import an_invitation, begin, event, post_events, walk_to_tests
from tests.support.sound import encoded, real_speech
from tests.support.staff import PASSWORD
from tests.support.voice_answers import (
    answer,
    complete,
    form_of,
    hand_in,
    recording_of,
    sitting_of,
    upload,
    webm,
)

pytestmark = pytest.mark.usefixtures("three_tasks")

RATE = 16_000


class Echo:
    """A recogniser that hears one word for each stretch of speech; it must not be asked in vain."""

    def __init__(self) -> None:
        self.asked = 0

    def transcribe(
        self, samples: NDArray[np.float32], *, speech: tuple[Span, ...], script: str = ""
    ) -> Transcript:
        self.asked += 1
        words = tuple(
            Word(text=f"word{n}", start=span.start, end=span.end, probability=0.9)
            for n, span in enumerate(speech)
        )
        return Transcript(
            words=words, text="words", engine="echo", model="of the tests", weights="none"
        )


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> Echo:
    made = Echo()
    monkeypatch.setattr(tasks, "_whisper", lambda: made)
    return made


def noise(seconds: float, level: float) -> NDArray[np.float32]:
    return (np.random.default_rng(1).standard_normal(int(seconds * RATE)) * level).astype(
        np.float32
    )


def square(seconds: float) -> NDArray[np.float32]:
    return np.sign(np.sin(np.arange(int(seconds * RATE)) / 20)).astype(np.float32)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "text": (lambda: b"Dear recruiter,\nthis is no sound at all.\n" * 50, "not_audio"),
    "header only": (lambda: webm(real_speech()[0])[:200], "empty|not_audio"),
    "silence": (lambda: encoded(np.zeros(4 * RATE, np.float32), "webm"), "silent"),
    "hum": (lambda: encoded(noise(4, 0.02), "webm"), "no_speech"),
    "clipped": (lambda: encoded(square(4), "wav"), "clipped"),
    "short": (lambda: encoded(noise(0.2, 0.1), "webm"), "too_short"),
}


def voice(client: FlaskClient) -> str:
    walk_to_tests(client, an_invitation(None, "voice"))
    return begin(client, "voice")


def listen_to_all() -> None:
    db.session.rollback()
    for recording in db.session.scalars(select(Recording.id)).all():
        tasks.listen(recording)
        db.session.commit()


def report_page(app: Flask, sitting: str) -> str:
    add_staff(name="Rosa", email="rosa@example.com", role="recruiter", password=PASSWORD)
    db.session.commit()
    rosa = app.test_client()
    rosa.post("/staff/sign-in", data={"email": "rosa@example.com", "password": PASSWORD})
    from applicants.models import Application

    application = db.session.get_one(Application, sitting_of(sitting).application_id)
    page = rosa.get(f"/applications/{application.public_id}")
    assert page.status_code == 200
    return page.text


WORDS = {
    "empty": "the recording is empty",
    "not_audio": "the file is not a recording",
    "silent": "the recording is silent",
    "no_speech": "no speech was heard",
    "clipped": "the sound is distorted",
    "too_short": "too short",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_recording_is_rejected_with_its_reason(
    app: Flask, client: FlaskClient, echo: Echo, name: str
) -> None:
    make, reasons = BAD[name]
    sitting = voice(client)
    taken = answer(client, sitting, [make()] * len(form_of(sitting)))
    hand_in(client, sitting)
    listen_to_all()
    for recording in taken:
        row = recording_of(recording)
        assert row.state == RecordingState.REJECTED
        assert row.reason in reasons.split("|")
    assert echo.asked == 0
    tasks.score_sitting(sitting_of(sitting).id)
    result = db.session.scalars(select(Result)).one()
    assert (result.score, result.report.not_measured) == (None, "no_answer_measured")
    assert all(measure.value is None for measure in result.report.measures)
    page = report_page(app, sitting)
    assert WORDS[recording_of(taken[0]).reason] in page
    assert "no recording could be measured" in page


def test_a_truncated_recording_is_heard_as_far_as_it_goes(client: FlaskClient, echo: Echo) -> None:
    sitting = voice(client)
    whole = webm(real_speech()[0])
    (recording,) = answer(client, sitting, [whole[: len(whole) // 2]])
    hand_in(client, sitting)
    listen_to_all()
    row = recording_of(recording)
    assert row.state == RecordingState.HEARD
    assert "shorter_than_claimed" in row.spoken.flags
    tasks.score_sitting(sitting_of(sitting).id)
    assert "shorter_than_claimed" in db.session.scalars(select(Result)).one().report.flags


def test_one_bad_recording_does_not_take_the_others_along(client: FlaskClient, echo: Echo) -> None:
    sitting = voice(client)
    good = webm(real_speech()[0])
    bad, *others = answer(client, sitting, [b"no sound", good, good])
    hand_in(client, sitting)
    listen_to_all()
    tasks.score_sitting(sitting_of(sitting).id)
    report = db.session.scalars(select(Result)).one().report
    answers = {answer["recording"]: answer for answer in report.answers}
    assert (answers[bad]["score"], answers[bad]["not_measured"]) == (None, "not_audio")
    assert all(answers[recording]["score"] is not None for recording in others)
    assert (report.score, report.not_measured) == (None, "not_all_answers_measured")


def test_a_recording_that_came_half_is_waited_for_and_then_left(
    app: Flask, client: FlaskClient, echo: Echo
) -> None:
    sitting = voice(client)
    sound = webm(real_speech()[0])
    (whole,) = answer(client, sitting, [sound])
    item = form_of(sitting)[1]
    post_events(client, sitting, event(1, "item_opened", {"item": item}))
    half = upload(client, sitting, item, sound[: len(sound) // 2], "recorder-half")
    assert complete(client, half, len(sound)).status_code == 409
    hand_in(client, sitting)
    listen_to_all()
    tasks.score_sitting(sitting_of(sitting).id)
    assert sitting_of(sitting).state == SittingState.SUBMITTED

    row = recording_of(half)
    row.touched_at = now() - 2 * recordings.PATIENCE
    db.session.commit()
    assert sweeps.give_up_on_stalled_uploads() == 1
    tasks.score_sitting(sitting_of(sitting).id)
    assert sitting_of(sitting).state == SittingState.SCORED
    assert recording_of(half).state == RecordingState.INCOMPLETE
    report = db.session.scalars(select(Result)).one().report
    assert [answer["not_measured"] for answer in report.answers][1:] == ["no_recording"] * 2
    assert report.answers[0]["recording"] == whole
    assert report.score is None

    # The browser comes back after all: heard, and scored again with the reason.
    rest = sound[len(sound) // 2 :]
    sent = client.patch(
        f"/recordings/{half}",
        data=rest,
        headers={"Upload-Offset": str(len(sound) // 2)},
        content_type="application/offset+octet-stream",
    )
    assert sent.status_code == 204
    assert complete(client, half, len(sound)).status_code == 200
    listen_to_all()
    tasks.score_sitting(sitting_of(sitting).id)
    results = db.session.scalars(select(Result).order_by(Result.revision)).all()
    assert [bool(result.why) for result in results] == [False, True]
    assert results[1].report.answers[1]["score"] is not None
    assert results[1].why in report_page(app, sitting)


def test_a_lost_file_ends_with_a_reason_and_the_rest_is_scored(
    client: FlaskClient, echo: Echo, settings
) -> None:
    from assessments.sittings.recordings import store

    sitting = voice(client)
    sound = webm(real_speech()[0])
    lost, *_ = answer(client, sitting, [sound, sound, sound])
    hand_in(client, sitting)
    store().path(recording_of(lost).store_key).unlink()
    for _ in range(settings.job_attempts):
        row = recording_of(lost)
        row.not_before = None
        db.session.commit()
        with pytest.raises(FileNotFoundError):
            tasks.listen(row.id)
    row = recording_of(lost)
    assert row.state == RecordingState.NEEDS_ATTENTION
    assert row.reason.startswith("FileNotFoundError")
    assert row.attempts == settings.job_attempts
    listen_to_all()
    tasks.score_sitting(sitting_of(sitting).id)
    report = db.session.scalars(select(Result)).one().report
    assert [answer["not_measured"] for answer in report.answers] == ["not_heard", "", ""]


def test_practice_is_never_listened_to(client: FlaskClient, echo: Echo) -> None:
    walk_to_tests(client, an_invitation(None, "voice"))
    sitting = begin(client, "voice", "practice")
    answer(client, sitting, [webm(real_speech()[0])])
    assert sweeps.send_due_jobs() == 0
    listen_to_all()
    assert echo.asked == 0
    (row,) = db.session.scalars(select(Recording))
    assert (row.attempts, row.store_key) == (0, None)
