"""Read, check and draw the e-mail tasks; each task is tested with its sample replies."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import get_args

from assessments.contract.assessment import Bank, Begun, ContentError, LoggedEvent
from assessments.contract.item_files import bank_of, doubtful, parsed, refuse, texts_of
from assessments.contract.written import Written
from assessments.kinds.email.reply import read_reply
from assessments.kinds.email.scorer import scored
from assessments.kinds.email.task import Sample, Task
from scoring.phrases import find, problem

ITEMS = Path(__file__).parent / "items"
SAMPLE_KINDS = frozenset(get_args(Sample.model_fields["kind"].annotation))
RIGHT_KINDS = ("excellent", "good", "plain")
"""The kinds of samples that are right, in the order of their scores; all others score less."""

MOST_FOR_COPIES = 50.0
"""The most that notes with a greeting may come to."""


def items() -> Bank[Task]:
    """Load every task.

    Raises:
        ContentError: a file is wrong; the message says which file, where, and how to fix it.
    """
    bank = bank_of(texts_of(ITEMS), "email", read_task)
    for practice in (False, True):
        if not any(task.practice is practice for task in bank.values()):
            kind = "practice" if practice else "scored"
            raise ContentError(f"email/items: there is no {kind} task")
    return bank


def read_task(text: str, source: str) -> Task:
    """Return the task in a file, checked and tested with its sample replies.

    Raises:
        ContentError: the file is wrong; names ``source``, the place and how to fix it.
    """
    task = parsed(text, Task, source)
    refuse(list(complaints(task)) or list(failures(task)), source)
    return task


def complaints(task: Task) -> Iterator[str]:
    """Yield the faults of a task, each as "place: how to fix it"."""
    yield from doubtful((*task.points, *task.internal), task.samples)
    for point in task.points:
        for entry in point.spoiled_by:
            if complaint := problem(entry):
                yield f"points › {point.id}: {complaint}"
    notes = "\n".join(note.text for note in task.notes)
    for secret in task.internal:
        if not find(notes, secret.any_of, unless=secret.unless):
            yield f"internal › {secret.id}: no note says it"
    missing = SAMPLE_KINDS - {sample.kind for sample in task.samples}
    if missing and not task.practice:
        yield f"samples: there is none of the kind {', '.join(sorted(missing))}; write one"


def failures(task: Task) -> Iterator[str]:
    """Yield the differences between the sample replies and their expected results."""
    for number, sample in enumerate(task.samples, 1):
        for failure in _differences(task, sample):
            yield f"samples › {number} ({sample.kind}): {failure}"
    if not task.practice:
        yield from _disorder(task)


def _differences(task: Task, sample: Sample) -> Iterator[str]:
    reply = read_reply(task, sample.text)
    earned = [point.name for point in reply.points if point.earned]
    half = [point.name for point in reply.points if 0 < point.share < 1]
    courtesies = [courtesy.name for courtesy in reply.courtesies if courtesy.earned]
    told = [secret.name for secret in reply.told]
    for name, found, wanted in (
        ("shows the points", earned, sample.points),
        ("shows in copied words the points", half, sample.half),
        ("has the courtesies", courtesies, sample.courtesies),
        ("tells what is internal", told, sample.told),
    ):
        if sorted(found) != sorted(wanted):
            yield f"it {name} {sorted(found)}, expected {sorted(wanted)}"
    reached = _score_of(task, sample)
    low, high = sample.score
    if reached is None or not low <= reached <= high:
        yield f"the score is {reached}, expected {low:g} to {high:g}"


def _disorder(task: Task) -> Iterator[str]:
    """Yield the samples whose scores stand in the wrong order."""
    scores: dict[str, float] = {
        sample.kind: _score_of(task, sample) or 0.0 for sample in task.samples
    }
    for better, worse in pairwise(RIGHT_KINDS):
        if scores[better] < scores[worse]:
            yield f"samples: {worse} scores more than {better}"
    for kind in sorted(scores.keys() - set(RIGHT_KINDS)):
        if scores[kind] >= scores[RIGHT_KINDS[-1]]:
            yield f"samples: {kind} scores no less than {RIGHT_KINDS[-1]}"
    if scores["pasted"] > MOST_FOR_COPIES:
        yield f"samples: pasted scores more than {MOST_FOR_COPIES:g}"


def _score_of(task: Task, sample: Sample) -> float | None:
    """Return the score of a sample, without the written English unless copying has lost it."""
    return scored(task, log_of(task, sample.text), None).score


def log_of(task: Task, text: str) -> tuple[LoggedEvent, ...]:
    """Return the log of a sitting in which ``text`` was written."""
    return (
        LoggedEvent(number=0, type="begun", at=0.0, data=Begun(seed=0, items=(task.id,))),
        LoggedEvent(number=1, type="written", at=60.0, data=Written(item=task.id, text=text)),
    )


def draw(bank: Bank[Task], seed: int, practice: bool) -> tuple[str, ...]:
    """Return the task of one sitting."""
    fitting = sorted(name for name, task in bank.items() if task.practice is practice)
    return (fitting[seed % len(fitting)],)
