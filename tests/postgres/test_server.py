"""Behaviour that only a real PostgreSQL server shows: workers that use it, and its loss."""

import pytest
from sqlalchemy import select

from assessments.sittings.models import Result, SittingState
from database import db
from tests.support.factories import an_invitation, begin, path_of, post_events, walk_to_tests
from tests.support.servers import Postgres
from tests.support.sittings import answered
from tests.support.voice_answers import hand_in, sitting_of

pytestmark = [pytest.mark.postgres, pytest.mark.queue]


def test_real_workers_score_once_on_postgres(postgres_url: str, install) -> None:
    here = install(database_url=postgres_url)
    client = here.app.test_client()
    walk_to_tests(client, an_invitation(None, "grammar"))
    sitting = begin(client, "grammar")
    assert post_events(client, sitting, answered(sitting, 0)).status_code == 200
    hand_in(client, sitting)
    here.resume()
    here.work_off("scoring")
    here.work_off("scoring")
    assert sitting_of(sitting).state == SittingState.SCORED
    assert len(db.session.scalars(select(Result)).all()) == 1
    assert "Traceback" not in here.said()


def test_a_database_that_is_away_is_said_in_plain_words(
    postgres: Postgres, postgres_url: str, install
) -> None:
    here = install(database_url=postgres_url)
    client = here.app.test_client()
    invitation = an_invitation(None, "grammar")
    path = path_of(invitation)
    walk_to_tests(client, invitation)
    sitting = begin(client, "grammar")
    batch = answered(sitting, 0)
    db.session.remove()
    postgres.drop(postgres_url.rpartition("?")[0].rpartition("/")[2])
    for answer in (client.get("/next"), client.get(path), client.post("/consent", data={})):
        assert answer.status_code == 503
        assert "Busy for a moment" in answer.text
        assert int(answer.headers["Retry-After"]) > 0
    found = post_events(client, sitting, batch)
    assert (found.status_code, found.json["code"]) == (503, "database_busy")
