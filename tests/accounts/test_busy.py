"""Many passwords at once must not keep everybody else out."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import passwords
from accounts.models import Staff
from database import db
from tests.support.staff import PASSWORD, sign_in

NEW = "seven small boats at noon"


@contextmanager
def others_at_work(count: int) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(passwords._turn())
        yield


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < passwords.WAIT_SECONDS <= 3
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.05)


def test_who_gets_no_turn_is_told_to_come_back(client: FlaskClient, recruiter: Staff) -> None:
    with others_at_work(passwords.AT_ONCE):
        for email in (recruiter.email, "nobody@example.com"):
            answer = sign_in(client, email)
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) >= 1
            assert "Busy for a moment" in answer.text
            assert PASSWORD not in answer.text
    assert sign_in(client).status_code == 303


def test_a_full_line_refuses_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 60)
    assert passwords.QUEUE < 4  # threads of one web process (launch/programs.py)
    outcome: list[str] = []

    def wait_for_a_turn() -> None:
        with passwords._turn():
            outcome.append("had a turn")

    with ExitStack() as stack:
        stack.enter_context(others_at_work(passwords.AT_ONCE))
        waiting = threading.Thread(target=wait_for_a_turn)
        waiting.start()
        while passwords._queue._value:  # the thread is in the queue
            time.sleep(0.001)
        with pytest.raises(passwords.BusyError), passwords._turn():
            pass
        assert outcome == []
    waiting.join(10)
    assert outcome == ["had a turn"]
    with others_at_work(passwords.AT_ONCE):
        pass


def test_a_password_stays_when_its_change_gets_no_turn(
    client: FlaskClient, recruiter: Staff
) -> None:
    sign_in(client)
    change = {"present": PASSWORD, "new": NEW, "again": NEW}
    with others_at_work(passwords.AT_ONCE):
        answer = client.post("/staff/password", data=change)
    assert answer.status_code == 503
    assert NEW not in answer.text
    db.session.refresh(recruiter)
    assert passwords.fits(recruiter.password_hash, PASSWORD)
    assert client.get("/vacancies").status_code == 200
    assert client.post("/staff/password", data=change).status_code == 303
