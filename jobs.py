"""Queues, jobs and the attempts that the database counts.

The database records the work to do; the queue only decides when it is done. Each attempt has one
job id. A job claims its row in the database before it works, and ``flask assessments resume``
sends it again if the queue has lost it.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import redis
from flask import Flask, current_app
from rq import Queue, Worker
from rq.exceptions import DuplicateJobError
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import String, event, or_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

import config
from database import Instant, db, now

log = logging.getLogger(__name__)

QUEUES = ("listening", "scoring", "mail")
BACK_OFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=3))
JOBS: dict[str, "Task"] = {}

Task = Callable[[int], None]


class JobState:
    """Attempts, lease or back-off time, and last failure of a row that a job processes.

    ``not_before`` is a lease while a job runs and a back-off after it failed: until then no other
    worker takes the row. ``reason`` says why the last attempt failed, for the staff.
    """

    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(300), default="")


def job(queue: str, *, timeout: int) -> Callable[[Task], Task]:
    """Declare a function as a job of a queue. It takes the id of a row; ``timeout`` in seconds."""

    def declare(function: Task) -> Task:
        JOBS[f"{function.__module__}.{function.__name__}"] = function
        function.__dict__.update(queue=queue, timeout=timeout)
        return function

    return declare


def connection(*, for_worker: bool = False) -> "redis.Redis":
    """Return a connection to the queue server; only a worker waits for it longer than 2 s."""
    wait = None if for_worker else 1.5
    return redis.Redis.from_url(
        config.current().queue_url, socket_connect_timeout=2, socket_timeout=wait
    )


def send(function: Task, row_id: int, *, attempt: int = 0, delay: timedelta | None = None) -> bool:
    """Put a job in its queue, once per attempt; return whether the queue has it.

    A queue that is down is no error: the row stays due in the database.
    """
    name = f"{function.__module__}.{function.__name__}"
    queue = Queue(
        function.__dict__["queue"],
        connection=connection(),
        serializer=JSONSerializer,
        job_class=HandaJob,
    )
    options: dict[str, Any] = {
        "args": (row_id,),
        "job_id": f"{function.__name__}-{row_id}-{attempt}",
        "unique": True,
        "result_ttl": 0,
        "failure_ttl": 24 * 3600,
    }
    timeout = function.__dict__["timeout"]

    def put() -> None:
        if delay is None:
            queue.enqueue_call(name, timeout=timeout, **options)
        else:
            queue.enqueue_in(delay, name, job_timeout=timeout, **options)

    try:
        try:
            put()
        except DuplicateJobError:
            _drop_unless_waiting(queue, options["job_id"])
            put()
    except DuplicateJobError:
        return True
    except redis.RedisError as error:
        log.warning("queue is down (%s); %s of %s waits for resume", error, name, row_id)
        return False
    return True


def _drop_unless_waiting(queue: Queue, job_id: str) -> None:
    """Delete a job that died before it claimed its row, so that its attempt can be sent again."""
    if queue.get_job_position(job_id) is None and job_id not in queue.scheduled_job_registry:
        queue.connection.delete(HandaJob.key_for(job_id))


def after_commit(
    function: Task, row_id: int, *, attempt: int = 0, delay: timedelta | None = None
) -> None:
    """Send a job when the current transaction is committed; drop it on rollback."""
    db.session.info.setdefault("jobs", []).append((function, row_id, attempt, delay))


@event.listens_for(Session, "after_commit")
def _send_waiting_jobs(session: Session) -> None:
    if session.in_nested_transaction():
        return
    waiting = session.info.pop("jobs", [])
    for function, row_id, attempt, delay in waiting:
        send(function, row_id, attempt=attempt, delay=delay)


@event.listens_for(Session, "after_rollback")
def _forget_waiting_jobs(session: Session) -> None:
    session.info.pop("jobs", None)


def claim(model: Any, row_id: int, *conditions: Any) -> bool:
    """Claim a row for one attempt. Commits.

    Args:
        model: a mapped class with the columns of ``JobState``.
        row_id: its primary key.
        conditions: SQL conditions under which the work is still due.

    Returns:
        False if the row is claimed by another worker, backing off or no longer due.
    """
    moment = now()
    taken = db.session.execute(
        update(model)
        .where(
            model.id == row_id,
            or_(model.not_before.is_(None), model.not_before <= moment),
            *conditions,
        )
        .values(
            attempts=model.attempts + 1,
            not_before=moment + timedelta(seconds=config.current().job_lease_seconds),
        )
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def failed(row: Any, function: Task, error: Exception) -> bool:
    """Record a failed attempt and send the next one; return False if no attempt is left."""
    row.reason = f"{type(error).__name__}: {error}"[:300]
    if row.attempts >= config.current().job_attempts:
        row.not_before = None
        return False
    wait = BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
    row.not_before = now() + wait
    # RQ stores whole seconds: without the extra second the job may run before ``not_before``.
    after_commit(function, row.id, attempt=row.attempts, delay=wait + timedelta(seconds=1))
    return True


class HandaJob(Job):
    """A job that runs in an app context and ends with one commit."""

    def perform(self) -> Any:
        """Run the job and commit; if it raises, its uncommitted changes are rolled back."""
        if self.func_name not in JOBS:
            raise LookupError(f"{self.func_name} is not a declared job")
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        with app.app_context():
            result = super().perform()
            db.session.commit()
            return result


def work(queues: tuple[str, ...], *, scheduler: bool, burst: bool = False) -> None:
    """Run a forking worker in the foreground until it is stopped."""
    db.engine.dispose()
    link = connection(for_worker=True)
    worker = Worker(
        [
            Queue(name, connection=link, serializer=JSONSerializer, job_class=HandaJob)
            for name in queues
        ],
        connection=link,
        serializer=JSONSerializer,
        job_class=HandaJob,
    )
    worker.work(with_scheduler=scheduler, burst=burst, logging_level="WARNING")


Sweep = Callable[[], int]
SWEEPS: dict[str, Sweep] = {}


def sweep(function: Sweep) -> Sweep:
    """Declare a function that finds due work in the database, and does it or sends its job.

    The function commits and returns the number of rows that it processed.
    """
    SWEEPS[f"{function.__module__}.{function.__name__}"] = function
    return function
