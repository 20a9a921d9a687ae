"""The times that a customer waited for answers, by the server's clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assessments.kinds.chat.customer.gaps import within
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.marking.criteria import received_lines

_NO_ANSWER_DUE: Final = frozenset({"nudge", "farewell", "leaving", "floor", "small_talk"})


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The time from a customer's line to the agent's answer, or to the end without an answer.

    Attributes:
        since: when the line appeared, in seconds since the sitting began.
        seconds: length of the wait, without gaps in the connection.
        event: number of the answer; None without an answer.
        open_chats: number of chats that were open when the wait began.
    """

    since: float
    seconds: float
    event: int | None
    open_chats: int = 1


def waits(thread: Thread, end: float) -> tuple[Wait, ...]:
    """Return the waits of a chat in order.

    A wait runs from the customer's first line since the agent's last message to the message that
    answers it; nudges do not restart it. A line without an answer counts until the customer gave
    up or the sitting ended at ``end``. A message without words, or stuffed with key words, is no
    answer.
    """
    dues = [line.due for line in thread.lines if line.cause not in _NO_ANSWER_DUE]
    chat_waits = []
    before = -1.0
    for line in received_lines(thread):
        if line.recognition is None or line.recognition.stuffed or not line.recognition.words:
            continue
        open_since = [due for due in dues if before < due <= line.at]
        if open_since:
            chat_waits.append(_wait(thread, open_since[0], line.at, line.event))
        before = line.at
    left = thread.ended_at if thread.ended_at is not None else end
    unanswered = [due for due in dues if before < due < left]
    if unanswered and thread.ended not in ("resolved", "closed_early"):
        chat_waits.append(_wait(thread, unanswered[0], left, None))
    return tuple(chat_waits)


def _wait(thread: Thread, since: float, until: float, event: int | None) -> Wait:
    return Wait(since=since, seconds=until - since - within(thread.gaps, since, until), event=event)


def span(thread: Thread, end: float) -> tuple[float, float]:
    """Return when a chat opened and closed, at the latest when the sitting ended at ``end``."""
    opened = thread.lines[0].due
    closed = min(end, end if thread.ended_at is None else thread.ended_at)
    return opened, max(opened, closed)


def with_open_chats(
    chat_waits: Iterable[Wait], spans: Sequence[tuple[float, float]]
) -> tuple[Wait, ...]:
    """Return the waits, each with the number of chats that were open when it began."""
    return tuple(
        replace(wait, open_chats=max(1, sum(a <= wait.since < b for a, b in spans)))
        for wait in chat_waits
    )
