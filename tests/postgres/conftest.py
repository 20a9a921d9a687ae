"""Installations on both databases: SQLite as it is shipped, and a real PostgreSQL."""

import logging
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Settings
from database import db, read_only_mode
from tests.support.apps import FreshClient, settings_for, shared_folder
from tests.support.queue_fixtures import install, valkey
from tests.support.servers import NoPostgresError, Postgres, postgres_server

__all__ = ["app", "install", "postgres", "postgres_url", "settings", "valkey"]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    try:
        with postgres_server(shared_folder(tmp_path_factory)) as server:
            yield server
    except NoPostgresError as error:
        pytest.skip(str(error))


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """An empty database of this test alone."""
    name = f"handa_{uuid.uuid4().hex[:12]}"
    yield postgres.create(name)
    postgres.drop(name)


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
