"""Gaps: times when the browser could not reach the server, which no nudge or wait counts.

The browser reports how long the connection was lost, and the log limits what is believed: a gap
ends when the report arrives, begins after the last event before it, and at most 60 seconds of a
chat are left out. Longer gaps are for a person, who may offer the chat again.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.customer.thread import Gap
from assessments.kinds.chat.events import LineBack

MOST_LEFT_OUT: Final = 60.0
"""Most seconds of a chat that are left out, before extra time (proposed)."""
_FLUSH: Final = 5.0
"""Events recorded during the gap arrive within this many seconds before the report."""


def gaps(events: Sequence[LoggedEvent], chat: int, extra_time: float) -> tuple[Gap, ...]:
    """Return the gaps of a chat in order, cut to ``MOST_LEFT_OUT`` seconds in total."""
    gaps_so_far: list[Gap] = []
    left = MOST_LEFT_OUT * extra_time
    for event in events:
        if not isinstance(event.data, LineBack) or event.data.chat != chat:
            continue
        before = [other.at for other in events if other.at < event.at - _FLUSH]
        earlier_ends = [gap.end for gap in gaps_so_far]
        start = max(event.at - event.data.lost, *before, *earlier_ends, 0.0)
        end = min(event.at, start + left)
        if end > start:
            left -= end - start
            gaps_so_far.append(Gap(start=start, end=end, event=event.number))
    return tuple(gaps_so_far)


def within(known: Iterable[Gap], start: float, end: float) -> float:
    """Return how many seconds between ``start`` and ``end`` lie in a gap."""
    return sum(max(0.0, min(gap.end, end) - max(gap.start, start)) for gap in known)


def after(since: float, seconds: float, known: Iterable[Gap]) -> float:
    """Return the moment ``seconds`` after ``since``, without counting gaps."""
    at = since + seconds
    for gap in known:
        if gap.start < at and gap.end > since:
            at += gap.end - max(gap.start, since)
    return at
