"""An upload that is cut, repeated, doubled or out of place ends as the same bytes once."""

import os
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.results.sweeps import delete_orphaned_uploads, give_up_on_stalled_uploads
from assessments.sittings.models import Recording, RecordingState, Sitting
from assessments.sittings.recordings import store
from database import db, now
from tests.support.factories import an_invitation, begin, walk_to_tests
from tests.support.recordings import SOUND, complete, create, first_item, make_recordable, patch
from tests.support.sittings import past_the_deadline, row


@pytest.fixture
def voice(client: FlaskClient) -> str:
    walk_to_tests(client, an_invitation(None, "voice"))
    sitting = begin(client, "voice")
    make_recordable(client, sitting)
    return sitting


def ended(sitting: str, ago: timedelta) -> None:
    row(sitting).deadline = now() - ago
    db.session.commit()


def kept(recording: str) -> Recording:
    db.session.expire_all()
    return db.session.scalars(select(Recording).where(Recording.public_id == recording)).one()


def test_a_recording_arrives_in_pieces(client: FlaskClient, voice: str) -> None:
    started = create(client, voice)
    assert started.status_code == 201
    recording = started.json["recording"]
    offset = 0
    for piece in (SOUND[:100], SOUND[100:5000], SOUND[5000:]):
        answer = patch(client, recording, offset, piece)
        assert answer.status_code == 204
        offset = int(answer.headers["Upload-Offset"])
    assert complete(client, recording).status_code == 200
    row_ = kept(recording)
    assert row_.state == RecordingState.RECEIVED
    assert store().path(row_.store_key).read_bytes() == SOUND
    assert row(voice).events[-1].kind == "recorded"


def test_creating_twice_is_the_same_recording(client: FlaskClient, voice: str) -> None:
    first, second = create(client, voice), create(client, voice)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["recording"] == second.json["recording"]


def test_a_repeated_or_skipped_chunk_is_refused_with_the_offset(
    client: FlaskClient, voice: str
) -> None:
    recording = create(client, voice).json["recording"]
    patch(client, recording, 0, SOUND[:1000])
    for wrong in (0, 999, 1001):
        answer = patch(client, recording, wrong, SOUND[:10])
        assert answer.status_code == 409
        assert answer.headers["Upload-Offset"] == "1000"
    head = client.head(f"/recordings/{recording}")
    assert (head.status_code, head.headers["Upload-Offset"]) == (200, "1000")


def test_completing_with_missing_bytes_says_where_to_go_on(client: FlaskClient, voice: str) -> None:
    recording = create(client, voice).json["recording"]
    patch(client, recording, 0, SOUND[:1000])
    answer = complete(client, recording)
    assert (answer.status_code, answer.json["offset"]) == (409, 1000)
    assert kept(recording).state == RecordingState.UPLOADING


def test_completing_twice_is_once(client: FlaskClient, voice: str) -> None:
    recording = create(client, voice).json["recording"]
    patch(client, recording, 0, SOUND)
    assert complete(client, recording).status_code == 200
    assert complete(client, recording).status_code == 200
    assert [event.kind for event in row(voice).events].count("recorded") == 1
    assert patch(client, recording, len(SOUND), b"more").status_code == 409


def test_forty_megabytes_are_refused_and_nothing_is_lost(client: FlaskClient, voice: str) -> None:
    recording = create(client, voice).json["recording"]
    patch(client, recording, 0, SOUND)
    assert patch(client, recording, len(SOUND), bytes(40_000_000)).status_code == 413
    assert client.head(f"/recordings/{recording}").headers["Upload-Offset"] == str(len(SOUND))


def test_the_whole_recording_has_a_limit(client: FlaskClient, voice: str, app) -> None:
    recording = create(client, voice).json["recording"]
    chunk = bytes(1_900_000)
    offset = 0
    statuses = []
    for _ in range(12):
        answer = patch(client, recording, offset, chunk)
        statuses.append(answer.status_code)
        if answer.status_code == 204:
            offset += len(chunk)
    assert statuses == [204] * 10 + [413, 413]


@pytest.mark.parametrize("offset", ["", "abc", "-5", "1e3"])
def test_a_bad_offset_is_a_client_error(client: FlaskClient, voice: str, offset: str) -> None:
    recording = create(client, voice).json["recording"]
    assert patch(client, recording, offset, b"x").status_code in {400, 409}


def test_only_what_the_test_asks_for_can_be_recorded(client: FlaskClient, voice: str) -> None:
    answer = create(client, voice, item="somewhere-else")
    assert (answer.status_code, answer.json["code"]) == (409, "not_recordable")


@pytest.mark.parametrize("name", ["../../etc/passwd", "short", "a b c d e f g h"])
def test_a_client_id_is_a_plain_name(client: FlaskClient, voice: str, name: str) -> None:
    assert create(client, voice, client_id=name).status_code == 422


def test_another_applicant_cannot_touch_it(app, client: FlaskClient, voice: str) -> None:
    from tests.support.sittings import row_vacancy

    recording = create(client, voice).json["recording"]
    other = app.test_client()
    walk_to_tests(other, an_invitation(row_vacancy(), email="ben@example.com"))
    assert patch(other, recording, 0, b"x").status_code == 404
    assert other.head(f"/recordings/{recording}").status_code == 404
    assert complete(other, recording, 0).status_code == 404
    assert other.get(f"/recordings/{recording}/sound").status_code == 302


