"""What the desk shows at a moment: no goal, cue, reaction or right answer is in it."""

from collections.abc import Sequence
from typing import Any, Final

from assessments.base import Bank, LoggedEvent, begun
from assessments.chat.customer import step
from assessments.chat.scenario import Scenario
from assessments.chat.thread import Thread

_DOTS_AHEAD: Final = 4.0
"""Typing dots are shown while the next line is due within so many seconds."""


def state(bank: Bank, events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the chats of the sitting as the applicant sees them at ``now``."""
    chats = [
        _chat(number, bank[name], step(bank[name], events, now), now)
        for number, name in enumerate(begun(events).form, 1)
    ]
    return {
        "finished": all(chat["ended"] and chat["wrap_up"] is not None for chat in chats),
        "chats": chats,
    }


def _chat(number: int, scenario: Scenario, thread: Thread, now: float) -> dict[str, Any]:
    options = scenario.wrap_up.disposition.options
    over = thread.is_over(now)
    ahead = [line.due - now for line in thread.lines if line.due > now]
    return {
        "chat": number,
        "open": now >= thread.lines[0].due and not over,
        "ended": over,
        "lines": _lines(scenario, thread, now),
        "typing": bool(ahead) and min(ahead) <= _DOTS_AHEAD,
        "waiting": None if over else _waiting(thread, now),
        "record": scenario.record.model_dump(mode="json"),
        "articles": [
            {"id": one.id, "title": one.title, "body": one.body} for one in scenario.knowledge
        ],
        "canned": [{"id": one.id, "title": one.title, "text": one.text} for one in scenario.canned],
        "actions": [
            {
                "id": one.id,
                "label": one.label,
                "confirm": one.confirm,
                "fields": [box.model_dump(mode="json") for box in one.fields],
            }
            for one in scenario.actions
        ],
        "dispositions": [{"id": key, "label": text} for key, text in options.items()],
        "wrap_up": (
            {"disposition": thread.wrap_up[1], "notes": thread.wrap_up[2]}
            if thread.wrap_up
            else None
        ),
    }


def _lines(scenario: Scenario, thread: Thread, now: float) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"id": f"c{place}", "who": "customer", "text": line.text, "at": line.due}
        for place, line in enumerate(thread.lines)
        if line.due <= now
    ]
    found += [
        {
            "id": f"e{line.event}",
            "who": "agent" if line.heard is not None else "unread",
            "text": line.text,
            "at": line.at,
        }
        for line in thread.messages
    ]
    for taken in thread.taken:
        action = scenario.action(taken.action)
        if action is not None:
            values = ", ".join(value for value in taken.values.values() if value)
            text = f"{action.done} ({values})" if values else action.done
            found.append({"id": f"e{taken.event}", "who": "step", "text": text, "at": taken.at})
    return sorted(found, key=lambda line: (line["at"], line["who"] == "agent"))


def _waiting(thread: Thread, now: float) -> float | None:
    """Return for how many seconds the customer has waited for words, or None."""
    spoke = max((line.at for line in thread.messages if line.heard is not None), default=-1.0)
    shown = [line.due for line in thread.lines if spoke < line.due <= now]
    return round(now - shown[0], 1) if shown else None
