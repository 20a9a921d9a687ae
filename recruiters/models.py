"""Ratings: what people think of an answer."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, Instant, now


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
