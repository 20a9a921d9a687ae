"""Vacancies and their batteries. Nothing here commits."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from applicants import invitations
from applicants.models import Application, ApplicationState, Vacancy
from assessments.banks import registry
from database import db, now
from recruiters.pages import Page

Battery = list[dict[str, Any]]


class BatteryFixedError(Exception):
    """Somebody was invited: everybody takes the same tests for the same time."""


class ClosedError(Exception):
    """The vacancy is closed: it takes no new invitations."""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A vacancy and how many people were invited and have finished."""

    vacancy: Vacancy
    invited: int
    finished: int


def add_vacancy(
    *, title: str, employer: str, battery: Battery, bar: float | None = None
) -> Vacancy:
    """Add a role to fill; ``battery`` as in ``applicants.models.Application``."""
    vacancy = Vacancy(
        public_id=secrets.token_urlsafe(16),
        title=title.strip(),
        employer=employer.strip(),
        battery=[dict(part) for part in battery],
        bar=bar,
    )
    db.session.add(vacancy)
    db.session.flush()
    return vacancy


def change_vacancy(
    vacancy: Vacancy, *, title: str, employer: str, battery: Battery, bar: float | None
) -> Vacancy:
    """Change a vacancy. Weights and bars apply to everybody on its shortlist at once.

    Raises:
        BatteryFixedError: tests, their order or minutes differ and people were invited.
    """
    if _taken(battery) != _taken(vacancy.battery) and count_invited(vacancy):
        raise BatteryFixedError
    vacancy.title = title.strip()
    vacancy.employer = employer.strip()
    vacancy.battery = [dict(part) for part in battery]
    vacancy.bar = bar
    return vacancy


def _taken(battery: Battery) -> list[tuple[str, float, str, str, bool]]:
    return [
        (
            part["slug"],
            float(part["minutes"]),
            _form_of(part),
            _policy_of(part),
            bool(part.get("touch")),
        )
        for part in battery
    ]


def _form_of(part: dict[str, Any]) -> str:
    """Return the form of a part; the usual one where its test was given in one form only."""
    forms = registry.get(part["slug"]).forms
    return part.get("form") or (forms[0].name if forms else "")


def _policy_of(part: dict[str, Any]) -> str:
    """Return the policy of a part; the usual one where nobody has chosen."""
    policies = registry.get(part["slug"]).policies
    return part.get("policy") or (policies[0].name if policies else "")


def close(vacancy: Vacancy) -> None:
    """Take no new invitations from now on; doing it twice is the same as once."""
    vacancy.closed_at = vacancy.closed_at or now()


def open_again(vacancy: Vacancy) -> None:
    """Take invitations again."""
    vacancy.closed_at = None


def invite(
    vacancy: Vacancy,
    *,
    name: str,
    email: str,
    extra_time: float,
    granted_by: str,
    send_mail: bool,
) -> Application:
    """Invite a person for a vacancy.

    Raises:
        ClosedError: the vacancy takes no new invitations.
        invitations.AlreadyInvitedError: the address has an application for this vacancy.
    """
    if vacancy.closed_at is not None:
        raise ClosedError
    return invitations.invite(
        vacancy_id=vacancy.id,
        role=vacancy.title,
        employer=vacancy.employer,
        battery=vacancy.battery,
        name=name,
        email=email,
        extra_time=extra_time,
        granted_by=granted_by,
        send_mail=send_mail,
    ).application


def find(public_id: str) -> Vacancy | None:
    """Return a vacancy by its public id."""
    return db.session.scalar(select(Vacancy).where(Vacancy.public_id == public_id))


def count_invited(vacancy: Vacancy) -> int:
    """Return how many people have an application for a vacancy."""
    return (
        db.session.scalar(
            select(func.count(Application.id)).where(Application.vacancy_id == vacancy.id)
        )
        or 0
    )


def overview(number: int) -> Page[Overview]:
    """Return a page of vacancies, the open ones first, each kind with the newest first.

    Two queries, however many there are.
    """
    total = db.session.scalar(select(func.count(Vacancy.id))) or 0
    page: Page[Overview] = Page.place(number, total)
    finished = func.count(case((Application.state == ApplicationState.FINISHED, 1)))
    rows = db.session.execute(
        select(Vacancy, func.count(Application.id), finished)
        .outerjoin(Application, Application.vacancy_id == Vacancy.id)
        .group_by(Vacancy.id)
        .order_by(Vacancy.closed_at.is_not(None), Vacancy.id.desc())
        .limit(page.size)
        .offset(page.offset)
    )
    return page.holding(
        Overview(vacancy=vacancy, invited=invited, finished=done) for vacancy, invited, done in rows
    )
