"""The event types of a chat sitting that a browser may append to the log."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field

from assessments.contract.assessment import EventData

Key = Annotated[str, Field(min_length=1, max_length=40)]


class ChatEvent(EventData):
    """Base: ``chat`` is the number of the chat in the sitting, from 1."""

    chat: int = Field(ge=1, le=3)


class AgentMessage(ChatEvent):
    """The applicant sent a line to the customer."""

    text: str = Field(max_length=1000)


class ActionTaken(ChatEvent):
    """The applicant confirmed an action in the customer's record."""

    action: Key
    values: dict[Key, Annotated[str, Field(max_length=300)]] = Field(
        default_factory=dict, max_length=10
    )


class RecordEdited(ChatEvent):
    """The applicant changed a field of the customer's record in place."""

    field: Key
    value: str = Field(max_length=300)


class ArticleOpened(ChatEvent):
    """The applicant opened a knowledge article."""

    article: Key


class CannedUsed(ChatEvent):
    """The applicant put a prepared reply into the draft."""

    canned: Key


class Pasted(ChatEvent):
    """The applicant pasted text into the draft: allowed, but not counted as their own writing."""

    text: str = Field(max_length=1000)


class LineBack(ChatEvent):
    """The browser reached the server again after ``lost`` seconds; ``customer.gaps`` bounds it."""

    lost: float = Field(gt=0, le=600)


class WrapUpSaved(ChatEvent):
    """The applicant saved the wrap-up form; the last one counts."""

    disposition: Key
    notes: str = Field(default="", max_length=2000)


class ChatClosed(ChatEvent):
    """The applicant closed the chat from the desk."""


EVENTS: Final[Mapping[str, type[EventData]]] = {
    "agent_message": AgentMessage,
    "action": ActionTaken,
    "record_edited": RecordEdited,
    "article_opened": ArticleOpened,
    "canned_used": CannedUsed,
    "pasted": Pasted,
    "line_back": LineBack,
    "wrap_up": WrapUpSaved,
    "closed_chat": ChatClosed,
}


class ActRead(EventData):
    """An act of the built-in acts that a message may perform; see ``language.reader.Reading``."""

    act: Key
    chance: float = Field(ge=0, le=1)
    place: int = Field(ge=0, le=1000)


class MessageRead(ChatEvent):
    """The server read a message with the learned layer, once, when it arrived.

    Attributes:
        message: number of the message's event.
        version: version of the learned layer.
        acts: the acts that it may perform.
    """

    message: int = Field(ge=0)
    version: Key
    acts: tuple[ActRead, ...] = Field(max_length=40)


SERVER_EVENTS: Final[Mapping[str, type[EventData]]] = {"message_read": MessageRead}
"""The events that ``follow`` appends; a browser may not send them."""
