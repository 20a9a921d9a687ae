"""Vacancies and decisions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, Instant, now


class Vacancy(Base):
    """A role to fill. ``battery``: see ``applicants.models.Application``.

    A closed vacancy takes no new invitations; whoever was invited goes on.
    """

    __tablename__ = "vacancy"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    employer: Mapped[str] = mapped_column(String(120))
    battery: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    bar: Mapped[float | None]
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class Verdict(StrEnum):
    """What a person decided; never a machine."""

    SHORTLIST = "shortlist"
    HOLD = "hold"
    DECLINE = "decline"
    HIRE = "hire"


class Rating(Base):
    """What a person thinks of one answer after hearing or reading it; append-only.

    A rater's newest counts.

    ``levels``: 0 to 4 by criterion of the rubric; ``machine``: the machine's scores of that moment,
    0 to 100 by criterion, only those that it had measured. ``saw_score``: the rater says that the
    machine's score was known before.
    """

    __tablename__ = "rating"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    item: Mapped[str] = mapped_column(String(80))
    levels: Mapped[dict[str, int]] = mapped_column(JSON)
    machine: Mapped[dict[str, float]] = mapped_column(JSON)
    saw_score: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    rated_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    rated_by: Mapped[str] = mapped_column(String(120))
    rated_at: Mapped[datetime] = mapped_column(Instant, default=now)


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
