"""Decisions about the people of the staged installation."""

from collections.abc import Mapping

from accounts.models import Staff
from applicants import results_copy
from applicants.decisions import Verdict
from applicants.models import Application
from database import db
from recruiters.review import answers as reviewed_answers
from recruiters.shortlist.decisions import decide


def decide_on(people: Mapping[str, str]) -> None:
    """Record decisions, a review and a released copy; ``people``: public ids by key."""
    by = db.session.query(Staff).filter_by(email="recruiter@example.com").one()
    for key, verdict, reason in (
        ("ana", Verdict.SHORTLIST, "Calm and exact in the chat, clear voice."),
        ("ana", Verdict.HIRE, "Accepted the offer for the November class."),
        ("ben", Verdict.HOLD, "Good attitude; typing below the bar. A seat may open in December."),
        ("maria", Verdict.HIRE, "The team lead knows her work and trains her English."),
    ):
        application = db.session.query(Application).filter_by(public_id=people[key]).one()
        decide(application, verdict=verdict, reason=reason, by=by, evidence_seen=True)
    ana = db.session.query(Application).filter_by(public_id=people["ana"]).one()
    rated = reviewed_answers.find_answer(ana, "voice", 1)
    assert rated is not None
    heard = dict.fromkeys(rated.criteria, 3)
    results_copy.release(ana, by=by.name)
    reviewed_answers.review(
        rated, levels=heard, note="Two words are swallowed.", saw_score=False, by=by
    )
    db.session.commit()
