"""What the browser may say about an e-mail sitting."""

from collections.abc import Mapping

from pydantic import Field

from assessments.base import EventData

MOST_CHARACTERS = 6000


class Written(EventData):
    """The reply as it stands now; the last one before the end counts."""

    item: str = Field(max_length=80)
    text: str = Field(max_length=MOST_CHARACTERS)


class Pasted(EventData):
    """Text was pasted into the reply: shown to a person, never scored."""

    item: str = Field(max_length=80)
    characters: int = Field(ge=1, le=1_000_000)


EVENTS: Mapping[str, type[EventData]] = {"written": Written, "pasted_text": Pasted}
