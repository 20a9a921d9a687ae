from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

import config
from app import create_app
from applicants import invitations
from applicants.models import Application, ApplicationState, Invitation, MailState, Vacancy
from database import db
from tests.support.apps import settings_for
from tests.support.staff import person, signed_in
from tests.support.staff_room import invite


def test_an_invitation_gives_a_link_to_copy(rosa: FlaskClient, vacancy: Vacancy) -> None:
    assert rosa.get(f"/vacancies/{vacancy.public_id}/invite").status_code == 200
    answer = invite(rosa, vacancy)
    application = db.session.scalars(select(Application)).one()
    assert answer.location == f"/applications/{application.public_id}/invitation"
    assert application.applicant.email == "ana@example.com"
    assert application.battery == vacancy.battery
    assert application.accommodation is None
    page = rosa.get(answer.location).text
    assert invitations.link(application.invitations[0]) in page
    assert 'data-copy="link"' in page
    assert "Handa sent no e-mail" in page
    assert application.invitations[0].mail_state == MailState.NOT_ASKED


def test_extra_time_is_granted_by_name_and_not_shown(rosa: FlaskClient, vacancy: Vacancy) -> None:
    answer = invite(rosa, vacancy, extra_time="1.5")
    application = db.session.scalars(select(Application)).one()
    assert application.accommodation is not None
    assert application.accommodation.extra_time == 1.5
    assert application.accommodation.granted_by == "Rosa Lim"
    for address in (answer.location, f"/applications/{application.public_id}"):
        assert "xtra time" not in rosa.get(address).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "  "}, "Enter the applicant"),
        ({"name": "x" * 121}, "120"),
        ({"email": "ana@example"}, "like name@example.com"),
        ({"email": "ana example.com"}, "like name@example.com"),
        ({"email": "ana@example.com\nBcc: all@example.com"}, "like name@example.com"),
        ({"email": "a" * 250 + "@example.com"}, "254"),
        ({"extra_time": "9"}, "xtra time"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    rosa: FlaskClient, vacancy: Vacancy, change: dict[str, str], says: str
) -> None:
    answer = invite(rosa, vacancy, **{"name": "Ana <b>Santos</b>", **change})
    assert answer.status_code == 422
    assert says in answer.text
    assert 'role="alert"' in answer.text
    if "name" not in change:
        assert 'value="Ana &lt;b&gt;Santos&lt;/b&gt;"' in answer.text
    assert db.session.scalar(select(Application)) is None


def test_inviting_somebody_twice_leads_to_the_first_invitation(
    rosa: FlaskClient, vacancy: Vacancy
) -> None:
    first = invite(rosa, vacancy).location
    again = invite(rosa, vacancy, email=" ANA@example.com ")
    assert again.status_code == 422
    assert "invited for this vacancy already" in again.text
    assert first in again.text
    assert len(db.session.scalars(select(Application)).all()) == 1


def test_a_new_link_stops_the_old_one(rosa: FlaskClient, vacancy: Vacancy) -> None:
    place = invite(rosa, vacancy).location
    old = db.session.scalars(select(Invitation)).one()
    token = invitations.link(old).rsplit("/", 1)[1]
    assert rosa.get(f"/i/{token}").status_code == 200
    assert rosa.post(place, data={}).status_code == 303
    assert rosa.get(f"/i/{token}").status_code == 410
    page = rosa.get(place).text
    newest = db.session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()
    assert newest is not None
    assert newest.id != old.id
    assert invitations.link(newest) in page


def test_when_all_is_done_there_is_no_link(rosa: FlaskClient, vacancy: Vacancy) -> None:
    place = invite(rosa, vacancy).location
    application = db.session.scalars(select(Application)).one()
    application.state = ApplicationState.FINISHED
    db.session.commit()
    assert "All tests are done" in rosa.get(place).text
    assert 'id="link"' not in rosa.get(place).text
    rosa.post(place, data={})
    assert len(db.session.scalars(select(Invitation)).all()) == 1


def test_mail_is_offered_only_where_a_server_is_set(rosa: FlaskClient, vacancy: Vacancy) -> None:
    page = rosa.get(f"/vacancies/{vacancy.public_id}/invite").text
    assert "No mail server is set" in page
    assert 'name="send_mail"' not in page
    invite(rosa, vacancy, send_mail="y")
    assert db.session.scalars(select(Invitation)).one().mail_state == MailState.NOT_ASKED


def test_with_a_mail_server_the_mail_is_due_and_its_state_is_shown(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, smtp_host="mail.example"))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        db.create_all()
        assert config.current().smtp_host
        vacancy = Vacancy(public_id="v", title="Role", employer="Bayan Care", battery=[])
        db.session.add(vacancy)
        rosa = signed_in(app, person("recruiter", "Rosa Lim"))
        place = invite(rosa, vacancy, send_mail="y").location
        made = db.session.scalars(select(Invitation)).one()
        assert made.mail_state == MailState.DUE
        assert "on its way" in rosa.get(place).text
        made.mail_state, made.reason = MailState.NEEDS_ATTENTION, "SMTPRefused: <no>"
        db.session.commit()
        failed = rosa.get(place).text
        assert "could not be sent: SMTPRefused: &lt;no&gt;" in failed
        made.mail_state = MailState.SENT
        db.session.commit()
        assert "was sent by e-mail" in rosa.get(place).text
        invite(rosa, vacancy, email="ben@example.com")
        newest = db.session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()
        assert newest is not None
        assert newest.mail_state == MailState.NOT_ASKED
        db.session.remove()
        db.engine.dispose()
