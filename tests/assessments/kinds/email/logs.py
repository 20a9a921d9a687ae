"""Logs of e-mail sittings for the contract test, and pairs of a better and a worse one."""

from typing import Any

from assessments.banks import registry
from assessments.kinds.email.reply import read_reply
from tests.support.logs import Sat, Step, form_of


def email(*, kind: str = "excellent", pieces: int = 3) -> list[Step]:
    """A sample reply of the task, saved while it grew."""
    item = form_of("email")[0]
    text = next(
        sample.text for sample in registry.bank("email")[item].samples if sample.kind == kind
    )
    ends = [len(text) * (piece + 1) // pieces for piece in range(pieces)]
    steps: list[Step] = [
        (60.0 * place, "written", {"item": item, "text": text[:end]})
        for place, end in enumerate(ends, 1)
    ]
    return [*steps, (60.0 * (pieces + 1), "submitted", {})]


def said(task: Any, text: str) -> int:
    """Return how many of the wanted points and courtesies a reply has."""
    reply = read_reply(task, text)
    return sum(wanted.earned for wanted in (*reply.points, *reply.courtesies))


def pairs() -> dict[str, tuple[Sat, Sat]]:
    """A reply is worse where its English is, or where less of what was asked for shows.

    A line that shows nothing of that is part of the English alone: without one, such as the
    company's name under the writer's, the rest may be written better or worse.
    """
    good = email()
    item = form_of("email")[0]
    task = registry.bank("email")[item]
    text = good[-2][2]["text"]
    lines = text.split("\n")
    pairs: dict[str, tuple[Sat, Sat]] = {
        kind: ((good, {}), (email(kind=kind), {}))
        for kind in ("good", "plain", "weak", "wrong", "stuffed", "pasted", "off_point")
    }
    for slip, (right, wrong) in {"articles": (" the ", " "), "verbs": ("have ", "has ")}.items():
        assert right in text, slip
        step: Step = (180.0, "written", {"item": item, "text": text.replace(right, wrong)})
        pairs[f"with wrong {slip}"] = ((good, {}), ([step, good[-1]], {}))
    for place, line in enumerate(lines):
        less = "\n".join([*lines[:place], *lines[place + 1 :]])
        if said(task, less) < said(task, text):
            step = (180.0, "written", {"item": item, "text": less})
            pairs[f"without {line[:20]!r}"] = ((good, {}), ([step, good[-1]], {}))
    for point in task.points:
        for promise in point.spoiled_by:
            spoiled = f"{text}\n{promise.replace('|', ' ').replace('*', '')}"
            step = (180.0, "written", {"item": item, "text": spoiled})
            pairs[f"and {promise!r}"] = ((good, {}), ([step, good[-1]], {}))
    return pairs


def full() -> Sat:
    """Return a full log and its recordings: what the contract test runs on."""
    return email(), {}
