"""From the last answer of a whole voice test to its finished report: real browser, queue, Whisper.

Starts the product as ``make run`` does, takes the full form in Chromium at the pace of a person
(every answer lasts nearly as long as it may), and prints JSON lines: ``last_answer_to_report_s``
(from the press that ends the last recording to the stored result), ``sitting_s``, ``answers``,
``audio_s``, ``cpu_s_per_audio_s`` (all processes of the product, scoring included), ``memory_mb``
at the end, and what was uploaded over the bytes of the recordings: ``upload_bytes_ratio`` (bodies)
and ``upload_bytes_ratio_with_headers`` (HTTP/1.1 headers as the browser reports them).

``--data DIR`` holds ``index.csv`` (path) with recordings of speech, which the microphone hears one
after the other; without it, the clips that the tests use.
"""

import argparse
import csv
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from playwright.sync_api import Page

from benchmarks._figures import print_figure
from benchmarks.start import Start, free_port
from tests import factories, sound
from tests.browser import chromium
from tests.browser.walks import ApplicantWalk

LONGER_THAN_ANY_ANSWER = 90.0
PATIENCE = 600.0


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks voice-form", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with index.csv and recordings")
    parser.add_argument("--most-seconds", type=float, default=LONGER_THAN_ANY_ANSWER)
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="handa-voice-form-") as folder:
        microphone = _microphone(chosen.data, Path(folder) / "speech.wav")
        instance = Path(folder) / "instance"
        with _running(instance) as start:
            _measure(start, microphone, chosen.most_seconds)


def _microphone(data: Path | None, wav: Path) -> Path:
    clips: list[sound.Clip] = sound.real_speech()
    if data is not None:
        with (data / "index.csv").open(encoding="utf-8", newline="") as file:
            paths = [data / row["path"] for row in csv.DictReader(file)]
        clips = [sound.Clip(path=path, words=()) for path in paths[:40]]
    # Chromium plays the file again and again: it holds no silence but half a second between clips.
    rate = sound.FAKE_MICROPHONE_RATE
    lengths = [len(sound.resampled(clip.path, rate)) / rate + 0.5 for clip in clips]
    return sound.wav_for_fake_microphone(clips, wav, seconds=0.5 + sum(lengths))


@contextmanager
def _running(instance: Path) -> Iterator[Start]:
    start = Start(instance, free_port())
    try:
        start.wait()
        yield start
    finally:
        if start.process.poll() is None:
            start.stop()


def _measure(start: Start, microphone: Path, most_seconds: float) -> None:
    path = _invitation(start.instance)
    times: dict[str, float] = {}
    spent = {"bodies": 0, "headers": 0}
    cpu = _cpu_seconds(start)
    with chromium.browser(microphone) as browser:
        page = chromium.context(browser).new_page()
        page.set_default_timeout(PATIENCE * 1000)
        _count_uploads(page, spent)
        walk = ApplicantWalk(page, lambda name: times.update({name: time.monotonic()}))
        walk.opens(f"http://127.0.0.1:{start.port}{path}")
        walk.agrees()
        walk.checks_the_device()
        begun = time.monotonic()
        walk.starts()
        walk.speaks(most_seconds)
        last = max(
            at for name, at in times.items() if name.startswith("voice-") and name != "voice-safe"
        )
        sitting = _scored(start.instance)
        waited = time.monotonic() - last
    cpu = _cpu_seconds(start) - cpu
    print_figure("last_answer_to_report_s", waited, cores=os.cpu_count(), score=sitting["score"])
    print_figure("sitting_s", last - begun)
    print_figure("answers", sitting["answers"], heard=sitting["heard"])
    print_figure("audio_s", sitting["seconds"])
    print_figure("cpu_s_per_audio_s", cpu / sitting["seconds"])
    print_figure("memory_mb", start.memory())
    print_figure("upload_bytes_ratio", spent["bodies"] / sitting["bytes"], audio=sitting["bytes"])
    whole = spent["bodies"] + spent["headers"]
    print_figure("upload_bytes_ratio_with_headers", whole / sitting["bytes"])


def _invitation(instance: Path) -> str:
    """Invite somebody to a vacancy with the full voice test alone; return the link's path."""
    os.environ.update(HANDA_INSTANCE=str(instance))
    from app import create_app

    with create_app().app_context():
        return factories.path_of(factories.an_invitation(None, "voice"))


def _count_uploads(page: Page, spent: dict[str, int]) -> None:
    """Count the bytes that go up for recordings, as the browser's own network log has them."""
    log = page.context.new_cdp_session(page)
    wanted: set[str] = set()

    def sent(event: dict[str, dict[str, str]]) -> None:
        if "/recordings" in event["request"]["url"] and event["request"]["method"] != "GET":
            wanted.add(str(event["requestId"]))

    def told(event: dict[str, dict[str, str]]) -> None:
        if str(event["requestId"]) in wanted:
            headers = event["headers"]
            spent["bodies"] += int(headers.get("Content-Length", 0))
            spent["headers"] += sum(len(name) + len(value) + 4 for name, value in headers.items())

    log.on("Network.requestWillBeSent", sent)
    log.on("Network.requestWillBeSentExtraInfo", told)
    log.send("Network.enable")


def _scored(instance: Path) -> dict[str, float]:
    """Wait for the result of the newest sitting and return its figures."""
    database = instance / "handa.sqlite"
    deadline = time.monotonic() + PATIENCE
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        while time.monotonic() < deadline:
            if found := rows.execute(_RESULT).fetchone():
                names = ("score", "answers", "heard", "bytes", "seconds")
                return dict(zip(names, found, strict=True))
            time.sleep(0.1)
    raise RuntimeError("the sitting was not scored")


_RESULT = """
select result.score, count(*), sum(recording.state = 'heard'), sum(recording.bytes),
       sum(recording.claimed_seconds)
from result join recording using (sitting_id) group by result.id order by result.id desc limit 1
"""


def _cpu_seconds(start: Start) -> float:
    """Return the CPU seconds of the launcher's processes, ended children included."""
    everyone = [psutil.Process(start.process.pid)]
    everyone += everyone[0].children(recursive=True)
    return float(sum(sum(one.cpu_times()[:4]) for one in everyone))
