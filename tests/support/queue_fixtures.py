"""Fixtures of the tests that run real servers and real workers."""

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import create_app
from database import db, read_only_mode
from speech.weights import WeightsError
from speech.whisper import prepare
from tests.support.apps import FreshClient, settings_for
from tests.support.installation import Installation, installation, link_weights
from tests.support.servers import Valkey, valkey_server

MakeInstallation = Callable[..., Installation]


@pytest.fixture(scope="session")
def prepared_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whisper tiny.en, converted once; a missing package skips on a developer's machine only."""
    folder = tmp_path_factory.mktemp("weights-of-workers")
    try:
        prepare("tiny.en", folder=folder)
    except WeightsError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    return folder


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    folder = tmp_path / "queue"
    folder.mkdir()
    with valkey_server(folder) as server:
        yield server


@pytest.fixture
def install(tmp_path: Path, valkey: Valkey) -> Iterator[MakeInstallation]:
    """Make an installation on the real queue: ``install(job_lease_seconds=1)``."""

    with contextlib.ExitStack() as made:

        def make(weights: Path | None = None, **more: object) -> Installation:
            settings = settings_for(tmp_path, redis_url=valkey.url, **more)
            if weights is not None:
                link_weights(settings.instance, weights)
            app = create_app(settings)
            app.test_client_class = FreshClient
            app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
            logging.getLogger("jobs").setLevel(logging.ERROR)
            made.enter_context(app.app_context())
            # The test looks while workers write: it must not take the writers' lock.
            made.callback(read_only_mode.reset, read_only_mode.set(True))
            made.callback(db.engine.dispose)
            made.callback(db.session.remove)
            db.create_all()
            return made.enter_context(installation(app, settings))

        yield make
