import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from accounts import passwords, sessions, staff
from accounts.models import Staff, StaffSession
from app import create_app
from database import db, now
from tests.support.apps import settings_for
from tests.support.staff import PASSWORD, sign_in

REFUSED = "do not belong together"


def token_of(client: FlaskClient) -> str:
    cookie = client.get_cookie(sessions.COOKIE)
    return cookie.value if cookie else ""


def test_the_page_asks_who_it_is(client: FlaskClient) -> None:
    page = client.get("/staff/sign-in")
    assert page.status_code == 200
    assert 'autocomplete="current-password"' in page.text


@pytest.mark.usefixtures("recruiter")
def test_the_right_password_opens_a_session(client: FlaskClient) -> None:
    answer = sign_in(client, "  Rosa@Example.COM ")
    assert (answer.status_code, answer.location) == (303, "/vacancies")
    cookie = client.get_cookie(sessions.COOKIE)
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert not cookie.secure
    assert client.get("/vacancies").status_code == 200
    kept = db.session.scalars(select(StaffSession)).one()
    assert cookie.value not in {kept.digest, str(kept.id)}


def test_over_https_the_cookie_is_secure(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, https=True))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        db.create_all()
        staff.add_staff(name="Rosa", email="rosa@example.com", role="trainer", password=PASSWORD)
        db.session.commit()
        answer = sign_in(app.test_client())
        db.session.remove()
        db.engine.dispose()
    assert answer.location == "/trainers"
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.usefixtures("recruiter")
@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("rosa@example.com", "a quiet mango trees"),
        ("nobody@example.com", PASSWORD),
        ("rosa@example.com'--", PASSWORD),
        ("rosa@example.com", PASSWORD.upper()),
    ],
)
def test_a_wrong_pair_is_refused_in_the_same_words(
    client: FlaskClient, email: str, password: str
) -> None:
    answer = sign_in(client, email, password)
    assert answer.status_code == 401
    assert REFUSED in answer.text
    assert not token_of(client)
    assert password not in answer.text


def test_an_inactive_person_is_refused_like_a_wrong_password(
    client: FlaskClient, recruiter: Staff
) -> None:
    recruiter.active = False
    db.session.commit()
    answer = sign_in(client)
    assert answer.status_code == 401
    assert REFUSED in answer.text


def test_shutting_somebody_out_ends_the_open_sessions(
    client: FlaskClient, recruiter: Staff
) -> None:
    sign_in(client)
    staff.shut_out(recruiter.email)
    db.session.commit()
    assert client.get("/vacancies").status_code == 302


@pytest.mark.usefixtures("recruiter")
def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    real = passwords._current_hasher().verify

    class Counting:
        def verify(self, password_hash: str, password: str) -> bool:
            verified.append(password_hash)
            return real(password_hash, password)

    monkeypatch.setattr(passwords, "_current_hasher", Counting)
    sign_in(client, "nobody@example.com", "x")
    sign_in(client, "rosa@example.com", "x")
    assert len(verified) == 2
    assert verified[0].rsplit("$", 2)[0] == verified[1].rsplit("$", 2)[0]


@pytest.mark.usefixtures("recruiter")
def test_no_transaction_is_open_while_a_password_is_hashed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    fits, hashed = passwords.fits, passwords.hashed

    def watched_fits(*given: str) -> bool:
        seen.append(db.session().in_transaction())
        return fits(*given)

    def watched_hashed(password: str) -> str:
        seen.append(db.session().in_transaction())
        return hashed(password)

    monkeypatch.setattr(passwords, "fits", watched_fits)
    monkeypatch.setattr(passwords, "hashed", watched_hashed)
    sign_in(client)
    new = "seven small boats at noon"
    client.post("/staff/password", data={"present": PASSWORD, "new": new, "again": new})
    assert seen == [False, False, False]


