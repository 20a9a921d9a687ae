"""One Chromium for all these tests, a new profile for each, and an installation for each module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support import sound
from tests.support.apps import shared_folder
from tests.support.browser import chromium
from tests.support.browser.chromium import Browsers
from tests.support.browser.staged import Staged, filled, staged


@pytest.fixture(scope="package")
def browsers() -> Iterator[Browsers]:
    try:
        chromium.program()
    except chromium.NoBrowserError as missing:
        pytest.skip(str(missing))
    with chromium.browsers() as started:
        yield started


@pytest.fixture(scope="package")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sentences that the microphone hears."""
    path = tmp_path_factory.mktemp("microphone") / "speech.wav"
    return sound.wav_for_fake_microphone(sound.real_speech()[:2], path, seconds=30)


@pytest.fixture(scope="package")
def started(browsers: Browsers, speech: Path) -> Browser:
    return browsers.hearing(speech)


@pytest.fixture
def profile(started: Browser) -> Iterator[BrowserContext]:
    """A clean profile: no cookies, no storage, no open page."""
    opened = chromium.context(started)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    template = filled(shared_folder(tmp_path_factory))
    with staged(tmp_path_factory.mktemp("stage"), template=template) as running:
        yield running
