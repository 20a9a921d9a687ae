"""The recruiters' tables: vacancies, reviews and decisions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, Instant, now


class Vacancy(Base):
    """A role to fill. ``battery``: see ``applicants.models.Application``.

    A closed vacancy takes no new invitations; applicants who were invited can still take the tests.
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
    """The decision of a person; a machine never decides."""

    SHORTLIST = "shortlist"
    HOLD = "hold"
    DECLINE = "decline"
    HIRE = "hire"


class ReviewOf(StrEnum):
    """The part of a report that a person reviews."""

    ANSWER = "answer"
    POINT = "point"


class Review(Base):
    """A person's second reading of an answer or of a point, beside the machine's; append-only.

    A person's newest review of the same answer or point counts.

    Attributes:
        subject: an answer has ``levels``, a point has ``met``.
        number: place of the answer or point in the report, with the ``item`` it belongs to.
        levels: 0 to 4 by criterion of the rubric; empty for a point.
        met: whether the person confirms the point; None for an answer.
        machine: the machine's scores at that moment, by criterion, as far as it had measured them:
            0 to 100 for an answer; for a point its share of the possible points, 0 to 1, as
            ``met``.
        saw_score: the person knew the machine's score before.
    """

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[ReviewOf] = mapped_column(String(20))
    number: Mapped[int]
    item: Mapped[str] = mapped_column(String(80))
    levels: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    met: Mapped[bool | None]
    machine: Mapped[dict[str, float]] = mapped_column(JSON)
    saw_score: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    reviewed_by: Mapped[str] = mapped_column(String(120))
    reviewed_at: Mapped[datetime] = mapped_column(Instant, default=now)

    __table_args__ = (
        CheckConstraint("(met IS NOT NULL) = (subject = 'point')", name="met_of_points"),
    )


class Decision(Base):
    """A person's decision with the reason; append-only, and the newest counts."""

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
