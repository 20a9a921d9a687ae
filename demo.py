"""flask demo seed: what a fresh installation starts with, so that the whole job can be tried."""

import json

import click
from flask.cli import AppGroup
from sqlalchemy import select

from accounts.models import Staff
from accounts.staff import add_staff
from applicants import invitations
from applicants.models import Application, ApplicationState, Invitation
from assessments import registry
from extensions import db, now
from recruiters.models import Vacancy
from recruiters.vacancies import add_vacancy

group = AppGroup("demo", help="What a fresh installation starts with.")

ORDER = ("typing", "grammar", "chat", "voice")
WEIGHTS = {"typing": 15.0, "grammar": 20.0, "chat": 35.0, "voice": 30.0}
TITLE = "Chat and voice support (sample)"


@group.command("seed")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def seed(*, as_json: bool) -> None:
    """Add the first staff, a sample vacancy and an invitation; a second time adds nothing twice."""
    made: dict[str, object] = {}
    for role, name in (("recruiter", "First recruiter"), ("trainer", "First trainer")):
        if db.session.scalar(select(Staff.id).where(Staff.role == role).limit(1)) is None:
            staff, password = add_staff(name=name, email=f"{role}@handa.example", role=role)
            made[role] = {"email": staff.email, "password": password}
    made["invitation"] = invitations.link(open_invitation(sample_vacancy()))
    db.session.commit()
    click.echo(json.dumps(made) if as_json else "\n".join(f"{k}: {v}" for k, v in made.items()))


def sample_vacancy() -> Vacancy:
    """Return the sample vacancy with one test of every kind; made if there is none."""
    found = db.session.scalar(select(Vacancy).where(Vacancy.sample.is_(True)).limit(1))
    if found is not None:
        return found
    battery = [
        {
            "slug": slug,
            "weight": WEIGHTS[slug],
            "minutes": registry.get(slug).minutes,
            "bar": None,
        }
        for slug in ORDER
    ]
    vacancy = add_vacancy(title=TITLE, employer="Sample Contact Centre", battery=battery)
    vacancy.sample = True
    return vacancy


def open_invitation(vacancy: Vacancy) -> Invitation:
    """Return a sample invitation that nobody has opened yet; made if there is none."""
    waiting = db.session.scalar(
        select(Application).where(
            Application.vacancy_id == vacancy.id, Application.state == ApplicationState.INVITED
        )
    )
    if waiting is not None and waiting.invitations[-1].expires_at > now():
        return waiting.invitations[-1]
    if waiting is not None:
        return invitations.renew(waiting)
    number = 1 + len(
        db.session.scalars(select(Application.id).where(Application.vacancy_id == vacancy.id)).all()
    )
    return invitations.invite(
        vacancy_id=vacancy.id,
        role=vacancy.title,
        employer=vacancy.employer,
        battery=vacancy.battery,
        name=f"Sample Applicant {number}",
        email=f"sample.applicant.{number}@handa.example",
    )
