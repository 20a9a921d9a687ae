"""The queue server is killed, comes back, or is not there: the database still knows."""

import time

import psutil
import pytest
import redis
from sqlalchemy import select

from assessments.sittings.models import Result, SittingState
from database import db
from tests.support.factories import an_invitation, begin, post_events, walk_to_tests
from tests.support.installation import Installation
from tests.support.servers import Valkey
from tests.support.sittings import answered
from tests.support.voice_answers import hand_in, sitting_of
from tests.support.waiting import wait_for

pytestmark = pytest.mark.queue


def waiting(valkey: Valkey, name: str = "scoring") -> int:
    with redis.Redis.from_url(valkey.url) as link:
        return int(link.llen(f"rq:queue:{name}"))


def grammar_sitting(here: Installation):
    client = here.app.test_client()
    walk_to_tests(client, an_invitation(None, "grammar"))
    sitting = begin(client, "grammar")
    assert post_events(client, sitting, answered(sitting, 0)).status_code == 200
    return client, sitting


def process_of(valkey: Valkey) -> psutil.Process:
    with redis.Redis.from_url(valkey.url) as link:
        return psutil.Process(link.info("server")["process_id"])


def results() -> list[int]:
    db.session.rollback()
    return [result.revision for result in db.session.scalars(select(Result))]


def test_a_queue_that_forgot_everything_loses_no_work(install, valkey: Valkey) -> None:
    here = install()
    client, sitting = grammar_sitting(here)
    hand_in(client, sitting)
    assert waiting(valkey) == 1
    valkey.kill()
    valkey.start()
    with redis.Redis.from_url(valkey.url) as link:
        link.flushall()
    here.resume()
    assert waiting(valkey) == 1
    here.work_off("scoring")
    assert sitting_of(sitting).state == SittingState.SCORED
    assert results() == [1]


def test_a_queue_that_was_killed_and_remembers_scores_once(install, valkey: Valkey) -> None:
    here = install()
    client, sitting = grammar_sitting(here)
    hand_in(client, sitting)
    with redis.Redis.from_url(valkey.url) as link:
        link.execute_command("WAITAOF", 1, 0, 3000)
    valkey.kill()
    valkey.start()
    here.resume()
    assert waiting(valkey) == 1
    here.work_off("scoring")
    here.resume()
    here.work_off("scoring")
    assert results() == [1]


def test_pages_answer_while_the_queue_is_down(install, valkey: Valkey) -> None:
    here = install(rate_limits=True)
    client, sitting = grammar_sitting(here)
    valkey.kill()
    for place in range(1, 4):
        began = time.monotonic()
        assert post_events(client, sitting, answered(sitting, place)).status_code == 200
        assert time.monotonic() - began < 1
    began = time.monotonic()
    hand_in(client, sitting)
    assert client.get("/thank-you").status_code == 200
    assert time.monotonic() - began < 2
    assert sitting_of(sitting).state == SittingState.SUBMITTED
    here.resume()
    valkey.start()
    assert waiting(valkey) == 0
    here.resume()
    here.work_off("scoring")
    assert results() == [1]


def test_pages_answer_while_the_queue_hangs(install, valkey: Valkey) -> None:
    """A server that takes connections and never answers is worse than one that is gone."""
    here = install(rate_limits=True)
    client, sitting = grammar_sitting(here)
    server = process_of(valkey)
    server.suspend()
    try:
        spent = []
        for place in range(1, 6):
            began = time.monotonic()
            assert post_events(client, sitting, answered(sitting, place)).status_code == 200
            spent.append(time.monotonic() - began)
        began = time.monotonic()
        hand_in(client, sitting)
        handing_in = time.monotonic() - began
    finally:
        server.resume()
    assert max(spent) < 1.5, spent
    assert handing_in < 3
    here.resume()
    here.work_off("scoring")
    assert results() == [1]


def test_a_worker_lives_through_a_restart_of_the_queue(install, valkey: Valkey) -> None:
    here = install()
    client, sitting = grammar_sitting(here)
    worker = here.worker("scoring", scheduler=True)
    wait_for(lambda: worker_is_there(valkey), "the worker")
    valkey.kill()
    valkey.start()
    hand_in(client, sitting)
    wait_for(
        lambda: sitting_of(sitting).state == SittingState.SCORED or worker.poll() is not None,
        "a score, or a worker that the launcher would start again",
    )
    if worker.poll() is not None:
        here.worker("scoring")
        wait_for(lambda: sitting_of(sitting).state == SittingState.SCORED, "a score")
    assert results() == [1]


def worker_is_there(valkey: Valkey) -> bool:
    with redis.Redis.from_url(valkey.url) as link:
        return bool(link.scard("rq:workers"))
