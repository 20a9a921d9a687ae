"""One command for one machine: the queue server, the database, the web, the workers, in order.

``python launcher.py`` stays in the foreground until Ctrl-C or SIGTERM, then stops everything in
reverse order; a running job is waited for.
"""

import contextlib
import fcntl
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

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
    """Handa cannot start; the message is one line for the person at the terminal."""


def check_port(host: str, port: int) -> None:
    """Make sure that nobody listens there.

    Raises:
        LaunchError: the address is in use, or not ours.
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
    """Keep every other launcher away from this instance.

    Raises:
        LaunchError: one runs already.
    """
    with (instance / "launcher.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise LaunchError(
                f"Handa runs already on {instance} (process {lock.read().strip() or 'unknown'})"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def web_answers(host: str, port: int) -> bool:
    """Return whether the web server answers a request for the first page."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    link = http.client.HTTPConnection(near, port, timeout=10)
    try:
        link.request("GET", "/")
        return link.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def weights_ready(settings: Settings) -> bool:
    """Return whether the model stands there as a checkpoint, so that nothing needs converting."""
    if Path(settings.whisper_model).is_file():
        return True
    place = converted_path(settings.whisper_model, folder=settings.weights_folder)
    return place is not None and place.is_file()


def sign_ins(seeded: dict[str, Any], known: dict[str, str]) -> list[str]:
    """Return the lines that say who may sign in.

    Args:
        seeded: what ``flask demo seed --json`` returned; empty after the first start.
        known: addresses of the accounts made at the first start, by role.
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
    """The start of one instance, step by step."""

    def __init__(self, settings: Settings, supervisor: Supervisor) -> None:
        self.settings = settings
        self.supervisor = supervisor
        self.environment: dict[str, str] = dict(os.environ)
        self.seeded: dict[str, Any] = {}

    def start_queue(self, made: contextlib.ExitStack) -> None:
        """Start the queue server, or make sure that the operator's answers."""
        choice = queue_server.choose(self.settings.redis_url)
        note = self.settings.instance / "queue-url"
        url = choice.url
        if choice.binary is None:
            if not queue_server.answers(url):
                shown = queue_server.without_password(url)
                raise LaunchError(f"REDIS_URL is set, but no queue server answers at {shown}")
            note.unlink(missing_ok=True)
        else:
            place = queue_server.socket_place(self.settings.instance, made)
            url = queue_server.url_of(place)
            folder = self.settings.instance / "queue"
            folder.mkdir(exist_ok=True)
            if note.exists():
                queue_server.end_orphan(note.read_text().strip())
            command = queue_server.command(choice.binary, socket=place, folder=folder)
            child = self.supervisor.start(
                Program(name="queue", command=command, folder=folder, environment=os.environ)
            )
            self._wait(child, lambda: queue_server.answers(url), QUEUE_SECONDS)
            note.write_text(url)
        self.environment = child_environment(os.environ, self.settings, url)

    def prepare(self) -> None:
        """Bring the database up to date and seed it once."""
        written = self._step("database", *PREPARE_DATABASE)
        self.seeded = json.loads(written.splitlines()[-1])

    def start_web(self) -> None:
        """Start the web server and wait for its first page."""
        child = self.supervisor.start(web(self.settings, self.environment))
        host, port = self.settings.host, self.settings.port
        self._wait(child, lambda: web_answers(host, port), WEB_SECONDS)

    def prepare_weights(self) -> None:
        """Convert Whisper's weights once; without them everything but listening works."""
        if weights_ready(self.settings):
            return
        try:
            for line in self._step("weights", *flask("speech", "weights")).splitlines():
                self.supervisor.tell("weights", line)
        except LaunchError:
            self.supervisor.tell(
                "handa", "no Whisper weights: voice answers wait (docs/operations.md)"
            )

    def start_workers(self) -> None:
        """Start the workers and the timer."""
        for program in workers(self.settings, self.environment):
            self.supervisor.start(program)

    def accounts(self) -> dict[str, str]:
        """Return the addresses, never the passwords, of the first accounts."""
        place = self.settings.instance / "first-accounts.json"
        made = {role: self.seeded[role]["email"] for role in ROLES if role in self.seeded}
        if made:
            place.write_text(json.dumps(made))
        return json.loads(place.read_text()) if place.exists() else {}

    def _step(self, name: str, *command: str) -> str:
        program = Program(
            name=name,
            command=command,
            folder=HOME,
            environment=self.environment,
            grace=STEP_GRACE,
        )
        status, written = self.supervisor.run(program)
        if self.supervisor.stopping:
            raise StoppedError
        if status:
            if written.strip():
                self.supervisor.tell(name, written.strip())
            raise LaunchError(f"the step “{name}” failed; its messages stand above")
        return written.strip()

    def _wait(self, child: Child, ready: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if self.supervisor.stopping:
                raise StoppedError
            if child.failures >= ATTEMPTS or time.monotonic() > deadline:
                raise LaunchError(f"“{child.program.name}” does not start; see its messages above")
            self.supervisor.turn(0.05)


class StoppedError(Exception):
    """Somebody asked to stop before the start was complete."""


def launch(settings: Settings) -> int:
    """Start everything, stay until asked to stop, stop everything; return the exit status."""
    check_port(settings.host, settings.port)
    settings.instance.mkdir(parents=True, exist_ok=True)
    with locked(settings.instance), contextlib.ExitStack() as made:
        supervisor = Supervisor()
        supervisor.obey_signals()
        start = Launch(settings, supervisor)
        try:
            start.start_queue(made)
            start.prepare()
            try:
                start.start_web()
                start.prepare_weights()
                start.start_workers()
                print(f"\nHanda is ready: {settings.address}\n")
            finally:
                # A password that is never shown again must be shown even if the rest fails.
                print("\n".join(sign_ins(start.seeded, start.accounts())))
            print("\nCtrl-C stops everything.\n", flush=True)
            while not supervisor.stopping:
                supervisor.turn()
        except StoppedError:
            pass
        finally:
            supervisor.tell("handa", "stopping")
            supervisor.stop()
    return 0


def main() -> int:
    """Run the launcher from the command line."""
    # An instance holds voices, scores and keys: for this user alone.
    os.umask(0o077)
    try:
        return launch(Settings())
    except ValidationError as error:
        for wrong in error.errors():
            name = ".".join(str(part) for part in wrong["loc"]).upper()
            print(f"handa: {name}: {wrong['msg']}", file=sys.stderr)
    except (LaunchError, queue_server.NoQueueServerError) as error:
        print(f"handa: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
