"""How long the customer waited for each answer, by the server's times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assessments.kinds.chat.customer.silence import within
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.marking.criteria import heard_lines

_NO_ANSWER_DUE: Final = frozenset({"nudge", "farewell", "leaving", "floor", "small_talk"})


@dataclass(frozen=True, kw_only=True)
class Wait:
    """From a line shown at ``since`` to the agent's message (``event``), or to the end.

    ``seconds`` leaves out the time in which the line was down; ``open_chats`` were going on when
    the wait began.
    """

    since: float
    seconds: float
    event: int | None
    open_chats: int = 1


def waits(thread: Thread, end: float) -> tuple[Wait, ...]:
    """Return the waits in order.

    A wait runs from the first line shown since the agent's last message to the message that
    answers it; nudges do not start it anew. A line that was never answered counts until the
    customer gave up or the sitting ended. A message without words, or of strung key words,
    answers nothing.
    """
    shown = [line.due for line in thread.lines if line.cause not in _NO_ANSWER_DUE]
    found = []
    before = -1.0
    for line in heard_lines(thread):
        if line.heard is None or line.heard.stuffed or not line.heard.words:
            continue
        open_since = [due for due in shown if before < due <= line.at]
        if open_since:
            found.append(_wait(thread, open_since[0], line.at, line.event))
        before = line.at
    left = thread.ended_at if thread.ended_at is not None else end
    unanswered = [due for due in shown if before < due < left]
    if unanswered and thread.ended not in ("resolved", "closed_early"):
        found.append(_wait(thread, unanswered[0], left, None))
    return tuple(found)


def _wait(thread: Thread, since: float, until: float, event: int | None) -> Wait:
    return Wait(since=since, seconds=until - since - within(thread.gaps, since, until), event=event)


def span(thread: Thread, end: float) -> tuple[float, float]:
    """Return when a chat opened and when it closed, at the latest when the sitting ended."""
    opened = thread.lines[0].due
    closed = min(end, end if thread.ended_at is None else thread.ended_at)
    return opened, max(opened, closed)


def with_open_chats(
    waited: Iterable[Wait], spans: Sequence[tuple[float, float]]
) -> tuple[Wait, ...]:
    """Return the waits, each with the number of chats that were open when it began."""
    return tuple(
        replace(one, open_chats=max(1, sum(a <= one.since < b for a, b in spans))) for one in waited
    )
