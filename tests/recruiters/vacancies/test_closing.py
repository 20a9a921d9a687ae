"""A closed vacancy accepts no new applicants and lets invited applicants continue."""

from flask.testing import FlaskClient
from sqlalchemy import select

from applicants import invitations
from applicants.models import Application, Vacancy
from database import db
from recruiters.vacancies.vacancies import add_vacancy
from tests.support.staff_room import Apply, invite


def switch(rosa: FlaskClient, vacancy: Vacancy, way: str) -> None:
    answer = rosa.post(f"/vacancies/{vacancy.public_id}/{way}")
    assert (answer.status_code, answer.location) == (303, f"/vacancies/{vacancy.public_id}")
    db.session.refresh(vacancy)


def test_closing_and_opening_again(rosa: FlaskClient, vacancy: Vacancy) -> None:
    place = f"/vacancies/{vacancy.public_id}"
    assert f'action="{place}/close"' in rosa.get(f"{place}/edit").text
    switch(rosa, vacancy, "close")
    first = vacancy.closed_at
    assert first is not None
    switch(rosa, vacancy, "close")
    assert vacancy.closed_at == first
    for address in (place, f"{place}/edit", f"{place}/invite"):
        page = rosa.get(address).text
        assert "takes no new invitations" in page
        assert f'action="{place}/reopen"' in page
    assert f'href="{place}/invite"' not in rosa.get(place).text
    switch(rosa, vacancy, "reopen")
    assert vacancy.closed_at is None
    assert f'href="{place}/invite"' in rosa.get(place).text
    assert "was closed on" not in rosa.get(place).text


def test_a_closed_vacancy_refuses_an_invitation_and_keeps_what_was_typed(
    rosa: FlaskClient, vacancy: Vacancy
) -> None:
    switch(rosa, vacancy, "close")
    assert 'name="email"' not in rosa.get(f"/vacancies/{vacancy.public_id}/invite").text
    refused = invite(rosa, vacancy)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert "This vacancy is closed" in refused.text
    assert 'value="Ana Santos"' in refused.text
    assert db.session.scalar(select(Application)) is None
    switch(rosa, vacancy, "reopen")
    assert invite(rosa, vacancy).status_code == 303


def test_who_was_invited_goes_on(rosa: FlaskClient, client: FlaskClient, vacancy: Vacancy) -> None:
    place = invite(rosa, vacancy).location
    switch(rosa, vacancy, "close")
    assert rosa.post(place, data={}).status_code == 303
    application = db.session.scalars(select(Application)).one()
    address = "/i/" + invitations.link(application.invitations[-1]).rsplit("/", 1)[1]
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 303
    assert client.get("/next").status_code in {200, 302, 303}
    page = rosa.get(place).text
    assert "Invite the next applicant" not in page


def test_decisions_go_on(rosa: FlaskClient, vacancy: Vacancy, apply: Apply) -> None:
    application = apply("Ana", alpha=70, beta=90)
    switch(rosa, vacancy, "close")
    said = {"verdict": "hire", "reason": "Accepted our offer by phone."}
    answer = rosa.post(f"/applications/{application.public_id}/decisions", data=said)
    assert answer.status_code == 303


def test_closed_vacancies_stand_last_with_the_word(rosa: FlaskClient, vacancy: Vacancy) -> None:
    for title in ("Second", "Third"):
        add_vacancy(title=title, employer="Bayan Care", battery=vacancy.battery)
    db.session.commit()

    def order() -> list[int]:
        page = rosa.get("/vacancies").text
        return [page.index(f">{title}<") for title in ("Third", "Second", vacancy.title)]

    assert order() == sorted(order())
    assert ">Closed<" not in rosa.get("/vacancies").text
    third = db.session.scalars(select(Vacancy).where(Vacancy.title == "Third")).one()
    switch(rosa, third, "close")
    places = order()
    assert places[0] > max(places[1:])
    assert places[1] < places[2]
    assert rosa.get("/vacancies").text.count(">Closed<") == 1


def test_an_empty_closed_vacancy_does_not_ask_to_invite(
    rosa: FlaskClient, vacancy: Vacancy
) -> None:
    switch(rosa, vacancy, "close")
    page = rosa.get(f"/vacancies/{vacancy.public_id}").text
    assert "Open the vacancy again to invite applicants" in page


def test_an_unknown_vacancy_is_not_found(rosa: FlaskClient) -> None:
    for way in ("close", "reopen"):
        assert rosa.post(f"/vacancies/none/{way}").status_code == 404
        assert rosa.get(f"/vacancies/none/{way}").status_code == 405
