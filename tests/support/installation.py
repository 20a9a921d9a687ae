"""An installation in a folder, with real workers as child processes beside the test."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
from flask import Flask

from config import Settings
from launch.programs import HOME, flask, worker_environment
from tests.support.factories import an_invitation, begin, walk_to_tests
from tests.support.waiting import PATIENCE


class Installation:
    """The app of the test, and what starts its workers: the same settings as an environment."""

    def __init__(self, app: Flask, settings: Settings, **environment: str) -> None:
        self.app = app
        self._log = settings.instance / "children.log"
        self._children: list[subprocess.Popen[bytes]] = []
        self._environment = worker_environment(
            {
                **os.environ,
                "HANDA_INSTANCE": str(settings.instance),
                "REDIS_URL": settings.redis_url,
                "DATABASE_URL": settings.database_url,
                "SECRET_KEY": settings.secret_key,
                "WHISPER_MODEL": settings.whisper_model,
                "JOB_LEASE_SECONDS": str(settings.job_lease_seconds),
                "JOB_ATTEMPTS": str(settings.job_attempts),
                "SMTP_HOST": settings.smtp_host,
                "SMTP_PORT": str(settings.smtp_port),
                **environment,
            },
            1,
        )

    def start(
        self, *words: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a command of the app as a child process."""
        with self._log.open("ab") as log:
            child = subprocess.Popen(
                flask(*words),
                cwd=HOME,
                env={**self._environment, **(environment or {})},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._children.append(child)
        return child

    def worker(self, *queues: str, scheduler: bool = False) -> subprocess.Popen[bytes]:
        """Start a worker that goes on until it is stopped."""
        return self.start("worker", "run", *queues, *(["--scheduler"] if scheduler else []))

    def work_off(self, *queues: str) -> None:
        """Run a worker until its queues are empty."""
        self._finish(self.start("worker", "run", *queues, "--burst"))

    def resume(self) -> None:
        """Do or send what the database says is undone, in a process of its own."""
        self._finish(self.start("assessments", "resume"))

    def _finish(self, child: subprocess.Popen[bytes]) -> None:
        assert child.wait(PATIENCE) == 0, self.said()

    def said(self) -> str:
        """Return the output of all child processes."""
        return self._log.read_text()

    def voice_sitting(self, email: str = "ana@example.com"):
        """An applicant in the voice test: the client and the sitting's id."""
        client = self.app.test_client()
        walk_to_tests(client, an_invitation(None, "voice", email=email))
        return client, begin(client, "voice")

    def close(self) -> None:
        """End every child and what it started."""
        for child in self._children:
            kill_all(child)


def work_horse(worker: subprocess.Popen[bytes]) -> psutil.Process | None:
    """The process that a worker forked for its present job."""
    try:
        forked = psutil.Process(worker.pid).children()
    except psutil.NoSuchProcess:
        return None
    return next((child for child in forked if child.status() != psutil.STATUS_ZOMBIE), None)


def kill_all(worker: subprocess.Popen[bytes]) -> None:
    """End a worker and its work horse without any warning, as a power cut would."""
    try:
        forked = psutil.Process(worker.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        forked = []
    worker.kill()
    for process in forked:
        if process.is_running():
            process.send_signal(signal.SIGKILL)
    worker.wait(10)


@contextmanager
def installation(app: Flask, settings: Settings, **environment: str) -> Iterator[Installation]:
    made = Installation(app, settings, **environment)
    try:
        yield made
    finally:
        made.close()


def link_weights(instance: Path, prepared: Path) -> None:
    """Let an installation use a checkpoint that was converted before."""
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "weights").symlink_to(prepared, target_is_directory=True)
