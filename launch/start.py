"""Start one installation in order: queue server, database, web server, weights, workers.

``launch`` stays in the foreground until Ctrl-C or SIGTERM, then stops everything in reverse order;
it waits for a running job.
"""

import contextlib
import fcntl
import http.client
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from config import Settings
from launch import queue_server
from launch.processes import Child, Program, Supervisor
from launch.programs import HOME, PREPARE_DATABASE, child_environment, flask, web, workers
from speech.weights import converted_path

QUEUE_SECONDS, WEB_SECONDS = 30.0, 120.0  # longest waits for the first answer
ATTEMPTS = 3
ROLES = ("recruiter", "trainer")
STEP_GRACE = 20.0


class LaunchError(Exception):
    """Handa cannot start; the message is one line for the operator."""


def check_port(host: str, port: int) -> None:
    """Check that the address is free.

    Raises:
        LaunchError: the address is in use or does not belong to this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise LaunchError(
            f"cannot listen on {host} port {port} ({error.strerror or error}); "
            "choose another with PORT=… or stop what uses it"
        ) from error


@contextlib.contextmanager
def locked(instance: Path) -> Iterator[None]:
    """Hold the lock of the instance, so that no second launcher can use it.

    Raises:
        LaunchError: another launcher is running.
    """
    with (instance / "launcher.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            process = lock.read().strip() or "unknown"
            raise LaunchError(
                f"Handa is already running on {instance} (process {process})"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def web_answers(host: str, port: int) -> bool:
    """Return whether the web server answers a request for the first page."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(local, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def weights_ready(settings: Settings) -> bool:
    """Return whether the model is available as a checkpoint and needs no conversion."""
    if Path(settings.whisper_model).is_file():
        return True
    path = converted_path(settings.whisper_model, folder=settings.weights_folder)
    return path is not None and path.is_file()


def sign_ins(seeded: dict[str, Any], known: dict[str, str]) -> list[str]:
    """Return the lines about who can sign in.

    Args:
        seeded: the output of ``flask demo seed --json``; empty after the first start.
        known: addresses of the accounts from the first start, by role.
    """
    lines = []
    for role in ROLES:
        if account := seeded.get(role):
            lines.append(f"  {role:<11}{account['email']}   password  {account['password']}")
    if lines:
        lines.append("  These passwords are shown only this once.")
    elif known:
        accounts = " or ".join(f"{known[role]} ({role})" for role in sorted(known))
        lines.append(f"  Already set up: sign in as {accounts}.")
    if invitation := seeded.get("invitation"):
        lines.append(f"  {'invitation':<11}{invitation}")
    return lines


class Launch:
    """The steps that start one instance."""

    def __init__(self, settings: Settings, supervisor: Supervisor) -> None:
        self.settings = settings
        self.supervisor = supervisor
        self.environment: dict[str, str] = dict(os.environ)
        self.seeded: dict[str, Any] = {}

    def start_queue(self, cleanup: contextlib.ExitStack) -> None:
        """Start our queue server, or check that the operator's server answers."""
        choice = queue_server.choose(self.settings.redis_url)
        note = self.settings.instance / "queue-url"
        url = choice.url
        if choice.binary is None:
            if not queue_server.answers(url):
                address = queue_server.without_password(url)
                raise LaunchError(f"REDIS_URL is set, but no queue server answers at {address}")
            note.unlink(missing_ok=True)
        else:
            path = queue_server.socket_path(self.settings.instance, cleanup)
            url = queue_server.url_of(path)
            folder = self.settings.instance / "queue"
            folder.mkdir(exist_ok=True)
            if note.exists():
                queue_server.end_orphan(note.read_text().strip())
            command = queue_server.command(choice.binary, socket=path, folder=folder)
            child = self.supervisor.start(
                Program(name="queue", command=command, folder=folder, environment=os.environ)
            )
            self._wait(child, lambda: queue_server.answers(url), QUEUE_SECONDS)
            note.write_text(url)
        self.environment = child_environment(os.environ, self.settings, url)

    def prepare(self) -> None:
        """Migrate the database and, at the first start, create the first accounts."""
        output = self._step("database", *PREPARE_DATABASE)
        self.seeded = json.loads(output.splitlines()[-1])

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        child = self.supervisor.start(web(self.settings, self.environment))
        host, port = self.settings.host, self.settings.port
        self._wait(child, lambda: web_answers(host, port), WEB_SECONDS)

    def prepare_weights(self) -> None:
        """Convert Whisper's weights once; without them everything but transcription works."""
        if weights_ready(self.settings):
            return
        try:
            for line in self._step("weights", *flask("speech", "weights")).splitlines():
                self.supervisor.log("weights", line)
        except LaunchError:
            self.supervisor.log(
                "handa", "no Whisper weights: voice answers wait (docs/operations.md)"
            )

    def start_workers(self) -> None:
        """Start the workers and the timer."""
        for program in workers(self.settings, self.environment):
            self.supervisor.start(program)

    def accounts(self) -> dict[str, str]:
        """Return the e-mail addresses of the first accounts, never their passwords."""
        path = self.settings.instance / "first-accounts.json"
        new = {role: self.seeded[role]["email"] for role in ROLES if role in self.seeded}
        if new:
            path.write_text(json.dumps(new))
        return json.loads(path.read_text()) if path.exists() else {}

    def _step(self, name: str, *command: str) -> str:
        program = Program(
            name=name,
            command=command,
            folder=HOME,
            environment=self.environment,
            grace=STEP_GRACE,
        )
        status, output = self.supervisor.run(program)
        if self.supervisor.stopping:
            raise StoppedError
        if status:
            if output.strip():
                self.supervisor.log(name, output.strip())
            raise LaunchError(f"the step “{name}” failed; see its messages above")
        return output.strip()

    def _wait(self, child: Child, ready: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if self.supervisor.stopping:
                raise StoppedError
            if child.failures >= ATTEMPTS or time.monotonic() > deadline:
                raise LaunchError(f"“{child.program.name}” does not start; see its messages above")
            self.supervisor.turn(0.05)


class StoppedError(Exception):
    """A request to stop came before the start was complete."""


def launch(settings: Settings) -> int:
    """Start everything, run until asked to stop, then stop everything; return the exit status."""
    check_port(settings.host, settings.port)
    settings.instance.mkdir(parents=True, exist_ok=True)
    with locked(settings.instance), contextlib.ExitStack() as cleanup:
        supervisor = Supervisor()
        supervisor.obey_signals()
        start = Launch(settings, supervisor)
        try:
            start.start_queue(cleanup)
            start.prepare()
            try:
                start.start_web()
                start.prepare_weights()
                start.start_workers()
                print(f"\nHanda is ready: {settings.address}\n")
            finally:
                # These passwords are printed only once, so print them even if a later step fails.
                print("\n".join(sign_ins(start.seeded, start.accounts())))
            print("\nCtrl-C stops everything.\n", flush=True)
            while not supervisor.stopping:
                supervisor.turn()
        except StoppedError:
            pass
        finally:
            supervisor.log("handa", "stopping")
            supervisor.stop()
    return 0
