"""Who is signed in: sessions live in the database, so that each can be revoked at once."""

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
"""``last_seen_at`` is for people to read; a write for every page would cost more than it tells."""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start(staff: Staff) -> str:
    """Open a session under a new token and revoke the one this browser came with.

    Returns:
        the token for the cookie; it is not kept anywhere here.
    """
    revoke_present()
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
    """Return the valid session behind this request's cookie; looked up once in a request."""
    if not has_request_context():
        return None
    asker = request._get_current_object()  # type: ignore[attr-defined]
    known = g.get("staff_session")
    if known is None or known[0] is not asker:
        known = g.staff_session = (asker, _find(request.cookies.get(COOKIE, "")))
    found = known[1]
    assert found is None or isinstance(found, StaffSession)
    return found


def current_staff() -> Staff | None:
    """Return who is signed in; None for nobody and outside a request."""
    found = current_session()
    return found.staff if found else None


def signed_in() -> Staff:
    """Return who is signed in, or answer 401."""
    return current_staff() or abort(401)


def _find(token: str) -> StaffSession | None:
    if not token:
        return None
    found = db.session.scalar(
        select(StaffSession)
        .join(StaffSession.staff)
        .where(
            StaffSession.digest == _digest(token),
            StaffSession.revoked_at.is_(None),
            StaffSession.expires_at > now(),
            Staff.active.is_(True),
        )
    )
    if found is not None and now() - found.last_seen_at > SEEN_EVERY:
        g.staff_session_unseen = found.id
    return found


def revoke_present() -> None:
    """Revoke the session behind this request's cookie, if there is one."""
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
    """Delete sessions that ended a month ago: until then they tell who was signed in when."""
    gone = db.session.scalars(
        delete(StaffSession)
        .where(StaffSession.expires_at < now() - KEPT_FOR)
        .returning(StaffSession.id)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    return len(gone)


def set_cookie(response: Response, token: str) -> Response:
    """Give the token to the browser, out of reach of scripts and of other sites' forms."""
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
    """Take the token away from the browser."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=config.current().https)
    return response


def note_seen(response: Response) -> Response:
    """Note when a session was last used; after the page is made, in a transaction of its own."""
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
