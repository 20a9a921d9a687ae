"""A sign-in that ended while a person was writing: the typed text must not be lost."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import sessions
from tests.support.staff import PASSWORD, sign_in

TYPED = 'Clear & calm\n<script>alert("x")</script>'


def hidden_fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(text) for name, text in found}


def test_a_form_of_nobody_gets_a_page_that_says_how_to_go_on(client: FlaskClient) -> None:
    answer = client.post("/names", data={"hide": "yes", "back": TYPED})
    assert answer.status_code == 401
    assert "Your sign-in has ended" in answer.text
    assert 'href="/staff/sign-in" target="_blank"' in answer.text
    assert "invitation" not in answer.text
    assert "<script>alert" not in answer.text
    assert hidden_fields(answer.text) | {"csrf_token": ""} == {
        "csrf_token": "",
        "hide": "yes",
        "back": TYPED,
    }


@pytest.mark.usefixtures("recruiter")
def test_after_a_new_sign_in_the_same_form_can_be_sent_again(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    def token_on(address: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
        assert found
        return found[1]

    sign_in(client, csrf_token=token_on("/staff/sign-in"))
    typed = {"hide": "yes", "back": "/vacancies?q=1", "csrf_token": token_on("/vacancies")}
    client.delete_cookie(sessions.COOKIE)
    ended = client.post("/names", data=typed)
    assert ended.status_code == 401
    assert client.post("/names", data=hidden_fields(ended.text)).status_code == 401
    sign_in(client, csrf_token=token_on("/staff/sign-in"))
    again = client.post("/names", data=hidden_fields(ended.text))
    assert (again.status_code, again.location) == (303, "/vacancies?q=1")


def test_a_foreign_form_is_not_repeated(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/names", data={"back": "from elsewhere"})
    assert answer.status_code == 400
    assert "from elsewhere" not in answer.text


def test_passwords_are_never_repeated(client: FlaskClient) -> None:
    answer = client.post("/staff/password", data={"present": PASSWORD, "new": "n" * 20})
    assert answer.status_code == 401
    assert PASSWORD not in answer.text
    assert "n" * 20 not in answer.text
    assert "go back to the page before" in answer.text


@pytest.mark.parametrize("asked", [{"json": {"a": 1}}, {"headers": {"X-Requested-With": "fetch"}}])
def test_a_script_gets_a_code(client: FlaskClient, asked: dict[str, object]) -> None:
    answer = client.post("/names", **asked)
    assert (answer.status_code, answer.json) == (401, {"code": "unauthorized"})


def test_applicants_read_of_their_link(client: FlaskClient) -> None:
    answer = client.get("/next")
    assert answer.status_code == 401
    assert "open your link again" in answer.text
    assert "sign-in has ended" not in answer.text


@pytest.mark.usefixtures("recruiter")
def test_every_page_of_staff_leads_to_the_password(client: FlaskClient) -> None:
    sign_in(client)
    link = 'href="/staff/password"'
    assert link in client.get("/vacancies").text
    assert f'{link} aria-current="page"' in client.get("/staff/password").text
