"""Passwords: argon2id, a few at a time, never while a write transaction is open.

A hash takes a third of a second and 64 MiB. A database that waits for it would stop every
applicant's autosave, and eight at once would need half a gigabyte. Nor may those who wait take
every thread of the web server: whoever finds the line full is told to come back.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

import config

SHORTEST = 12
"""Characters; NIST SP 800-63B asks for length, not for kinds of characters."""
LONGEST = 200
AT_ONCE = 2
LINE = 3
"""Those at work and those who wait, in one process: of its four threads one stays free."""
WAIT_SECONDS = 2.0
_at_once = BoundedSemaphore(AT_ONCE)
_line = BoundedSemaphore(LINE)


class BusyError(Exception):
    """Too many passwords are being hashed; nothing was checked or changed."""


@contextmanager
def _turn() -> Iterator[None]:
    """Wait a short while for one's turn to hash.

    Raises:
        BusyError: the line is full, or the turn did not come.
    """
    if not _line.acquire(blocking=False):
        raise BusyError
    try:
        if not _at_once.acquire(timeout=WAIT_SECONDS):
            raise BusyError
        try:
            yield
        finally:
            _at_once.release()
    finally:
        _line.release()


@cache
def _hasher(memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=1)


def _present() -> PasswordHasher:
    return _hasher(config.current().argon2_memory_kib)


@cache
def _dummy(memory_kib: int) -> str:
    """Return the hash of a password that nobody has, with the cost of a real one."""
    return _hasher(memory_kib).hash(secrets.token_urlsafe(32))


def hashed(password: str) -> str:
    """Return the hash to keep.

    Raises:
        BusyError: too many are being made; nothing was done.
    """
    with _turn():
        return _present().hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Whether a password is the right one; costs the same when there is none to compare with.

    Raises:
        BusyError: too many are being compared; nothing is known.
    """
    with _turn():
        stand_in = _dummy(config.current().argon2_memory_kib)
        try:
            right = _present().verify(password_hash or stand_in, password)
        except (Argon2Error, InvalidHashError):
            return False
        return right and password_hash is not None


def is_dated(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _present().check_needs_rehash(password_hash)


def new_password() -> str:
    """Return a generated password: 96 bits, without letters that look alike."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    blocks = ("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))
    return "-".join(blocks)
