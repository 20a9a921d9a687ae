"""The page of the typing test in a real Chromium: how soon it paints a key, and how much it loads.

``measure()`` types a passage with real key events at an uneven pace of about 100 words a minute,
slips and corrections included, while Chromium traces itself. Its ``EventTiming`` of a key runs
from the key's time stamp to the frame in which its effect was presented; ``painted`` ends when
layout and paint were handed over (``commitFinishTime``). Chromium presents on the beat of 60
frames a second, 16.7 ms apart.

It then opens the page with an empty cache and adds up every body that it loads, decoded.
"""

import json
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.browser import chromium
from tests.support.browser.staged import Staged, staged

CATEGORIES = ("devtools.timeline",)
CHARACTERS = 360
GAPS_MS = (70, 131, 95, 163, 58, 149, 112, 87, 174, 123)
"""Milliseconds between keys; uneven, so that keys fall on every phase of a frame."""

SLIP_EVERY = 23
LOADED = """() => {
  const kinds = ["navigation", "resource"];
  const all = kinds.flatMap((kind) => performance.getEntriesByType(kind));
  return all.map(({ name, decodedBodySize, encodedBodySize, initiatorType }) =>
    ({ name, decoded: decodedBodySize, encoded: encodedBodySize, initiator: initiatorType }));
}"""


@dataclass(frozen=True, kw_only=True)
class Paint:
    """Milliseconds from the key's time stamp to the presented frame, and to the end of paint."""

    presented: tuple[float, ...]
    painted: tuple[float, ...]


def p95(values: Sequence[float]) -> float | None:
    """Return the 95th percentile; None for fewer than 20 values."""
    return statistics.quantiles(values, n=20)[-1] if len(values) >= 20 else None


@contextmanager
def _opened() -> Iterator[tuple[Staged, Browser]]:
    with (
        tempfile.TemporaryDirectory(prefix="handa-typing-") as folder,
        staged(Path(folder)) as stage,
        chromium.browser() as started,
    ):
        yield stage, started


def _at_a_passage(stage: Staged, started: Browser) -> Page:
    """Open a scored passage in a clean profile."""
    cookies = stage.at_the_test("typing", begin="start")
    profile = chromium.context(started)
    profile.add_cookies([{"name": k, "value": v, "url": stage.address} for k, v in cookies.items()])
    page = profile.new_page()
    page.goto(stage.address + stage.sitting_path(cookies))
    page.get_by_role("button", name="Skip the warm-up").click()
    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_text("Part 2 of 3").wait_for()
    page.locator("main[data-ready]").wait_for()
    page.wait_for_load_state("networkidle")
    return page


def measure() -> tuple[Paint, list[Mapping[str, Any]]]:
    """Type a passage, then open the page once more with an empty cache.

    Returns:
        The times of the keys, and each file that the page loads with its sizes in bytes.
    """
    with _opened() as (stage, started):
        page = _at_a_passage(stage, started)
        started.start_tracing(page=page, categories=list(CATEGORIES))
        type_unevenly(page, page.locator("[data-passage] p").inner_text()[:CHARACTERS])
        page.wait_for_timeout(300)
        events = json.loads(started.stop_tracing())["traceEvents"]
        page.context.close()
        fresh = _fresh(stage, started)
    return paint_of(events), fresh


def _fresh(stage: Staged, started: Browser) -> list[Mapping[str, Any]]:
    cookies = stage.at_the_test("typing", begin="start")
    profile = chromium.context(started)
    profile.add_cookies([{"name": k, "value": v, "url": stage.address} for k, v in cookies.items()])
    page = profile.new_page()
    page.goto(stage.address + stage.sitting_path(cookies))
    page.locator("main[data-ready]").wait_for()
    page.wait_for_load_state("networkidle")
    files: list[Mapping[str, Any]] = page.evaluate(LOADED)
    return files


def type_unevenly(page: Page, text: str) -> None:
    """Type with real key events; each ``SLIP_EVERY`` characters, hit a wrong key and erase it."""
    for place, letter in enumerate(text):
        if place % SLIP_EVERY == SLIP_EVERY - 1:
            page.keyboard.press("q")
            page.wait_for_timeout(GAPS_MS[place % len(GAPS_MS)])
            page.keyboard.press("Backspace")
        page.keyboard.press("Space" if letter == " " else letter)
        page.wait_for_timeout(GAPS_MS[place % len(GAPS_MS)])


def paint_of(events: Sequence[Mapping[str, Any]]) -> Paint:
    """Read from a trace when the frame of each key press was painted and presented."""
    timings = [
        event["args"]["data"]
        for event in events
        if event.get("name") == "EventTiming" and event["ph"] == "b"
    ]
    keys = [timing for timing in timings if timing["type"] == "keydown"]
    return Paint(
        presented=tuple(key["duration"] for key in keys),
        painted=tuple(
            key["commitFinishTime"] - key["timeStamp"] for key in keys if "commitFinishTime" in key
        ),
    )
