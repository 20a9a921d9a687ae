"""The answers of a report that a person can review. Nothing here commits.

Any kind of test can be reviewed whose report lists ``answers`` with ``number``, ``item``
and ``score``: recorded answers (``recording``, and ``speaking`` where the sound itself was
scored), or written answers, whose words are in ``texts`` by item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import Staff
from applicants.models import Application
from assessments.results.held import release
from assessments.results.read import sitting_of
from assessments.sittings.models import Recording, Sitting
from recruiters.review.models import Review, ReviewOf
from recruiters.review.reviews import keep, newest_reviews

SPOKEN = ("task", "fluency", "accuracy")
WRITTEN = ("content", "english")
CRITERIA = (*SPOKEN, *WRITTEN)
"""The criteria of the rubric; an answer has those of its kind."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer that can be reviewed.

    Attributes:
        entry: the answer as the report has it.
        recording: the take that counts, with its sound; None for a written answer.
        written: the words of a written answer; empty for a recorded answer.
        criteria: what the person is asked to judge, in order.
        machine: the machine's scores, 0 to 100, by criterion.
    """

    sitting: Sitting
    entry: Mapping[str, Any]
    recording: Recording | None
    written: str
    criteria: tuple[str, ...]
    machine: Mapping[str, float]


def find_answer(application: Application, slug: str, number: int) -> Answer | None:
    """Return an answer of the newest report; None without such an answer or without its sound."""
    sitting = sitting_of(application.id, slug)
    if sitting is None or sitting.result is None:
        return None
    report = sitting.result.report
    entry = next((answer for answer in report.answers if answer.get("number") == number), None)
    if entry is None:
        return None
    recording = _recording(sitting, entry)
    written = report.texts.get(entry["item"], "")
    if recording is None and not written:
        return None
    machine = {"english": entry.get("score")} if written else _machine_of_sound(entry)
    spoken = SPOKEN if entry.get("speaking") else SPOKEN[:1]
    return Answer(
        sitting=sitting,
        entry=entry,
        recording=recording,
        written=written,
        criteria=WRITTEN if written else spoken,
        machine={name: value for name, value in machine.items() if value is not None},
    )


def _machine_of_sound(entry: Mapping[str, Any]) -> dict[str, float | None]:
    by_sound = (entry.get("speaking") or {}).get("measures", {})
    return {"task": entry.get("score")} | {
        name: by_sound[name]["value"] for name in SPOKEN if name in by_sound
    }


def _recording(sitting: Sitting, entry: Mapping[str, Any]) -> Recording | None:
    return next(
        (
            recording
            for recording in sitting.recordings
            if recording.public_id == entry.get("recording") and recording.store_key
        ),
        None,
    )


def review(
    answer: Answer, *, levels: Mapping[str, int], note: str, saw_score: bool, by: Staff
) -> Review:
    """Keep a person's levels for an answer; a repeated request changes nothing.

    A score that was held until a person has read the answers counts from then on, unless a text
    says nothing of what was asked.
    """
    kept = keep(
        answer.sitting,
        ReviewOf.ANSWER,
        number=answer.entry["number"],
        item=answer.entry["item"],
        levels=levels,
        machine=answer.machine,
        saw_score=saw_score,
        note=note,
        by=by,
    )
    if _all_are_read(answer.sitting):
        release(answer.sitting, by=by.name)
    return kept


def _all_are_read(sitting: Sitting) -> bool:
    """Return whether people have read every answer and found something of what was asked in it."""
    answers = sitting.result.report.answers if sitting.result else ()
    reviews = newest_reviews([sitting.id], ReviewOf.ANSWER)
    read = {review.number for review in reviews if review.levels.get("content", 1)}
    return {answer.get("number") for answer in answers} <= read
