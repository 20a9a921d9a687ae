"""Staff who sign in."""

import pytest
from flask import Flask

from accounts.models import Staff
from accounts.staff import add_staff
from database import db
from tests.support.staff import PASSWORD


@pytest.fixture
def recruiter(app: Flask) -> Staff:
    found, _ = add_staff(
        name="Rosa Lim", email="rosa@example.com", role="recruiter", password=PASSWORD
    )
    db.session.commit()
    return found
