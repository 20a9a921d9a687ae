"""Vacancies, applicants, their applications, invitations, consent and accommodations."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, Instant, now
from jobs import JobState


class ApplicationState(StrEnum):
    """How far an application has come."""

    INVITED = "invited"
    STARTED = "started"
    FINISHED = "finished"


class MailState(StrEnum):
    """The delivery state of the invitation's e-mail."""

    NOT_ASKED = "not_asked"
    DUE = "due"
    SENT = "sent"
    NEEDS_ATTENTION = "needs_attention"


class SoundCheckState(StrEnum):
    """Whether the recogniser understood the sentence of the device check."""

    WAITING = "waiting"
    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not_understood"
    NOT_CHECKED = "not_checked"


class Applicant(Base):
    """A person who applies; scoring needs none of these columns."""

    __tablename__ = "applicant"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)


class Vacancy(Base):
    """A role to fill; recruiters write it, trainers read its bars.

    ``battery``: see ``Application``. A closed vacancy takes no new invitations; people who were
    invited before can finish.
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


class Application(Base):
    """One applicant for one vacancy.

    Attributes:
        battery: a copy of the vacancy's battery at the time of the invitation: a list of
            ``{"slug", "weight", "minutes", "bar"}`` in the order in which the tests are taken, with
            ``form``, ``touch``, ``policy`` and ``chosen`` where the kind leaves the choice to the
            vacancy.
        device: the remote-readiness record (``applicants.device``), shown to recruiters and never
            scored.
        released_at: when the results copy was released to the applicant; None if it is not.
        released_by: name of the person who released it.
    """

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id", ondelete="CASCADE"))
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True)
    employer: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(160))
    battery: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[ApplicationState] = mapped_column(
        String(20), default=ApplicationState.INVITED, index=True
    )
    invited_at: Mapped[datetime] = mapped_column(Instant, default=now)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    device: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    released_at: Mapped[datetime | None] = mapped_column(Instant)
    released_by: Mapped[str] = mapped_column(String(120), default="", server_default="")

    applicant: Mapped[Applicant] = relationship(lazy="joined")
    invitations: Mapped[list["Invitation"]] = relationship(
        order_by="Invitation.id", cascade="all, delete-orphan", back_populates="application"
    )
    consents: Mapped[list["Consent"]] = relationship(
        order_by="Consent.id", cascade="all, delete-orphan"
    )
    accommodation: Mapped["Accommodation | None"] = relationship(cascade="all, delete-orphan")

    __table_args__ = (UniqueConstraint("applicant_id", "vacancy_id"),)


class Invitation(JobState, Base):
    """An unguessable link: the nonce, signed with the installation's secret key.

    Without that key, a copy of the database opens no test.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    mail_state: Mapped[MailState] = mapped_column(String(20), default=MailState.NOT_ASKED)

    application: Mapped[Application] = relationship(back_populates="invitations")


class Consent(Base):
    """The text that a person agreed to, and when."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[datetime] = mapped_column(Instant, default=now)


class Accommodation(Base):
    """An adjustment that makes the tests fair for a person; its reason is not stored."""

    __tablename__ = "accommodation"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), unique=True
    )
    extra_time: Mapped[float] = mapped_column(default=1.0)
    granted_by: Mapped[str] = mapped_column(String(120))
    granted_at: Mapped[datetime] = mapped_column(Instant, default=now)


class SoundCheck(JobState, Base):
    """An attempt at the spoken sentence of the device check, deleted when the applicant continues.

    ``text`` is the transcript, to show to the applicant; ``found`` is how many of the sentence's
    words are in it. The recording itself is deleted as soon as it is transcribed.
    """

    __tablename__ = "sound_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[SoundCheckState] = mapped_column(String(20), default=SoundCheckState.WAITING)
    found: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
