"""Put made logs into the database as sittings that were handed in."""

import secrets
from datetime import timedelta
from typing import Any

from applicants.models import Application
from assessments.results import tasks
from assessments.sittings import log, recordings
from assessments.sittings.models import Event, Recording, RecordingState, Sitting, SittingState
from database import db, now
from tests.support import sound
from tests.support.browser.made_logs import MadeLog


def sat(application: Application, made: MadeLog, *, late: int = 0, score: bool = True) -> Sitting:
    """Put a made log into the database as a sitting that was handed in, and score it."""
    last = made.events[-1].at
    began = now() - timedelta(hours=3)
    sitting = Sitting(
        public_id=secrets.token_urlsafe(16),
        application_id=application.id,
        slug=made.slug,
        state=SittingState.SUBMITTED,
        began_at=began,
        deadline=began + timedelta(minutes=20),
        ended_at=began + timedelta(seconds=last),
        late_events=late,
    )
    db.session.add(sitting)
    db.session.flush()
    names = {name: secrets.token_urlsafe(16) for name in made.heard}
    for event in made.events:
        data = event.data.model_dump(mode="json")
        if event.type == "recorded":
            data["recording"] = names[data["recording"]]
        _event(sitting, event.number, event.type, data, timedelta(seconds=event.at))
    for number in range(late):
        data = {"item": "x", "page": "0123456789abcdef"}
        at = timedelta(minutes=21)
        _event(sitting, len(made.events) + number, "passage_ended", data, at, late=True)
    for name, spoken in made.heard.items():
        item = next(
            event.data for event in made.events if getattr(event.data, "recording", "") == name
        )
        _recording(sitting, names[name], name, item.item, spoken)  # type: ignore[attr-defined]
    db.session.commit()
    if score:
        tasks.score_sitting(sitting.id)
        assert sitting.state == SittingState.SCORED, sitting.reason
    return sitting


def _event(
    sitting: Sitting,
    number: int,
    kind: str,
    data: dict[str, Any],
    after: timedelta,
    *,
    late: bool = False,
) -> None:
    at = sitting.began_at + after
    db.session.add(
        Event(
            sitting_id=sitting.id,
            number=number,
            kind=kind,
            at=at,
            data=data,
            stream=log.SERVER,
            sequence=number,
            late=late,
        )
    )


def _recording(sitting: Sitting, public_id: str, name: str, item: str, spoken: Any) -> None:
    """Keep a sound of the right length, so that the players play; it is not what was "heard"."""
    clip = sound.samples_of(sound.real_speech()[0].path)
    recordings.store().part(public_id).write_bytes(sound.encoded(clip, "webm"))
    db.session.add(
        Recording(
            public_id=public_id,
            sitting_id=sitting.id,
            client_id=f"made-up-{name}",
            item=item,
            mime="audio/webm;codecs=opus",
            state=RecordingState.HEARD,
            claimed_seconds=spoken.seconds,
            store_key=recordings.store().keep(public_id),
            heard=spoken.to_dict(),
        )
    )
