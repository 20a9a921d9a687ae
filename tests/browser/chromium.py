"""A real Chromium with a microphone that hears a file."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

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
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


class NoBrowserError(Exception):
    """There is no Chromium here; the message says what to install."""


def program() -> str:
    """Return the path of an installed Chromium or Chrome."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise NoBrowserError("no Chromium here: install the package “chromium”")


@contextlib.contextmanager
def browser(microphone: Path | None = None) -> Iterator[Browser]:
    """Start Chromium; its microphone plays a WAV again and again, or there is none to be had.

    Without a file Chromium's fake devices are off: this machine has no microphone.
    """
    fake = (
        (
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={microphone.resolve()}",
        )
        if microphone
        else ()
    )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program(), headless=True, args=[*FLAGS, *fake]
        )
        try:
            yield started
        finally:
            started.close()


def context(started: Browser, *, phone: bool = False, microphone: bool = True) -> BrowserContext:
    """Open a clean profile: no cookies, no storage, English, Manila."""
    return started.new_context(
        viewport=PHONE if phone else DESKTOP,
        locale="en-US",
        timezone_id="Asia/Manila",
        permissions=["microphone"] if microphone else [],
        reduced_motion="reduce",
    )
