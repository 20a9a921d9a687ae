"""The log of a sitting: read as pure functions see it, and what the engine itself appends."""

from typing import Any

from sqlalchemy import func, select

from assessments.banks import registry
from assessments.contract.assessment import ENGINE_EVENTS, EventData, LoggedEvent
from assessments.sittings.incoming import Refused
from assessments.sittings.models import Event, Sitting
from database import db, now

SERVER = "server"


def _model_of(slug: str, kind: str) -> type[EventData] | None:
    """Return the model of an event kind, or None when nobody admits it."""
    if kind == "refused":
        return Refused
    assessment = registry.get(slug)
    declared = {**assessment.events, **assessment.own_events}
    return ENGINE_EVENTS.get(kind) or declared.get(kind)


def read(sitting: Sitting) -> list[LoggedEvent]:
    """Return the sitting's log as the pure functions see it: in order, late events left out."""
    return [
        logged(sitting, event)
        for event in sitting.events
        if not event.late and event.kind != "refused"
    ]


def logged(sitting: Sitting, event: Event) -> LoggedEvent:
    """Return an event of the sitting's log as the pure functions see it."""
    model = _model_of(sitting.slug, event.kind)
    assert model is not None, event.kind
    return LoggedEvent(
        number=event.number,
        kind=event.kind,
        at=(event.at - sitting.began_at).total_seconds(),
        data=model.model_validate(event.data),
    )


def append_own(sitting: Sitting, kind: str, data: dict[str, Any], *, late: bool = False) -> Event:
    """Append an event of the engine's own."""
    model = _model_of(sitting.slug, kind)
    if model is not None:
        data = model.model_validate(data).model_dump(mode="json")
    number = next_number(sitting)
    event = Event(
        sitting_id=sitting.id,
        number=number,
        kind=kind,
        at=now(),
        data=data,
        stream=SERVER,
        sequence=number,
        late=late,
    )
    db.session.add(event)
    db.session.flush()
    db.session.expire(sitting, ["events"])
    return event


def next_number(sitting: Sitting) -> int:
    """Return the number of the event to come; the caller holds the sitting's lock."""
    highest = db.session.scalar(
        select(func.max(Event.number)).where(Event.sitting_id == sitting.id)
    )
    return 0 if highest is None else highest + 1


def expected_sequence(sitting: Sitting, stream: str) -> int:
    """Return the sequence with which a stream goes on."""
    highest = db.session.scalar(
        select(func.max(Event.sequence)).where(
            Event.sitting_id == sitting.id, Event.stream == stream
        )
    )
    return 0 if highest is None else highest + 1
