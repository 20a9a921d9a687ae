from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import staff
from app import create_app
from database import db
from tests.support.apps import settings_for
from tests.support.staff import PASSWORD, sign_in


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


def from_place(client: FlaskClient, number: int) -> None:
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"


def test_after_six_wrong_passwords_one_person_waits_and_others_do_not(
    limited: FlaskClient,
) -> None:
    for _ in range(6):
        assert sign_in(limited, password="wrong").status_code == 401
    stopped = sign_in(limited, " ROSA@example.com ")
    assert stopped.status_code == 429
    assert "Try again in 5 minutes" in stopped.text
    assert 0 < int(stopped.headers["Retry-After"]) <= 301
    assert sign_in(limited, "ben@example.com").status_code == 303


def test_who_guesses_elsewhere_does_not_shut_the_owner_out(limited: FlaskClient) -> None:
    from_place(limited, 1)
    statuses = [sign_in(limited, password="wrong").status_code for _ in range(7)]
    assert statuses == [401] * 6 + [429]
    from_place(limited, 2)
    assert sign_in(limited).status_code == 303


@pytest.mark.parametrize("email", ["rosa@example.com", "nobody@example.com"])
def test_guessing_from_many_places_is_slowed_for_known_and_unknown_alike(
    limited: FlaskClient, email: str
) -> None:
    answers = []
    for place in range(13):
        from_place(limited, place)
        answers += [sign_in(limited, email, "wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401] * 60 + [429] * 5
    assert "Try again in 15 minutes" in answers[-1].text
    assert 800 < int(answers[-1].headers["Retry-After"]) <= 901
    assert sign_in(limited, "ben@example.com").status_code == 303


def test_one_computer_cannot_try_many_addresses(limited: FlaskClient) -> None:
    statuses = [sign_in(limited, f"person{n}@example.com").status_code for n in range(31)]
    assert statuses == [401] * 30 + [429]


def test_who_signs_in_rightly_is_never_counted(limited: FlaskClient) -> None:
    for _ in range(8):
        assert sign_in(limited).status_code == 303
        limited.post("/staff/sign-out")
