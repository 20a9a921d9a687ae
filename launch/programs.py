"""Command lines and environments of the programs that run beside the queue server."""

import sys
from collections.abc import Mapping
from pathlib import Path

from config import Settings
from launch.processes import Program

HOME = Path(__file__).resolve().parent.parent
JOB_GRACE = 60.0  # seconds that a worker has to finish its job
EVERY = 20  # seconds between two searches for work that the queue lost
PREPARE_DATABASE = (
    *(sys.executable, "-m", "launch.commands", "db", "upgrade"),
    *("--then", "assessments", "open-banks"),
    *("--then", "demo", "seed", "--json"),
)


def child_environment(
    base: Mapping[str, str], settings: Settings, queue_url: str
) -> dict[str, str]:
    """Return the environment of all children: the launcher's own, with its choices added."""
    return {
        **base,
        "HANDA_INSTANCE": str(settings.instance),
        "REDIS_URL": queue_url,
        "PYTHONUNBUFFERED": "1",
    }


def worker_environment(base: Mapping[str, str], threads: int) -> dict[str, str]:
    """Return the environment of a worker.

    The thread pool of numba, which Whisper imports, slows down everything that torch does later in
    the same process; the limits must be set before either is imported.
    """
    limits = {"NUMBA_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    return {**base, **limits, "OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}


def bind_address(host: str, port: int) -> str:
    """Return the address in the format of gunicorn."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def flask(*words: str) -> tuple[str, ...]:
    """Return the command line of a ``flask`` command."""
    return (sys.executable, "-m", "flask", "--app", "app", *words)


def web(settings: Settings, environment: Mapping[str, str]) -> Program:
    """Return the program of the web server."""
    command = (
        *(sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "-w", "2"),
        # A hundred chat desks send a hundred requests a second; a worker that restarts stalls them.
        *("--threads", "4", "--max-requests", "20000", "--max-requests-jitter", "5000"),
        *("--timeout", "60", "--graceful-timeout", "10", "--no-control-socket"),
        # Load the app once, then fork: half the start time and far less memory.
        "--preload",
        *("--log-level", "warning", "--bind", bind_address(settings.host, settings.port)),
        "app:create_app()",
    )
    return Program(name="web", command=command, folder=HOME, environment=environment, grace=15.0)


def workers(settings: Settings, environment: Mapping[str, str]) -> tuple[Program, ...]:
    """Return the programs of the workers and of the timer that re-sends jobs the queue lost."""
    transcription = flask("worker", "run", "listening")
    scoring = flask("worker", "run", "scoring", "mail", "--scheduler")
    timer = flask("assessments", "resume", "--every", str(EVERY))
    quiet = worker_environment(environment, settings.whisper_threads)
    single = worker_environment(environment, 1)
    return (
        Program(
            name="listening",
            command=transcription,
            folder=HOME,
            environment=quiet,
            niceness=10,
            grace=JOB_GRACE,
        ),
        Program(name="scoring", command=scoring, folder=HOME, environment=single, grace=JOB_GRACE),
        Program(name="timer", command=timer, folder=HOME, environment=single),
    )
