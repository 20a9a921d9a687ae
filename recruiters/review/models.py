"""Reviews: a person's second reading of an answer or a point."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, Instant, now


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
