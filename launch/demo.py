"""flask demo seed: sample data for a new installation, so that every task can be tried."""

import json

import click
from flask.cli import AppGroup
from sqlalchemy import select

from accounts.models import Staff
from accounts.staff import add_staff
from applicants import invitations
from applicants.models import Application, ApplicationState, Invitation, Vacancy
from assessments.banks import registry
from assessments.contract.assessment import Assessment
from database import db, now
from recruiters.vacancies.vacancies import add_vacancy

group = AppGroup("demo", help="Sample data for a new installation.")

ORDER = ("typing", "grammar", "chat", "voice")
WEIGHTS = {"typing": 15.0, "grammar": 20.0, "chat": 35.0, "voice": 30.0}
TITLE = "Chat and voice support (sample)"


@group.command("seed")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def seed(*, as_json: bool) -> None:
    """Add the first staff, a sample vacancy and an invitation to an empty installation, once."""
    created: dict[str, object] = {}
    if db.session.scalar(select(Staff.id).limit(1)) is None:
        for role, name in (("recruiter", "First recruiter"), ("trainer", "First trainer")):
            staff, password = add_staff(name=name, email=f"{role}@handa.example", role=role)
            created[role] = {"email": staff.email, "password": password}
        created["invitation"] = invitations.link(sample_invitation(sample_vacancy()))
    elif waiting := waiting_sample():
        created["invitation"] = invitations.link(waiting)
    db.session.commit()
    lines = (f"{name}: {value}" for name, value in created.items())
    click.echo(json.dumps(created) if as_json else "\n".join(lines))


def sample_vacancy() -> Vacancy:
    """Create the sample vacancy, with typing, grammar, chat and voice."""
    battery = [_part(registry.get(slug)) for slug in ORDER]
    vacancy = add_vacancy(title=TITLE, employer="Sample Contact Centre", battery=battery)
    vacancy.sample = True
    return vacancy


def _part(kind: Assessment) -> dict[str, object]:
    """Return the battery's entry of a kind, in its shortest length."""
    part = {"slug": kind.slug, "weight": WEIGHTS[kind.slug], "minutes": kind.minutes, "bar": None}
    if not kind.lengths:
        return part
    shortest = min(kind.lengths, key=lambda length: length.minutes)
    return {**part, "minutes": shortest.minutes, "form": shortest.name}


def sample_invitation(vacancy: Vacancy) -> Invitation:
    """Invite the sample applicant."""
    return invitations.invite(
        vacancy_id=vacancy.id,
        role=vacancy.title,
        employer=vacancy.employer,
        battery=vacancy.battery,
        name="Sample Applicant",
        email="sample.applicant@handa.example",
    )


def waiting_sample() -> Invitation | None:
    """Return the newest invitation to the sample vacancy that can still be used, or None."""
    return db.session.scalar(
        select(Invitation)
        .join(Application)
        .join(Vacancy, Application.vacancy_id == Vacancy.id)
        .where(
            Vacancy.sample.is_(True),
            Application.state != ApplicationState.FINISHED,
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )
