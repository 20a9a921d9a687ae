"""The e-mail tasks: read, checked, rehearsed with their sample replies, drawn by seed."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from assessments.base import Bank, Begun, ContentError, LoggedEvent
from assessments.email.events import Written
from assessments.email.marking import mark
from assessments.email.scorer import scored
from assessments.email.task import Sample, Task
from scoring.phrases import problem

ITEMS = Path(__file__).parent / "items"
SAMPLE_KINDS = {"good", "plain", "weak", "stuffed", "wrong"}


def items() -> Bank:
    """Load every task.

    Raises:
        ContentError: a file is wrong; the message says which, where and what to do.
    """
    bank: dict[str, Task] = {}
    for path in sorted(ITEMS.glob("*.yaml")):
        task = read_task(path.read_text("utf-8"), f"email/items/{path.name}")
        if task.id in bank:
            raise ContentError(f"email/items/{path.name}: the id {task.id!r} is already used")
        bank[task.id] = task
    for practice in (False, True):
        if not any(task.practice is practice for task in bank.values()):
            kind = "practice" if practice else "scored"
            raise ContentError(f"email/items: there is no {kind} task")
    return bank


def read_task(text: str, source: str) -> Task:
    """Return the task that a file holds, checked and rehearsed.

    Raises:
        ContentError: naming ``source``, the place and what to do.
    """
    try:
        # BaseLoader builds strings only: "0012" stays what the author typed.
        task = Task.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{source}: {error}") from error
    found = list(complaints(task)) or list(failures(task))
    if found:
        raise ContentError("\n".join(f"{source}: {one}" for one in found))
    return task


def complaints(task: Task) -> Iterator[str]:
    """Yield what is wrong with a task, each as "place: what to do"."""
    names = [point.id for point in task.points]
    if len(set(names)) != len(names):
        yield "points: two points have the same id; give each its own"
    for point in task.points:
        for entry in (*point.any_of, *point.unless, *point.spoiled_by):
            if complaint := problem(entry):
                yield f"points › {point.id}: {complaint}"
    missing = SAMPLE_KINDS - {sample.kind for sample in task.samples}
    if missing and not task.practice:
        yield f"samples: there is none of the kind {', '.join(sorted(missing))}; write one"
    for number, sample in enumerate(task.samples, 1):
        for name in sample.points:
            if name not in names:
                yield f"samples › {number}: there is no point {name!r}"


def failures(task: Task) -> Iterator[str]:
    """Yield what the sample replies do not give as expected."""
    for number, sample in enumerate(task.samples, 1):
        for failure in _differences(task, sample):
            yield f"samples › {number} ({sample.kind}): {failure}"


def _differences(task: Task, sample: Sample) -> Iterator[str]:
    marked = mark(task, sample.text)
    points = [one.name for one in marked.points if one.earned]
    courtesies = [one.name for one in marked.courtesies if one.earned]
    if sorted(points) != sorted(sample.points):
        yield f"it shows the points {sorted(points)}, expected {sorted(sample.points)}"
    if sorted(courtesies) != sorted(sample.courtesies):
        yield f"it has the courtesies {sorted(courtesies)}, expected {sorted(sample.courtesies)}"
    reached = scored(task, log_of(task, sample.text), None).score  # its content alone
    low, high = sample.score
    if reached is None or not low <= reached <= high:
        yield f"the score is {reached}, expected {low:g} to {high:g}"


def log_of(task: Task, text: str) -> tuple[LoggedEvent, ...]:
    """Return the log of a sitting in which ``text`` was written."""
    return (
        LoggedEvent(number=0, kind="begun", at=0.0, data=Begun(seed=0, form=(task.id,))),
        LoggedEvent(number=1, kind="written", at=60.0, data=Written(item=task.id, text=text)),
    )


def draw(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return the task of one sitting."""
    fitting = sorted(name for name, task in bank.items() if task.practice is practice)
    return (fitting[seed % len(fitting)],)