def test_a_hash_with_old_parameters_is_renewed(
    client: FlaskClient, recruiter: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = passwords._hasher(16).hash(PASSWORD)
    recruiter.password_hash = old
    db.session.commit()
    assert sign_in(client).status_code == 303
    assert recruiter.password_hash != old
    assert not passwords.is_dated(recruiter.password_hash)
    assert sign_in(client).status_code in {302, 303}


@pytest.mark.usefixtures("recruiter")
def test_an_empty_form_is_refused_and_keeps_the_address(client: FlaskClient) -> None:
    answer = sign_in(client, password="")
    assert answer.status_code == 422
    assert "rosa@example.com" in answer.text


@pytest.mark.usefixtures("recruiter")
def test_a_token_from_before_the_sign_in_opens_nothing(client: FlaskClient) -> None:
    client.set_cookie(sessions.COOKIE, "chosen-by-somebody-else")
    sign_in(client)
    assert token_of(client) != "chosen-by-somebody-else"
    first = token_of(client)
    sign_in(client)
    second = token_of(client)
    assert second != first
    client.set_cookie(sessions.COOKIE, first)
    assert client.get("/vacancies").status_code == 302


@pytest.mark.usefixtures("recruiter")
def test_signing_out_revokes_the_session_on_the_server(client: FlaskClient) -> None:
    sign_in(client)
    token = token_of(client)
    assert client.post("/staff/sign-out").status_code == 303
    assert not token_of(client)
    client.set_cookie(sessions.COOKIE, token)
    assert client.get("/vacancies").status_code == 302
    assert client.get("/staff/sign-out").status_code == 405


@pytest.mark.usefixtures("recruiter")
def test_a_session_ends_by_itself(client: FlaskClient) -> None:
    sign_in(client)
    db.session.scalars(select(StaffSession)).one().expires_at = now() - timedelta(seconds=1)
    db.session.commit()
    assert client.get("/vacancies").status_code == 302


@pytest.mark.usefixtures("recruiter")
def test_the_last_use_of_a_session_is_noted_but_not_for_every_page(client: FlaskClient) -> None:
    sign_in(client)
    kept = db.session.scalars(select(StaffSession)).one()
    long_ago = kept.last_seen_at = now() - timedelta(hours=1)
    db.session.commit()
    client.get("/vacancies")
    db.session.refresh(kept)
    noted = kept.last_seen_at
    assert noted > long_ago
    client.get("/vacancies")
    db.session.refresh(kept)
    assert kept.last_seen_at == noted


@pytest.mark.usefixtures("recruiter")
@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/vacancies/new?x=1", "/vacancies/new?x=1"),
        ("//evil.example/", "/vacancies"),
        ("/\\evil.example", "/vacancies"),
        ("https://evil.example/", "/vacancies"),
        ("javascript:alert(1)", "/vacancies"),
        ("/\t/evil.example", "/vacancies"),
        ("vacancies", "/vacancies"),
        ("", "/vacancies"),
    ],
)
def test_next_leads_only_to_pages_of_this_site(
    client: FlaskClient, asked: str, reached: str
) -> None:
    assert sign_in(client, next=asked).location == reached
    again = client.get("/staff/sign-in", query_string={"next": asked})
    assert (again.status_code, again.location) == (302, reached)


def test_nobody_is_led_to_the_sign_in_with_the_way_back(client: FlaskClient) -> None:
    answer = client.get("/vacancies?page=2")
    assert answer.status_code == 302
    assert answer.location == "/staff/sign-in?next=/vacancies?page%3D2"


def test_a_page_asks_for_the_session_once(client: FlaskClient, recruiter: Staff) -> None:
    sign_in(client)
    asked: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        if "staff_session" in statement:
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    client.get("/vacancies")
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) == 1


@pytest.mark.usefixtures("recruiter")
def test_sessions_are_forgotten_a_month_after_their_end(client: FlaskClient) -> None:
    sign_in(client)
    assert sessions.forget_old() == 0
    kept = db.session.scalars(select(StaffSession)).one()
    kept.expires_at = now() - timedelta(days=31)
    db.session.commit()
    assert sessions.forget_old() == 1
    assert db.session.scalars(select(StaffSession)).all() == []


def test_nobody_is_signed_in_outside_a_request(app: Flask) -> None:
    assert sessions.current_staff() is None


def test_hashing_is_argon2id_with_the_memory_of_the_settings(app: Flask) -> None:
    started = time.perf_counter()
    made = passwords.hashed(PASSWORD)
    assert made.startswith("$argon2id$v=19$m=8,t=3,p=1$")
    assert passwords.fits(made, PASSWORD)
    assert not passwords.fits(made, PASSWORD + " ")
    assert not passwords.fits(None, PASSWORD)
    assert not passwords.fits("not a hash", PASSWORD)
    assert time.perf_counter() - started < 5
