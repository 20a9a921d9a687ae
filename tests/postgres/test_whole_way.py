"""The migrations and one applicant's whole way on both databases."""

from collections.abc import Iterator

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from numpy.typing import NDArray
from sqlalchemy import inspect, select

from accounts.staff import add_staff
from app import create_app
from applicants.journey import close_finished
from applicants.models import Application, ApplicationState
from assessments.results import tasks
from assessments.sittings.models import Recording, Result, Sitting, SittingState
from config import Settings
from database import Base, db
from launch.programs import HOME
from speech.engine import Transcript
from speech.spoken import Span, Word
from tests.support.factories import (
    a_vacancy,
    an_invitation,
    begin,
    event,
    path_of,
    post_events,
    walk_to_tests,
)
from tests.support.sittings import answered
from tests.support.sound import real_speech
from tests.support.staff import PASSWORD
from tests.support.voice_answers import answer, form_of, hand_in, sitting_of, webm

MIGRATIONS = str(HOME / "migrations")


@pytest.fixture
def migrated(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_migrations_make_what_the_models_say(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    upgrade(directory=MIGRATIONS)
    downgrade(directory=MIGRATIONS, revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade(directory=MIGRATIONS)


class Fluent:
    """A recogniser that hears four words in every stretch of speech."""

    def transcribe(
        self, samples: NDArray[np.float32], *, speech: tuple[Span, ...], script: str = ""
    ) -> Transcript:
        words = tuple(
            Word(
                text=text,
                start=span.start + n * (span.end - span.start) / 4,
                end=span.start + (n + 1) * (span.end - span.start) / 4,
                probability=0.9,
            )
            for span in speech
            for n, text in enumerate(("thank", "you", "for", "waiting"))
        )
        return Transcript(
            words=words,
            text=" ".join(word.text for word in words),
            engine="stub",
            model="of the tests",
            weights="none",
        )


def type_a_little(client: FlaskClient, sitting: str) -> None:
    item, page = form_of(sitting)[0], "0123456789abcdef"
    strokes = [[200 * n, "edit", n, n, letter, "insertText"] for n, letter in enumerate("hello")]
    keys = {"version": 1, "item": item, "page": page, "batch": 0, "length": 5, "strokes": strokes}
    for place, (kind, data) in enumerate(
        [
            ("passage_started", {"item": item, "page": page}),
            ("keys", keys),
            ("passage_ended", {"item": item, "page": page}),
        ]
    ):
        assert post_events(client, sitting, event(place, kind, data)).status_code == 200


def chat_a_little(client: FlaskClient, sitting: str) -> None:
    said = {"chat": 1, "text": "Hello, I am sorry. May I have your order number?"}
    assert post_events(client, sitting, event(0, "agent_message", said)).status_code == 200


def work_off() -> None:
    """Do the work of the workers in this process."""
    db.session.rollback()
    for recording in db.session.scalars(select(Recording.id)).all():
        tasks.listen(recording)
    for sitting in db.session.scalars(select(Sitting.id)).all():
        tasks.score_sitting(sitting)
    close_finished()
    db.session.commit()


def test_one_applicant_from_the_link_to_the_shortlist(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_whisper", Fluent)
    vacancy = a_vacancy("typing", "grammar", "chat", "voice")
    client = app.test_client()
    walk_to_tests(client, an_invitation(vacancy, name="José Ñíguez"))

    for slug in ("typing", "grammar", "chat", "voice"):
        assert client.get("/next").location == f"/tests/{slug}"
        assert client.get(f"/tests/{slug}").status_code == 200
        sitting = begin(client, slug)
        assert client.get(f"/sittings/{sitting}").status_code == 200
        if slug == "typing":
            type_a_little(client, sitting)
        elif slug == "grammar":
            for place in range(3):
                assert post_events(client, sitting, answered(sitting, place)).status_code == 200
        elif slug == "chat":
            chat_a_little(client, sitting)
        else:
            sound = webm(real_speech()[0])
            answer(client, sitting, [sound] * len(form_of(sitting)))
        hand_in(client, sitting)
    assert client.get("/next").location == "/thank-you"
    assert client.get("/thank-you").status_code == 200
    work_off()

    db.session.rollback()
    assert set(db.session.scalars(select(Sitting.state))) == {SittingState.SCORED}
    assert len(db.session.scalars(select(Result)).all()) == 4
    assert db.session.scalars(select(Application.state)).one() == ApplicationState.FINISHED

    add_staff(name="Rosa", email="rosa@example.com", role="recruiter", password=PASSWORD)
    db.session.commit()
    rosa = app.test_client()
    entered = rosa.post("/staff/sign-in", data={"email": "rosa@example.com", "password": PASSWORD})
    assert entered.status_code == 303
    for address in (
        f"/vacancies/{vacancy.public_id}",
        f"/vacancies/{vacancy.public_id}?q=jos%C3%A9",
        f"/vacancies/{vacancy.public_id}?stage=scored&verdict=none",
    ):
        page = rosa.get(address)
        assert page.status_code == 200
        assert "José Ñíguez" in page.text
    application = db.session.scalars(select(Application)).one()
    page = rosa.get(f"/applications/{application.public_id}")
    assert page.status_code == 200
    alone = rosa.get(f"/applications/{application.public_id}/tests/voice")
    assert "thank" in page.text + alone.text
    assert rosa.get(f"/applications/{application.public_id}/invitation").status_code == 200


NUL = "a\x00b"


def test_a_nul_in_an_answer_hurts_nobody(app: Flask) -> None:
    """PostgreSQL stores U+0000 as JSON and cannot read it: one answer would end every shortlist."""
    vacancy = a_vacancy("grammar")
    client = app.test_client()
    walk_to_tests(client, an_invitation(vacancy))
    sitting = begin(client, "grammar")
    for place, bad in enumerate(
        [answered(sitting, 0, NUL), event(1, "answered", {NUL: NUL}), event(2, "x", {"a": [NUL]})]
    ):
        found = post_events(client, sitting, bad)
        assert found.status_code == 422
        assert found.json["refused"][0][0] == place
    assert post_events(client, sitting, event(3, NUL, {})).status_code == 422
    assert post_events(client, sitting, answered(sitting, 3)).status_code == 200
    hand_in(client, sitting)
    work_off()
    assert sitting_of(sitting).state == SittingState.SCORED

    add_staff(name="Rosa", email="rosa@example.com", role="recruiter", password=PASSWORD)
    db.session.commit()
    rosa = app.test_client()
    rosa.post("/staff/sign-in", data={"email": "rosa@example.com", "password": PASSWORD})
    assert rosa.get(f"/vacancies/{vacancy.public_id}").status_code == 200


def test_a_nul_in_an_address_or_a_form_is_a_client_error(app: Flask) -> None:
    client = app.test_client()
    invitation = an_invitation(None, "voice")
    walk_to_tests(client, invitation)
    sitting = begin(client, "voice")
    body = {"client_id": "recorder-1", "item": form_of(sitting)[0], "mime": f"audio/{NUL}"}
    found = client.post(f"/sittings/{sitting}/recordings", json=body)
    assert found.status_code == 422
    for address in ("/sittings/%00", "/i/%00", "/recordings/%00/sound"):
        assert client.get(address).status_code in {400, 404, 302}, address
    signing_in = client.post(
        "/staff/sign-in", data={"email": f"{NUL}@example.com", "password": "x"}
    )
    assert signing_in.status_code in {400, 401, 422}
    device = {"browser": NUL, "screen": "1x1", "microphone": "working"}
    assert client.post("/device-check", json=device).status_code in {200, 422}
    assert client.get("/next").status_code == 302
    assert client.get(path_of(invitation)).status_code == 200


def test_letters_of_every_kind_come_back_as_they_were(app: Flask) -> None:
    client = app.test_client()
    walk_to_tests(client, an_invitation(None, "chat"))
    sitting = begin(client, "chat")
    text = "Magandang umaga po! ñ 陳 🙂 \\u0000 ' \" % {}"
    said = post_events(client, sitting, event(0, "agent_message", {"chat": 1, "text": text}))
    assert said.status_code == 200, said.json
    assert sitting_of(sitting).events[1].data["text"] == text
