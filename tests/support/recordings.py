"""Uploads of a voice answer, one request at a time."""

from flask.testing import FlaskClient

from tests.support.factories import event, post_events
from tests.support.sittings import row

SOUND = bytes(range(256)) * 40


def make_recordable(client: FlaskClient, sitting: str) -> None:
    item = row(sitting).events[0].data["form"][0]
    answer = post_events(client, sitting, event(0, "item_opened", {"item": item}))
    assert answer.status_code == 200, answer.json
    assert item in answer.json["state"]["recordable"]


def first_item(sitting: str) -> str:
    return row(sitting).events[0].data["form"][0]


def create(client: FlaskClient, sitting: str, client_id: str = "client-one-1", **more: str):
    body = {"client_id": client_id, "item": first_item(sitting), "mime": "audio/webm;codecs=opus"}
    return client.post(f"/sittings/{sitting}/recordings", json={**body, **more})


def patch(client: FlaskClient, recording: str, offset: int | str, chunk: bytes):
    return client.patch(
        f"/recordings/{recording}",
        data=chunk,
        headers={"Upload-Offset": str(offset)},
        content_type="application/offset+octet-stream",
    )


def complete(client: FlaskClient, recording: str, size: int = len(SOUND), seconds: float = 3.0):
    return client.post(
        f"/recordings/{recording}/complete", json={"bytes": size, "seconds": seconds}
    )
