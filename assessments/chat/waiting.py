"""How long the customer waited for each answer, by the server's times."""

from dataclasses import dataclass
from typing import Final

from assessments.chat.criteria import heard_lines
from assessments.chat.thread import Thread

_NO_ANSWER_DUE: Final = frozenset({"nudge", "farewell", "leaving", "floor"})


@dataclass(frozen=True, kw_only=True)
class Wait:
    """From a line shown at ``since`` to the agent's message (``event``), or to the end."""

    since: float
    seconds: float
    event: int | None


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
            found.append(
                Wait(since=open_since[0], seconds=line.at - open_since[0], event=line.event)
            )
        before = line.at
    left = thread.ended_at if thread.ended_at is not None else end
    unanswered = [due for due in shown if before < due < left]
    if unanswered and thread.ended not in ("resolved", "closed_early"):
        found.append(Wait(since=unanswered[0], seconds=left - unanswered[0], event=None))
    return tuple(found)
