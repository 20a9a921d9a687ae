"""Data for the report's key-by-key player: short, and fetched separately."""

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
"""Marks of a change: it inserted no slip, a slip that was left, or a slip corrected later."""


def playback(bank: Bank[Item], events: Sequence[LoggedEvent]) -> Mapping[str, Any]:
    """Return every part that counts with its changes in order of time.

    A change is ``[field, milliseconds, start, end, text, mark]``. A faulty log is played up to its
    fault.
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
    """Return the label of each field of a part; empty for a single text."""
    match item:
        case CustomerRecord():
            return [field.label for field in item.fields]
        case ChatPrompts():
            return [prompt.customer for prompt in item.prompts]
    return [""]


def _changes(runs: Sequence[Run]) -> list[list[Any]]:
    changes = [
        [run.field, round(1000 * edit.seconds), edit.start, edit.end, edit.text, mark]
        for run in runs
        for edit, mark in zip(run.edits, _marks(run), strict=True)
    ]
    return sorted(changes, key=lambda change: change[1])


def _marks(run: Run) -> list[int]:
    """Return the mark of each change."""
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
            key=lambda candidate: len(candidate.slips),
        )
    for correction in corrected(alignment, replayed):
        marks[correction.origin] = CORRECTED
    if len(alignment.typed) == len(replayed.text):
        for slip in alignment.slips:
            if slip.kind != "delete":
                marks[replayed.origins[slip.typed]] = LEFT
    return marks
