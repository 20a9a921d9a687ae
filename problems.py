"""Errors become a page that says what to do, or a JSON problem for a script."""

from typing import Any

from flask import Flask, g, jsonify, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from assessments.recordings import RecordingError, TooLargeError, WrongOffsetError
from assessments.sittings import OutOfOrderError, SittingError
from extensions import db
from wire import InvalidBodyError


def wants_json() -> bool:
    """Whether a script asked, not a person."""
    return request.is_json or request.headers.get("X-Requested-With") == "fetch"


def answer(status: int, code: str, headers: dict[str, str] | None = None, **more: Any) -> Any:
    """Return a problem in the form that the asker understands."""
    if wants_json() or request.method in {"PATCH", "HEAD"}:
        return jsonify({"code": code, **more}), status, headers or {}
    return render_template("errors/problem.html", code=status), status, headers or {}


def _leave_the_database() -> None:
    """End the transaction and let the page be made without another: as for nobody."""
    db.session.rollback()
    g.staff_session = (request._get_current_object(), None)  # type: ignore[attr-defined]
    g.pop("staff_session_unseen", None)
    g.pop("application_id", None)


def install(app: Flask) -> None:
    """Map every error of ours and of the web to an answer."""

    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> Any:
        headers = {
            name: value
            for name, value in error.get_headers()
            if name.lower() in {"retry-after", "allow"}
        }
        if isinstance(error, RateLimitExceeded) and error.limit:
            # The whole window: the moment itself would need the counter's server once more.
            headers.setdefault("Retry-After", str(error.limit.limit.get_expiry()))
        return answer(error.code or 500, error.name.lower().replace(" ", "_"), headers)

    @app.errorhandler(CSRFError)
    def on_csrf(error: CSRFError) -> Any:
        return answer(400, "csrf")

    @app.errorhandler(InvalidBodyError)
    def on_invalid(error: InvalidBodyError) -> Any:
        return answer(422, "invalid", where=error.place, why=error.why)

    @app.errorhandler(OutOfOrderError)
    def on_gap(error: OutOfOrderError) -> Any:
        return answer(409, error.code, expected=error.expected)

    @app.errorhandler(WrongOffsetError)
    def on_offset(error: WrongOffsetError) -> Any:
        headers = {"Upload-Offset": str(error.offset)}
        return answer(409, error.code, headers, offset=error.offset)

    @app.errorhandler(TooLargeError)
    def on_large(error: TooLargeError) -> Any:
        return answer(413, error.code)

    @app.errorhandler(SittingError)
    @app.errorhandler(RecordingError)
    def on_conflict(error: SittingError | RecordingError) -> Any:
        return answer(409, error.code)

    _install_for_database(app)

    @app.errorhandler(Exception)
    def on_fault(error: Exception) -> Any:
        app.logger.exception("fault in %s %s", request.method, request.path)
        _leave_the_database()
        return answer(500, "fault")


def _install_for_database(app: Flask) -> None:
    @app.errorhandler(DataError)
    def on_unstorable(error: DataError) -> Any:
        _leave_the_database()
        return answer(400, "invalid")

    @app.errorhandler(OperationalError)
    def on_database(error: OperationalError) -> Any:
        app.logger.error("database: %s", error)
        _leave_the_database()
        return answer(503, "database_busy", {"Retry-After": "3"})
