"""What the browser may say about a typing sitting. It reports keys, never figures.

A stroke is one short list, its first value the milliseconds since the passage began (by the
browser's clock, never falling). Positions count Unicode code points.

* ``[ms, "edit", start, end, text, input type]``: ``text`` took the place of start to end. The
  page finds it by comparing the field before and after, so every way of changing text is
  covered (keys, cut, undo, input methods, dictation) and the server can rebuild the text.
* ``[ms, "down" | "up", code]``: a physical key (``KeyA``), for rhythm and overlap only.
* ``[ms, "note", name]``: something was tried that the page prevents or that may be innocent.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from assessments.base import EventData

STROKES_PER_BATCH = 400
CHARACTERS_PER_STROKE = 50

Milliseconds = Annotated[int, Field(ge=0, le=3_600_000)]
Place = Annotated[int, Field(ge=0, le=10_000)]
Name = Annotated[str, Field(max_length=40)]
Item = Annotated[str, Field(max_length=80)]
Page = Annotated[str, Field(pattern=r"^[0-9a-f]{8,32}$")]

EditStroke = tuple[
    Milliseconds,
    Literal["edit"],
    Place,
    Place,
    Annotated[str, Field(max_length=CHARACTERS_PER_STROKE)],
    Name,
]
KeyStroke = tuple[Milliseconds, Literal["down", "up"], Name]
NoteStroke = tuple[Milliseconds, Literal["note"], Literal["paste", "drop", "composition"]]


class PassageStarted(EventData):
    """The first key: the server's clock of this passage starts now.

    ``page`` is a random name of the open page; only one page at a time may type.
    """

    item: Item
    page: Page


class Resumed(EventData):
    """The page was opened again in the middle of a passage; it takes over from the old one."""

    item: Item
    page: Page


class Keys(EventData):
    """A batch of strokes.

    ``batch`` counts 0, 1, 2 … within one page; ``length`` is the length of the text after the
    batch, a check on the replay.
    """

    version: Literal[1]
    item: Item
    page: Page
    batch: int = Field(ge=0, le=100_000)
    length: int = Field(ge=0, le=10_000)
    strokes: tuple[EditStroke | KeyStroke | NoteStroke, ...] = Field(
        min_length=1, max_length=STROKES_PER_BATCH
    )


class PassageEnded(EventData):
    """The applicant is done, or the page saw the time run out."""

    item: Item
    page: Page


EVENTS: Mapping[str, type[EventData]] = {
    "passage_started": PassageStarted,
    "resumed": Resumed,
    "keys": Keys,
    "passage_ended": PassageEnded,
}
