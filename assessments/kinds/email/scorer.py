"""From the log of an e-mail sitting to its report: what the reply says, and how courteously."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import Pasted, last_text, spelling_of
from assessments.kinds.email.marking import Marked, Shown, mark, segments
from assessments.kinds.email.task import Task
from scoring.conversation import pasted_share, weighted
from scoring.evidence import Evidence
from scoring.proofreading import Spelling
from scoring.provisional import PROVISIONAL, share_error, weighted_error
from scoring.report import Measure, Point, Report
from scoring.writing import WritingReport, assess
from scoring.writing.page_data import page_data
from speech.spoken import Spoken

VERSION: Final = "email-2"
WEIGHTS: Final[Mapping[str, float]] = {"content": 60, "courtesy": 15, "english": 25}
"""Proposed; no applicants' data has confirmed them. A part that is not measured is left out and
the others are divided by what is left."""

COPIED_SHARE: Final = 0.5
"""From this share of the reply's 5-grams on it is said that it was mostly copied from the page."""

English = Callable[[str, Task], WritingReport]
"""``(reply, task) -> how well it is written``."""


def written_english(text: str, task: Task, spelling: Spelling = "any") -> WritingReport:
    """Return how well a reply is written; what stood on the page is nobody's own English."""
    given = f"{task.scene}\n{task.given}"
    return assess(text, prompt=given, spelling=spelling, names=(task.letter.sender,))


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Score the reply as it stood at the end; one without a word is not measured."""
    english = partial(written_english, spelling=spelling_of(events))
    return scored(bank[begun(events).items[0]], events, english)


def scored(task: Task, events: Sequence[LoggedEvent], english: English | None) -> Report:
    """Score a reply; without ``english``, as when files are checked, by its content alone."""
    number, text = last_text(task.id, events)
    if not text.strip():
        return _not_measured(task)
    marked = mark(task, text)
    written = english(text, task) if english and not marked.stuffed else None
    parts: dict[str, float | None] = {
        "content": _share(marked.points),
        "courtesy": _share(marked.courtesies),
        "english": written.score if written else None,
    }
    total = weighted(parts, WEIGHTS)
    assert total is not None  # content and courtesies of a text are always measured
    copied = pasted_share(text, task.given)
    return Report(
        score=round(total, 1),
        sem=round(_error(marked, parts, written), 1),
        sem_source=PROVISIONAL,
        sem_basis="points_and_english",
        measures=(
            *(
                _english(written, marked) if name == "english" else _part(name, value)
                for name, value in parts.items()
            ),
            Measure(name="words", value=float(marked.words), unit="count"),
            Measure(name="copied", value=round(100 * copied, 1), unit="%"),
        ),
        points=(
            *(_point("content", one, marked.points, number) for one in marked.points),
            *(_point("courtesy", one, marked.courtesies, number) for one in marked.courtesies),
        ),
        flags=_flags(marked, copied, events),
        detail=_detail(task) | {
            "text": text,
            "segments": segments(marked, text),
            "stuffed": marked.stuffed,
            "sentences": {one.name: one.sentence for one in marked.points if not one.earned},
            "spoiled": {one.name: one.spoiled.entry for one in marked.points if one.spoiled},
            "english": page_data(written, text) if written else None,
        },
    )  # fmt: skip


def _error(
    marked: Marked, parts: Mapping[str, float | None], written: WritingReport | None
) -> float:
    """Return the provisional standard error of the whole, in points.

    Content and courtesy have the error of a weighted share of independent points; the written
    English has its own. The errors of the parts are taken as independent.
    """
    errors = {
        "content": share_error([point.weight for point in marked.points], parts["content"] or 0),
        "courtesy": share_error(
            [courtesy.weight for courtesy in marked.courtesies], parts["courtesy"] or 0
        ),
    }
    if parts["english"] is not None and written and written.sem is not None:
        errors["english"] = written.sem
    return weighted_error([(WEIGHTS[name], error) for name, error in errors.items()])


def _not_measured(task: Task) -> Report:
    return Report(
        not_measured="no_text",
        measures=tuple(
            Measure(name=name, value=None, unit="points", reason="no_text") for name in WEIGHTS
        ),
        detail=_detail(task),
    )


def _detail(task: Task) -> dict[str, Any]:
    return {
        "version": VERSION,
        "title": task.title,
        "letter": task.letter.model_dump(),
        "labels": {point.id: point.label for point in task.points},
        "weights": dict(WEIGHTS),
    }


def _part(name: str, value: float | None) -> Measure:
    return Measure(name=name, value=None if value is None else round(value, 1), unit="points")


def _english(written: WritingReport | None, marked: Marked) -> Measure:
    """Return the written English with its standard error, or why there is none."""
    if written is None or written.score is None or written.sem is None:
        why = written.not_measured if written else "stuffed_text" if marked.stuffed else "not_read"
        return Measure(name="english", value=None, unit="points", reason=why)
    return Measure(
        name="english", value=round(written.score, 1), unit="points", sem=round(written.sem, 1)
    )


def _share(wanted: Sequence[Shown]) -> float:
    whole = sum(one.weight for one in wanted)
    return 100 * sum(one.weight for one in wanted if one.earned) / whole


def _point(part: str, one: Shown, among: Sequence[Shown], number: int) -> Point:
    """Return a criterion in points of its own part (100 in all)."""
    possible = round(100 * one.weight / sum(other.weight for other in among), 2)
    places = [place for place in (one.found, one.spoiled) if place is not None]
    return Point(
        criterion=f"{part}.{one.name}",
        label=one.label,
        earned=possible if one.earned else 0.0,
        possible=possible,
        evidence=tuple(
            Evidence(
                event=number, unit="characters", start=place.start, end=place.end, rule=place.entry
            )
            for place in places
        ),
        due=None if one.earned else number,
    )


def _flags(marked: Marked, copied: float, events: Sequence[LoggedEvent]) -> tuple[str, ...]:
    found = []
    if marked.stuffed:
        found.append("stuffed_text")
    if copied >= COPIED_SHARE:
        found.append("copied_from_page")
    if any(isinstance(event.data, Pasted) for event in events):
        found.append("pasted_text")
    return tuple(found)
