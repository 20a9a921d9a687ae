"""Fixtures of a real PostgreSQL: one server a run, one empty database a test."""

import uuid
from collections.abc import Iterator

import pytest

from tests.support.apps import shared_folder
from tests.support.servers import NoPostgresError, Postgres, postgres_server


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
