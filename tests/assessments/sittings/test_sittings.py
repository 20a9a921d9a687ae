"""A sitting is its event log: in order, once, stamped by the server, closed by its clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.banks import registry
from assessments.results.sweeps import expire_overdue_sittings
from assessments.sittings import life, log
from assessments.sittings.incoming import Batch
from assessments.sittings.models import Event, Sitting, SittingState
from database import db, now
from tests.support.factories import (
    a_vacancy,
    an_invitation,
    begin,
    event,
    post_events,
    walk_to_tests,
)
from tests.support.sittings import ANSWER, answered, past_the_deadline, row, row_vacancy


@pytest.fixture
def grammar(client: FlaskClient) -> str:
    walk_to_tests(client, an_invitation(None, "grammar"))
    return begin(client, "grammar")


def kinds(sitting: str) -> list[str]:
    return [event.kind for event in row(sitting).events]


def test_the_first_event_names_the_form(grammar: str) -> None:
    opening = row(grammar).events[0]
    assert opening.kind == "begun"
    assert len(opening.data["items"]) == 20


def test_starting_twice_is_the_same_sitting(client: FlaskClient, grammar: str) -> None:
    assert begin(client, "grammar") == grammar
    assert kinds(grammar) == ["begun"]


def test_a_page_that_is_up_to_date_is_told_so_in_a_word(
    client: FlaskClient, grammar: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """304 while nothing happens, a full answer after an event, and one when the clock is set."""
    moment = row(grammar).began_at + timedelta(seconds=2)
    monkeypatch.setattr(life, "now", lambda: moment)

    def ask(tag: str) -> tuple[int, str, bytes]:
        headers = {"If-None-Match": tag}
        answer = client.get(f"/sittings/{grammar}/state", headers=headers)
        return answer.status_code, answer.headers["ETag"], answer.data

    status, first, _ = ask("")
    assert status == 200
    moment += timedelta(seconds=20)
    assert ask(first) == (304, first, b"")
    post_events(client, grammar, answered(grammar, 0))
    status, second, _ = ask(first)
    assert (status, second != first) == (200, True)
    assert ask(second)[0] == 304
    moment += timedelta(seconds=30)
    status, third, said = ask(second)
    assert (status, third != second) == (200, True)
    assert b'"elapsed":52' in said.replace(b" ", b"")


def test_events_are_kept_in_order_and_once(client: FlaskClient, grammar: str) -> None:
    first, second = answered(grammar, 0, "go"), answered(grammar, 1, "went")
    assert post_events(client, grammar, first, second).status_code == 200
    assert post_events(client, grammar, first, second).status_code == 200
    assert post_events(client, grammar, second).status_code == 200
    assert [event.data.get("answer") for event in row(grammar).events] == [None, "go", "went"]


def test_a_gap_is_refused_and_named(client: FlaskClient, grammar: str) -> None:
    answer = post_events(client, grammar, answered(grammar, 2))
    assert answer.status_code == 409
    assert answer.json["expected"] == 0
    assert kinds(grammar) == ["begun"]


def test_two_tabs_have_two_streams(client: FlaskClient, grammar: str) -> None:
    post_events(client, grammar, answered(grammar, 0, stream="first-tab"))
    post_events(client, grammar, answered(grammar, 0, stream="second-tab"))
    assert kinds(grammar) == ["begun", "answered", "answered"]


def test_events_of_another_sitting_are_refused(client: FlaskClient, grammar: str) -> None:
    answer = post_events(client, grammar, answered(grammar, 0), of="somebody-elses")
    assert (answer.status_code, answer.json["code"]) == (409, "other_sitting")


def test_another_applicant_cannot_write_or_read(app: Flask, grammar: str) -> None:
    other = app.test_client()
    walk_to_tests(other, an_invitation(row_vacancy(), email="ben@example.com"))
    assert post_events(other, grammar, answered(grammar, 0)).status_code == 404
    assert other.get(f"/sittings/{grammar}").status_code == 404
    assert other.get(f"/sittings/{grammar}/state").status_code == 404
    assert other.post(f"/sittings/{grammar}/submit").status_code == 404


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        ("score", {"value": 100}, "unknown_kind"),
        ("begun", {"seed": 1, "form": []}, "unknown_kind"),
        ("recorded", {"item": "a", "recording": "b", "seconds": 1}, "unknown_kind"),
        ("answered", {"item": "x" * 500, "answer": "", "seconds_on_screen": 1}, "invalid"),
        ("answered", {"item": "x", "answer": "y" * 70_000, "seconds_on_screen": 1}, "too_large"),
    ],
)
def test_what_a_kind_does_not_admit_is_noted_and_the_stream_goes_on(
    client: FlaskClient, grammar: str, kind: str, data: dict, why: str
) -> None:
    answer = post_events(client, grammar, event(0, kind, data), answered(grammar, 1))
    assert answer.status_code == 422
    assert answer.json["refused"][0][0] == 0
    assert answer.json["refused"][0][1].startswith(why)
    assert kinds(grammar) == ["begun", "refused", "answered"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"sitting": 3}', b'{"sitting":"x","events":[{"stream":"../../"}]}'],
)
def test_nonsense_gets_422_and_a_reason(client: FlaskClient, grammar: str, body: bytes) -> None:
    answer = client.post(f"/sittings/{grammar}/events", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json["why"]


def test_a_body_that_is_too_large_gets_413(client: FlaskClient, grammar: str) -> None:
    answer = client.post(
        f"/sittings/{grammar}/events", data=b"x" * 2_100_000, content_type="application/json"
    )
    assert answer.status_code == 413


def test_an_event_after_the_deadline_is_kept_but_late(client: FlaskClient, grammar: str) -> None:
    late = answered(grammar, 0)
    past_the_deadline(grammar)
    answer = post_events(client, grammar, late)
    assert (answer.status_code, answer.json["code"], answer.json["over"]) == (409, "late", True)
    assert [(event.kind, event.late) for event in row(grammar).events][1:] == [("answered", True)]
    assert row(grammar).late_events == 1
    assert [event.type for event in log.read(row(grammar))] == ["begun"]


def test_handing_in_twice_is_once(client: FlaskClient, grammar: str) -> None:
    assert client.post(f"/sittings/{grammar}/submit", json={}).status_code == 200
    assert client.post(f"/sittings/{grammar}/submit", json={}).status_code == 200
    assert kinds(grammar) == ["begun", "submitted"]
    assert row(grammar).state == SittingState.SUBMITTED


def test_untouched_messages_are_handed_in_only_when_that_is_confirmed(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "inbox"))
    inbox = begin(client, "inbox")
    asked = client.post(f"/sittings/{inbox}/submit", json={})
    assert (asked.status_code, asked.json) == (409, {"code": "untouched", "count": 12})
    shown = client.get(f"/sittings/{inbox}/state").json["state"]["tickets"]
    tickets = [ticket["id"] for ticket in shown]
    data = {
        "item": row(inbox).events[0].data["items"][0],
        "order": [tickets[5], *tickets[:5], *tickets[6:]],
    }
    event = {"stream": "only-stream", "sequence": 0, "kind": "ordered", "data": data}
    assert post_events(client, inbox, event).status_code == 200
    assert client.post(f"/sittings/{inbox}/submit", json={}).json["count"] == 11
    assert row(inbox).state == SittingState.OPEN
    assert client.post(f"/sittings/{inbox}/submit", json={"confirmed": True}).status_code == 200
    assert kinds(inbox) == ["begun", "ordered", "submitted"]


def test_nothing_is_asked_once_the_time_is_up(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "inbox"))
    inbox = begin(client, "inbox")
    row(inbox).deadline = now() - timedelta(seconds=1)
    db.session.commit()
    assert client.post(f"/sittings/{inbox}/submit", json={}).status_code == 200
    assert kinds(inbox) == ["begun", "submitted"]


def test_a_sitting_that_nobody_returns_to_expires(grammar: str) -> None:
    past_the_deadline(grammar)
    assert expire_overdue_sittings() == 1
    assert row(grammar).state == SittingState.EXPIRED
    assert row(grammar).ended_at == row(grammar).deadline
    assert expire_overdue_sittings() == 0


def test_a_page_that_is_over_leads_on(client: FlaskClient, grammar: str) -> None:
    past_the_deadline(grammar)
    assert client.get(f"/sittings/{grammar}").status_code == 302
    assert client.get("/next").location == "/thank-you"


def test_coming_back_goes_on_with_the_clock_having_run(
    app: Flask, client: FlaskClient, grammar: str
) -> None:
    post_events(client, grammar, answered(grammar, 0, "went"))
    found = row(grammar)
    found.began_at -= timedelta(minutes=3)
    found.deadline -= timedelta(minutes=3)
    before = found.deadline
    db.session.commit()
    again = app.test_client()
    again.post("/i/" + link_token())
    assert again.get("/next").location == f"/sittings/{grammar}"
    answer = again.get(f"/sittings/{grammar}/state").json
    whole = registry.get("grammar").minutes * 60
    assert whole - 200 < answer["seconds_left"] < whole - 175
    assert "went" in str(answer["state"])
    assert row(grammar).deadline == before


def link_token() -> str:
    from applicants.models import Invitation
    from tests.support.factories import path_of

    return path_of(db.session.scalars(select(Invitation)).first()).removeprefix("/i/")


def test_extra_time_stretches_the_deadline(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "grammar", extra_time=1.5))
    found = row(begin(client, "grammar"))
    minutes = (found.deadline - found.began_at).total_seconds() / 60
    assert minutes == pytest.approx(1.5 * registry.get("grammar").minutes)
    assert found.events[0].data["extra_time"] == 1.5


def test_a_practice_may_be_repeated_and_is_never_scored(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "grammar"))
    first = begin(client, "grammar", "practice")
    client.post(f"/sittings/{first}/submit", json={})
    second = begin(client, "grammar", "practice")
    assert second != first
    assert client.get("/next").location == "/tests/grammar"
    assert db.session.scalars(select(Sitting)).one().practice


def test_the_log_has_no_two_events_of_one_number(client: FlaskClient, grammar: str) -> None:
    post_events(client, grammar, *(answered(grammar, n) for n in range(5)))
    numbers = db.session.scalars(select(Event.number).order_by(Event.id)).all()
    assert numbers == list(range(6))


def test_a_log_does_not_grow_without_end(
    client: FlaskClient, grammar: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "MOST_BYTES_OF_LOG", 300)
    statuses = [post_events(client, grammar, answered(grammar, n)).status_code for n in range(5)]
    assert statuses[0] == 200
    assert statuses[-1] == 409
    assert row(grammar).log_bytes <= 300


def test_a_renewed_link_ends_what_the_old_one_opened(client: FlaskClient, grammar: str) -> None:
    from applicants.invitations import renew
    from applicants.models import Application

    assert client.get(f"/sittings/{grammar}/state").status_code == 200
    renew(db.session.scalars(select(Application)).one())
    db.session.commit()
    assert client.get(f"/sittings/{grammar}/state").status_code == 401
    assert post_events(client, grammar, answered(grammar, 0)).status_code == 401


def test_applicants_behind_one_address_are_counted_apart(app: Flask, client: FlaskClient) -> None:
    from extensions import who_asks

    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "10.0.0.7"}):
        from flask import session

        assert who_asks() == "10.0.0.7"
        session["application"] = 5
        assert who_asks() == "applicant 5"


@contextmanager
def readings_of_the_log() -> Iterator[list[str]]:
    """Collect the queries that read the events of a log."""
    queries: list[str] = []

    def note(connection, cursor, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT") and "event.data" in statement:
            queries.append(statement)

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield queries
    finally:
        sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)


def adaptive(client: FlaskClient) -> str:
    vacancy = a_vacancy("grammar")
    vacancy.battery = [{**vacancy.battery[0], "form": "adaptive"}]
    walk_to_tests(client, an_invitation(vacancy))
    return begin(client, "grammar")


def asked(sitting: str) -> str:
    return [event.data["item"] for event in row(sitting).events if event.kind == "asked"][-1]


def test_a_post_reads_the_log_once(client: FlaskClient) -> None:
    """The next question is chosen, and the page answered, from one reading."""
    sitting = adaptive(client)
    first = asked(sitting)
    answer = event(0, "answered", {**ANSWER, "item": first})
    with readings_of_the_log() as readings:
        said = post_events(client, sitting, answer, event(1, "went_on", {"item": first}))
    assert said.status_code == 200
    assert len(readings) == 1
    assert asked(sitting) != first
    assert said.json["state"] == client.get(f"/sittings/{sitting}/state").json["state"]


def test_a_late_post_reads_the_log_once(client: FlaskClient, grammar: str) -> None:
    late = answered(grammar, 0)
    past_the_deadline(grammar)
    with readings_of_the_log() as readings:
        assert post_events(client, grammar, late).json["code"] == "late"
    assert len(readings) == 1


def test_the_log_that_appending_loaded_is_the_one_that_is_stored(client: FlaskClient) -> None:
    public_id = adaptive(client)
    gone_on = event(0, "went_on", {"item": asked(public_id)})
    batch = Batch.model_validate({"sitting": public_id, "events": [gone_on]})
    opened = life.append(row(public_id), batch).opened
    db.session.commit()
    assert opened is not None
    assert [event.type for event in opened.events][-2:] == ["went_on", "asked"]
    assert opened.events == log.read(row(public_id))


def test_a_log_that_nothing_follows_from_is_not_read_under_the_lock(client: FlaskClient) -> None:
    """Other applicants' writing waits for the lock, and a log of keys is long."""
    walk_to_tests(client, an_invitation(None, "typing"))
    public_id = begin(client, "typing")
    batch = Batch.model_validate({"sitting": public_id, "events": [event(0, "unknown", {})]})
    sitting = row(public_id)
    with readings_of_the_log() as readings:
        assert life.append(sitting, batch).opened is None
    assert not readings
