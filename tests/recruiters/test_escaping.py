"""Text that a person typed is escaped in every message that quotes it.

Lazy translations count as safe markup in templates: a message of that kind must never carry input.
"""

import pytest
from flask.testing import FlaskClient

from applicants.models import Application, Vacancy
from tests.support.staff_room import FORM, Apply

BAD = '<img src=x onerror="alert(1)">{{ 7 * 191 }} %(x)s %s {x}'
LONG = BAD + "x" * 3000
FORMS = {
    "/staff/sign-in": ("email", "password", "next"),
    "/staff/password": ("present", "new", "again"),
    "/vacancies/new": tuple(FORM),
    "/vacancies/{vacancy}/edit": tuple(FORM),
    "/vacancies/{vacancy}/invite": ("name", "email", "extra_time", "send_mail"),
    "/applications/{application}/decisions": ("verdict", "reason", "newest_result"),
    "/applications/{application}/invitation": ("send_mail",),
}


@pytest.fixture
def application(apply: Apply) -> Application:
    return apply("Ana", alpha=70)


@pytest.mark.parametrize("bad", [BAD, LONG], ids=["short", "long"])
@pytest.mark.parametrize("address", FORMS)
def test_no_message_of_a_form_lets_markup_through(
    rosa: FlaskClient, vacancy: Vacancy, application: Application, address: str, bad: str
) -> None:
    place = address.format(vacancy=vacancy.public_id, application=application.public_id)
    answer = rosa.post(place, data=dict.fromkeys(FORMS[address], bad), follow_redirects=True)
    assert answer.status_code in {200, 401, 422}
    assert "<img src=x" not in answer.text
    assert "1337" not in answer.text


@pytest.mark.parametrize("address", ["/vacancies/{vacancy}", "/vacancies", "/trainers"])
def test_no_filter_or_page_number_lets_markup_through(
    rosa: FlaskClient, vacancy: Vacancy, application: Application, address: str
) -> None:
    asked = dict.fromkeys(("q", "stage", "verdict", "page"), BAD)
    answer = rosa.get(address.format(vacancy=vacancy.public_id), query_string=asked)
    assert "<img src=x" not in answer.text
