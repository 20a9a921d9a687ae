"""A sitting and its event log, recordings and results."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, Instant, now
from jobs import JobState
from scoring.report import Report
from speech.spoken import Spoken


class SittingState(StrEnum):
    """The life of a sitting."""

    OPEN = "open"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    SCORED = "scored"
    NEEDS_ATTENTION = "needs_attention"


class RecordingState(StrEnum):
    """The life of a recording. ``heard`` is a transcribed recording."""

    UPLOADING = "uploading"
    RECEIVED = "received"
    HEARD = "heard"
    REJECTED = "rejected"
    INCOMPLETE = "incomplete"
    LATE = "late"
    NEEDS_ATTENTION = "needs_attention"


class Sitting(JobState, Base):
    """One applicant takes one assessment once; or its unscored practice."""

    __tablename__ = "sitting"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    slug: Mapped[str] = mapped_column(String(40))
    practice: Mapped[bool] = mapped_column(default=False)
    state: Mapped[SittingState] = mapped_column(String(20), default=SittingState.OPEN, index=True)
    began_at: Mapped[datetime] = mapped_column(Instant, default=now)
    deadline: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    late_events: Mapped[int] = mapped_column(default=0)
    log_bytes: Mapped[int] = mapped_column(default=0)

    events: Mapped[list["Event"]] = relationship(
        order_by="Event.number", cascade="all, delete-orphan", passive_deletes=True
    )
    recordings: Mapped[list["Recording"]] = relationship(
        order_by="Recording.id", cascade="all, delete-orphan", passive_deletes=True
    )
    results: Mapped[list["Result"]] = relationship(
        order_by="Result.revision", cascade="all, delete-orphan", passive_deletes=True
    )
    likenesses: Mapped[list["Likeness"]] = relationship(
        foreign_keys="Likeness.sitting_id",
        order_by="Likeness.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    __table_args__ = (UniqueConstraint("application_id", "slug", "practice"),)

    @property
    def is_open(self) -> bool:
        """Whether the sitting has not ended; its time may be over nevertheless."""
        return self.state == SittingState.OPEN

    @property
    def result(self) -> "Result | None":
        """The newest result, or None."""
        return self.results[-1] if self.results else None


class Event(Base):
    """One event of a sitting's log; appended once, never changed.

    ``kind`` is the event type. ``stream`` and ``sequence`` identify the event in the browser that
    sent it, so that a repeated delivery is recognised; the engine's own events have the stream
    ``server``. A late event came after the deadline: staff can see it, and it is never scored.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    stream: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    late: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("sitting_id", "number"),
        UniqueConstraint("sitting_id", "stream", "sequence"),
    )


class Recording(JobState, Base):
    """The audio of one answer and its transcript (``heard``)."""

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(String(64))
    item: Mapped[str] = mapped_column(String(80))
    mime: Mapped[str] = mapped_column(String(80))
    state: Mapped[RecordingState] = mapped_column(
        String(20), default=RecordingState.UPLOADING, index=True
    )
    bytes: Mapped[int] = mapped_column(default=0)
    claimed_seconds: Mapped[float | None]
    longest_seconds: Mapped[float | None]
    store_key: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    touched_at: Mapped[datetime] = mapped_column(Instant, default=now)
    heard: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    late: Mapped[bool] = mapped_column(default=False)

    sitting: Mapped[Sitting] = relationship(back_populates="recordings")
    likenesses: Mapped[list["Likeness"]] = relationship(
        order_by="Likeness.share.desc()", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (UniqueConstraint("sitting_id", "client_id"),)

    @property
    def spoken(self) -> Spoken | None:
        """The transcript and its measures; None before a worker has transcribed the recording."""
        return Spoken.from_dict(self.heard) if self.heard else None


class Likeness(Base):
    """A match between two applicants; each of the two has a row.

    A spoken answer (``recording_id``): ``share`` is the shared part of the wording, 0 to 1;
    ``words`` the longest run of words in both; ``same_sound``: its words start at the same times.
    A log of keystrokes (``sitting_id``): ``words`` is the item typed in the same rhythm, ``share``
    is 1. A written text (``sitting_id``): ``share`` and ``words`` as in a spoken answer. Erasing
    either applicant deletes the row.
    """

    __tablename__ = "likeness"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int | None] = mapped_column(
        ForeignKey("recording.id", ondelete="CASCADE"), index=True
    )
    sitting_id: Mapped[int | None] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    other_sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    share: Mapped[float]
    words: Mapped[str] = mapped_column(Text)
    same_sound: Mapped[bool]

    __table_args__ = (
        UniqueConstraint("recording_id", "other_sitting_id"),
        UniqueConstraint("sitting_id", "other_sitting_id"),
    )


class Result(Base):
    """A stored report. Scoring again adds a revision with its reason (``why``)."""

    __tablename__ = "result"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"))
    revision: Mapped[int] = mapped_column(default=1)
    scorer_version: Mapped[str] = mapped_column(String(40))
    score: Mapped[float | None]
    sem: Mapped[float | None]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)

    __table_args__ = (
        UniqueConstraint("sitting_id", "revision"),
        Index("ix_result_score", "score"),
    )

    @property
    def report(self) -> Report:
        """The report as the scorer gave it."""
        return Report.from_dict(self.content)
