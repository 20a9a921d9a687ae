"""The transcript of the report: messages and steps, with messages cut at the spans of evidence."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from assessments.kinds.chat.customer.thread import AgentLine, Edit, PerformedAction, Thread
from assessments.kinds.chat.marking.waits import Wait
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence

Marks = Mapping[int, Sequence[tuple[int, Evidence]]]
"""For each event: its evidence, each with the index of the point in the report."""


def rows(
    scenario: Scenario, thread: Thread, marks: Marks, waits: Sequence[Wait], end: float
) -> list[dict[str, Any]]:
    """Return the chat's lines and steps up to ``end`` in order of time, JSON-ready.

    Each row has ``who`` (customer, agent, step), ``at``, ``event`` (None for the customer's
    lines), ``cause``, ``wait`` in seconds, ``points`` and ``segments``: pieces of text, each with
    the indices of the points that it is evidence for.
    """
    seconds = {wait.event: wait.seconds for wait in waits if wait.event is not None}
    chat_rows = [
        _row("customer", line.due, None, line.cause, line.text)
        for line in thread.lines
        if line.due <= end
    ]
    for message in thread.messages:
        row = _row("agent", message.at, message.event, _reached(message), message.text)
        row["segments"] = _segments(message.text, marks.get(message.event, ()))
        row["wait"] = seconds.get(message.event)
        chat_rows.append(row)
    for done in thread.steps:
        cause = "action" if isinstance(done, PerformedAction) else "edit"
        row = _row("step", done.at, done.event, cause, step_text(scenario, done))
        row["points"] = [place for place, _ in marks.get(done.event, ())]
        chat_rows.append(row)
    titles = {article.id: article.title for article in scenario.knowledge}
    for event, at, name in thread.opened:
        row = _row("step", at, event, "article", titles.get(name, name))
        row["points"] = [place for place, _ in marks.get(event, ())]
        chat_rows.append(row)
    return sorted(chat_rows, key=lambda row: (row["at"], row["who"] == "agent"))


def step_text(scenario: Scenario, step: PerformedAction | Edit) -> str:
    """Return a step in the record in words, with its values."""
    if isinstance(step, Edit):
        field = scenario.record.field(step.field)
        return f"{field.field if field else step.field}: {step.before} → {step.value}"
    action = scenario.action(step.action)
    label = action.done if action else step.action
    values = ", ".join(value for value in step.values.values() if value)
    return f"{label} ({values})" if values else label


def _reached(message: AgentLine) -> str:
    if message.recognition is None:
        return "not_received"
    return "stuffed" if message.recognition.stuffed else "message"


def _row(who: str, at: float, event: int | None, cause: str, text: str) -> dict[str, Any]:
    return {
        "who": who,
        "at": at,
        "event": event,
        "cause": cause,
        "wait": None,
        "points": [],
        "segments": [{"text": text, "points": []}],
    }


def _segments(text: str, marks: Sequence[tuple[int, Evidence]]) -> list[dict[str, Any]]:
    """Cut a message where evidence starts or ends, so that spans may overlap."""
    spans = [
        (int(evidence.start), int(evidence.end), place)
        for place, evidence in marks
        if evidence.start is not None and evidence.end is not None
    ]
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        {
            "text": text[start:end],
            "points": sorted({p for first, last, p in spans if first <= start and end <= last}),
        }
        for start, end in pairwise(cuts)
    ]
