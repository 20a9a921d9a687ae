"""An app on a database of its own for every test."""

import contextvars
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from app import create_app
from config import Settings
from database import db

# A busy machine must not fail a property: how long one example takes proves nothing.
hypothesis_settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("untimed")


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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The app, its tables, and a context; the queue is down, as it may be in life."""
    made = create_app(settings)
    made.test_client_class = FreshClient
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    logging.getLogger("jobs").setLevel(logging.ERROR)
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def three_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the voice test have three tasks only: reading, repeating, and a caller to read about."""

    def draw(*_: object, practice: bool, **__: object) -> tuple[str, ...]:
        if practice:
            return "practice-read", "practice-repeat"
        return "read-plan-change", "repeat-screen", "open-broken-fan"

    monkeypatch.setattr("assessments.kinds.voice.draw", draw)
