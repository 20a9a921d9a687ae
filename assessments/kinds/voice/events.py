"""What the page of the voice test reports; the recordings themselves come from the engine."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assessments.contract.assessment import EventData


class ItemOpened(EventData):
    """The applicant is ready for an item: time to prepare begins, its text may be shown."""

    item: str = Field(max_length=80)


class PromptPlayed(EventData):
    """The spoken prompt of an item began to sound: this play of it is used up.

    ``play`` counts the plays of the item from 0, so that a report that comes twice counts once.
    """

    item: str = Field(max_length=80)
    play: int = Field(default=0, ge=0, le=9)


class RecordingStarted(EventData):
    """The microphone gave its first samples and the recorder began to keep them."""

    item: str = Field(max_length=80)
    client_id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")


class Skipped(EventData):
    """The applicant chose not to answer an item."""

    item: str = Field(max_length=80)


class LookedAway(EventData):
    """The page was not in front for a while; sent when it is again.

    ``during`` is what ran when it went: the prompt (``listening``), the time to prepare or the
    recording. ``seconds`` by the browser's clock.
    """

    item: str = Field(max_length=80)
    during: Literal["listening", "preparing", "recording"]
    seconds: float = Field(ge=0, le=3600)


EVENTS: Mapping[str, type[EventData]] = {
    "item_opened": ItemOpened,
    "prompt_played": PromptPlayed,
    "recording_started": RecordingStarted,
    "skipped": Skipped,
    "looked_away": LookedAway,
}
