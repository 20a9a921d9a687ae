"""Real Whisper weights, converted once per run."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from speech.weights import Source, WeightsError, find
from speech.whisper import Whisper, prepare


@pytest.fixture(scope="session")
def weights_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weights")


@contextmanager
def skipping() -> Iterator[None]:
    """Missing weights skip a test on a developer's machine and fail it in CI."""
    try:
        yield
    except WeightsError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


def loaded(model: str, folder: Path) -> Whisper:
    with skipping():
        return Whisper(prepare(model, folder=folder))


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
