"""create_app(): the one place that knows every room."""

import logging
from typing import Any

from flask import Flask
from flask_babel import get_locale
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.commands
import accounts.permissions
import applicants.invitations
import assessments.commands
import launch.demo
import web.compression
import web.errors
import web.headers
from assessments.banks import registry
from assessments.banks.own_banks import OwnBanks
from config import Settings, bands_of, secret_key
from database import db, prepare_sqlite
from extensions import babel, csrf, limiter, migrate
from web.locale import choose_locale
from web.rooms import blueprints
from web.templates import WithoutIndentation

ROOMS = ("accounts", "applicants", "assessments", "recruiters", "trainers", "item_bank")
"""Packages whose ``views`` modules hold the pages."""


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app from settings (from the environment unless given).

    Raises:
        assessments.contract.assessment.ContentError: an item file is wrong.
    """
    settings = settings or Settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, instance_path=str(settings.instance))
    app.extensions["handa-settings"] = settings
    app.config.from_mapping(_flask_settings(settings))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(WithoutIndentation)
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    _start_extensions(app, settings)
    registry.use_banks(
        OwnBanks(settings.item_banks, settings.item_banks_key.get_secret_value())
        if settings.item_banks
        else None
    )
    registry.install(app)
    for bp in blueprints(ROOMS):
        app.register_blueprint(bp)
    accounts.permissions.install(app, admits=applicants.invitations.admits)
    web.errors.install(app)
    for group in (
        accounts.commands.group,
        *assessments.commands.groups,
        launch.demo.group,
        *registry.commands(),
    ):
        app.cli.add_command(group)
    app.after_request(web.headers.protect)
    app.after_request(web.compression.compress)
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": secret_key(settings),
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
        # One chunk of a recording is at most 1 MB; a form is far smaller.
        "MAX_CONTENT_LENGTH": 2_000_000,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "SESSION_COOKIE_NAME": "handa",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_STORAGE_URI": _limit_storage(settings),
        # A server that hangs must not hold up a page: the client's own limit is 5 s, tried again.
        "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_SWALLOW_ERRORS": True,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": settings.time_zone,
        "TYPING_BANDS": bands_of(settings.typing_bands),
    }


def _limit_storage(settings: Settings) -> str:
    """Count requests where every web process sees them; in memory when there is no queue yet."""
    url = settings.queue_url
    if url.startswith("unix://"):
        return f"redis+{url}"
    return url


def _start_extensions(app: Flask, settings: Settings) -> None:
    logging.getLogger("flask-limiter").setLevel(logging.ERROR)
    db.init_app(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    limiter.init_app(app)
    babel.init_app(app, locale_selector=lambda: choose_locale(settings.locales))
    app.context_processor(lambda: {"locale": str(get_locale() or "en")})
    if settings.database.startswith("sqlite"):
        with app.app_context():
            prepare_sqlite(db.engine, settings.sqlite_synchronous)
