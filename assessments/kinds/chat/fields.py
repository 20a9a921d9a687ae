"""Types of the values in a scenario file: durations, names, lines, moods."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Ending = Literal["resolved", "abandoned", "complaint", "time_up", "closed_early"]
_DURATION = re.compile(r"^(?:(\d+)m)?\s*(?:(\d+(?:\.\d+)?)s)?$")


def seconds_of(text: str) -> float:
    """Return a duration as people write it (``45s``, ``1m30s``) in seconds.

    Raises:
        ValueError: it is written in another way.
    """
    duration = _DURATION.match(text.strip())
    if not duration or not text.strip():
        raise ValueError("write a length of time as 45s, 2m or 1m30s")
    return int(duration.group(1) or 0) * 60 + float(duration.group(2) or 0)


def _seconds(value: object) -> object:
    return seconds_of(value) if isinstance(value, str) else value


Seconds = Annotated[float, BeforeValidator(_seconds), Field(ge=0, le=3600)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1)]
AtLeastTwo = Annotated[tuple[Line, ...], Field(min_length=2)]
Mood = Annotated[int, Field(ge=-100, le=100)]


class Block(BaseModel):
    """Base of every block of a scenario file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
