"""Real Whisper weights, converted once per run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from speech.weights import Source, find
from speech.whisper import Whisper
from tests.support.weights import loaded, skipping


@pytest.fixture(scope="session")
def weights_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weights")


@pytest.fixture(scope="session")
def tiny(weights_folder: Path) -> Whisper:
    return loaded("tiny.en", weights_folder)


@pytest.fixture(scope="session")
def base(weights_folder: Path) -> Whisper:
    return loaded("base", weights_folder)


@pytest.fixture
def weights_or_skip() -> Callable[[str, Path], Source]:
    """Find packaged weights: without them skip, but fail where the checks run for all."""

    def found(model: str, folder: Path) -> Source:
        with skipping():
            return find(model, folder=folder)

    return found
