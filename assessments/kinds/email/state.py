"""The current state of the e-mail page; it contains no key points."""

from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import MOST_CHARACTERS, last_text
from assessments.kinds.email.task import Task


def state(bank: Bank[Task], events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the letter, the notes that the writer may use, and the reply so far."""
    task: Task = bank[begun(events).items[0]]
    return {
        "item": task.id,
        "title": task.title,
        "scene": task.scene,
        "letter": task.letter.model_dump(),
        "notes": [note.model_dump() for note in task.notes],
        "text": last_text(task.id, events)[1],
        "most": MOST_CHARACTERS,
        "finished": events[-1].type in {"submitted", "expired"},
    }
