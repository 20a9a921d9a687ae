"""Who was hired, what was measured of them, and what holds each of them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import column, func, select, table

from applicants.models import Application
from assessments.results import SittingView, profiles
from extensions import db

DECISION = table("decision", column("id"), column("application_id"), column("verdict"))
"""The recruiters' table, read by its name: the two rooms are blind to each other."""
HIRED = "hire"
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


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """One page of trainees; ``number`` counts from 1."""

    trainees: tuple[Trainee, ...]
    number: int
    pages: int
    total: int


def readiness(number: int) -> Readiness:
    """Return a page of the hired people, those held back most first; in a few queries."""
    people = sorted(_trainees(), key=_urgency)
    pages = max(1, -(-len(people) // SIZE))
    number = min(max(number, 1), pages)
    return Readiness(
        trainees=tuple(people[(number - 1) * SIZE : number * SIZE]),
        number=number,
        pages=pages,
        total=len(people),
    )


def _urgency(trainee: Trainee) -> tuple[float, float, str]:
    """Order by the lowest margin, then by the lowest score; the unmeasured come last."""
    margins = [skill.margin for skill in trainee.skills.values() if skill.margin is not None]
    scores = [skill.score for skill in trainee.skills.values() if skill.score is not None]
    return min(margins, default=101.0), min(scores, default=101.0), trainee.name


def _trainees() -> Sequence[Trainee]:
    newest = (
        select(DECISION.c.application_id, func.max(DECISION.c.id).label("id"))
        .group_by(DECISION.c.application_id)
        .subquery()
    )
    hired = db.session.scalars(
        select(Application)
        .join(newest, newest.c.application_id == Application.id)
        .join(DECISION, DECISION.c.id == newest.c.id)
        .where(DECISION.c.verdict == HIRED)
    ).all()
    known = profiles(application.id for application in hired)
    return [
        Trainee(
            name=application.applicant.name,
            role=application.role,
            employer=application.employer,
            skills={
                part["slug"]: _skill(part, known.get(application.id, {}).get(part["slug"]))
                for part in application.battery
            },
        )
        for application in hired
    ]


def _skill(part: Mapping[str, Any], view: SittingView | None) -> Skill:
    slug, bar = part["slug"], part.get("bar")
    if view is None:
        return Skill(slug=slug, score=None, sem=None, bar=bar, reason="not_sat")
    if view.result is None:
        reason = "not_finished" if view.sitting.is_open else "being_scored"
        return Skill(slug=slug, score=None, sem=None, bar=bar, reason=reason)
    return Skill(
        slug=slug,
        score=view.result.score,
        sem=view.result.sem,
        bar=bar,
        reason=view.result.content.get("not_measured", ""),
    )
