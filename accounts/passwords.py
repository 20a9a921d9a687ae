"""Hash and check passwords with argon2id, a few at a time and outside write transactions.

A hash takes a third of a second and 64 MiB. A database that waited for it would stop every
applicant's autosave, and eight hashes at once would need half a gigabyte. Waiting requests must
not occupy every thread of the web server either: when the queue is full, the caller gets
``BusyError``.
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
"""Characters; NIST SP 800-63B requires length, not particular characters."""
LONGEST = 200
AT_ONCE = 2
QUEUE = 3
"""Hashing and waiting requests in one process, so that one of its four threads stays free."""
WAIT_SECONDS = 2.0
_at_once = BoundedSemaphore(AT_ONCE)
_queue = BoundedSemaphore(QUEUE)


class BusyError(Exception):
    """Too many passwords are being hashed; nothing was checked or changed."""


@contextmanager
def _turn() -> Iterator[None]:
    """Wait up to ``WAIT_SECONDS`` for a turn to hash.

    Raises:
        BusyError: the queue is full, or the wait was too long.
    """
    if not _queue.acquire(blocking=False):
        raise BusyError
    try:
        if not _at_once.acquire(timeout=WAIT_SECONDS):
            raise BusyError
        try:
            yield
        finally:
            _at_once.release()
    finally:
        _queue.release()


@cache
def _hasher(memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=1)


def _current_hasher() -> PasswordHasher:
    return _hasher(config.current().argon2_memory_kib)


@cache
def _dummy(memory_kib: int) -> str:
    """Return the hash of a random password; checking against it costs as much as a real check."""
    return _hasher(memory_kib).hash(secrets.token_urlsafe(32))


def hashed(password: str) -> str:
    """Return the hash to store.

    Raises:
        BusyError: too many passwords are being hashed; nothing was done.
    """
    with _turn():
        return _current_hasher().hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Return whether a password is right; takes as long when there is no hash to compare with.

    Raises:
        BusyError: too many passwords are being checked; this one was not.
    """
    with _turn():
        stand_in = _dummy(config.current().argon2_memory_kib)
        try:
            right = _current_hasher().verify(password_hash or stand_in, password)
        except (Argon2Error, InvalidHashError):
            return False
        return right and password_hash is not None


def is_dated(password_hash: str) -> bool:
    """Return whether a hash was made with other parameters than the current ones."""
    return _current_hasher().check_needs_rehash(password_hash)


def new_password() -> str:
    """Return a generated password: 96 bits, without characters that look alike."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    blocks = ("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))
    return "-".join(blocks)
