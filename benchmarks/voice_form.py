"""From the last answer of a whole voice test to its finished report: real browser, queue, Whisper.

It starts the product as ``make run`` does, takes the full length in Chromium at the pace of a
person (every answer lasts nearly as long as it may), and prints JSON lines:
``last_answer_to_report_s`` (from the press that ends the last recording to the stored result),
``sitting_s``, ``answers``, ``audio_s``, ``cpu_s_per_audio_s`` (all processes of the product,
scoring included), ``memory_mb`` at the end, and the bytes uploaded over the bytes of the
recordings: ``upload_bytes_ratio`` (bodies) and ``upload_bytes_ratio_with_headers`` (HTTP/1.1
headers as the browser reports them).

``--data DIR`` holds ``index.csv`` (path) with recordings of speech, which the microphone plays one
after the other; without it, it plays the clips that the tests use.
"""

import argparse
import csv
import os
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from app import create_app
from benchmarks._figures import Conditions, print_figure, print_skipped
from benchmarks.start import Start, started
from tests.support import factories, sound
from tests.support.browser import chromium
from tests.support.browser.navigators.applicant import ApplicantWalk

LONGER_THAN_ANY_ANSWER = 90.0
"""Seconds."""

PATIENCE = 600.0
"""Seconds to wait for a page or a result."""


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks voice-form", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with index.csv and recordings")
    parser.add_argument("--most-seconds", type=float, default=LONGER_THAN_ANY_ANSWER)
    chosen = parser.parse_args(argv)
    if chosen.data and not (index := chosen.data / "index.csv").is_file():
        print_skipped("last_answer_to_report_s", "s", index)
        return
    with tempfile.TemporaryDirectory(prefix="handa-voice-form-") as folder:
        microphone = _microphone(chosen.data, Path(folder) / "speech.wav")
        instance = Path(folder) / "instance"
        with started(instance) as start:
            start.wait()
            _measure(start, microphone, chosen.most_seconds)


def _microphone(data: Path | None, wav: Path) -> Path:
    clips: Sequence[sound.Clip] = sound.real_speech()
    if data is not None:
        with (data / "index.csv").open(encoding="utf-8", newline="") as file:
            paths = [data / row["path"] for row in csv.DictReader(file)]
        clips = [sound.Clip(path=path, words=()) for path in paths[:40]]
    # Chromium repeats the file: it has no silence but half a second between clips.
    rate = sound.FAKE_MICROPHONE_RATE
    lengths = [len(sound.resampled(clip.path, rate)) / rate + 0.5 for clip in clips]
    return sound.wav_for_fake_microphone(clips, wav, seconds=0.5 + sum(lengths))


def _measure(start: Start, microphone: Path, most_seconds: float) -> None:
    path = _invitation(start.instance)
    times: dict[str, float] = {}
    cpu = start.cpu_seconds()
    with chromium.browser(microphone) as browser:
        page = chromium.context(browser).new_page()
        page.set_default_timeout(PATIENCE * 1000)
        uploads = _Uploads(page)
        walk = ApplicantWalk(page, lambda name: times.update({name: time.monotonic()}))
        walk.opens(f"http://127.0.0.1:{start.port}{path}")
        walk.agrees()
        walk.checks_the_device()
        began = time.monotonic()
        walk.starts()
        walk.speaks(most_seconds)
        last = max(
            at for name, at in times.items() if name.startswith("voice-") and name != "voice-safe"
        )
        result = _result(start.instance)
        waited = time.monotonic() - last
    cpu = start.cpu_seconds() - cpu
    whole = uploads.bodies + uploads.headers
    audio, seconds = result["bytes"], result["seconds"]
    about: Conditions = {
        "cores": os.cpu_count(),
        "answers": result["answers"],
        "audio_s": round(seconds, 1),
    }
    print_figure("last_answer_to_report_s", waited, "s", score=result["score"], **about)
    print_figure("sitting_s", last - began, "s", **about)
    print_figure(
        "answers", result["answers"], "answers", transcribed=result["transcribed"], **about
    )
    print_figure("audio_s", seconds, "s", **about)
    print_figure("cpu_s_per_audio_s", cpu / seconds, "CPU s per s of audio", **about)
    print_figure("memory_mb", start.memory(), "MB", **about)
    print_figure("upload_bytes_ratio", uploads.bodies / audio, "ratio", audio=audio, **about)
    print_figure("upload_bytes_ratio_with_headers", whole / audio, "ratio", audio=audio, **about)


def _invitation(instance: Path) -> str:
    """Invite an applicant to a vacancy with the full voice test alone; return the link's path."""
    os.environ.update(HANDA_INSTANCE=str(instance))
    with create_app().app_context():
        path: str = factories.path_of(factories.an_invitation(None, "voice"))
        return path


class _Uploads:
    """Count the bytes that are uploaded for recordings, from the browser's own network log."""

    def __init__(self, page: Page) -> None:
        self._uploads: set[str] = set()
        self._headers: dict[str, dict[str, str]] = {}
        log = page.context.new_cdp_session(page)
        log.on("Network.requestWillBeSent", self._note_request)
        log.on("Network.requestWillBeSentExtraInfo", self._note_headers)
        log.send("Network.enable")

    def _note_request(self, event: dict[str, Any]) -> None:
        request = event["request"]
        if "/recordings" in request["url"] and request["method"] != "GET":
            self._uploads.add(event["requestId"])

    def _note_headers(self, event: dict[str, Any]) -> None:
        self._headers[event["requestId"]] = event["headers"]

    @property
    def _sent(self) -> list[dict[str, str]]:
        return [self._headers.get(request, {}) for request in self._uploads]

    @property
    def bodies(self) -> int:
        """Bytes of the bodies."""
        return sum(int(headers.get("Content-Length", 0)) for headers in self._sent)

    @property
    def headers(self) -> int:
        """Bytes of the headers, as HTTP/1.1 writes them."""
        return sum(
            len(name) + len(value) + 4 for headers in self._sent for name, value in headers.items()
        )


def _result(instance: Path) -> dict[str, float]:
    """Wait for the result of the newest sitting and return its figures."""
    database = instance / "handa.sqlite"
    deadline = time.monotonic() + PATIENCE
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        while time.monotonic() < deadline:
            if row := rows.execute(_RESULT).fetchone():
                names = ("score", "answers", "transcribed", "bytes", "seconds")
                return dict(zip(names, row, strict=True))
            time.sleep(0.1)
    raise RuntimeError("the sitting was not scored")


_RESULT = """
select result.score, count(*), sum(recording.state = 'heard'), sum(recording.bytes),
       sum(recording.claimed_seconds)
from result join recording using (sitting_id) group by result.id order by result.id desc limit 1
"""
