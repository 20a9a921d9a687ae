"""The shortlist of a vacancy: ranked when it is shown, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select

from applicants.decisions import Decision, newest_decisions
from applicants.models import Applicant, Application, ApplicationState, Invitation, Vacancy
from assessments.results.read import figures_of
from database import db, now
from recruiters.shortlist.standings import Cell, Stage, cell, stage, weighted
from scoring.profile import Profile, Standing, ranking
from web.paging import paginate_list

UNDECIDED = "none"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which applicants a recruiter wants to see; empty means all of them."""

    search: str = ""
    stage: str = ""
    verdict: str = ""
    page: int = 1
    names_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """One applicant on a shortlist. ``number`` stands for the name while names are hidden."""

    number: int
    public_id: str
    name: str
    email: str
    stage: Stage
    link_expired: bool
    verdict: str
    cells: tuple[Cell, ...]
    profile: Profile
    standing: Standing | None = None


@dataclass(frozen=True, kw_only=True)
class Shortlist:
    """A page of a vacancy's applicants, best first, and how many there are at each stage.

    ``page``: of ``Person``.
    """

    page: Pagination
    stages: Mapping[Stage, int]
    applicants: int


def shortlist(vacancy: Vacancy, choice: Choice) -> Shortlist:
    """Return a page of a shortlist.

    Applicants are ranked among all applicants of the vacancy, whatever the filter. The weights and
    bars are those that the vacancy has today, for every applicant on the list.
    """
    people = _in_order(_people(vacancy))
    wanted = [person for person in people if _is_wanted(person, choice)]
    return Shortlist(
        page=paginate_list(wanted, choice.page),
        stages=Counter(person.stage for person in people),
        applicants=len(people),
    )


def _in_order(people: Iterable[Person]) -> list[Person]:
    """Put complete profiles first, by score; then the others by how far they have come.

    A score on some of the tests is not ranked: it cannot be compared with a score on all of them.
    """
    known = {person.number: person for person in people}
    places = ranking({number: person.profile for number, person in known.items()})
    placed = [replace(known[number], standing=standing) for number, standing in places.items()]
    others = [person for number, person in known.items() if number not in places]
    order = list(Stage)
    others.sort(
        key=lambda person: (order.index(person.stage), -person.profile.measured, person.number)
    )
    return placed + others


def _is_wanted(person: Person, choice: Choice) -> bool:
    if choice.stage and person.stage != choice.stage:
        return False
    if choice.verdict and (person.verdict or UNDECIDED) != choice.verdict:
        return False
    sought = choice.search.strip().casefold()
    if not sought:
        return True
    if choice.names_hidden:
        return sought.lstrip("#") == str(person.number)
    return sought in person.name.casefold() or sought in person.email


def _people(vacancy: Vacancy) -> Iterable[Person]:
    figures = figures_of(_application_ids(vacancy.id))
    moment = now()
    for row in db.session.execute(_applications(vacancy.id)):
        known = figures.get(row.id, {})
        cells = tuple(cell(part, known.get(part["slug"])) for part in vacancy.battery)
        open_still = row.state != ApplicationState.FINISHED
        yield Person(
            number=row.id,
            public_id=row.public_id,
            name=row.name,
            email=row.email,
            stage=stage(row.state, cells),
            link_expired=open_still and row.expires_at is not None and row.expires_at <= moment,
            verdict=row.verdict or "",
            cells=cells,
            profile=weighted(vacancy.battery, cells),
        )


def _application_ids(vacancy_id: int) -> Select[int]:
    return select(Application.id).where(Application.vacancy_id == vacancy_id)


def _applications(vacancy_id: int) -> Select[Any]:
    """Return the query for a vacancy's applications, each with its newest decision and link."""
    newest = newest_decisions(applications=_application_ids(vacancy_id))
    links = (
        select(Invitation.application_id, func.max(Invitation.expires_at).label("expires_at"))
        .join(Application, Application.id == Invitation.application_id)
        .where(Application.vacancy_id == vacancy_id)
        .group_by(Invitation.application_id)
        .subquery()
    )
    return (
        select(
            Application.id,
            Application.public_id,
            Application.state,
            Applicant.name,
            Applicant.email,
            Decision.verdict,
            links.c.expires_at,
        )
        .join(Applicant, Applicant.id == Application.applicant_id)
        .outerjoin(Decision, (Decision.application_id == Application.id) & Decision.id.in_(newest))
        .outerjoin(links, links.c.application_id == Application.id)
        .where(Application.vacancy_id == vacancy_id)
        .order_by(Application.id)
    )
