"""An applicant who answers the voice test with sound from files, through the HTTP client."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from flask.testing import FlaskClient
from sqlalchemy import select

from assessments.sittings.models import Recording, Sitting
from database import db
from tests.support.factories import event, post_events
from tests.support.sound import Clip, encoded, samples_of

RATE = 16_000
CHUNK = 30_000


@cache
def webm(*clips: Clip, pause: float = 0.5) -> bytes:
    """Return the sound that a browser would send for these sentences: WebM with Opus."""
    gap = np.zeros(int(pause * RATE), np.float32)
    return encoded(
        np.concatenate([part for clip in clips for part in (samples_of(clip.path), gap)]), "webm"
    )


def sitting_of(public_id: str) -> Sitting:
    db.session.rollback()
    return db.session.scalars(select(Sitting).where(Sitting.public_id == public_id)).one()


def recording_of(public_id: str) -> Recording:
    db.session.rollback()
    return db.session.scalars(select(Recording).where(Recording.public_id == public_id)).one()


def form_of(sitting: str) -> list[str]:
    return list(sitting_of(sitting).events[0].data["items"])


def patch(client: FlaskClient, recording: str, offset: int, chunk: bytes):
    return client.patch(
        f"/recordings/{recording}",
        data=chunk,
        headers={"Upload-Offset": str(offset)},
        content_type="application/offset+octet-stream",
    )


def upload(client: FlaskClient, sitting: str, item: str, sound: bytes, name: str) -> str:
    """Begin an upload and send the sound in chunks, without completing it."""
    made = client.post(
        f"/sittings/{sitting}/recordings",
        json={"client_id": name, "item": item, "mime": "audio/webm;codecs=opus"},
    )
    assert made.status_code == 201, made.json
    assert made.json is not None
    recording = str(made.json["recording"])
    for offset in range(0, len(sound), CHUNK):
        assert patch(client, recording, offset, sound[offset : offset + CHUNK]).status_code == 204
    return recording


def complete(client: FlaskClient, recording: str, size: int, seconds: float = 6.0):
    return client.post(
        f"/recordings/{recording}/complete", json={"bytes": size, "seconds": seconds}
    )


def answer(
    client: FlaskClient, sitting: str, sounds: Sequence[bytes], seconds: float = 6.0
) -> list[str]:
    """Answer the items in their order; returns the recordings' ids."""
    taken = []
    for place, (item, sound) in enumerate(zip(form_of(sitting), sounds, strict=False)):
        opened = post_events(client, sitting, event(place, "item_opened", {"item": item}))
        assert opened.status_code == 200, opened.json
        recording = upload(client, sitting, item, sound, f"recorder-{place}")
        assert complete(client, recording, len(sound), seconds).status_code == 200
        taken.append(recording)
    return taken


def hand_in(client: FlaskClient, sitting: str) -> None:
    assert client.post(f"/sittings/{sitting}/submit", json={}).status_code == 200
