"""Sittings in the database of a test: read them again, answer in them, let their time run out."""

from datetime import timedelta

from sqlalchemy import select

from assessments.sittings.models import Sitting
from database import db
from tests.support.factories import event

ANSWER = {"item": "", "answer": "went", "seconds_on_screen": 3.0}


def row(public_id: str) -> Sitting:
    db.session.expire_all()
    return db.session.scalars(select(Sitting).where(Sitting.public_id == public_id)).one()


def answered(sitting: str, sequence: int, answer: str = "went", **more: str) -> dict:
    form = row(sitting).events[0].data["form"]
    return event(sequence, "answered", {**ANSWER, "item": form[0], "answer": answer}, **more)


def past_the_deadline(sitting: str, seconds: float = 60) -> None:
    found = row(sitting)
    found.deadline = found.deadline - timedelta(hours=1) - timedelta(seconds=seconds)
    found.began_at = found.began_at - timedelta(hours=1)
    db.session.commit()


def row_vacancy():
    from applicants.models import Vacancy

    return db.session.scalars(select(Vacancy)).first()
