"""Installations on both databases: SQLite as it is shipped, and a real PostgreSQL."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Settings
from database import db, read_only_mode
from tests.support.apps import FreshClient, settings_for
from tests.support.postgres_fixtures import postgres, postgres_url
from tests.support.queue_fixtures import install, valkey

__all__ = ["app", "install", "postgres", "postgres_url", "settings", "valkey"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    return settings_for(tmp_path, database_url=url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    made.test_client_class = FreshClient
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    logging.getLogger("jobs").setLevel(logging.ERROR)
    with made.app_context():
        # The test looks while its threads write: it must not take the writers' lock.
        token = read_only_mode.set(True)
        db.create_all()
        yield made
        db.session.remove()
        db.engine.dispose()
        read_only_mode.reset(token)
