"""A real Chromium with a microphone that hears a file."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}


class NoBrowserError(Exception):
    """There is no Chromium here; the message says what to install."""


def program() -> str:
    """Return the path of an installed Chromium or Chrome."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise NoBrowserError("no Chromium here: install the package “chromium”")


class Browsers:
    """The running Chromiums of a process: one for each sound that the microphone plays."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._started: dict[Path | None, Browser] = {}

    def hearing(self, microphone: Path | None) -> Browser:
        """Return a Chromium whose microphone repeats a WAV, or which has no microphone.

        The file is an argument of the program, so each file needs a program of its own. Without
        a file Chromium's fake devices are off: this machine has no microphone.
        """
        if microphone not in self._started:
            fake = (
                (
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                    f"--use-file-for-fake-audio-capture={microphone.resolve()}",
                )
                if microphone
                else ()
            )
            self._started[microphone] = self._playwright.chromium.launch(
                executable_path=program(), headless=True, args=[*FLAGS, *fake]
            )
        return self._started[microphone]

    def close(self) -> None:
        """End all of them."""
        for browser in self._started.values():
            browser.close()


@contextlib.contextmanager
def browsers() -> Iterator[Browsers]:
    """Start Chromiums on demand; all are ended after the block.

    Only one block at a time: Playwright keeps an event loop of the thread until the end.
    """
    with sync_playwright() as playwright, contextlib.closing(Browsers(playwright)) as started:
        yield started


@contextlib.contextmanager
def browser(microphone: Path | None = None) -> Iterator[Browser]:
    """Start one Chromium for the block."""
    with browsers() as started:
        yield started.hearing(microphone)


def context(started: Browser, *, phone: bool = False, microphone: bool = True) -> BrowserContext:
    """Open a clean profile: no cookies, no storage, English, Manila."""
    return started.new_context(
        viewport=PHONE if phone else DESKTOP,
        locale="en-US",
        timezone_id="Asia/Manila",
        permissions=["microphone"] if microphone else [],
        reduced_motion="reduce",
    )
