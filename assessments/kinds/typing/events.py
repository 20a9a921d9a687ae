"""Event types of a typing sitting. The browser reports keys, never figures.

A stroke is a short list. Its first value is the time in milliseconds since the part began, by the
browser's clock, never decreasing. Positions count Unicode code points of the text of one field.

* ``[ms, "edit", start, end, text, input type]``: ``text`` replaced the text from start to end. The
  page compares the field before and after, so this covers every way of changing text (keys, cut,
  undo, input methods, dictation) and the server can rebuild the text. A canned reply inserted by
  its button or shortcut has the input type ``insertCanned``, in pieces of at most
  ``CHARACTERS_PER_STROKE``, all at the same moment.
* ``[ms, "down" | "up", code]``: a physical key (``KeyA``), for rhythm and overlap only.
* ``[ms, "note", name]``: something that the page prevents or that may be innocent: ``paste`` and
  ``drop`` (prevented), ``composition`` (an input method), ``autocorrect`` (the browser replaced
  text), ``blur`` and ``focus`` (another window or field came to the front).
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from assessments.contract.assessment import EventData

STROKES_PER_BATCH = 400
CHARACTERS_PER_STROKE = 50
MOST_FIELDS = 20

Milliseconds = Annotated[int, Field(ge=0, le=3_600_000)]
Place = Annotated[int, Field(ge=0, le=10_000)]
Name = Annotated[str, Field(max_length=40)]
Item = Annotated[str, Field(max_length=80)]
Page = Annotated[str, Field(pattern=r"^[0-9a-f]{8,32}$")]
FieldNumber = Annotated[int, Field(ge=0, lt=MOST_FIELDS)]

EditStroke = tuple[
    Milliseconds,
    Literal["edit"],
    Place,
    Place,
    Annotated[str, Field(max_length=CHARACTERS_PER_STROKE)],
    Name,
]
KeyStroke = tuple[Milliseconds, Literal["down", "up"], Name]
NoteStroke = tuple[
    Milliseconds,
    Literal["note"],
    Literal["paste", "drop", "composition", "autocorrect", "blur", "focus"],
]

Stroke = EditStroke | KeyStroke | NoteStroke


class PassageStarted(EventData):
    """The first key, or the click that opens the task, starts the server's clock of the part.

    ``page`` is a random name of the open page; only one page at a time may type. ``touch`` means
    that touch is the only pointer of the device, so there may be no keyboard.
    """

    item: Item
    page: Page
    touch: bool = False


class Resumed(EventData):
    """The page was opened again during a part; it takes over from the old page."""

    item: Item
    page: Page


class Keys(EventData):
    """A batch of strokes in one field.

    ``field`` is the index of the record's field or of the chat prompt, else 0; version 1 did not
    have it. ``batch`` counts 0, 1, 2 … within a page and part; ``length`` is the length of the
    field's text after the batch, to check the replay.
    """

    version: Literal[1, 2]
    item: Item
    page: Page
    field: FieldNumber = 0
    batch: int = Field(ge=0, le=100_000)
    length: int = Field(ge=0, le=10_000)
    strokes: tuple[Stroke, ...] = Field(min_length=1, max_length=STROKES_PER_BATCH)


class PhrasePlayed(EventData):
    """The page began to play a phrase of a dictation, which uses up one play.

    ``phrase`` counts from 0; ``play`` counts the plays of the phrase from 0, so that an event sent
    twice counts once.
    """

    item: Item
    page: Page
    phrase: FieldNumber
    play: int = Field(default=0, ge=0, le=9)


class ReplySent(EventData):
    """A chat reply was sent: its text is final, and the next prompt appears."""

    item: Item
    page: Page
    field: FieldNumber


class PassageEnded(EventData):
    """The applicant ended a part, or its time ran out on the page."""

    item: Item
    page: Page


EVENTS: Mapping[str, type[EventData]] = {
    "passage_started": PassageStarted,
    "resumed": Resumed,
    "keys": Keys,
    "phrase_played": PhrasePlayed,
    "reply_sent": ReplySent,
    "passage_ended": PassageEnded,
}
