"""The transcript that the report shows: what was said and done, cut at the spans of evidence."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from assessments.kinds.chat.customer.thread import AgentLine, Edit, Taken, Thread
from assessments.kinds.chat.customer.waiting import Wait
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence

Marks = Mapping[int, Sequence[tuple[int, Evidence]]]
"""For each event: the evidence there, with the place of its point in the report."""


def rows(
    scenario: Scenario, thread: Thread, marks: Marks, waited: Sequence[Wait], end: float
) -> list[dict[str, Any]]:
    """Return the chat's lines and steps in the order of time, JSON-ready.

    Each has ``who`` (customer, agent, step), ``at``, ``event`` (None for the customer's lines),
    ``cause``, ``wait`` and ``segments``: pieces of text with the places of the points they bear.
    """
    seconds = {one.event: one.seconds for one in waited if one.event is not None}
    found = [
        _row("customer", line.due, None, line.cause, line.text)
        for line in thread.lines
        if line.due <= end
    ]
    for message in thread.messages:
        row = _row("agent", message.at, message.event, _reached(message), message.text)
        row["segments"] = _segments(message.text, marks.get(message.event, ()))
        row["wait"] = seconds.get(message.event)
        found.append(row)
    for one in thread.steps:
        cause = "action" if isinstance(one, Taken) else "edit"
        row = _row("step", one.at, one.event, cause, step_text(scenario, one))
        row["points"] = [place for place, _ in marks.get(one.event, ())]
        found.append(row)
    titles = {article.id: article.title for article in scenario.knowledge}
    for event, at, name in thread.opened:
        row = _row("step", at, event, "article", titles.get(name, name))
        row["points"] = [place for place, _ in marks.get(event, ())]
        found.append(row)
    return sorted(found, key=lambda row: (row["at"], row["who"] == "agent"))


def step_text(scenario: Scenario, one: Taken | Edit) -> str:
    """Return a step in the record in words: what was done, with which values."""
    if isinstance(one, Edit):
        field = scenario.record.field(one.field)
        return f"{field.field if field else one.field}: {one.before} → {one.value}"
    action = scenario.action(one.action)
    label = action.done if action else one.action
    values = ", ".join(value for value in one.values.values() if value)
    return f"{label} ({values})" if values else label


def _reached(message: AgentLine) -> str:
    if message.heard is None:
        return "not_received"
    return "stuffed" if message.heard.stuffed else "message"


def _row(who: str, at: float, event: int | None, cause: str, text: str) -> dict[str, Any]:
    return {
        "who": who, "at": at, "event": event, "cause": cause, "wait": None, "points": [],
        "segments": [{"text": text, "points": []}],
    }  # fmt: skip


def _segments(text: str, marks: Sequence[tuple[int, Evidence]]) -> list[dict[str, Any]]:
    """Cut a message where evidence starts or ends, so that spans may overlap."""
    spans = [
        (int(one.start), int(one.end), place)
        for place, one in marks
        if one.start is not None and one.end is not None
    ]
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        {
            "text": text[start:end],
            "points": sorted({p for first, last, p in spans if first <= start and end <= last}),
        }
        for start, end in pairwise(cuts)
    ]
