import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts import staff
from accounts.models import Staff, StaffSession
from accounts.passwords import fits, new_password
from database import db
from tests.support.staff import PASSWORD

NEW = "seven small boats at noon"


def test_an_address_belongs_to_one_person(app: Flask, recruiter: Staff) -> None:
    with pytest.raises(staff.EmailTakenError):
        staff.add_staff(name="Other", email=" ROSA@example.com", role="trainer")


def test_there_are_two_roles(app: Flask) -> None:
    with pytest.raises(ValueError, match="admin"):
        staff.add_staff(name="Other", email="other@example.com", role="admin")


def test_adding_never_commits(app: Flask) -> None:
    staff.add_staff(name="Other", email="other@example.com", role="trainer")
    db.session.rollback()
    assert db.session.scalar(select(Staff)) is None


def test_generated_passwords_are_long_and_never_the_same() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password) for password in made)
    assert not any(letter in "".join(made) for letter in "l1o0")


def test_a_command_adds_somebody_and_tells_the_password_once(app: Flask) -> None:
    run = app.test_cli_runner().invoke(
        args=["accounts", "add", "--role", "trainer", "--email", "Ben@Example.com", "--name", "Ben"]
    )
    assert run.exit_code == 0, run.output
    email, password = run.output.split()
    found = staff.find("ben@example.com")
    assert found is not None
    assert email == found.email == "ben@example.com"
    assert password not in found.password_hash
    assert fits(found.password_hash, password)


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "--role", "owner", "--email", "x@example.com", "--name", "X"],
        ["add", "--role", "trainer", "--email", "no address", "--name", "X"],
        ["add", "--role", "trainer", "--email", "rosa@example.com", "--name", "X"],
        ["reset-password", "--email", "nobody@example.com"],
        ["shut-out", "--email", "nobody@example.com"],
    ],
)
@pytest.mark.usefixtures("recruiter")
def test_a_command_says_what_is_wrong(app: Flask, arguments: list[str]) -> None:
    run = app.test_cli_runner().invoke(args=["accounts", *arguments])
    assert run.exit_code != 0
    assert "Error" in run.output
    assert "Traceback" not in run.output


def test_a_reset_signs_out_everywhere(app: Flask, client: FlaskClient, recruiter: Staff) -> None:
    client.post("/staff/sign-in", data={"email": recruiter.email, "password": PASSWORD})
    run = app.test_cli_runner().invoke(
        args=["accounts", "reset-password", "--email", "rosa@example.com"]
    )
    password = run.output.split()[1]
    assert client.get("/vacancies").status_code == 302
    db.session.expire_all()
    found = staff.find("rosa@example.com")
    assert found is not None
    assert fits(found.password_hash, password)
    assert not fits(found.password_hash, PASSWORD)


def test_changing_the_password_keeps_this_browser_and_ends_the_others(
    app: Flask, client: FlaskClient, recruiter: Staff
) -> None:
    other = app.test_client()
    who = {"email": recruiter.email, "password": PASSWORD}
    client.post("/staff/sign-in", data=who)
    other.post("/staff/sign-in", data=who)
    changed = {"present": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/staff/password", data=changed).status_code == 303
    assert client.get("/vacancies").status_code == 200
    assert other.get("/vacancies").status_code == 302
    revoked = db.session.scalars(
        select(StaffSession).where(StaffSession.revoked_at.is_not(None))
    ).all()
    assert len(revoked) == 2


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"present": "wrong", "new": NEW, "again": NEW}, "not the password that you use now"),
        ({"present": PASSWORD, "new": "short", "again": "short"}, "between 12 and 200"),
        ({"present": PASSWORD, "new": NEW, "again": NEW + "!"}, "not the same"),
        ({}, "Enter a new password"),
    ],
)
def test_a_change_that_is_wrong_changes_nothing(
    client: FlaskClient, recruiter: Staff, data: dict[str, str], says: str
) -> None:
    client.post("/staff/sign-in", data={"email": recruiter.email, "password": PASSWORD})
    answer = client.post("/staff/password", data=data)
    assert answer.status_code == 422
    assert says in answer.text
    db.session.expire_all()
    assert fits(recruiter.password_hash, PASSWORD)


def test_nobody_changes_a_password_without_signing_in(client: FlaskClient) -> None:
    assert client.get("/staff/password").status_code == 302
    assert client.post("/staff/password", data={}).status_code == 401
