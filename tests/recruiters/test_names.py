"""A recruiter who hides names sees numbers on every page about an applicant."""

import pytest
from flask.testing import FlaskClient

from applicants.models import Application
from tests.support.staff_room import Apply


@pytest.fixture
def ana(apply: Apply) -> Application:
    return apply("Ana Reyes", alpha=70, beta=90)


@pytest.mark.parametrize("page", ["", "/invitation", "/own-copy"])
def test_hidden_names_are_on_no_page(rosa: FlaskClient, ana: Application, page: str) -> None:
    address = f"/applications/{ana.public_id}{page}"
    assert "Ana Reyes" in rosa.get(address).text
    rosa.post("/names", data={"hide": "yes"})
    hidden = rosa.get(address)
    assert hidden.status_code == 200
    assert "Ana Reyes" not in hidden.text
    assert f"Applicant {ana.id}" in hidden.text
