"""Times in which the server could not be reached: no nudge falls into them, no wait counts them.

The browser says how long the line was down, so a gap is believed only as far as the log bears it
out: it ends when the server heard of it and begins after the last event before, and 60 seconds in
all are left out. More than that is for a person: an interrupted chat may be offered again.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.customer.thread import Gap
from assessments.kinds.chat.events import LineBack

MOST_LEFT_OUT: Final = 60.0
"""Seconds of a chat that are left out at most, before extra time (proposed)."""
_FLUSH: Final = 5.0
"""What was written in the gap is sent within so many seconds of the line coming back."""


def gaps(events: Sequence[LoggedEvent], chat: int, extra_time: float) -> tuple[Gap, ...]:
    """Return the gaps of one chat in order, cut to what is left out in all."""
    found: list[Gap] = []
    left = MOST_LEFT_OUT * extra_time
    for event in events:
        if not isinstance(event.data, LineBack) or event.data.chat != chat:
            continue
        before = [one.at for one in events if one.at < event.at - _FLUSH]
        start = max(event.at - event.data.lost, *before, *(gap.end for gap in found), 0.0)
        end = min(event.at, start + left)
        if end > start:
            left -= end - start
            found.append(Gap(start=start, end=end, event=event.number))
    return tuple(found)


def within(known: Iterable[Gap], start: float, end: float) -> float:
    """Return how many seconds between ``start`` and ``end`` lie in a gap."""
    return sum(max(0.0, min(gap.end, end) - max(gap.start, start)) for gap in known)


def after(since: float, seconds: float, known: Iterable[Gap]) -> float:
    """Return the moment at which ``seconds`` have passed since ``since``, gaps not counted."""
    at = since + seconds
    for gap in known:
        if gap.start < at and gap.end > since:
            at += gap.end - max(gap.start, since)
    return at
