"""The database: declarative base, UTC columns, the clock, read-only transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    """Declarative base; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; a value without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; raise ``ValueError`` without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, which SQLite stores without a zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(model_class=Base)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
read_only_mode = ContextVar("read_only_mode", default=False)


@contextmanager
def read_only() -> Iterator[None]:
    """Run a read-only transaction that blocks no writer; it is always rolled back.

    Flush and commit pending changes first: the rollback would discard them.
    """
    token = read_only_mode.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        read_only_mode.reset(token)


def _begin_mode() -> str:
    """Return the mode in which SQLite opens a transaction: readers must not wait for writers.

    A DEFERRED transaction that reads first and writes later fails at once, whatever the busy
    timeout, if another writer has committed in between. So every transaction that may write
    starts as IMMEDIATE.
    """
    safe = has_request_context() and request.method in SAFE_METHODS
    return "DEFERRED" if safe or read_only_mode.get() else "IMMEDIATE"


def prepare_sqlite(engine: Engine, synchronous: str) -> None:
    """Set write-ahead logging, waiting and explicit transactions on a SQLite engine."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=5000",
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "cache_size=-20000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {_begin_mode()}")


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)
