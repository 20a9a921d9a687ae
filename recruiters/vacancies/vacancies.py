"""Vacancies and their batteries. Nothing here commits."""

import secrets
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import case, func, select

from applicants import invitations
from applicants.models import Application, ApplicationState, Vacancy
from assessments.banks import registry
from database import db, now
from web.paging import paginate_rows

Battery = list[dict[str, Any]]


class BatteryFixedError(Exception):
    """People were invited to the vacancy, and all of them take the same tests for the same time."""


class ClosedError(Exception):
    """The vacancy is closed: it takes no new invitations."""


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
    """Change a vacancy; new weights and bars apply at once to every applicant on its shortlist.

    Raises:
        BatteryFixedError: tests, their order or minutes differ and people were invited.
    """
    if _what_is_taken(battery) != _what_is_taken(vacancy.battery) and count_invited(vacancy):
        raise BatteryFixedError
    vacancy.title = title.strip()
    vacancy.employer = employer.strip()
    vacancy.battery = [dict(part) for part in battery]
    vacancy.bar = bar
    return vacancy


def _what_is_taken(battery: Battery) -> list[tuple[str, float, str, str, bool]]:
    """Return what applicants notice of a battery: tests, order, minutes and options."""
    return [
        (
            part["slug"],
            float(part["minutes"]),
            _length_of(part),
            _policy_of(part),
            bool(part.get("touch")),
        )
        for part in battery
    ]


def _length_of(part: dict[str, Any]) -> str:
    """Return the length of a part; the usual length where its test once had only one."""
    forms = registry.get(part["slug"]).forms
    return part.get("form") or (forms[0].name if forms else "")


def _policy_of(part: dict[str, Any]) -> str:
    """Return the policy of a part; the usual policy where none was chosen."""
    policies = registry.get(part["slug"]).policies
    return part.get("policy") or (policies[0].name if policies else "")


def close(vacancy: Vacancy) -> None:
    """Take no new invitations from now on; a second call changes nothing."""
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


def count_invited(vacancy: Vacancy) -> int:
    """Return how many people have an application for a vacancy."""
    return (
        db.session.scalar(
            select(func.count(Application.id)).where(Application.vacancy_id == vacancy.id)
        )
        or 0
    )


def overview(number: int) -> Pagination:
    """Return a page of vacancies, the open ones first, then the newest first.

    Each row has the ``Vacancy``, how many people were ``invited`` and how many have ``finished``.
    Two queries, however many vacancies there are.
    """
    finished = func.count(case((Application.state == ApplicationState.FINISHED, 1)))
    rows = (
        select(Vacancy, func.count(Application.id).label("invited"), finished.label("finished"))
        .outerjoin(Application, Application.vacancy_id == Vacancy.id)
        .group_by(Vacancy.id)
        .order_by(Vacancy.closed_at.is_not(None), Vacancy.id.desc())
    )
    total = db.session.scalar(select(func.count(Vacancy.id))) or 0
    return paginate_rows(rows, number, total=total)
