"""The answers of a report that a person can review. Nothing here commits.

Any kind of test can be reviewed whose report lists ``detail["answers"]`` with ``number``, ``item``
and ``score``: recorded answers (``recording``, and ``speaking`` where the sound itself was
scored), or written answers, whose words are in ``detail["texts"]`` by item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import Staff
from applicants.models import Application
from assessments.results.read import sitting_of
from assessments.sittings.models import Recording, Sitting
from recruiters.review.models import Review, ReviewOf
from recruiters.review.reviews import keep

SPOKEN = ("task", "fluency", "accuracy")
WRITTEN = ("content", "english")
CRITERIA = (*SPOKEN, *WRITTEN)
"""The criteria of the rubric; an answer has those of its kind."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer that can be reviewed.

    Attributes:
        detail: the answer as the report has it.
        recording: the take that counts, with its sound; None for a written answer.
        written: the words of a written answer; empty for a recorded answer.
        criteria: what the person is asked to judge, in order.
        machine: the machine's scores, 0 to 100, by criterion.
    """

    sitting: Sitting
    detail: Mapping[str, Any]
    recording: Recording | None
    written: str
    criteria: tuple[str, ...]
    machine: Mapping[str, float]


def find_answer(application: Application, slug: str, number: int) -> Answer | None:
    """Return an answer of the newest report; None without such an answer or without its sound."""
    sitting = sitting_of(application.id, slug)
    if sitting is None or sitting.result is None:
        return None
    report = sitting.result.report.detail
    detail = next(
        (answer for answer in report.get("answers", []) if answer.get("number") == number), None
    )
    if detail is None:
        return None
    recording = _recording(sitting, detail)
    written = report.get("texts", {}).get(detail["item"], "")
    if recording is None and not written:
        return None
    machine = {"english": detail.get("score")} if written else _machine_of_sound(detail)
    spoken = SPOKEN if detail.get("speaking") else SPOKEN[:1]
    return Answer(
        sitting=sitting,
        detail=detail,
        recording=recording,
        written=written,
        criteria=WRITTEN if written else spoken,
        machine={name: value for name, value in machine.items() if value is not None},
    )


def _machine_of_sound(detail: Mapping[str, Any]) -> dict[str, float | None]:
    by_sound = (detail.get("speaking") or {}).get("measures", {})
    return {"task": detail.get("score")} | {
        name: by_sound[name]["value"] for name in SPOKEN if name in by_sound
    }


def _recording(sitting: Sitting, detail: Mapping[str, Any]) -> Recording | None:
    return next(
        (
            recording
            for recording in sitting.recordings
            if recording.public_id == detail.get("recording") and recording.store_key
        ),
        None,
    )


def review(
    answer: Answer, *, levels: Mapping[str, int], note: str, saw_score: bool, by: Staff
) -> Review:
    """Keep a person's levels for an answer; a repeated request changes nothing."""
    return keep(
        answer.sitting,
        ReviewOf.ANSWER,
        number=answer.detail["number"],
        item=answer.detail["item"],
        levels=levels,
        machine=answer.machine,
        saw_score=saw_score,
        note=note,
        by=by,
    )
