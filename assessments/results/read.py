"""The reading side: which sittings count, which result of a sitting counts, and its figures.

A sitting counts unless it is practice. Of its results the one with the highest revision counts.
Nothing here writes.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import aliased

from assessments.sittings.models import Recording, RecordingState, Result, Sitting
from database import db

Scope = Select[int]
"""A query for the ids of applications."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The state of one sitting and the figures of its newest result, without the report.

    Attributes:
        gave_up: a recording of the sitting needs attention.
        score: 0 to 100; None while there is no result, or when nothing could be measured.
        sem: the standard error of the score, in points.
        reason: why nothing could be measured; empty otherwise.
    """

    state: str
    gave_up: bool = False
    has_result: bool = False
    score: float | None = None
    sem: float | None = None
    reason: str = ""


def sittings_of(application_id: int) -> Select[Sitting]:
    """Return the query for the sittings of an application that count, one for each slug."""
    return select(Sitting).where(
        Sitting.application_id == application_id, Sitting.practice.is_(False)
    )


def sitting_of(application_id: int, slug: str) -> Sitting | None:
    """Return the sitting of an application and an assessment, or None; practice is left out."""
    return db.session.scalar(sittings_of(application_id).where(Sitting.slug == slug))


def newest_results(*, slug: str = "", applications: Scope | None = None) -> Select[int]:
    """Return the query for the ids of the newest result of each sitting that counts.

    Args:
        slug: only sittings of this assessment; empty means all.
        applications: only sittings of these applications; None means all.
    """
    result, sitting, revision = aliased(Result), aliased(Sitting), aliased(Result)
    highest = (
        select(func.max(revision.revision))
        .where(revision.sitting_id == result.sitting_id)
        .scalar_subquery()
    )
    newest = (
        select(result.id)
        .join(sitting, sitting.id == result.sitting_id)
        .where(sitting.practice.is_(False), result.revision == highest)
    )
    if slug:
        newest = newest.where(sitting.slug == slug)
    if applications is not None:
        newest = newest.where(sitting.application_id.in_(applications))
    return newest


def reports(
    slug: str,
    since: datetime | None = None,
    *,
    applications: Scope | None = None,
    parts: tuple[Any, ...] = (Result.content,),
) -> Select[Any]:
    """Return the query for the newest report of each sitting of an assessment, last written first.

    The caller adds a limit: there may be tens of thousands.

    Args:
        since: only sittings that began then or later.
        applications: only sittings of these applications; None means all.
        parts: the columns to read: a whole report is a hundred times as large as its figures.
    """
    wanted = (
        select(*parts)
        .select_from(Result)
        .join(Sitting, Sitting.id == Result.sitting_id)
        .where(Result.id.in_(newest_results(slug=slug, applications=applications)))
        .order_by(Result.id.desc())
    )
    return wanted.where(Sitting.began_at >= since) if since else wanted


def figures_of(applications: Scope) -> Mapping[int, Mapping[str, Figures]]:
    """Return the figures of every sitting that counts, by application id and slug; one query.

    Reports are not loaded: a vacancy may have thousands. An application without sittings has an
    empty mapping.
    """
    gave_up = exists().where(
        Recording.sitting_id == Sitting.id, Recording.state == RecordingState.NEEDS_ATTENTION
    )
    reason = case((Result.score.is_(None), Result.content["not_measured"].as_string()))
    rows = db.session.execute(
        select(
            Sitting.application_id,
            Sitting.slug,
            Sitting.state,
            Result.id.label("result_id"),
            Result.score,
            Result.sem,
            reason.label("reason"),
            gave_up.label("gave_up"),
        )
        .outerjoin(
            Result,
            (Result.sitting_id == Sitting.id)
            & Result.id.in_(newest_results(applications=applications)),
        )
        .where(Sitting.application_id.in_(applications), Sitting.practice.is_(False))
    )
    figures: defaultdict[int, dict[str, Figures]] = defaultdict(dict)
    for row in rows:
        figures[row.application_id][row.slug] = Figures(
            state=row.state,
            gave_up=row.gave_up,
            has_result=row.result_id is not None,
            score=row.score,
            sem=row.sem,
            reason=row.reason or "",
        )
    return figures


def figures(sitting: Sitting) -> Figures:
    """Return the figures of a sitting whose results and recordings are loaded already."""
    gave_up = any(
        recording.state == RecordingState.NEEDS_ATTENTION for recording in sitting.recordings
    )
    result = sitting.result
    if result is None:
        return Figures(state=sitting.state, gave_up=gave_up)
    return Figures(
        state=sitting.state,
        gave_up=gave_up,
        has_result=True,
        score=result.score,
        sem=result.sem,
        reason=result.content.get("not_measured", ""),
    )
