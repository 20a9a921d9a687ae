"""How long the product takes to start.

A cold start has an empty instance (database, accounts and weights are created); a warm start is a
later one of the same instance. Both run the launcher as ``make run`` does; the time in which
``make`` installs packages is not counted. It prints JSON lines: ``first_page`` and ``ready`` (from
the launch to the first page, and until the launcher says that it is ready), ``memory`` (of all
processes, shared pages counted once) and ``stop``; ``start`` in the line says cold or warm.
"""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from benchmarks._figures import Conditions, print_figure

HOME = Path(__file__).resolve().parent.parent
READY = "Handa is ready"
LIMIT = 180.0
"""Seconds that a start or a stop may take."""

NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "HOST", "WHISPER_MODEL")


def free_port() -> int:
    """Return a port that is not in use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_page(port: int) -> bool:
    """Return whether the first page arrives without an error."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", "/")
        return link.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


class Start:
    """One start of the launcher, with the lines that it writes."""

    def __init__(self, instance: Path, port: int, **more: str) -> None:
        inherited = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
        environment = {**inherited, "HANDA_INSTANCE": str(instance), "PORT": str(port), **more}
        self.instance = instance
        self.port = port
        self.lines: list[str] = []
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "launch"],
            cwd=HOME,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line)

    def wait(self) -> tuple[float, float]:
        """Return the seconds until the first page and until the launcher said that it is ready.

        Raises:
            RuntimeError: it did not start; the message has the launcher's lines.
        """
        page = 0.0
        while time.monotonic() - self.began < LIMIT and self.process.poll() is None:
            if not page and first_page(self.port):
                page = time.monotonic() - self.began
            if page and any(READY in line for line in self.lines):
                return page, time.monotonic() - self.began
            time.sleep(0.02)
        raise RuntimeError("the launcher did not start:\n" + "".join(self.lines))

    def memory(self) -> float:
        """Return the MB that all its processes hold, shared pages counted once."""
        return float(sum(each.memory_full_info().pss for each in self._processes())) / 1e6

    def cpu_seconds(self) -> float:
        """Return the CPU seconds of all its processes, ended children included."""
        return float(sum(sum(each.cpu_times()[:4]) for each in self._processes()))

    def _processes(self) -> list[psutil.Process]:
        launcher = psutil.Process(self.process.pid)
        return [launcher, *launcher.children(recursive=True)]

    def stop(self) -> float:
        """Stop it as Ctrl-C does and return the seconds that this takes."""
        asked = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(LIMIT)
        self._reader.join(5)
        return time.monotonic() - asked


@contextlib.contextmanager
def started(instance: Path) -> Iterator[Start]:
    """Start the product, and stop it at the end if it still runs."""
    start = Start(instance, free_port())
    try:
        yield start
    finally:
        if start.process.poll() is None:
            start.stop()


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks start", description=__doc__)
    parser.add_argument("--warm", type=int, default=3, help="number of warm starts (3)")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="handa-start-") as folder:
        instance = Path(folder) / "instance"
        for start in ("cold", *["warm"] * chosen.warm):
            _measure(instance, start)


def _measure(instance: Path, name: str) -> None:
    """Start the product once and print its figures; ``name`` is cold or warm."""
    with started(instance) as start:
        page, ready = start.wait()
        weights = any(line.startswith("weights") for line in start.lines)
        about: Conditions = {"start": name, "weights_prepared": weights, "cores": os.cpu_count()}
        print_figure("first_page", page, "s", places=2, **about)
        print_figure("ready", ready, "s", places=2, **about)
        time.sleep(3)  # the workers still load when the first page has arrived
        print_figure("memory", start.memory(), "MB", places=0, **about)
        print_figure("stop", start.stop(), "s", places=2, **about)
