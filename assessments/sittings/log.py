"""The log of a sitting: reading it for the pure functions, and appending events of the engine."""

from typing import Any

from sqlalchemy import func, select

from assessments.banks import registry
from assessments.contract.assessment import ENGINE_EVENTS, EventData, LoggedEvent
from assessments.sittings.incoming import Refused
from assessments.sittings.models import Event, Sitting
from database import db, now

SERVER = "server"


def _model_of(slug: str, event_type: str) -> type[EventData] | None:
    """Return the model of an event type, or None if the kind of test does not know the type."""
    if event_type == "refused":
        return Refused
    assessment = registry.get(slug)
    return ENGINE_EVENTS.get(event_type) or assessment.all_events.get(event_type)


def read(sitting: Sitting) -> list[LoggedEvent]:
    """Return a sitting's log for the pure functions: in order, without late and refused events."""
    return [
        logged(sitting, event)
        for event in sitting.events
        if not event.late and event.kind != "refused"
    ]


def logged(sitting: Sitting, event: Event) -> LoggedEvent:
    """Return a stored event in the form that the pure functions receive."""
    model = _model_of(sitting.slug, event.kind)
    assert model is not None, event.kind
    return LoggedEvent(
        number=event.number,
        type=event.kind,
        at=(event.at - sitting.began_at).total_seconds(),
        data=model.model_validate(event.data),
    )


def append_own(
    sitting: Sitting, event_type: str, data: dict[str, Any], *, late: bool = False
) -> Event:
    """Append an event of the engine; the caller holds the sitting's lock."""
    model = _model_of(sitting.slug, event_type)
    if model is not None:
        data = model.model_validate(data).model_dump(mode="json")
    number = next_number(sitting)
    event = Event(
        sitting_id=sitting.id,
        number=number,
        kind=event_type,
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
    """Return the number of the next event; the caller holds the sitting's lock."""
    highest = db.session.scalar(
        select(func.max(Event.number)).where(Event.sitting_id == sitting.id)
    )
    return 0 if highest is None else highest + 1


def expected_sequence(sitting: Sitting, stream: str) -> int:
    """Return the sequence of a stream's next event."""
    highest = db.session.scalar(
        select(func.max(Event.sequence)).where(
            Event.sitting_id == sitting.id, Event.stream == stream
        )
    )
    return 0 if highest is None else highest + 1
