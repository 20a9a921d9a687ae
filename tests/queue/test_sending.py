"""How a job is sent: once for each attempt, never lost behind a dead one."""

from datetime import timedelta

import pytest
import redis

from assessments.results.tasks import score_sitting
from database import db
from jobs import after_commit, send
from tests.support.servers import Valkey

pytestmark = pytest.mark.queue


@pytest.fixture
def link(valkey: Valkey):
    with redis.Redis.from_url(valkey.url) as made:
        yield made


def waiting(link: redis.Redis) -> list[bytes]:
    return link.lrange("rq:queue:scoring", 0, -1)


def test_the_same_attempt_is_in_the_queue_once(install, link) -> None:
    install()
    assert [send(score_sitting, 7) for _ in range(3)] == [True] * 3
    assert waiting(link) == [b"score_sitting-7-0"]
    send(score_sitting, 7, attempt=1)
    assert waiting(link) == [b"score_sitting-7-0", b"score_sitting-7-1"]


def test_a_delayed_attempt_is_scheduled_once(install, link) -> None:
    install()
    for _ in range(2):
        assert send(score_sitting, 7, attempt=1, delay=timedelta(minutes=1))
    assert link.zrange("rq:scheduled:scoring", 0, -1) == [b"score_sitting-7-1"]
    assert waiting(link) == []


@pytest.mark.parametrize("state", ["started", "failed", "queued"])
def test_a_job_that_died_before_its_claim_is_sent_again(install, link, state: str) -> None:
    install()
    send(score_sitting, 7)
    link.lpop("rq:queue:scoring")
    link.hset("rq:job:score_sitting-7-0", "status", state)
    assert send(score_sitting, 7)
    assert waiting(link) == [b"score_sitting-7-0"]


def test_a_job_is_sent_after_the_commit_and_not_after_a_rollback(install, link) -> None:
    install()
    after_commit(score_sitting, 1)
    assert waiting(link) == []
    db.session.connection()
    with db.session.begin_nested():
        pass
    assert waiting(link) == []
    db.session.commit()
    assert waiting(link) == [b"score_sitting-1-0"]
    db.session.connection()
    after_commit(score_sitting, 2)
    db.session.rollback()
    db.session.commit()
    assert waiting(link) == [b"score_sitting-1-0"]


def test_only_declared_jobs_run(install, link) -> None:
    here = install()
    from rq import Queue
    from rq.serializers import JSONSerializer

    queue = Queue("scoring", connection=link, serializer=JSONSerializer)
    queue.enqueue_call("os.getpid", args=(), job_id="foreign")
    here.work_off("scoring")
    assert "os.getpid is not a declared job" in here.said()
