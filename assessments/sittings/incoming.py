"""Events as a browser sends them, and their validation by the kind of test."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assessments.banks import registry
from assessments.contract.assessment import EventData

MOST_EVENTS = 20_000
MOST_BYTES_OF_EVENT = 64_000


class Incoming(BaseModel):
    """One event as the browser sends it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stream: str = Field(pattern=r"^[A-Za-z0-9-]{8,40}$")
    sequence: int = Field(ge=0, lt=MOST_EVENTS)
    kind: str = Field(pattern=r"^[a-z_]{1,40}$")
    data: dict[str, Any]


class Batch(BaseModel):
    """A request of the browser's outbox: events of one sitting, in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sitting: str = Field(max_length=32)
    events: tuple[Incoming, ...] = Field(max_length=100)


class HandIn(BaseModel):
    """The request to hand in; ``confirmed`` once the applicant was asked about untouched parts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confirmed: bool = False


class Refused(EventData):
    """Takes the place of a refused event in the log, so that the stream can continue."""

    kind: str
    why: str


def admitted(slug: str, incoming: Incoming) -> tuple[str, dict[str, Any], str]:
    """Validate an event.

    Returns:
        The event type and data for the log, and why the event was refused; empty if admitted.
    """
    model = registry.get(slug).events.get(incoming.kind)
    if model is None:
        why = "unknown_kind"
    elif len(json.dumps(incoming.data)) > MOST_BYTES_OF_EVENT:
        why = "too_large"
    elif _has_nul(incoming.data):
        why = "invalid: NUL"
    else:
        try:
            return incoming.kind, model.model_validate(incoming.data).model_dump(mode="json"), ""
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            why = f"invalid: {place}: {first['msg']}"[:200]
    refused = Refused(kind=incoming.kind, why=why)
    return "refused", refused.model_dump(mode="json"), why


def _has_nul(value: Any) -> bool:
    """Return whether a string in it has U+0000, which PostgreSQL stores as JSON but cannot read."""
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(_has_nul(part) for part in value)
    return isinstance(value, str) and "\0" in value
