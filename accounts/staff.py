"""Add staff, authenticate them and change passwords. Nothing here commits."""

import secrets

from sqlalchemy import select

from accounts import passwords, sessions
from accounts.models import Role, Staff
from database import db


class EmailTakenError(Exception):
    """A member of staff already has this e-mail address."""


class UnknownStaffError(LookupError):
    """No member of staff has this e-mail address."""


def normal(email: str) -> str:
    """Return an e-mail address in the form in which it is stored."""
    return email.strip().lower()


def find(email: str) -> Staff | None:
    """Return the member of staff with an address, or None."""
    return db.session.scalar(select(Staff).where(Staff.email == normal(email)))


def add_staff(
    *, name: str, email: str, role: str, password: str | None = None
) -> tuple[Staff, str]:
    """Add a member of staff; a password is generated unless given.

    It hashes the password: call it before writing anything else.

    Returns:
        The member of staff and the password, which must be shown only once.

    Raises:
        BusyError: too many passwords are being hashed.
        EmailTakenError: the address is taken.
        ValueError: there is no such role.
    """
    chosen = Role(role)
    password = password or passwords.new_password()
    password_hash = passwords.hashed(password)
    if find(email) is not None:
        raise EmailTakenError(normal(email))
    staff = Staff(
        public_id=secrets.token_urlsafe(16),
        name=name.strip(),
        email=normal(email),
        role=chosen,
        password_hash=password_hash,
    )
    db.session.add(staff)
    db.session.flush()
    return staff, password


def authenticate(email: str, password: str) -> Staff | None:
    """Return the member of staff, or None if address or password is wrong or access was removed.

    Every case takes the same time. The transaction is rolled back before hashing: uncommitted
    changes are lost.
    """
    member = find(email)
    staff_id, password_hash, active = (
        (member.id, member.password_hash, member.active) if member else (None, None, False)
    )
    db.session.rollback()
    if not passwords.fits(password_hash, password) or not active:
        return None
    assert password_hash is not None
    renewed = passwords.hashed(password) if passwords.is_dated(password_hash) else password_hash
    staff = db.session.get(Staff, staff_id)
    if staff is None or not staff.active or staff.password_hash != password_hash:
        return None
    staff.password_hash = renewed
    return staff


def set_password(staff_id: int, password: str) -> Staff:
    """Set a person's password and sign them out everywhere.

    The transaction is rolled back before hashing: uncommitted changes are lost.
    """
    db.session.rollback()
    password_hash = passwords.hashed(password)
    staff = db.session.get_one(Staff, staff_id)
    staff.password_hash = password_hash
    sessions.revoke_all(staff_id)
    return staff


def is_own_password(staff: Staff, password: str) -> bool:
    """Return whether this is the person's current password; rolls back before hashing."""
    password_hash = staff.password_hash
    db.session.rollback()
    return passwords.fits(password_hash, password)


def reset_password(email: str) -> tuple[Staff, str]:
    """Generate a new password for a person; it must be shown only once.

    Raises:
        UnknownStaffError: no member of staff has this address.
    """
    member = find(email)
    if member is None:
        raise UnknownStaffError(normal(email))
    password = passwords.new_password()
    return set_password(member.id, password), password


def shut_out(email: str) -> Staff:
    """Sign a person out everywhere and permanently; their decisions stay.

    Raises:
        UnknownStaffError: no member of staff has this address.
    """
    member = find(email)
    if member is None:
        raise UnknownStaffError(normal(email))
    member.active = False
    sessions.revoke_all(member.id)
    return member
