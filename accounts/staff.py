"""Add staff, check who signs in, change a password. Nothing here commits."""

import secrets

from sqlalchemy import select

from accounts import passwords, sessions
from accounts.models import Role, Staff
from database import db


class EmailTakenError(Exception):
    """Somebody of the staff has this e-mail address."""


class UnknownStaffError(LookupError):
    """Nobody of the staff has this e-mail address."""


def normal(email: str) -> str:
    """Return an e-mail address as it is kept."""
    return email.strip().lower()


def find(email: str) -> Staff | None:
    """Return the member of staff with an address, or None."""
    return db.session.scalar(select(Staff).where(Staff.email == normal(email)))


def add_staff(
    *, name: str, email: str, role: str, password: str | None = None
) -> tuple[Staff, str]:
    """Add a member of staff; a password is generated unless given.

    It hashes: call it before anything else is written.

    Returns:
        the person, and the password to be told once.

    Raises:
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
    """Return who signs in, or None; unknown, wrong and shut out take the same time.

    Ends the transaction before it hashes: what was not committed is lost.
    """
    found = find(email)
    known = (found.id, found.password_hash, found.active) if found else (None, None, False)
    staff_id, password_hash, active = known
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
    """Give a person a new password and sign them out everywhere.

    Ends the transaction before it hashes: what was not committed is lost.
    """
    db.session.rollback()
    password_hash = passwords.hashed(password)
    staff = db.session.get_one(Staff, staff_id)
    staff.password_hash = password_hash
    sessions.revoke_all(staff_id)
    return staff


def is_own_password(staff: Staff, password: str) -> bool:
    """Whether this is the person's password now. Ends the transaction before it hashes."""
    password_hash = staff.password_hash
    db.session.rollback()
    return passwords.fits(password_hash, password)


def reset_password(email: str) -> tuple[Staff, str]:
    """Generate a new password for a person, to be told once.

    Raises:
        UnknownStaffError: nobody has this address.
    """
    found = find(email)
    if found is None:
        raise UnknownStaffError(normal(email))
    password = passwords.new_password()
    return set_password(found.id, password), password


def shut_out(email: str) -> Staff:
    """Sign a person out everywhere and for good; what they decided stays.

    Raises:
        UnknownStaffError: nobody has this address.
    """
    found = find(email)
    if found is None:
        raise UnknownStaffError(normal(email))
    found.active = False
    sessions.revoke_all(found.id)
    return found
