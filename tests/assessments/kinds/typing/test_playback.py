"""The record of keys is given out to staff alone, and only of a sitting that is over."""

from flask import Flask
from flask.testing import FlaskClient

from accounts.staff import add_staff
from assessments.sittings.models import Sitting, SittingState
from database import db
from tests.support import factories
from tests.support.staff import PASSWORD


def signed_in(app: Flask) -> FlaskClient:
    add_staff(name="Rosa", email="rosa@example.com", role="recruiter", password=PASSWORD)
    db.session.commit()
    client = app.test_client()
    client.post("/staff/sign-in", data={"email": "rosa@example.com", "password": PASSWORD})
    return client


def test_the_playback_is_for_staff_and_of_ended_sittings(app: Flask, client: FlaskClient) -> None:
    invitation = factories.an_invitation(factories.a_vacancy("typing"))
    db.session.commit()
    factories.walk_to_tests(client, invitation)
    sitting_id = factories.begin(client, "typing")
    address = f"/sittings/{sitting_id}/playback"
    rosa = signed_in(app)
    assert rosa.get(address).status_code == 404
    sitting = db.session.query(Sitting).filter_by(public_id=sitting_id).one()
    item = sitting.events[0].data["form"][1]
    page = {"item": item, "page": "0123456789abcdef"}
    strokes = [[0, "edit", 0, 0, "a", "insertText"], [90, "edit", 1, 1, "b", "insertText"]]
    keys = {**page, "version": 2, "batch": 0, "length": 2, "strokes": strokes}
    factories.post_events(
        client,
        sitting_id,
        factories.event(0, "passage_started", page),
        factories.event(1, "keys", keys),
    )
    sitting.state = SittingState.SUBMITTED
    db.session.commit()
    first, _ = rosa.get(address).get_json()["parts"]
    assert [edit[:5] for edit in first["edits"]] == [[0, 0, 0, 0, "a"], [0, 90, 1, 1, "b"]]
    assert client.get(address).status_code in {302, 303, 401, 403}
    assert app.test_client().get(address).status_code in {302, 303, 401, 403}
    assert rosa.get("/sittings/nobody/playback").status_code == 404
