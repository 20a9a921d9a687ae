"""Whisper weights for tests; missing weights skip a test on a developer's machine only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from speech.weights import WeightsError
from speech.whisper import Whisper, prepare


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
