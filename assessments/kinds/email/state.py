"""The current state of the e-mail page; it contains no key points."""

from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import MOST_CHARACTERS, last_text
from assessments.kinds.email.task import Task
from scoring.writing import FEWEST_WORDS
from scoring.writing.own_part import own_part


def state(bank: Bank[Task], events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the letter, the notes that the writer may use, and the reply so far.

    ``own_words`` is the number of words that count for the written English, ``fewest_own`` how many
    it needs; 0 in practice, where the English is not scored.
    """
    task: Task = bank[begun(events).items[0]]
    text = last_text(task.id, events)[1]
    return {
        "item": task.id,
        "title": task.title,
        "scene": task.scene,
        "letter": task.letter.model_dump(),
        "notes": [note.model_dump() for note in task.notes],
        "text": text,
        "own_words": own_part(text, task.given).words,
        "fewest_own": 0 if task.practice else FEWEST_WORDS,
        "most": MOST_CHARACTERS,
        "finished": events[-1].type in {"submitted", "expired"},
    }
