import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.permissions import Entrance, access_of
from applicants.models import Vacancy
from tests.support.staff_room import Apply

STAFF_ROOMS = {"recruiters", "trainers", "item_bank"}
READ = [
    "/vacancies",
    "/vacancies/new",
    "/vacancies/{vacancy}",
    "/vacancies/{vacancy}/edit",
    "/vacancies/{vacancy}/invite",
    "/applications/{application}",
    "/applications/{application}/invitation",
]
WRITE = [
    "/vacancies/new",
    "/vacancies/{vacancy}/edit",
    "/vacancies/{vacancy}/close",
    "/vacancies/{vacancy}/reopen",
    "/vacancies/{vacancy}/invite",
    "/applications/{application}/decisions",
    "/applications/{application}/invitation",
    "/names",
]


@pytest.fixture
def fill(vacancy: Vacancy, apply: Apply):
    application = apply("Ana", alpha=70, beta=90)
    return lambda address: address.format(
        vacancy=vacancy.public_id, application=application.public_id
    )


@pytest.mark.parametrize("address", READ)
def test_recruiters_read_and_nobody_else(
    address: str, fill, client: FlaskClient, rosa: FlaskClient, theo: FlaskClient
) -> None:
    assert rosa.get(fill(address)).status_code == 200
    assert theo.get(fill(address)).status_code == 403
    nobody = client.get(fill(address))
    assert nobody.status_code == 302
    assert nobody.location.startswith("/staff/sign-in?next=/")


@pytest.mark.parametrize("address", WRITE)
def test_recruiters_write_and_nobody_else(
    address: str, fill, client: FlaskClient, rosa: FlaskClient, theo: FlaskClient
) -> None:
    assert theo.post(fill(address)).status_code == 403
    assert client.post(fill(address)).status_code == 401
    assert rosa.post(fill(address)).status_code in {303, 422}


def test_trainers_have_their_own_page(
    client: FlaskClient, rosa: FlaskClient, theo: FlaskClient
) -> None:
    assert theo.get("/trainers").status_code == 200
    assert rosa.get("/trainers").status_code == 403
    assert client.get("/trainers").status_code == 302


def test_every_route_of_the_rooms_asks_for_staff(app: Flask) -> None:
    views = {
        rule.endpoint: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].__module__.partition(".")[0] in STAFF_ROOMS
    }
    assert len(views) >= 30
    for endpoint, view in views.items():
        access = access_of(view)
        assert access is not None, endpoint
        assert access.entrance is Entrance.STAFF, endpoint
        assert access.permissions, endpoint


def test_forms_need_a_token(app: Flask, rosa: FlaskClient, fill) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    for address in WRITE:
        assert rosa.post(fill(address)).status_code == 400
    page = rosa.get(fill("/applications/{application}")).text
    assert page.count('name="csrf_token"') >= 3
