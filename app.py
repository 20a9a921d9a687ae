"""create_app(): the one place that knows every room."""

import logging
from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import get_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.commands
import accounts.permissions
import accounts.views
import applicants.invitations
import applicants.views
import assessments.commands
import assessments.views
import authoring
import chat_authoring
import demo
import grammar_authoring
import packing
import problems
import recruiters.calibration_views
import recruiters.item_views
import recruiters.own_copy_views
import recruiters.pool_views
import recruiters.rating_views
import recruiters.report_views
import recruiters.views
import trainers.scenario_views
import trainers.views
from assessments import registry
from assessments.own_banks import OwnBanks
from config import Settings, bands_of, secret_key
from extensions import babel, csrf, db, limiter, migrate, prepare_sqlite

ROOMS = (
    accounts.views.room,
    applicants.views.room,
    assessments.views.room,
    recruiters.views.room,
    recruiters.item_views.room,
    recruiters.calibration_views.room,
    recruiters.rating_views.room,
    recruiters.own_copy_views.room,
    recruiters.pool_views.room,
    trainers.views.room,
    trainers.scenario_views.room,
)


STAFF_ROOMS = {
    "accounts",
    "calibrations",
    "items",
    "pools",
    "ratings",
    "recruiters",
    "releases",
    "scenarios",
    "trainers",
}
"""Rooms whose pages are in English, whatever the browser asks for."""


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app from settings (from the environment unless given).

    Raises:
        assessments.base.ContentError: an item file is wrong.
    """
    settings = settings or Settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, instance_path=str(settings.instance))
    app.extensions["handa-settings"] = settings
    app.config.from_mapping(_flask_settings(settings))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    _start_extensions(app, settings)
    registry.use_banks(
        OwnBanks(settings.item_banks, settings.item_banks_key.get_secret_value())
        if settings.item_banks
        else None
    )
    registry.install(app)
    for room in ROOMS:
        app.register_blueprint(room)
    accounts.permissions.install(app, admits=applicants.invitations.admits)
    problems.install(app)
    for group in (
        accounts.commands.group,
        assessments.commands.groups,
        authoring.groups,
        chat_authoring.group,
        demo.group,
        grammar_authoring.group,
    ):
        for command in group if isinstance(group, tuple) else (group,):
            app.cli.add_command(command)
    app.after_request(_protect)
    app.after_request(packing.pack)
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
    babel.init_app(app, locale_selector=lambda: _locale(settings.locales))
    app.context_processor(lambda: {"locale": str(get_locale() or "en")})
    if settings.database.startswith("sqlite"):
        with app.app_context():
            prepare_sqlite(db.engine, settings.sqlite_synchronous)


def _locale(offered: str) -> str | None:
    """Choose the language of a page: the browser's, where applicants read; staff pages are English.

    Outside a request, where a worker writes a letter, the default serves.
    """
    if not has_request_context():
        return None
    if request.blueprint in STAFF_ROOMS:
        return "en"
    wanted = [
        ("fil" if code.split("-")[0] == "tl" else code, quality)
        for code, quality in request.accept_languages
    ]
    return LanguageAccept(wanted).best_match(offered.replace(" ", "").split(","), "en")


def _protect(response: Any) -> Any:
    """Set the headers that keep a page to itself."""
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "media-src 'self' blob:; connect-src 'self'; font-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    )
    response.headers.setdefault(
        "Permissions-Policy", "microphone=(self), camera=(), geolocation=()"
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if request.endpoint not in {"static", "assessments.kind_static"}:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
