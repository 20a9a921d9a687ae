"""An installation for a test: cheap settings, and a client that behaves as a browser does."""

import contextlib
import contextvars
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from config import Settings
from database import db


class FreshClient(FlaskClient):
    """Runs each request as in life: with a context, a ``g`` and a database session of its own."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.commit()
        return contextvars.Context().run(super().open, *args, **kwargs)


def settings_for(folder: Path, **more: object) -> Settings:
    """Settings of an installation in a folder, cheap where it does not matter."""
    chosen: dict[str, object] = {
        "instance": folder / "instance",
        "secret_key": "a-key-of-the-tests",
        "redis_url": "redis://127.0.0.1:1/0",
        "argon2_memory_kib": 8,
        "rate_limits": False,
        "whisper_model": "tiny.en",
        **more,
    }
    return Settings.model_validate(chosen)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this test run share, and no other run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keep the other processes of this test run out of the block."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
