"""What the report's player needs to show a sitting key by key: short, and fetched on its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent
from assessments.kinds.typing.item import ChatPrompts, CustomerRecord, Dictation, Item, Passage
from assessments.kinds.typing.part import counted_runs
from assessments.kinds.typing.run import Run
from scoring.copying import corrected
from scoring.keystrokes import replay
from scoring.slips import align, align_whole

RIGHT, LEFT, CORRECTED = 0, 1, 2
"""Of what a change put in: nothing wrong, a slip that was left, one that was put right."""


def playback(bank: Bank, events: Sequence[LoggedEvent]) -> Mapping[str, Any]:
    """Return every part that counts with its changes, in the order in which they were made.

    A change is ``[field, milliseconds, start, end, text, mark]``. A log that does not replay is
    played as far as it does.
    """
    parts = counted_runs(bank, events)
    return {
        "parts": [
            {
                "title": runs[0].item.title,
                "seconds": round(
                    max((run.edits[-1].seconds for run in runs if run.edits), default=0), 1
                ),
                "fields": labels(runs[0].item),
                "edits": _changes(runs),
            }
            for runs in parts
        ]
    }


def labels(item: Item) -> list[str]:
    """Return the name of each field of a part; a single text has none."""
    match item:
        case CustomerRecord():
            return [field.label for field in item.fields]
        case ChatPrompts():
            return [prompt.customer for prompt in item.prompts]
    return [""]


def _changes(runs: Sequence[Run]) -> list[list[Any]]:
    found = [
        [run.field, round(1000 * edit.seconds), edit.start, edit.end, edit.text, mark]
        for run in runs
        for edit, mark in zip(run.edits, _marks(run), strict=True)
    ]
    return sorted(found, key=lambda change: change[1])


def _marks(run: Run) -> list[int]:
    """Return for each change whether what it put in was a slip."""
    marks = [RIGHT] * len(run.edits)
    item = run.item
    if not isinstance(item, Passage | Dictation) or not run.edits:
        return marks
    replayed = replay(run.edits)
    if isinstance(item, Passage):
        alignment = align(item.text, replayed.text)
    else:
        alignment = min(
            (align_whole(text, replayed.text) for text in item.texts),
            key=lambda one: len(one.slips),
        )
    for one in corrected(alignment, replayed):
        marks[one.origin] = CORRECTED
    if len(alignment.typed) == len(replayed.text):
        for slip in alignment.slips:
            if slip.kind != "delete":
                marks[replayed.origins[slip.typed]] = LEFT
    return marks
