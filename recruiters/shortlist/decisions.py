"""The decisions on applicants: append-only, with a name and a reason. Nothing here commits."""

from collections.abc import Sequence

from sqlalchemy import select

from accounts.models import Staff
from applicants.decisions import Decision, Verdict
from applicants.models import Application
from database import db


class EvidenceUnseenError(Exception):
    """A decline needs a person who has seen the evidence."""


def history(application_id: int) -> Sequence[Decision]:
    """Return the decisions on an application, newest first."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.application_id == application_id)
        .order_by(Decision.id.desc())
    ).all()


def decide(
    application: Application,
    *,
    verdict: Verdict,
    reason: str,
    by: Staff,
    evidence_seen: bool,
) -> Decision:
    """Record a person's decision; the newest counts. A repeated request changes nothing.

    Args:
        evidence_seen: the results are complete and were on the page, or the person ticked that
            they have looked at the evidence.

    Raises:
        EvidenceUnseenError: a decline by a person who has not seen the evidence.
    """
    if verdict == Verdict.DECLINE and not evidence_seen:
        raise EvidenceUnseenError
    earlier = history(application.id)
    if earlier and (earlier[0].verdict, earlier[0].reason, earlier[0].made_by_id) == (
        verdict,
        reason.strip(),
        by.id,
    ):
        return earlier[0]
    decision = Decision(
        application_id=application.id,
        verdict=verdict,
        reason=reason.strip(),
        made_by_id=by.id,
        made_by=by.name,
    )
    db.session.add(decision)
    db.session.flush()
    return decision
