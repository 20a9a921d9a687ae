"""The state of the desk at a moment, without goals, cues, reactions or right answers.

Times are moments of the sitting, never durations until now: while nothing happens, the state
stays the same to the byte, so a browser that asks again learns that it is up to date.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.marking.transcript import step_text
from assessments.kinds.chat.record import Editable
from assessments.kinds.chat.scenario import Scenario

_DOTS_AHEAD: Final = 4.0
"""Typing dots appear this many seconds before the next line is due."""


def state(bank: Bank[Scenario], events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the chats of the sitting as the applicant sees them at ``now``."""
    chats = [
        _chat(number, bank[name], step(bank[name], events, now), now)
        for number, name in enumerate(begun(events).items, 1)
        if isinstance(bank[name], Scenario)
    ]
    return {
        "finished": all(chat["ended"] and chat["wrap_up"] is not None for chat in chats),
        "open_chats": sum(chat["open"] for chat in chats),
        "chats": chats,
    }


def _chat(number: int, scenario: Scenario, thread: Thread, now: float) -> dict[str, Any]:
    options = scenario.wrap_up.disposition.options
    started = now >= thread.lines[0].due
    over = thread.is_over(now)
    ahead = [line.due - now for line in thread.lines if line.due > now]
    return {
        "chat": number,
        "started": started,
        "starts_at": round(thread.lines[0].due, 1),
        "open": started and not over,
        "ended": over,
        "lines": _lines(scenario, thread, now),
        "typing": started and not over and bool(ahead) and min(ahead) <= _DOTS_AHEAD,
        "waiting_since": None if over else _waiting_since(thread, now),
        "record": _record(scenario, thread),
        "articles": [
            {"id": article.id, "title": article.title, "body": article.body}
            for article in scenario.knowledge
        ],
        "canned": [
            {"id": reply.id, "title": reply.title, "text": reply.text} for reply in scenario.canned
        ],
        "actions": [
            {
                "id": action.id,
                "label": action.label,
                "confirm": action.confirm,
                "fields": [
                    {"id": box.id, "label": box.label, "kind": box.kind, "options": box.options}
                    for box in action.fields
                ],
            }
            for action in scenario.actions
        ],
        "dispositions": [{"id": key, "label": text} for key, text in options.items()],
        "wrap_up": (
            {"disposition": thread.wrap_up[1], "notes": thread.wrap_up[2]}
            if thread.wrap_up
            else None
        ),
    }


def _record(scenario: Scenario, thread: Thread) -> dict[str, Any]:
    """Return the record with its changes, each row with its editable field, if it has one."""
    record = scenario.record
    values = {edit.field: edit.value for edit in thread.edits}

    def rows(part: Mapping[str, str], order: int | None) -> list[dict[str, Any]]:
        fields = {field.field: field for field in record.editable if field.order == order}
        return [_row(label, value, fields.get(label), values) for label, value in part.items()]

    return {
        "customer": rows(record.customer, None),
        "orders": [rows(order, number) for number, order in enumerate(record.orders, 1)],
    }


def _row(
    label: str, value: str, field: Editable | None, values: Mapping[str, str]
) -> dict[str, Any]:
    if field is None:
        return {"label": label, "value": value, "field": None, "options": ()}
    current = values.get(field.id, value)
    return {"label": label, "value": current, "field": field.id, "options": field.options}


def _lines(scenario: Scenario, thread: Thread, now: float) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [
        {"id": f"c{place}", "who": "customer", "text": line.text, "at": line.due}
        for place, line in enumerate(thread.lines)
        if line.due <= now
    ]
    lines += [
        {
            "id": f"e{line.event}",
            "who": "agent" if line.recognition is not None else "unread",
            "text": line.text,
            "at": line.at,
        }
        for line in thread.messages
    ]
    lines += [
        {"id": f"e{done.event}", "who": "step", "text": step_text(scenario, done), "at": done.at}
        for done in thread.steps
    ]
    return sorted(lines, key=lambda line: (line["at"], line["who"] == "agent"))


def _waiting_since(thread: Thread, now: float) -> float | None:
    """Return when the customer began to wait for a message, or None."""
    spoke = max((line.at for line in thread.messages if line.recognition is not None), default=-1.0)
    unanswered = [line.due for line in thread.lines if spoke < line.due <= now]
    return round(unanswered[0], 1) if unanswered else None
