"""One filled installation for the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.browser.staged import Staged, staged


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    with staged(tmp_path_factory.mktemp("stage")) as running:
        yield running
