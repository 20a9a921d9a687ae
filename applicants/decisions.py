"""Decisions on applications: recruiters make them, trainers read who was hired."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, Instant, now


class Verdict(StrEnum):
    """The outcome that a person chose; never a machine."""

    SHORTLIST = "shortlist"
    HOLD = "hold"
    DECLINE = "decline"
    HIRE = "hire"


class Decision(Base):
    """One person's decision with the reason; history is append-only, the newest counts."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    verdict: Mapped[Verdict] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(Instant, default=now)


def newest_decisions(*, applications: Select[int] | None = None) -> Select[int]:
    """Return the query for the id of the newest decision on each application.

    Args:
        applications: a query for the ids of the applications; None means all.
    """
    newest = select(func.max(Decision.id)).group_by(Decision.application_id)
    if applications is not None:
        newest = newest.where(Decision.application_id.in_(applications))
    return newest
