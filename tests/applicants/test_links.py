"""The link in an invitation: whom it lets in, until when, and what it says when it does not."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select

from applicants import invitations
from applicants.journey import close_finished
from applicants.models import Application, ApplicationState, Consent, Invitation
from assessments.sittings.models import Sitting
from database import Base, db, now
from tests.support.factories import a_vacancy, an_invitation, begin, path_of, walk_to_tests


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    db.session.rollback()
    there = inspect(db.engine).get_table_names()
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table))]
        for table in Base.metadata.sorted_tables
        if table.name in there
    }


def test_opening_the_page_changes_nothing(app: Flask, client: FlaskClient) -> None:
    path = path_of(an_invitation())
    before = everything()
    for method in ("GET", "HEAD", "GET", "OPTIONS"):
        answer = client.open(path, method=method)
        assert answer.status_code == 200
    scanner = app.test_client()
    assert scanner.get(path, headers={"User-Agent": "link scanner"}).status_code == 200
    assert everything() == before
    assert scanner.get("/next").status_code == 401


def expire(invitation: Invitation) -> None:
    invitation.expires_at = now() - timedelta(seconds=1)
    db.session.commit()


def test_an_expired_link_says_so_and_changes_nothing(client: FlaskClient) -> None:
    invitation = an_invitation()
    expire(invitation)
    path = path_of(invitation)
    before = everything()
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert "This link has run out" in answer.text
        assert "What you already did is kept" in answer.text
    assert client.head(path).status_code == 410
    assert everything() == before
    assert client.get("/next").status_code == 401


def test_a_used_link_says_so(client: FlaskClient) -> None:
    invitation = an_invitation(None, "grammar")
    walk_to_tests(client, invitation)
    sitting = begin(client, "grammar")
    client.post(f"/sittings/{sitting}/submit", json={})
    assert client.get("/thank-you").status_code == 200
    assert close_finished() == 1
    assert db.session.scalars(select(Application.state)).one() == ApplicationState.FINISHED
    path = path_of(invitation)
    before = everything()
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert "You have finished these tests" in answer.text
    assert everything() == before


def test_a_used_link_stays_used_when_its_days_are_over(client: FlaskClient) -> None:
    invitation = an_invitation(None, "grammar")
    walk_to_tests(client, invitation)
    client.post(f"/sittings/{begin(client, 'grammar')}/submit", json={})
    close_finished()
    expire(invitation)
    assert "You have finished these tests" in client.get(path_of(invitation)).text


@pytest.mark.parametrize("token", ["x", "a.b", "undefined", "%00", "é", "..", "a" * 5000, "null"])
def test_an_unknown_link_says_so(client: FlaskClient, token: str) -> None:
    an_invitation()
    before = everything()
    for method in ("GET", "POST"):
        answer = client.open(f"/i/{token}", method=method)
        assert answer.status_code == 404
    assert "This link is not complete" in client.get("/i/x").text
    assert everything() == before


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_change_of_a_token_lets_anybody_in(app: Flask, data: st.DataObject) -> None:
    invitation = db.session.scalar(select(Invitation)) or an_invitation()
    token = path_of(invitation).removeprefix("/i/")
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("aZ0-_."))
    changed = data.draw(
        st.sampled_from(
            [token[:place] + letter + token[place + 1 :], token[:place], token + letter]
        )
    )
    if changed == token:
        return
    client = app.test_client()
    answer = client.post(f"/i/{changed}" if changed else "/i/-")
    # The last letter of a base64 signature holds bits that are not part of it.
    if answer.status_code == 303:
        assert len(changed) == len(token)
        assert changed[:-1] == token[:-1]
    else:
        assert answer.status_code == 404


def test_the_nonce_alone_or_another_key_opens_nothing(app: Flask, client: FlaskClient) -> None:
    invitation = an_invitation()
    from itsdangerous import URLSafeSerializer

    forged = URLSafeSerializer("another key", salt="invitation").dumps(invitation.nonce)
    other_salt = URLSafeSerializer(app.config["SECRET_KEY"], salt="x").dumps(invitation.nonce)
    for token in (invitation.nonce, forged, other_salt):
        assert client.post(f"/i/{token}").status_code == 404


def test_a_signed_token_of_an_invitation_that_is_gone(app: Flask, client: FlaskClient) -> None:
    from applicants.links import signer

    for content in ("gone", 7, None, ["x"], {"a": 1}):
        assert client.get(f"/i/{signer().dumps(content)}").status_code == 404


def test_a_new_link_ends_the_old_one(app: Flask, client: FlaskClient) -> None:
    old = an_invitation(None, "grammar")
    old_path = path_of(old)
    walk_to_tests(client, old)
    sitting = begin(client, "grammar")
    new = invitations.renew(old.application)
    db.session.commit()
    new_path = path_of(new)
    assert new_path != old_path
    fresh = app.test_client()
    assert fresh.post(old_path).status_code == 410
    assert fresh.get("/next").status_code == 401
    assert fresh.post(new_path).status_code == 303
    assert fresh.get("/next").location == f"/sittings/{sitting}"
    assert len(db.session.scalars(select(Application)).all()) == 1


def test_a_second_browser_goes_on_where_the_first_was(app: Flask, client: FlaskClient) -> None:
    invitation = an_invitation(None, "grammar")
    assert client.post(path_of(invitation)).status_code == 303
    assert client.post("/consent", data={"agree": "y"}).status_code == 303
    second = app.test_client()
    page = second.get(path_of(invitation))
    assert page.status_code == 200
    second.post(path_of(invitation))
    assert second.get("/next").location == "/device-check"
    record = {"browser": "second", "screen": "1280x800", "microphone": "working"}
    assert second.post("/device-check", json=record).status_code == 200
    sitting = begin(second, "grammar")
    assert client.get("/next").location == f"/sittings/{sitting}"
    assert begin(client, "grammar") == sitting
    assert client.get(f"/sittings/{sitting}").status_code == 200


def test_another_persons_link_in_the_same_browser_changes_the_person(client: FlaskClient) -> None:
    vacancy = a_vacancy("grammar")
    ana, ben = an_invitation(vacancy), an_invitation(vacancy, email="ben@example.com", name="Ben")
    walk_to_tests(client, ana)
    of_ana = begin(client, "grammar")
    client.post(path_of(ben))
    assert client.get(f"/sittings/{of_ana}").status_code == 404
    assert client.get("/next").location == "/consent"


def test_doing_a_step_twice_is_doing_it_once(client: FlaskClient) -> None:
    invitation = an_invitation(None, "grammar")
    for _ in range(2):
        assert client.post(path_of(invitation)).status_code == 303
    started = db.session.scalars(select(Application.started_at)).one()
    for _ in range(2):
        assert client.post("/consent", data={"agree": "y"}).status_code == 303
    assert len(db.session.scalars(select(Consent)).all()) == 1
    record = {"browser": "tests", "screen": "1x1", "microphone": "working"}
    for _ in range(2):
        assert client.post("/device-check", json=record).status_code == 200
    first, second = begin(client, "grammar"), begin(client, "grammar")
    assert first == second
    for _ in range(2):
        answer = client.post(f"/sittings/{first}/submit", json={})
        assert (answer.status_code, answer.json["next"]) == (200, "/next")
    # The browser's back button, and the start button on the old page.
    again = client.post("/tests/grammar/start")
    assert (again.status_code, again.location) == (303, "/next")
    assert client.get("/next").location == "/thank-you"
    assert len(db.session.scalars(select(Sitting)).all()) == 1
    assert db.session.scalars(select(Application.started_at)).one() == started


def test_consent_is_needed_before_anything(client: FlaskClient) -> None:
    client.post(path_of(an_invitation(None, "grammar")))
    answer = client.post("/tests/grammar/start")
    assert (answer.status_code, answer.location) == (303, "/next")
    refused = client.post("/consent", data={})
    assert "Tick the box if you agree" in refused.text
    assert db.session.scalars(select(Sitting)).all() == []
    assert db.session.scalars(select(Consent)).all() == []


def test_the_consent_that_is_kept_is_the_text_that_was_shown(client: FlaskClient) -> None:
    client.post(path_of(an_invitation(None, "grammar")))
    page = client.get("/consent").text
    client.post("/consent", data={"agree": "y"})
    kept = db.session.scalars(select(Consent)).one()
    assert kept.text.strip()
    assert kept.text.strip() in page
    assert abs((now() - kept.given_at).total_seconds()) < 60


@pytest.mark.parametrize("slug", ["voice", "nothing", "..", "x" * 300, "%00"])
def test_only_the_test_that_is_due_can_be_started(client: FlaskClient, slug: str) -> None:
    walk_to_tests(client, an_invitation(None, "grammar", "voice"))
    for way in ("practice", "start"):
        answer = client.post(f"/tests/{slug}/{way}")
        assert answer.status_code in {303, 404, 405}
        assert not answer.location or answer.location == "/next"
    assert db.session.scalars(select(Sitting)).all() == []


def ids_of_another(app: Flask) -> tuple[str, str]:
    """Return the ids of a sitting and a recording of another applicant."""
    from tests.support.factories import event, post_events
    from tests.support.voice_answers import form_of, upload

    other = app.test_client()
    walk_to_tests(other, an_invitation(a_vacancy("voice", title="Voice"), email="cy@example.com"))
    sitting = begin(other, "voice")
    item = form_of(sitting)[0]
    post_events(other, sitting, event(0, "item_opened", {"item": item}))
    return sitting, upload(other, sitting, item, b"abc", "recorder-9")


def test_nobody_elses_ids_open_anything(app: Flask, client: FlaskClient) -> None:
    sitting, recording = ids_of_another(app)
    walk_to_tests(client, an_invitation(None, "grammar"))
    before = everything()
    new = {"client_id": "client-one-1", "item": "x", "mime": "audio/webm"}
    places = {
        "": ("GET", None),
        "/state": ("GET", None),
        "/events": ("POST", {"sitting": sitting, "events": []}),
        "/submit": ("POST", {}),
        "/recordings": ("POST", new),
        "/media/x": ("POST", None),
    }
    for name in (sitting, sitting[:-1], sitting.swapcase(), "x", "1", "%00", "é", "a" * 3000):
        for place, (method, body) in places.items():
            answer = client.open(f"/sittings/{name}{place}", method=method, json=body)
            assert answer.status_code == 404, (place, name)
    whole = {"bytes": 0, "seconds": 1.0}
    for name in (recording, recording.swapcase(), "1", "%00"):
        assert client.head(f"/recordings/{name}").status_code == 404
        piece = {"data": b"x", "content_type": "application/offset+octet-stream"}
        assert client.patch(f"/recordings/{name}", **piece).status_code == 404
        assert client.post(f"/recordings/{name}/complete", json=whole).status_code == 404
    assert everything() == before


def test_a_tampered_cookie_is_nobody(app: Flask, client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "grammar"))
    cookie = client.get_cookie("handa")
    assert cookie is not None
    forger = app.test_client()
    for value in (cookie.value[:-3] + "abc", "eyJhcHBsaWNhdGlvbiI6MX0.x.y", "", "é"):
        forger.set_cookie("handa", value)
        assert forger.get("/next").status_code == 401


def test_a_deleted_application_lets_nobody_in(client: FlaskClient) -> None:
    invitation = an_invitation(None, "grammar")
    path = path_of(invitation)
    walk_to_tests(client, invitation)
    sitting = begin(client, "grammar")
    db.session.delete(invitation.application)
    db.session.commit()
    assert client.get("/next").status_code == 401
    assert client.get(f"/sittings/{sitting}").status_code in {401, 404}
    assert client.get(path).status_code == 404
