"""Who was hired, what was measured of them, and what holds each of them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import JSON, Row, Select, case, column, func, select, table

from applicants.models import Applicant, Application
from assessments.sittings.models import Result, Sitting, SittingState
from database import db
from web.paging import paginate_list

DECISION = table("decision", column("id"), column("application_id"), column("verdict"))
VACANCY = table("vacancy", column("id"), column("battery", JSON))
"""The recruiters' tables, read by their names: the two rooms are blind to each other.

The bars are the vacancy's of today, as on the recruiters' pages: one person, one bar.
"""
HIRED = "hire"
WITHOUT_RESULT = {
    SittingState.OPEN: "not_finished",
    SittingState.NEEDS_ATTENTION: "needs_attention",
}
"""Why a sitting in this state has no score; any other is being scored."""
SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Skill:
    """One test of a person. ``score`` is None when not measured; ``reason`` then names why."""

    slug: str
    score: float | None
    sem: float | None
    bar: float | None
    reason: str = ""

    @property
    def margin(self) -> float | None:
        """Points above the bar, negative below; None without a score or a bar."""
        if self.score is None or self.bar is None:
            return None
        return self.score - self.bar


@dataclass(frozen=True, kw_only=True)
class Trainee:
    """A person who was hired, with the skills in the order in which they were tested."""

    name: str
    role: str
    employer: str
    skills: Mapping[str, Skill]

    @property
    def held_back_by(self) -> Skill | None:
        """The skill furthest below its bar; None when nothing measured is below."""
        below = [
            skill for skill in self.skills.values() if skill.margin is not None and skill.margin < 0
        ]
        return min(below, key=lambda skill: skill.margin or 0.0, default=None)

    @property
    def has_bars(self) -> bool:
        """Whether the role sets a bar for anything."""
        return any(skill.bar is not None for skill in self.skills.values())

    @property
    def unmeasured(self) -> tuple[Skill, ...]:
        """The skills of which nothing is known."""
        return tuple(skill for skill in self.skills.values() if skill.score is None)


def readiness(number: int) -> Pagination:
    """Return a page of the hired people, those held back most first; in a few queries.

    The order depends on today's bars, so all trainees are sorted by their figures before a page is
    taken.
    """
    return paginate_list(sorted(_trainees(), key=_urgency), number, SIZE)


def _urgency(trainee: Trainee) -> tuple[float, float, str]:
    """Order by the lowest margin, then by the lowest score; the unmeasured come last."""
    margins = [skill.margin for skill in trainee.skills.values() if skill.margin is not None]
    scores = [skill.score for skill in trainee.skills.values() if skill.score is not None]
    return min(margins, default=101.0), min(scores, default=101.0), trainee.name


def _trainees() -> Sequence[Trainee]:
    people = db.session.execute(_hired()).all()
    batteries = _batteries()
    known = _taken()
    return [
        Trainee(
            name=row.name,
            role=row.role,
            employer=row.employer,
            skills={
                part["slug"]: _skill(part, known.get((row.id, part["slug"])))
                for part in batteries[row.vacancy_id]
            },
        )
        for row in people
    ]


def _hired() -> Select[int, int, str, str, str]:
    """Return the query for everybody of whom the newest decision is to hire."""
    newest = (
        select(DECISION.c.application_id, func.max(DECISION.c.id).label("id"))
        .group_by(DECISION.c.application_id)
        .subquery()
    )
    return (
        select(
            Application.id,
            Application.vacancy_id,
            Application.role,
            Application.employer,
            Applicant.name,
        )
        .join(Applicant, Applicant.id == Application.applicant_id)
        .join(newest, newest.c.application_id == Application.id)
        .join(DECISION, DECISION.c.id == newest.c.id)
        .where(DECISION.c.verdict == HIRED)
    )


def _batteries() -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """Return the tests and bars of today of every vacancy somebody was hired for."""
    hired = _hired().subquery()
    return {
        row.id: row.battery
        for row in db.session.execute(
            select(VACANCY.c.id, VACANCY.c.battery).where(
                VACANCY.c.id.in_(select(hired.c.vacancy_id))
            )
        )
    }


def _taken() -> Mapping[tuple[int, str], Row[Any]]:
    """Return the figures of every hired person's sittings, by application and kind.

    Reads the figures of each newest result and not its report.
    """
    hired = _hired().subquery()
    newest = (
        select(Result.sitting_id, func.max(Result.revision).label("revision"))
        .join(Sitting, Sitting.id == Result.sitting_id)
        .where(Sitting.application_id.in_(select(hired.c.id)))
        .group_by(Result.sitting_id)
        .subquery()
    )
    why = case((Result.score.is_(None), Result.content["not_measured"].as_string()))
    rows = db.session.execute(
        select(
            Sitting.application_id,
            Sitting.slug,
            Sitting.state,
            newest.c.revision,
            Result.score,
            Result.sem,
            why.label("why"),
        )
        .join(hired, hired.c.id == Sitting.application_id)
        .outerjoin(newest, newest.c.sitting_id == Sitting.id)
        .outerjoin(
            Result,
            (Result.sitting_id == Sitting.id) & (Result.revision == newest.c.revision),
        )
        .where(Sitting.practice.is_(False))
    )
    return {(row.application_id, row.slug): row for row in rows}


def _skill(part: Mapping[str, Any], row: Row[Any] | None) -> Skill:
    slug, bar = part["slug"], part.get("bar")
    if row is None:
        return Skill(slug=slug, score=None, sem=None, bar=bar, reason="not_sat")
    if row.revision is None:
        reason = WITHOUT_RESULT.get(row.state, "being_scored")
        return Skill(slug=slug, score=None, sem=None, bar=bar, reason=reason)
    return Skill(slug=slug, score=row.score, sem=row.sem, bar=bar, reason=row.why or "")
