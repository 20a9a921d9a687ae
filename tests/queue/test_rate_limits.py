"""Rate limits on the real queue server: shared by all web processes, and never in the way."""

import logging
import time

import pytest
import redis

from app import create_app
from extensions import limiter
from tests.support.apps import FreshClient
from tests.support.servers import Valkey

pytestmark = pytest.mark.queue


def keys(valkey: Valkey) -> list[bytes]:
    with redis.Redis.from_url(valkey.url) as link:
        return link.keys("LIMITS*")


def statuses(client: FreshClient, times: int) -> list[int]:
    return [client.get("/i/unknown").status_code for _ in range(times)]


def test_counts_are_kept_on_the_unix_socket_for_all_processes(install, valkey: Valkey) -> None:
    here = install(rate_limits=True)
    assert valkey.url.startswith("unix://")
    assert here.app.config["RATELIMIT_STORAGE_URI"].startswith("redis+unix://")
    assert statuses(here.app.test_client(), 40) == [404] * 40
    assert keys(valkey)
    # A second web process has the same settings and a memory of its own.
    second = create_app(here.app.extensions["handa-settings"])
    second.test_client_class = FreshClient
    assert limiter.storage is not None
    assert statuses(second.test_client(), 21) == [404] * 20 + [429]
    refused = second.test_client().get("/i/unknown")
    assert "Too many tries" in refused.text
    assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_a_dead_server_slows_nothing_and_limits_go_on(install, valkey: Valkey) -> None:
    here = install(rate_limits=True)
    client = here.app.test_client()
    assert statuses(client, 3) == [404] * 3
    valkey.kill()
    spent = []
    answers = []
    for _ in range(70):
        began = time.monotonic()
        answers += statuses(client, 1)
        spent.append(time.monotonic() - began)
    assert max(spent) < 1
    assert sum(spent) < 5
    assert answers == [404] * 60 + [429] * 10
    assert client.get("/").status_code == 200


def test_the_counts_go_back_to_the_server_when_it_is_there_again(
    install, valkey: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    here = install(rate_limits=True)
    client = here.app.test_client()
    valkey.kill()
    with caplog.at_level(logging.ERROR):
        assert statuses(client, 3) == [404] * 3
    valkey.start()
    deadline = time.monotonic() + 20
    while not keys(valkey):
        assert time.monotonic() < deadline, "the limiter never came back"
        statuses(client, 1)
        time.sleep(0.5)


def test_who_is_signed_in_does_not_hang_on_the_queue(install, valkey: Valkey) -> None:
    """Sessions live in the database and in signed cookies; the queue may die."""
    from accounts.staff import add_staff
    from database import db
    from tests.support.factories import an_invitation, path_of

    here = install(rate_limits=True)
    password = "a quiet mango tree"
    add_staff(name="Rosa", email="rosa@example.com", role="recruiter", password=password)
    invitation = an_invitation(None, "grammar")
    db.session.commit()
    rosa, ana = here.app.test_client(), here.app.test_client()
    who = {"email": "rosa@example.com", "password": password}
    assert rosa.post("/staff/sign-in", data=who).status_code == 303
    assert ana.post(path_of(invitation)).status_code == 303
    valkey.kill()
    assert rosa.get("/vacancies").status_code == 200
    assert ana.get("/next").location == "/consent"
    assert here.app.test_client().post("/staff/sign-in", data=who).status_code == 303
