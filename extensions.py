"""Migrations, CSRF, rate limits and translations: imports nothing of ours."""

from flask import session
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

migrate = Migrate(render_as_batch=True, compare_type=True)
csrf = CSRFProtect()


def who_asks() -> str:
    """Return whose requests are counted together: an applicant's, else those of one address.

    A room full of applicants shares one address; each of them polls once a second.
    """
    application = session.get("application")
    return f"applicant {application}" if application else get_remote_address()


limiter = Limiter(key_func=who_asks, default_limits=["1200 per minute"])
babel = Babel()
