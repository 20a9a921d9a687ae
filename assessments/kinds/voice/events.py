"""The events that the voice page reports; the engine adds the recordings."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assessments.contract.assessment import EventData


class ItemOpened(EventData):
    """The applicant is ready for an item: preparation time starts, and its text may be shown."""

    item: str = Field(max_length=80)


class PromptPlayed(EventData):
    """The spoken prompt of an item started to play, which uses up this play.

    ``play`` counts the plays of the item from 0, so that an event sent twice counts once.
    """

    item: str = Field(max_length=80)
    play: int = Field(default=0, ge=0, le=9)


class RecordingStarted(EventData):
    """The microphone delivered its first samples, and the recorder started to store them."""

    item: str = Field(max_length=80)
    client_id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")


class Skipped(EventData):
    """The applicant chose not to answer an item."""

    item: str = Field(max_length=80)


class LookedAway(EventData):
    """The page was in the background for a while; sent when it is in front again.

    Attributes:
        during: what was running when the page went to the background: the prompt (``listening``),
            the preparation time or the recording.
        seconds: how long, by the browser's clock.
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
