"""The figures of a sitting that are shown: blocks, times, how many chats at once."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from assessments.kinds.chat.marking.criteria import heard_lines
from assessments.kinds.chat.marking.english import English
from assessments.kinds.chat.marking.judged import Chat
from scoring import conversation
from scoring.report import Measure


def measures(chats: Sequence[Chat], english: English, *, measured: bool) -> tuple[Measure, ...]:
    """Return the blocks and the times; without a message none of them is measured."""
    reason = "" if measured else "no_messages"
    found = []
    for name in ("resolution", "policy", "care", "responsiveness"):
        values = [v for chat in chats if (v := chat.blocks[name]) is not None]
        mean = conversation.whole(sum(values) / len(values)) if values and measured else None
        why = reason or ("" if mean is not None else "not_called_for")
        found.append(Measure(name=name, value=mean, unit="points", reason=why))
    value = english.value if measured else None
    why = reason or english.reason
    found.append(Measure(name="english", value=value, unit="points", reason=why))
    for name, seconds in _times(chats).items():
        shown = round(seconds, 1) if seconds is not None and measured else None
        why = reason or ("" if shown is not None else "no_answer")
        found.append(Measure(name=name, value=shown, unit="s", reason=why))
    at_once = conversation.concurrency([chat.span for chat in chats]) if measured else None
    found.append(
        Measure(
            name="concurrency", value=None if at_once is None else round(at_once, 2),
            unit="count", reason=reason or ("" if at_once is not None else "no_answer"),
        )
    )  # fmt: skip
    sent = sum(len(heard_lines(chat.thread)) for chat in chats)
    found.append(Measure(name="messages_sent", value=float(sent), unit="count"))
    return tuple(found)


def _times(chats: Sequence[Chat]) -> Mapping[str, float | None]:
    answered = [[one.seconds for one in chat.waits] for chat in chats if chat.waits]
    every = [seconds for chat in answered for seconds in chat]
    handled = [chat.handling for chat in chats]
    return {
        "first_response": median([chat[0] for chat in answered]) if answered else None,
        "median_wait": median(every) if every else None,
        "p90_wait": conversation.percentile(every, 0.9),
        "longest_wait": max(every, default=None),
        "handling_time": sum(handled) / len(handled),
    }


def told(chat: Chat) -> dict[str, Any]:
    """Return what is shown of one chat and not scored."""
    solved = all(one.earned or not one.critical for one in chat.criteria["resolution"])
    passed_on = any(
        action.escalation and not action.due and any(one.action == action.id for one in taken)
        for action in chat.scenario.actions
        for taken in [chat.thread.taken]
    )
    return {
        "handling_seconds": round(chat.handling, 1),
        "solved_at_once": chat.thread.ended == "resolved" and solved and not passed_on,
        "longest_wait": round(max((one.seconds for one in chat.waits), default=0.0), 1),
        "lost_seconds": round(sum(gap.end - gap.start for gap in chat.thread.gaps), 1),
    }
