"""Score an e-mail sitting from its log: the content, courtesy and English of the reply."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.contract.written import Pasted, last_text, spelling_of
from assessments.kinds.email.reply import MANY_COPIED, Reply, Requirement, read_reply, segments
from assessments.kinds.email.task import Task
from scoring.conversation import weighted
from scoring.evidence import Evidence
from scoring.proofreading import Spelling
from scoring.provisional import PROVISIONAL, share_error, weighted_error
from scoring.report import Measure, Point, Report
from scoring.writing import FEWEST_WORDS, WritingReport, assess
from scoring.writing.page_data import page_data
from speech.spoken import Spoken

VERSION: Final = "email-3"
WEIGHTS: Final[Mapping[str, float]] = {"content": 60, "courtesy": 15, "english": 25}
"""Proposed; no applicants' data has confirmed them. When a part is not measured, the weights of the
others are scaled up to 100."""

English = Callable[[str, Task], WritingReport]
"""Score how well a reply is written: ``(text, task) -> report``."""


def written_english(text: str, task: Task, spelling: Spelling = "any") -> WritingReport:
    """Return how well a reply is written; words copied from the page do not count."""
    return assess(text, prompt=task.given, spelling=spelling, names=(task.letter.sender,))


def score(bank: Bank[Task], events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Score the final text of the reply; an empty reply is not measured."""
    english = partial(written_english, spelling=spelling_of(events))
    return scored(bank[begun(events).items[0]], events, english)


def scored(task: Task, events: Sequence[LoggedEvent], english: English | None) -> Report:
    """Score a reply; without ``english``, as in the check of item files, only what it says.

    Written English that is lost to copying counts as 0; that of a short reply is left out.
    """
    number, text = last_text(task.id, events)
    if not text.strip():
        return _not_measured(task)
    reply = read_reply(task, text)
    unread = reply.stuffed or reply.lost_to_copying
    written = english(text, task) if english and not unread else None
    parts: dict[str, float | None] = {
        "content": max(0.0, _share(reply.points) - sum(told.cost for told in reply.told)),
        "courtesy": _share(reply.courtesies),
        "english": 0.0 if reply.lost_to_copying else written.score if written else None,
    }
    total = weighted(parts, WEIGHTS)
    assert total is not None  # content and courtesies of a text are always measured
    return Report(
        score=round(total, 1),
        sem=round(_error(reply, parts, written), 1),
        sem_source=PROVISIONAL,
        sem_basis="points_and_english",
        measures=(
            *(
                _english(written, reply) if name == "english" else _part(name, value)
                for name, value in parts.items()
            ),
            Measure(name="words", value=float(reply.words), unit="count"),
            Measure(name="copied", value=round(100 * reply.copied, 1), unit="%"),
        ),
        points=(
            *(_point("content", point, reply.points, number) for point in reply.points),
            *(
                _point("courtesy", courtesy, reply.courtesies, number)
                for courtesy in reply.courtesies
            ),
        ),
        flags=_flags(reply, events),
        detail=_detail(task)
        | {
            "text": text,
            "segments": segments(reply, text),
            "stuffed": reply.stuffed,
            "sentences": {point.name: point.sentence for point in reply.points if not point.earned},
            "spoiled": {point.name: point.spoiled.entry for point in reply.points if point.spoiled},
            "copied_points": [point.name for point in reply.points if point.only_copied],
            "told": [{"label": told.label, "cost": told.cost} for told in reply.told],
            "english": page_data(written, text) if written else None,
        },
    )


def _error(reply: Reply, parts: Mapping[str, float | None], written: WritingReport | None) -> float:
    """Return the provisional standard error of the whole, in points.

    Content and courtesy have the error of a weighted share of independent points; the written
    English has its own. The errors of the parts are taken as independent.
    """
    errors = {
        "content": share_error([point.weight for point in reply.points], parts["content"] or 0),
        "courtesy": share_error(
            [courtesy.weight for courtesy in reply.courtesies], parts["courtesy"] or 0
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
        "labels": {point.id: point.label for point in (*task.points, *task.internal)},
        "weights": dict(WEIGHTS),
    }


def _part(name: str, value: float | None) -> Measure:
    return Measure(name=name, value=None if value is None else round(value, 1), unit="points")


def _english(written: WritingReport | None, reply: Reply) -> Measure:
    """Return the score of the English with its standard error, or why it was not measured."""
    if reply.lost_to_copying:
        return Measure(name="english", value=0.0, unit="points", reason="copied_text")
    if written is None or written.score is None or written.sem is None:
        unread = "stuffed_text" if reply.stuffed else "not_read"
        reason = written.not_measured if written else unread
        return Measure(name="english", value=None, unit="points", reason=reason)
    return Measure(
        name="english", value=round(written.score, 1), unit="points", sem=round(written.sem, 1)
    )


def _share(requirements: Sequence[Requirement]) -> float:
    whole = sum(requirement.weight for requirement in requirements)
    earned = sum(requirement.weight * requirement.share for requirement in requirements)
    return 100 * earned / whole


def _point(part: str, requirement: Requirement, among: Sequence[Requirement], number: int) -> Point:
    """Return the point of a requirement; the points of a part add up to 100."""
    possible = round(100 * requirement.weight / sum(other.weight for other in among), 2)
    places = [place for place in (requirement.found, requirement.spoiled) if place is not None]
    return Point(
        criterion=f"{part}.{requirement.name}",
        label=requirement.label,
        earned=round(possible * requirement.share, 2),
        possible=possible,
        evidence=tuple(
            Evidence(
                event=number, unit="characters", start=place.start, end=place.end, rule=place.entry
            )
            for place in places
        ),
        due=None if requirement.earned else number,
    )


def _flags(reply: Reply, events: Sequence[LoggedEvent]) -> tuple[str, ...]:
    flags = {
        "stuffed_text": reply.stuffed,
        "copied_from_page": reply.copied >= MANY_COPIED,
        "off_the_task": _is_off_the_task(reply),
        "internal_told": bool(reply.told),
        "letters_joined": reply.joined,
        "pasted_text": any(isinstance(event.data, Pasted) for event in events),
    }
    return tuple(name for name, raised in flags.items() if raised)


def _is_off_the_task(reply: Reply) -> bool:
    """Whether a reply that is long enough to be read makes none of the points, right or wrong."""
    long_enough = reply.own.words >= FEWEST_WORDS and not reply.stuffed
    return long_enough and not any(point.found for point in reply.points)
