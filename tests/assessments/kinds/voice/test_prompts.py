"""A spoken prompt plays once: the server sees to it, and the log shows every time."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.banks import registry
from assessments.kinds.voice.progress import MOST_FETCHES, PATIENCE
from assessments.kinds.voice.scorer import score
from assessments.sittings import log
from assessments.sittings.models import Sitting
from database import db
from tests.support.factories import (
    a_vacancy,
    an_invitation,
    begin,
    event,
    post_events,
    walk_to_tests,
)


def row(public_id: str) -> Sitting:
    db.session.expire_all()
    return db.session.scalars(select(Sitting).where(Sitting.public_id == public_id)).one()


@pytest.fixture
def sitting(client: FlaskClient) -> str:
    """A voice test at its first spoken prompt, which is open."""
    walk_to_tests(client, an_invitation(None, "voice"))
    public_id = begin(client, "voice")
    bank = registry.bank("voice")
    sequence = 0
    for item in row(public_id).events[0].data["items"]:
        post_events(client, public_id, event(sequence, "item_opened", {"item": item}))
        if bank[item].is_heard:
            return public_id
        post_events(client, public_id, event(sequence + 1, "skipped", {"item": item}))
        sequence += 2
    raise AssertionError("no item is heard")


def heard(client: FlaskClient, sitting: str) -> str:
    return str(client.get(f"/sittings/{sitting}/state").json["state"]["item"]["id"])


def fetch(client: FlaskClient, sitting: str, item: str = "") -> int:
    name = item or heard(client, sitting)
    with client.post(f"/sittings/{sitting}/media/{name}") as answer:
        assert len(answer.data) > 100
        return answer.status_code


def kinds(sitting: str) -> list[str]:
    return [logged.kind for logged in row(sitting).events]


def play(client: FlaskClient, sitting: str, play: int = 0) -> None:
    data = {"item": heard(client, sitting), "play": play}
    done = post_events(client, sitting, event(0, "prompt_played", data, f"stream-play-{play}"))
    assert done.status_code == 200


def test_after_it_sounded_it_is_gone_for_every_page(client: FlaskClient, sitting: str) -> None:
    with client.post(f"/sittings/{sitting}/media/{heard(client, sitting)}") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "audio/mpeg"
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.data[:1] in (b"\xff", b"I")  # the first byte of an MP3, or of its tag
    assert kinds(sitting)[-1] == "prompt_given"
    play(client, sitting)
    assert fetch(client, sitting) == 403
    assert kinds(sitting).count("prompt_given") == 1
    shown = client.get(f"/sittings/{sitting}/state").json["state"]
    assert (shown["media"], shown["item"]["step"]) == ([], "speak")
    flags = score(registry.bank("voice"), log.read(row(sitting)), {}).flags
    assert flags == ()


def test_a_download_that_broke_may_be_repeated_and_is_shown(
    client: FlaskClient, sitting: str
) -> None:
    assert [fetch(client, sitting) for _ in range(MOST_FETCHES + 1)] == [
        *[200] * MOST_FETCHES,
        403,
    ]
    assert kinds(sitting).count("prompt_given") == MOST_FETCHES
    report = score(registry.bank("voice"), log.read(row(sitting)), {})
    assert report.flags == ("prompt_fetched_again",)
    assert [answer["fetched_again"] for answer in report.answers][2] == MOST_FETCHES - 1


def test_a_page_that_never_says_that_it_played_has_its_time(
    client: FlaskClient, sitting: str
) -> None:
    assert fetch(client, sitting) == 200
    (given,) = [logged for logged in row(sitting).events if logged.kind == "prompt_given"]
    given.at -= timedelta(seconds=PATIENCE + 5)
    db.session.commit()
    assert fetch(client, sitting) == 403


def test_nothing_is_given_before_its_time_or_to_others(
    app: Flask, client: FlaskClient, sitting: str
) -> None:
    bank = registry.bank("voice")
    form = row(sitting).events[0].data["items"]
    later = [item for item in form if bank[item].is_heard][1]
    assert fetch(client, sitting, later) == 403
    assert fetch(client, sitting, "no-such-item") == 404
    assert client.get(f"/sittings/{sitting}/media/{later}").status_code == 405
    other = app.test_client()
    walk_to_tests(other, an_invitation(a_vacancy("voice", title="B"), email="b@example.com"))
    assert fetch(other, sitting, heard(client, sitting)) == 404
    assert "prompt_given" not in kinds(sitting)


def test_a_browser_cannot_say_that_a_prompt_was_given(client: FlaskClient, sitting: str) -> None:
    data = {"item": heard(client, sitting)}
    refused = post_events(client, sitting, event(0, "prompt_given", data, "stream-x1"))
    assert refused.status_code == 422


def test_the_form_of_the_battery_is_the_one_that_is_drawn(client: FlaskClient) -> None:
    vacancy = a_vacancy("voice", title="First look")
    vacancy.battery = [{**vacancy.battery[0], "form": "screening"}]
    walk_to_tests(client, an_invitation(vacancy))
    sitting = begin(client, "voice")
    assert len(row(sitting).events[0].data["items"]) == 8
