"""Compare the measures of a sitting with those of other applicants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from applicants.models import Application
from assessments.results.read import reports
from assessments.sittings.models import Result, Sitting
from database import db
from scoring.report import Report, stored_path
from scoring.scale import percentile_rank

MOST = 2000
"""Only this many of the newest sittings are compared."""

LEAST = 30
"""In a smaller pool each person moves a percentile by more than three points; a kind may ask for
more."""


class Pool(StrEnum):
    """The applicants to compare with."""

    VACANCY = "vacancy"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A measure of a sitting, compared with the pool.

    Attributes:
        value: None when it was not measured.
        percentile: mid-rank, 0 to 100; None when too few others have the measure.
        others: how many others have it.
        unit: of the value; empty for points of 100.
    """

    name: str
    value: float | None
    unit: str
    percentile: float | None
    others: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All measures of a sitting against one pool of ``size`` others."""

    pool: Pool
    size: int
    standings: Sequence[Standing]


def compare(application: Application, sitting: Sitting, *, least: int = LEAST) -> Comparison | None:
    """Compare a scored sitting with the others of its vacancy, or of all when these are few.

    Others with the same kind of test, not counting this applicant and practice; None when the
    sitting has no result.
    """
    if sitting.result is None:
        return None
    for pool in Pool:
        others = _others(application, sitting.slug, pool)
        if len(others) >= least:
            break
    return Comparison(
        pool=pool,
        size=len(others),
        standings=_standings(sitting.result.report, others, least),
    )


def _others(
    application: Application, slug: str, pool: Pool
) -> Sequence[Mapping[str, float | None]]:
    others = select(Application.id).where(Application.id != application.id)
    if pool is Pool.VACANCY:
        others = others.where(Application.vacancy_id == application.vacancy_id)
    # A whole report holds its evidence too, a hundred times as much as its figures.
    figures = (Result.content["measures"], Result.content[stored_path("subscores")])
    rows = db.session.execute(reports(slug, applications=others, parts=figures).limit(MOST))
    return [_values(measures or [], skills or []) for measures, skills in rows]


def _values(
    measures: Sequence[Mapping[str, Any]], skills: Sequence[Mapping[str, Any]]
) -> dict[str, float | None]:
    return {skill["name"]: skill["score"] for skill in skills} | {
        measure["name"]: measure["value"] for measure in measures
    }


def _standings(
    report: Report, others: Sequence[Mapping[str, float | None]], least: int
) -> tuple[Standing, ...]:
    mine = [(skill["name"], skill["score"], "") for skill in report.subscores]
    mine += [(measure.name, measure.value, measure.unit) for measure in report.measures]
    return tuple(_standing(name, value, unit, others, least) for name, value, unit in mine)


def _standing(
    name: str,
    value: float | None,
    unit: str,
    others: Sequence[Mapping[str, float | None]],
    least: int,
) -> Standing:
    pool = [theirs for other in others if (theirs := other.get(name)) is not None]
    known = value is not None and len(pool) >= least
    return Standing(
        name=name,
        value=value,
        unit=unit,
        percentile=percentile_rank(value, pool) if known and value is not None else None,
        others=len(pool),
    )
