"""An app on a database of its own for every test."""

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from app import create_app
from config import Settings
from database import db
from tests.support.apps import FreshClient, settings_for

# How long an example takes on a busy machine says nothing about the code.
hypothesis_settings.register_profile(
    "handa", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("handa")

LONGEST = "test_whole_job.py"
WAITS = ("browser", "queue", "postgres")
STARTED_BY = 0.7


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the files that wait for a browser, a queue or a server among those that compute.

    So the processors have work while others wait. The longest file comes first, and the last file
    that waits starts when ``STARTED_BY`` of the others have, so that none runs alone at the end.
    """
    sizes = Counter(item.path for item in items)
    waiting = {item.path for item in items if any(map(item.get_closest_marker, WAITS))}
    first = sorted(waiting, key=lambda path: (path.name != LONGEST, -sizes[path], path))
    others = [path for path in sizes if path not in waiting]
    place = {path: number / len(first) * STARTED_BY for number, path in enumerate(first)}
    place |= {path: number / len(others) for number, path in enumerate(others)}
    items.sort(key=lambda item: place[item.path])


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
