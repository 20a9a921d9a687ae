"""The invitation's e-mail against a real SMTP server: once, retried, and seen when it fails."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from accounts.staff import add_staff
from app import create_app
from applicants import invitations, tasks
from applicants.models import Invitation, MailState, Vacancy
from database import db, now
from tests.support.apps import FreshClient, settings_for
from tests.support.factories import a_battery, a_vacancy, an_invitation, path_of
from tests.support.mail import Postman, free_port
from tests.support.staff import PASSWORD


def app_with(folder: Path, port: int, **more: object) -> Flask:
    app = create_app(
        settings_for(
            folder,
            smtp_host="127.0.0.1",
            smtp_port=port,
            mail_from="tests@handa.example",
            public_url="https://tests.handa.example",
            **more,
        )
    )
    app.test_client_class = FreshClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def mailing(tmp_path: Path, postman: tuple[Postman, int]) -> Iterator[Postman]:
    app = app_with(tmp_path, postman[1])
    with app.app_context():
        db.create_all()
        yield postman[0]
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def nobody_there(tmp_path: Path) -> Iterator[Flask]:
    app = app_with(tmp_path, free_port())
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def state(invitation: Invitation) -> str:
    db.session.expire_all()
    return str(invitation.mail_state)


def due_again(invitation: Invitation) -> None:
    invitation.not_before = None
    db.session.commit()


def test_the_letter_arrives_with_a_link_that_works(mailing: Postman) -> None:
    from flask import current_app

    invitation = an_invitation(send_mail=True)
    assert invitation.mail_state == MailState.DUE
    tasks.mail_invitation(invitation.id)
    (letter,) = mailing.letters
    assert mailing.to == [["ana@example.com"]]
    assert letter["To"] == "ana@example.com"
    assert letter["From"] == "tests@handa.example"
    assert "Chat support, Cebu" in letter["Subject"]
    assert letter["Message-ID"].endswith("@tests.handa.example>")
    assert abs(letter["Date"].datetime - now()) < timedelta(minutes=1)
    text = letter.get_content()
    assert "Ana Santos" in text
    assert "Bayan Contact Centre" in text
    link = next(line for line in text.splitlines() if line.startswith("https://"))
    assert link == invitations.link(invitation)
    path = link.removeprefix("https://tests.handa.example")
    assert path == path_of(invitation)
    assert current_app.test_client().get(path).status_code == 200
    assert state(invitation) == MailState.SENT


def test_it_is_never_sent_twice(mailing: Postman) -> None:
    invitation = an_invitation(send_mail=True)
    for _ in range(3):
        tasks.mail_invitation(invitation.id)
    assert tasks.send_due_mail() == 0
    assert len(mailing.letters) == 1


def test_while_one_worker_sends_no_other_does(
    mailing: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = an_invitation(send_mail=True)
    real, calls = tasks.deliver, []

    def slow(message: EmailMessage, to: Any) -> None:
        calls.append(db.session().in_transaction())
        if len(calls) == 1:
            tasks.mail_invitation(invitation.id)
        real(message, to)

    monkeypatch.setattr(tasks, "deliver", slow)
    tasks.mail_invitation(invitation.id)
    assert calls == [False]
    assert len(mailing.letters) == 1


def test_nothing_is_mailed_that_was_not_asked_for(mailing: Postman) -> None:
    invitation = an_invitation()
    tasks.mail_invitation(invitation.id)
    assert tasks.send_due_mail() == 0
    assert (mailing.letters, state(invitation)) == ([], MailState.NOT_ASKED)


def test_a_refusal_is_tried_again_later(mailing: Postman) -> None:
    mailing.refuses = 1
    invitation = an_invitation(send_mail=True)
    with pytest.raises(Exception, match="451"):
        tasks.mail_invitation(invitation.id)
    assert state(invitation) == MailState.DUE
    assert "451" in invitation.reason
    assert invitation.not_before is not None
    assert invitation.not_before > now()
    tasks.mail_invitation(invitation.id)
    assert mailing.letters == []
    due_again(invitation)
    tasks.mail_invitation(invitation.id)
    assert len(mailing.letters) == 1
    assert state(invitation) == MailState.SENT


def test_a_server_that_is_away_ends_in_words_for_the_recruiter(nobody_there: Flask) -> None:
    invitation = an_invitation(send_mail=True)
    waits = []
    for attempt in range(1, 5):
        due_again(invitation)
        with pytest.raises(ConnectionRefusedError):
            tasks.mail_invitation(invitation.id)
        assert invitation.attempts == attempt
        waits.append(invitation.not_before and (invitation.not_before - now()).total_seconds())
    assert [wait and round(wait) for wait in waits] == [5, 30, 180, None]
    assert state(invitation) == MailState.NEEDS_ATTENTION
    assert "refused" in invitation.reason
    assert tasks.send_due_mail() == 0

    add_staff(name="Rosa", email="rosa@example.com", role="recruiter", password=PASSWORD)
    db.session.commit()
    rosa = nobody_there.test_client()
    rosa.post("/staff/sign-in", data={"email": "rosa@example.com", "password": PASSWORD})
    page = rosa.get(f"/applications/{invitation.application.public_id}/invitation").text
    assert "The e-mail could not be sent" in page
    assert "refused" in page


def test_a_worker_that_died_each_time_leaves_a_reason(nobody_there: Flask) -> None:
    invitation = an_invitation(send_mail=True)
    invitation.attempts = 4
    db.session.commit()
    tasks.send_due_mail()
    assert state(invitation) == MailState.NEEDS_ATTENTION
    assert invitation.reason == "worker_died"


@pytest.mark.parametrize(
    "name",
    [
        "Ana\r\nBcc: everybody@example.com",
        "Ana\n.\nMAIL FROM:<x@example.com>",
        "José Ñíguez 陳",
        "<script>alert(1)</script> {{ 7*7 }} %(role)s",
    ],
)
def test_a_name_is_only_text(mailing: Postman, name: str) -> None:
    invitation = an_invitation(send_mail=True, name=name)
    tasks.mail_invitation(invitation.id)
    (letter,) = mailing.letters
    assert mailing.to == [["ana@example.com"]]
    assert letter.keys().count("Bcc") == 0
    assert letter["To"] == "ana@example.com"
    assert "49" not in letter.get_content().splitlines()[0]
    for line in name.splitlines():
        assert line in letter.get_content()


def test_a_role_cannot_add_a_header(mailing: Postman) -> None:
    vacancy = Vacancy(
        public_id="v",
        title="Agent\r\nBcc: everybody@example.com",
        employer="Bayan",
        battery=a_battery("grammar"),
    )
    db.session.add(vacancy)
    db.session.flush()
    invitation = an_invitation(vacancy, send_mail=True)
    tasks.mail_invitation(invitation.id)
    (letter,) = mailing.letters
    assert letter["Bcc"] is None
    assert "everybody" in letter["Subject"]
    assert mailing.to == [["ana@example.com"]]


def test_a_new_link_is_a_new_letter(mailing: Postman) -> None:
    first = an_invitation(a_vacancy("grammar"), send_mail=True)
    tasks.mail_invitation(first.id)
    second = invitations.renew(first.application, send_mail=True)
    db.session.commit()
    tasks.mail_invitation(second.id)
    first_letter, second_letter = mailing.letters
    assert first_letter["Message-ID"] != second_letter["Message-ID"]
    assert invitations.link(second) in second_letter.get_content()
