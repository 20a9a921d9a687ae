"""Answer errors: with a page that suggests what to do, or with a JSON problem for a script."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, g, jsonify, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from database import db


class RequestError(Exception):
    """Base of the errors that a room raises for a request that it refuses.

    Attributes:
        status: HTTP status of the answer.
        code: name of the error, for the script or page that reads the answer.
        headers: HTTP headers of the answer.
    """

    status = 409
    code = "conflict"
    headers: Mapping[str, str] = {}

    @property
    def details(self) -> dict[str, Any]:
        """Fields of the JSON answer beside ``code``."""
        return {}


def wants_json() -> bool:
    """Return True if a script sent the request."""
    return request.is_json or request.headers.get("X-Requested-With") == "fetch"


def answer(status: int, code: str, headers: Mapping[str, str] | None = None, **more: Any) -> Any:
    """Return a JSON problem to a script and a page to a person."""
    if wants_json() or request.method in {"PATCH", "HEAD"}:
        return jsonify({"code": code, **more}), status, dict(headers or {})
    return render_template("errors/problem.html", code=status), status, dict(headers or {})


def _forget_database_state() -> None:
    """Roll back, so that the error page is rendered as for an anonymous visitor without a query."""
    db.session.rollback()
    g.staff_session = (request._get_current_object(), None)  # type: ignore[attr-defined]
    g.pop("staff_session_unseen", None)
    g.pop("application_id", None)


def install(app: Flask) -> None:
    """Register the handlers that turn exceptions into answers."""

    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> Any:
        headers = {
            name: value
            for name, value in error.get_headers()
            if name.lower() in {"retry-after", "allow"}
        }
        if isinstance(error, RateLimitExceeded) and error.limit:
            # The whole window: the exact time would need another request to the counter's server.
            headers.setdefault("Retry-After", str(error.limit.limit.get_expiry()))
        return answer(error.code or 500, error.name.lower().replace(" ", "_"), headers)

    @app.errorhandler(CSRFError)
    def on_csrf(error: CSRFError) -> Any:
        return answer(400, "csrf")

    @app.errorhandler(RequestError)
    def on_refusal(error: RequestError) -> Any:
        return answer(error.status, error.code, error.headers, **error.details)

    _install_for_database(app)

    @app.errorhandler(Exception)
    def on_fault(error: Exception) -> Any:
        app.logger.exception("fault in %s %s", request.method, request.path)
        _forget_database_state()
        return answer(500, "fault")


def _install_for_database(app: Flask) -> None:
    @app.errorhandler(DataError)
    def on_unstorable(error: DataError) -> Any:
        _forget_database_state()
        return answer(400, "invalid")

    @app.errorhandler(OperationalError)
    def on_database(error: OperationalError) -> Any:
        app.logger.error("database: %s", error)
        _forget_database_state()
        return answer(503, "database_busy", {"Retry-After": "3"})
