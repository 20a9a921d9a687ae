"""Find a row by the public id in an address, or answer 404."""

from flask import abort
from sqlalchemy import select

from applicants.models import Application, Vacancy
from database import db


def vacancy_or_404(public_id: str) -> Vacancy:
    """Return a vacancy by its public id."""
    return db.session.scalar(select(Vacancy).where(Vacancy.public_id == public_id)) or abort(404)


def application_or_404(public_id: str) -> Application:
    """Return an application by its public id."""
    return db.session.scalar(
        select(Application).where(Application.public_id == public_id)
    ) or abort(404)
