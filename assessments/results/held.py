"""Scores that are held until a person has read the answers. Nothing here commits.

A scorer holds a score for what it finds in the answers themselves; here it is also held because a
text is worded like another applicant's. When a person has read the answers, the score counts: a new
revision of the result says so.
"""

from collections.abc import Iterable

from assessments.banks import registry
from assessments.sittings.models import Result, Sitting
from database import db
from scoring.report import READ_FIRST, Report

WORDED_ALIKE = "a text is worded like another applicant's"
READ = "a person has read the answers"


def held_if_alike(sitting: Sitting, report: Report) -> Report:
    """Return the report of a sitting, its score held if a text is worded like another's.

    Answers that a person has read once need not be read again.
    """
    newest = sitting.result
    if newest is not None and (by := newest.report.read_by):
        return report.released(by)
    alike = _holds(sitting) and bool(sitting.likenesses)
    return report.held("same_text_as_another") if alike else report


def hold(sittings: Iterable[Sitting]) -> None:
    """Hold the scores of sittings with texts like those of a newer one."""
    for sitting in sittings:
        if sitting.result is not None and _holds(sitting):
            report = sitting.result.report.held("same_text_as_another")
            if report.score != sitting.result.score:
                _add_revision(sitting, sitting.result, report, why=WORDED_ALIKE)


def release(sitting: Sitting, *, by: str) -> bool:
    """Let a held score count, since a person has read the answers.

    Args:
        by: the person's name.

    Returns:
        Whether a score was held.
    """
    result = sitting.result
    if result is None or result.report.not_measured not in READ_FIRST:
        return False
    report = result.report.released(by)
    if report.score is None:
        return False
    _add_revision(sitting, result, report, why=READ)
    return True


def _holds(sitting: Sitting) -> bool:
    likeness = registry.get(sitting.slug).likeness
    return likeness is not None and likeness.holds_score


def _add_revision(sitting: Sitting, result: Result, report: Report, *, why: str) -> None:
    db.session.add(
        Result(
            sitting_id=sitting.id,
            revision=len(sitting.results) + 1,
            scorer_version=result.scorer_version,
            score=report.score,
            sem=report.sem,
            content=report.to_dict(),
            why=why,
        )
    )
    db.session.flush()
    db.session.expire(sitting, ["results"])
