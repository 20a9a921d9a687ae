"""A supervisor of child processes: starts them in order and stops them in reverse order.

One thread does everything: it prints the output of the children line by line after their names,
restarts a child that dies, and leaves nothing running when the supervisor stops.
"""

import contextlib
import ctypes
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0  # seconds before a dead child is restarted
SETTLED = 30.0  # seconds of running after which earlier failures are forgotten
ONE_REQUEST = 1.0  # seconds: `make` and a terminal may both forward the same Ctrl-C
PR_SET_PDEATHSIG = 1  # linux/prctl.h
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

Logger = Callable[[str, str], None]


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program to run; ``grace`` is the time in seconds between the request to stop and a kill."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    niceness: int = 0
    grace: float = 10.0


@dataclass(kw_only=True)
class Child:
    """A program that should be running; ``due`` is the time of its restart, if it died."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    due: float | None = None


def restart_delay(failures: int) -> float:
    """Return the seconds to wait after the n-th failure in a row (n from 1): doubles up to 30 s."""
    return min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(failures - 1, 10))


def how_it_ended(status: int) -> str:
    """Describe the return code of a process in words."""
    if status >= 0:
        return f"ended with exit status {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"was killed by signal {-status}"


def session_members(leader: int) -> dict[int, str]:
    """Return the start times of a session's live processes by id; empty on other than Linux."""
    start_times = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name in parentheses may itself contain parentheses and spaces.
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] != "Z":
                start_times[int(stat.parent.name)] = fields[19]
    return start_times


def log(name: str, line: str) -> None:
    """Print a line after the name of its origin."""
    print(f"{name:<9} | {line}", flush=True)  # noqa: T201


def _before_exec(niceness: int) -> Callable[[], None]:
    supervisor = os.getpid()

    def prepare() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
            if os.getppid() != supervisor:  # it died before prctl took effect
                os._exit(1)
        if niceness:
            os.nice(niceness)

    return prepare


class Supervisor:
    """Keeps child processes running until it is asked to stop."""

    def __init__(self, logger: Logger = log) -> None:
        self.logger = logger
        self.children: list[Child] = []
        self.asked: list[float] = []
        self._left_behind: dict[int, str] = {}
        self._selector = selectors.DefaultSelector()

    def log(self, name: str, line: str) -> None:
        """Print a line; a closed output counts as a request to stop."""
        try:
            self.logger(name, line)
        except OSError:
            self.logger = lambda name, line: None
            self._ask()

    @property
    def stopping(self) -> bool:
        """Whether a stop was requested."""
        return bool(self.asked)

    def _ask(self) -> None:
        self.asked.append(time.monotonic())

    @property
    def _hurried(self) -> bool:
        return bool(self.asked) and self.asked[-1] - self.asked[0] > ONE_REQUEST

    def obey_signals(self) -> None:
        """Treat SIGINT, SIGTERM and SIGHUP as requests to stop; a second, later one kills."""
        receiver, sender = socket.socketpair()
        receiver.setblocking(False)
        sender.setblocking(False)
        # Without this, a signal would take effect only when select() returns by itself.
        signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
        self._selector.register(receiver, selectors.EVENT_READ, _Drain(receiver, sender))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN or number == signal.SIGTERM:
                signal.signal(number, lambda *_: self._ask())

    def start(self, program: Program) -> Child:
        """Start a program and keep it running."""
        child = Child(program=program, process=self._open(program), started=time.monotonic())
        self.children.append(child)
        return child

    def run(self, program: Program) -> tuple[int, str]:
        """Run a program to its end and print its messages.

        Returns:
            Its return code (negative: the number of a signal) and its standard output.
        """
        with tempfile.TemporaryFile() as output:
            process = self._open(program, output=output)
            while process.poll() is None and not self.stopping:
                self.turn(0.05)
            self._end(program, process)
            self.turn(0)
            output.seek(0)
            return process.returncode, output.read().decode(errors="replace")

    def turn(self, seconds: float = 0.2) -> None:
        """Wait at most ``seconds`` for output, print it, and restart dead children when due."""
        for key, _ in self._selector.select(seconds):
            if not key.data.read():
                self._selector.unregister(key.fileobj)
                key.data.close()
        if self.stopping:
            return
        for child in self.children:
            self._restart_if_dead(child)

    def stop(self) -> None:
        """Stop the children in reverse order, each within its grace, then their own children."""
        if not self.asked:
            self._ask()
        while self.children:
            child = self.children.pop()
            self._end(child.program, child.process)
        for pid, started in self._left_behind.items():
            _kill_if_same(pid, started)
        self.turn(0)

    def _open(self, program: Program, output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 (our own commands)
            program.command,
            cwd=program.folder,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=output or subprocess.PIPE,
            stderr=subprocess.PIPE if output else subprocess.STDOUT,
            # A session of its own, so that Ctrl-C in the terminal reaches only the supervisor.
            start_new_session=True,
            # Safe because this process has one thread.
            preexec_fn=_before_exec(program.niceness),
        )
        stream = process.stderr if output else process.stdout
        assert stream is not None
        os.set_blocking(stream.fileno(), False)
        lines = _Lines(stream, lambda line: self.log(program.name, line))
        self._selector.register(stream, selectors.EVENT_READ, lines)
        return process

    def _restart_if_dead(self, child: Child) -> None:
        now = time.monotonic()
        if child.due is not None:
            if now >= child.due:
                child.process, child.started = self._open(child.program), now
                child.due = None
            return
        status = child.process.poll()
        if status is None:
            return
        self._clear_up_after(child.process.pid)
        child.failures = 1 if now - child.started > SETTLED else child.failures + 1
        wait = restart_delay(child.failures)
        child.due = now + wait
        message = f"{child.program.name} {how_it_ended(status)}; starting it again in {wait:g} s"
        self.log("handa", message)

    def _clear_up_after(self, leader: int) -> None:
        """End the dead child's process group; a job in a group of its own may finish."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGTERM)
        self._left_behind |= session_members(leader)

    def _end(self, program: Program, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            process.terminate()
            deadline = time.monotonic() + program.grace
            while process.poll() is None and time.monotonic() < deadline and not self._hurried:
                self.turn(0.05)
            if process.poll() is None:
                self.log("handa", f"{program.name} does not stop: killing it")
        members = session_members(process.pid)
        if process.poll() is None:
            process.kill()
            process.wait()
        for pid, started in members.items():
            _kill_if_same(pid, started)


def _kill_if_same(pid: int, started: str) -> None:
    """Kill a process unless its id now belongs to another process."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        if fields[19] == started:
            os.kill(pid, signal.SIGKILL)


@dataclass(kw_only=False)
class _Lines:
    """Splits the output of a child into lines."""

    stream: IO[bytes]
    take: Callable[[str], None]
    rest: bytes = field(default=b"", init=False)

    def read(self) -> bool:
        try:
            block = os.read(self.stream.fileno(), 65536)
        except BlockingIOError:
            return True
        *lines, self.rest = (self.rest + block).split(b"\n")
        if not block and self.rest:
            lines, self.rest = [self.rest], b""
        for line in lines:
            self.take(line.decode(errors="replace").rstrip())
        return bool(block)

    def close(self) -> None:
        self.stream.close()


@dataclass(kw_only=False)
class _Drain:
    """Empties the socket through which signals wake select(), and keeps both ends open."""

    receiver: socket.socket
    sender: socket.socket

    def read(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            self.receiver.recv(4096)
        return True

    def close(self) -> None:
        self.receiver.close()
        self.sender.close()
