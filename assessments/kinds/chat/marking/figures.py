"""The figures that a report shows: blocks, times and concurrency of a sitting, and of each chat."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from assessments.kinds.chat.marking.criteria import received_lines
from assessments.kinds.chat.marking.english import English
from assessments.kinds.chat.marking.scored_chats import ScoredChat
from scoring import conversation
from scoring.report import Measure


def measures(
    chats: Sequence[ScoredChat], english: English, *, measured: bool
) -> tuple[Measure, ...]:
    """Return the blocks (0 to 100), the times (seconds) and the counts of a sitting.

    Without ``measured``, only the number of messages has a value.
    """
    reason = "" if measured else "no_messages"
    figures = []
    for name in ("resolution", "policy", "care", "responsiveness"):
        values = [v for chat in chats if (v := chat.blocks[name]) is not None]
        mean = conversation.whole(sum(values) / len(values)) if values and measured else None
        why = reason or ("" if mean is not None else "not_called_for")
        figures.append(Measure(name=name, value=mean, unit="points", reason=why))
    value = english.value if measured else None
    why = reason or english.reason
    figures.append(Measure(name="english", value=value, unit="points", reason=why))
    for name, seconds in _times(chats).items():
        rounded = round(seconds, 1) if seconds is not None and measured else None
        why = reason or ("" if rounded is not None else "no_answer")
        figures.append(Measure(name=name, value=rounded, unit="s", reason=why))
    at_once = conversation.concurrency([chat.span for chat in chats]) if measured else None
    figures.append(
        Measure(
            name="concurrency",
            value=None if at_once is None else round(at_once, 2),
            unit="count",
            reason=reason or ("" if at_once is not None else "no_answer"),
        )
    )
    sent = sum(len(received_lines(chat.thread)) for chat in chats)
    figures.append(Measure(name="messages_sent", value=float(sent), unit="count"))
    return tuple(figures)


def _times(chats: Sequence[ScoredChat]) -> Mapping[str, float | None]:
    """Return the times of a sitting in seconds; the first response is a median over chats."""
    by_chat = [[wait.seconds for wait in chat.waits] for chat in chats if chat.waits]
    all_waits = [seconds for waits in by_chat for seconds in waits]
    handled = [chat.handling for chat in chats]
    return {
        "first_response": median([waits[0] for waits in by_chat]) if by_chat else None,
        "median_wait": median(all_waits) if all_waits else None,
        "p90_wait": conversation.percentile(all_waits, 0.9),
        "longest_wait": max(all_waits, default=None),
        "handling_time": sum(handled) / len(handled),
    }


def unscored(chat: ScoredChat) -> dict[str, Any]:
    """Return the figures of a chat that a report shows without scoring them; times in seconds."""
    solved = all(goal.earned or not goal.critical for goal in chat.criteria["resolution"])
    performed = {action.action for action in chat.thread.actions}
    passed_on = any(
        action.escalation and not action.due and action.id in performed
        for action in chat.scenario.actions
    )
    return {
        "handling_seconds": round(chat.handling, 1),
        "solved_at_once": chat.thread.ended == "resolved" and solved and not passed_on,
        "longest_wait": round(max((wait.seconds for wait in chat.waits), default=0.0), 1),
        "lost_seconds": round(sum(gap.end - gap.start for gap in chat.thread.gaps), 1),
    }
