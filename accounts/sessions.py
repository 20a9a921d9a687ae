"""Staff sessions, stored in the database so that each can be revoked immediately."""

import hashlib
import secrets
from datetime import timedelta

from flask import abort, g, has_request_context, request
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

import config
from accounts.models import Staff, StaffSession
from database import db, now
from jobs import sweep

COOKIE = "handa_staff"
KEPT_FOR = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=10)
"""``last_seen_at`` is only for people to read; it is not worth a write for every page."""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start(staff: Staff) -> str:
    """Open a session with a new token and revoke this browser's previous session.

    Returns:
        The token for the cookie; the server does not store it.
    """
    revoke_current()
    token = secrets.token_urlsafe(32)
    db.session.add(
        StaffSession(
            digest=_digest(token),
            staff_id=staff.id,
            expires_at=now() + timedelta(hours=config.current().staff_session_hours),
        )
    )
    db.session.flush()
    return token


def current_session() -> StaffSession | None:
    """Return the valid session of this request's cookie; it is looked up once per request."""
    if not has_request_context():
        return None
    current_request = request._get_current_object()  # type: ignore[attr-defined]
    cached = g.get("staff_session")
    if cached is None or cached[0] is not current_request:
        cached = g.staff_session = (current_request, _find(request.cookies.get(COOKIE, "")))
    session = cached[1]
    assert session is None or isinstance(session, StaffSession)
    return session


def current_staff() -> Staff | None:
    """Return the signed-in person; None if no one is signed in, and outside a request."""
    session = current_session()
    return session.staff if session else None


def signed_in() -> Staff:
    """Return who is signed in, or answer 401."""
    return current_staff() or abort(401)


def _find(token: str) -> StaffSession | None:
    if not token:
        return None
    session = db.session.scalar(
        select(StaffSession)
        .join(StaffSession.staff)
        .where(
            StaffSession.digest == _digest(token),
            StaffSession.revoked_at.is_(None),
            StaffSession.expires_at > now(),
            Staff.active.is_(True),
        )
    )
    if session is not None and now() - session.last_seen_at > SEEN_EVERY:
        g.staff_session_unseen = session.id
    return session


def revoke_current() -> None:
    """Revoke the session of this request's cookie, if there is one."""
    if not has_request_context():
        return
    token = request.cookies.get(COOKIE, "")
    if token:
        _revoke(StaffSession.digest == _digest(token))
    g.pop("staff_session", None)


def revoke_all(staff_id: int) -> None:
    """Revoke every session of a person."""
    _revoke(StaffSession.staff_id == staff_id)


def _revoke(condition: ColumnElement[bool]) -> None:
    db.session.execute(
        update(StaffSession)
        .where(condition, StaffSession.revoked_at.is_(None))
        .values(revoked_at=now())
        .execution_options(synchronize_session="fetch")
    )


@sweep
def forget_old() -> int:
    """Delete sessions that ended a month ago; until then they show who was signed in when."""
    deleted = db.session.scalars(
        delete(StaffSession)
        .where(StaffSession.expires_at < now() - KEPT_FOR)
        .returning(StaffSession.id)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    return len(deleted)


def set_cookie(response: Response, token: str) -> Response:
    """Set the session cookie, which scripts and other sites' forms cannot use."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=config.current().staff_session_hours * 3600,
        httponly=True,
        samesite="Lax",
        secure=config.current().https,
    )
    return response


def drop_cookie(response: Response) -> Response:
    """Delete the session cookie."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=config.current().https)
    return response


def note_seen(response: Response) -> Response:
    """Store when a session was last used, after rendering and in a transaction of its own."""
    session_id = g.pop("staff_session_unseen", None)
    if session_id is None:
        return response
    try:
        db.session.rollback()
        db.session.execute(
            update(StaffSession).where(StaffSession.id == session_id).values(last_seen_at=now())
        )
        db.session.commit()
    except OperationalError:
        db.session.rollback()
    return response
