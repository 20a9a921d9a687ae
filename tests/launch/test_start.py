"""The real launcher on a fresh instance: what a person gets from `make run`."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from benchmarks.start import Start, free_port
from launch.programs import HOME
from tests.support.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.queue

# A name with a space, and too long for the address of a socket.
FOLDER = "an instance " + "of a long name " * 7


def processes_of(instance: Path) -> dict[int, str]:
    """Everything that runs for an instance, found by its environment or its folder."""
    found = {}
    for process in psutil.process_iter():
        try:
            # Valkey writes its title over its environment.
            ours = process.environ().get("HANDA_INSTANCE") == str(instance)
            if ours or process.cwd() == str(instance / "queue"):
                found[process.pid] = " ".join(process.cmdline())
        except (psutil.Error, OSError):
            continue
    return found


def text(start: Start) -> str:
    return "".join(start.lines)


def get(url: str) -> int:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return int(answer.status)


def child(start: Start, instance: Path, word: str) -> int:
    """The launcher's child whose command line holds this word, as soon as there is one."""
    found: list[int] = []

    def look() -> bool:
        ours = {child.pid for child in psutil.Process(start.process.pid).children()}
        found[:] = [p for p, line in processes_of(instance).items() if word in line and p in ours]
        return bool(found)

    wait_for(look)
    return found[0]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("start") / FOLDER


@pytest.fixture
def start(instance: Path) -> Iterator[Start]:
    made = Start(instance, free_port(), WHISPER_MODEL="tiny.en")
    try:
        made.wait()
        yield made
    finally:
        if made.process.poll() is None:
            made.stop()
        assert made.process.stdout is not None
        made.process.stdout.close()


def test_a_fresh_instance_is_ready_to_be_tried(start: Start, instance: Path):
    wait_for(lambda: "Ctrl-C" in text(start))
    said = text(start)
    assert f"http://127.0.0.1:{start.port}" in said
    assert len(re.findall(r"(?:recruiter|trainer) +\S+@\S+ +password +\S+", said)) == 2
    invitation = re.search(r"invitation +(http\S+)", said)
    assert invitation is not None
    assert get(invitation[1]) == 200
    assert instance.stat().st_mode & 0o077 == 0

    # A second one on the same instance is told so and changes nothing.
    environment = {**os.environ, "HANDA_INSTANCE": str(instance), "PORT": str(free_port())}
    second = subprocess.run(
        [sys.executable, "-m", "launch"],
        cwd=HOME,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert second.returncode == 1
    assert f"process {start.process.pid}" in second.stderr

    # The web server and the queue server come back by themselves.
    for name, word in (("web", "gunicorn"), ("queue", "valkey-server")):
        os.kill(child(start, instance, word), signal.SIGKILL)
        wait_for(lambda name=name: f"{name} was killed by SIGKILL; starting" in text(start))
    wait_for(lambda: _answers(start))

    # The web process never loads torch.
    web = psutil.Process(child(start, instance, "gunicorn"))
    wait_for(lambda: len(web.children()) == 2)  # what answered may be left of the dead server
    for process in web.children():
        assert not any("torch" in part.path for part in process.memory_maps())

    assert start.stop() < 30
    assert processes_of(instance) == {}


def _answers(start: Start) -> bool:
    try:
        return get(f"http://127.0.0.1:{start.port}/") == 200
    except OSError:
        return False


def test_the_second_start_keeps_everything_and_seeds_nothing(start: Start, instance: Path):
    seconds = time.monotonic() - start.began
    wait_for(lambda: "Ctrl-C" in text(start))
    said = text(start)
    assert "Already set up: sign in as" in said
    assert " password " not in said
    assert "weights  " not in said
    invitation = re.search(r"invitation +(http\S+)", said)
    assert invitation is not None
    assert get(invitation[1]) == 200
    assert seconds < 30  # measured: benchmarks/start.py; here other tests run beside it
    start.process.send_signal(signal.SIGTERM)
    assert start.process.wait(PATIENCE) == 0
    assert processes_of(instance) == {}


def test_nothing_outlives_a_launcher_that_is_killed(start: Start, instance: Path):
    wait_for(lambda: "Ctrl-C" in text(start))
    assert len(processes_of(instance)) >= 7
    start.process.kill()
    start.process.wait(PATIENCE)
    wait_for(lambda: not processes_of(instance))