def test_a_voice_that_comes_after_the_end_is_kept_and_marked(
    client: FlaskClient, voice: str
) -> None:
    past_the_deadline(voice)
    recording = create(client, voice).json["recording"]
    patch(client, recording, 0, SOUND)
    assert complete(client, recording).status_code == 200
    assert kept(recording).state == RecordingState.LATE
    assert row(voice).events[-1].late


def test_an_upload_that_began_in_time_may_end_after_the_deadline(
    client: FlaskClient, voice: str
) -> None:
    recording = create(client, voice).json["recording"]
    ended(voice, timedelta(minutes=29))
    patch(client, recording, 0, SOUND)
    assert complete(client, recording).status_code == 200
    assert kept(recording).state == RecordingState.RECEIVED
    assert not row(voice).events[-1].late


def test_what_comes_days_later_is_kept_for_people_and_not_scored(
    client: FlaskClient, voice: str
) -> None:
    recording = create(client, voice).json["recording"]
    ended(voice, timedelta(minutes=31))
    patch(client, recording, 0, SOUND)
    assert complete(client, recording).status_code == 200
    assert kept(recording).state == RecordingState.LATE
    assert row(voice).events[-1].late


def test_an_item_takes_no_endless_uploads(client: FlaskClient, voice: str) -> None:
    statuses = [create(client, voice, client_id=f"client-no-{n}").status_code for n in range(8)]
    assert statuses == [201] * 6 + [409] * 2


def test_of_several_open_uploads_only_the_newest_counts(client: FlaskClient, voice: str) -> None:
    """An applicant cannot record an item many times and then complete the best take."""
    opened = [create(client, voice, client_id=f"client-no-{n}").json["recording"] for n in range(4)]
    for recording in opened[:3]:
        patch(client, recording, 0, SOUND)
    for recording in (opened[1], opened[0], opened[2]):
        assert complete(client, recording).status_code == 200
    states = [kept(recording).state for recording in opened]
    # The fourth was opened by a page that crashed: nothing of it ever came.
    assert states == ["late", "late", "received", "uploading"]
    assert [event.late for event in row(voice).events if event.kind == "recorded"] == [
        True,
        True,
        False,
    ]
    late = kept(opened[1])
    assert store().path(late.store_key).read_bytes() == SOUND


def test_recording_again_after_the_first_is_safe_counts_both(
    client: FlaskClient, voice: str
) -> None:
    for number in range(2):
        recording = create(client, voice, client_id=f"client-no-{number}").json["recording"]
        patch(client, recording, 0, SOUND)
        assert complete(client, recording).status_code == 200
        assert kept(recording).state == RecordingState.RECEIVED


def test_the_rules_of_tus_for_a_length_that_comes_at_the_end(
    client: FlaskClient, voice: str
) -> None:
    created = create(client, voice)
    place = created.headers["Location"]
    assert place == f"/recordings/{created.json['recording']}"
    before = client.head(place).headers
    assert (before["Upload-Offset"], before["Upload-Defer-Length"]) == ("0", "1")
    assert "Upload-Length" not in before
    assert "no-store" in before["Cache-Control"]
    plain = client.patch(
        place, data=SOUND, headers={"Upload-Offset": "0"}, content_type="application/octet-stream"
    )
    assert plain.status_code == 415
    assert client.head(place).headers["Upload-Offset"] == "0"
    patch(client, created.json["recording"], 0, SOUND)
    complete(client, created.json["recording"])
    after = client.head(place).headers
    assert after["Upload-Offset"] == after["Upload-Length"] == str(len(SOUND))
    assert "Upload-Defer-Length" not in after


def test_a_recording_is_heard_no_longer_than_its_task_allows(
    client: FlaskClient, voice: str
) -> None:
    answer = client.get(f"/sittings/{voice}/state").json["state"]["recordable"]
    recording = create(client, voice).json["recording"]
    assert kept(recording).longest_seconds == answer[first_item(voice)]


def test_parts_that_nobody_waits_for_are_dropped(client: FlaskClient, voice: str) -> None:
    recording = create(client, voice).json["recording"]
    patch(client, recording, 0, SOUND)
    orphan = store().part("of-a-practice-that-was-repeated")
    orphan.write_bytes(SOUND)
    assert delete_orphaned_uploads() == 0
    for name in (recording, orphan.name):
        os.utime(store().part(name), (0, 0))
    assert delete_orphaned_uploads() == 1
    assert not orphan.exists()
    assert store().part(recording).read_bytes() == SOUND


def test_a_stalled_upload_does_not_hold_up_the_score_for_ever(
    client: FlaskClient, voice: str
) -> None:
    recording = create(client, voice).json["recording"]
    client.post(f"/sittings/{voice}/submit", json={})
    assert give_up_on_stalled_uploads() == 0
    found = kept(recording)
    found.touched_at -= timedelta(hours=1)
    db.session.commit()
    assert give_up_on_stalled_uploads() == 1
    assert kept(recording).state == RecordingState.INCOMPLETE
    patch(client, recording, 0, SOUND)
    assert complete(client, recording).status_code == 200
    assert kept(recording).state == RecordingState.RECEIVED


def test_a_practice_recording_is_not_kept(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "voice"))
    sitting = begin(client, "voice", "practice")
    make_recordable(client, sitting)
    recording = create(client, sitting).json["recording"]
    patch(client, recording, 0, SOUND)
    assert complete(client, recording).status_code == 200
    assert kept(recording).store_key is None
    assert not store().part(recording).exists()
    assert db.session.scalars(select(Sitting)).one().practice
