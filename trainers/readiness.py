"""Who was hired, what was measured of them, and what holds each of them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select

from applicants.decisions import Decision, Verdict, newest_decisions
from applicants.models import Applicant, Application, Vacancy
from assessments.results.read import Figures, figures_of
from assessments.sittings.models import SittingState
from database import db
from web.paging import paginate_list

WITHOUT_RESULT: Mapping[str, str] = {
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
    figures = figures_of(_hired().with_only_columns(Application.id))
    return [
        Trainee(
            name=row.name,
            role=row.role,
            employer=row.employer,
            skills={
                part["slug"]: _skill(part, figures.get(row.id, {}).get(part["slug"]))
                for part in batteries[row.vacancy_id]
            },
        )
        for row in people
    ]


def _hired() -> Select[int, int, str, str, str]:
    """Return the query for everybody whose newest decision is to hire."""
    return (
        select(
            Application.id,
            Application.vacancy_id,
            Application.role,
            Application.employer,
            Applicant.name,
        )
        .join(Applicant, Applicant.id == Application.applicant_id)
        .join(Decision, Decision.application_id == Application.id)
        .where(Decision.id.in_(newest_decisions()), Decision.verdict == Verdict.HIRE)
    )


def _batteries() -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """Return the tests and today's bars of every vacancy that people were hired for.

    The bars are the vacancy's of today, as on the recruiters' pages: one person, one bar.
    """
    vacancies = _hired().with_only_columns(Application.vacancy_id)
    rows = db.session.execute(select(Vacancy.id, Vacancy.battery).where(Vacancy.id.in_(vacancies)))
    return {row.id: row.battery for row in rows}


def _skill(part: Mapping[str, Any], figures: Figures | None) -> Skill:
    slug, bar = part["slug"], part.get("bar")
    if figures is None:
        return Skill(slug=slug, score=None, sem=None, bar=bar, reason="not_sat")
    if not figures.has_result:
        reason = WITHOUT_RESULT.get(figures.state, "being_scored")
        return Skill(slug=slug, score=None, sem=None, bar=bar, reason=reason)
    return Skill(slug=slug, score=figures.score, sem=figures.sem, bar=bar, reason=figures.reason)
