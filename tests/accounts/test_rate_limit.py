from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import staff
from app import create_app
from extensions import db
from tests.accounts.test_sign_in import PASSWORD, sign_in
from tests.conftest import settings_for


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[FlaskClient]:
    app: Flask = create_app(settings_for(tmp_path, rate_limits=True))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        db.create_all()
        for name in ("rosa", "ben"):
            staff.add_staff(
                name=name, email=f"{name}@example.com", role="recruiter", password=PASSWORD
            )
        db.session.commit()
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def test_after_six_wrong_passwords_one_address_waits_and_others_do_not(
    limited: FlaskClient,
) -> None:
    for _ in range(6):
        assert sign_in(limited, password="wrong").status_code == 401
    stopped = sign_in(limited, " ROSA@example.com ")
    assert stopped.status_code == 429
    assert "Try again in 5 minutes" in stopped.text
    assert 0 < int(stopped.headers["Retry-After"]) <= 301
    assert sign_in(limited, "ben@example.com").status_code == 303


def test_one_computer_cannot_try_many_addresses(limited: FlaskClient) -> None:
    statuses = [sign_in(limited, f"person{n}@example.com").status_code for n in range(31)]
    assert statuses == [401] * 30 + [429]


def test_who_signs_in_rightly_is_never_counted(limited: FlaskClient) -> None:
    for _ in range(8):
        assert sign_in(limited).status_code == 303
        limited.post("/staff/sign-out")
