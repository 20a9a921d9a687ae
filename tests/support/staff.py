"""Staff members of a test, and how they sign in."""

from flask import Flask
from flask.testing import FlaskClient

from accounts.models import Staff
from accounts.staff import add_staff
from database import db

PASSWORD = "a quiet mango tree"


def sign_in(client: FlaskClient, email: str = "rosa@example.com", password: str = PASSWORD, **more):
    return client.post("/staff/sign-in", data={"email": email, "password": password, **more})


def person(role: str, name: str) -> Staff:
    found, _ = add_staff(name=name, email=f"{role}@example.com", role=role, password=PASSWORD)
    db.session.commit()
    return found


def signed_in(app: Flask, staff: Staff) -> FlaskClient:
    client = app.test_client()
    who = {"email": staff.email, "password": PASSWORD}
    assert client.post("/staff/sign-in", data=who).status_code == 303
    return client
