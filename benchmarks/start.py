"""How long the start takes: ``python -m benchmarks start``.

Cold is an empty instance (database, accounts and weights are made), warm the second start of it.
Both run the launcher as ``make run`` does; what `make` installs before is not counted.
"""

import argparse
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil  # type: ignore[import-untyped]

HOME = Path(__file__).resolve().parent.parent
READY = "Handa is ready"
LIMIT = 180.0  # seconds
OF_ITS_OWN = ("DATABASE_URL", "REDIS_URL", "HOST", "WHISPER_MODEL")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_page(port: int) -> bool:
    """Return whether the first page comes without an error."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", "/")
        return link.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


class Start:
    """One start of the launcher with what it wrote."""

    def __init__(self, instance: Path, port: int, **more: str) -> None:
        kept = {key: value for key, value in os.environ.items() if key not in OF_ITS_OWN}
        environment = {**kept, "HANDA_INSTANCE": str(instance), "PORT": str(port), **more}
        self.instance = instance
        self.port = port
        self.lines: list[str] = []
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, str(HOME / "launcher.py")],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as written:
            for line in written:
                self.lines.append(line)

    def wait(self) -> tuple[float, float]:
        """Return the seconds until the first page and until the launcher said that it is ready.

        Raises:
            RuntimeError: it did not start; the message holds what it wrote.
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
        everyone = [psutil.Process(self.process.pid)]
        everyone += everyone[0].children(recursive=True)
        return float(sum(one.memory_full_info().pss for one in everyone)) / 1e6

    def stop(self) -> float:
        """Stop it as Ctrl-C does and return the seconds that it took."""
        asked = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(LIMIT)
        self._reader.join(5)
        return time.monotonic() - asked


@contextlib.contextmanager
def started(instance: Path) -> Iterator[Start]:
    """Give a start and kill what is left of it."""
    start = Start(instance, free_port())
    try:
        yield start
    finally:
        if start.process.poll() is None:
            start.stop()


def measure(instance: Path, kind: str) -> Iterator[Mapping[str, object]]:
    """Start once and yield its figures."""
    with started(instance) as start:
        page, ready = start.wait()
        weights = any(line.startswith("weights") for line in start.lines)
        note = {"kind": kind, "weights_prepared": weights}
        yield {"figure": "first_page", "value": round(page, 2), "unit": "s", **note}
        yield {"figure": "ready", "value": round(ready, 2), "unit": "s", **note}
        time.sleep(3)  # the workers are still loading when the first page is there
        yield {"figure": "memory", "value": round(start.memory()), "unit": "MB", **note}
        yield {"figure": "stop", "value": round(start.stop(), 2), "unit": "s", **note}


def main(argv: list[str] | None = None) -> int:
    """Print one JSON line for each figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks start", description=__doc__)
    parser.add_argument("--warm", type=int, default=3, help="number of warm starts (3)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="handa-start-") as folder:
        instance = Path(folder) / "instance"
        for kind in ("cold", *["warm"] * options.warm):
            for figure in measure(instance, kind):
                print(json.dumps({"benchmark": "start", **figure}), flush=True)
    return 0
