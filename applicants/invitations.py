"""Create, renew and look up the link that lets an applicant in."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import session
from itsdangerous import BadSignature
from sqlalchemy import func, select

import config
from applicants.links import link, signer
from applicants.models import (
    Accommodation,
    Applicant,
    Application,
    ApplicationState,
    Invitation,
    MailState,
)
from applicants.tasks import mail_invitation
from database import db, now, read_only
from jobs import after_commit

__all__ = ["accept", "find", "invite", "link", "renew"]


class AlreadyInvitedError(Exception):
    """The person already has an application for this vacancy: ``application``."""

    def __init__(self, application: Application) -> None:
        super().__init__(application.public_id)
        self.application = application


class InvitationError(Exception):
    """A link does not admit the person who opened it."""


class UnknownInvitationError(InvitationError):
    """The link was never issued, or it was altered on its way."""


class ExpiredInvitationError(InvitationError):
    """The link has expired."""


class UsedInvitationError(InvitationError):
    """All tests behind this link are finished."""


def invite(
    *,
    vacancy_id: int,
    role: str,
    employer: str,
    battery: list[dict[str, Any]],
    name: str,
    email: str,
    extra_time: float = 1.0,
    granted_by: str = "",
    send_mail: bool = False,
) -> Invitation:
    """Open an application for a person and issue its link.

    Raises:
        AlreadyInvitedError: the e-mail address already has an application for this vacancy.
    """
    email = email.strip().lower()
    applicant = db.session.scalar(select(Applicant).where(Applicant.email == email))
    if applicant is None:
        applicant = Applicant(public_id=secrets.token_urlsafe(16), name=name.strip(), email=email)
        db.session.add(applicant)
        db.session.flush()
    earlier = db.session.scalar(
        select(Application).where(
            Application.applicant_id == applicant.id, Application.vacancy_id == vacancy_id
        )
    )
    if earlier is not None:
        raise AlreadyInvitedError(earlier)
    application = Application(
        public_id=secrets.token_urlsafe(16),
        applicant=applicant,
        vacancy_id=vacancy_id,
        role=role,
        employer=employer,
        battery=[dict(part) for part in battery],
    )
    if extra_time > 1.0:
        application.accommodation = Accommodation(extra_time=extra_time, granted_by=granted_by)
    db.session.add(application)
    db.session.flush()
    return _issue_link(application, send_mail=send_mail)


def renew(application: Application, *, send_mail: bool = False) -> Invitation:
    """Issue a new link for the same application; earlier links stop working."""
    moment = now()
    for invitation in application.invitations:
        invitation.expires_at = min(invitation.expires_at, moment)
    return _issue_link(application, send_mail=send_mail)


def _issue_link(application: Application, *, send_mail: bool) -> Invitation:
    invitation = Invitation(
        application=application,
        nonce=secrets.token_urlsafe(24),
        expires_at=now() + timedelta(days=config.current().invitation_days),
        mail_state=MailState.DUE if send_mail else MailState.NOT_ASKED,
    )
    db.session.add(invitation)
    db.session.flush()
    if send_mail:
        after_commit(mail_invitation, invitation.id)
    return invitation


def find(token: str, moment: datetime | None = None) -> Invitation:
    """Return the invitation behind a link's token.

    Raises:
        UnknownInvitationError, ExpiredInvitationError, UsedInvitationError: it admits no one.
    """
    invitation = behind(token)
    if invitation.application.state == ApplicationState.FINISHED:
        raise UsedInvitationError
    if invitation.expires_at <= (moment or now()):
        raise ExpiredInvitationError
    return invitation


def behind(token: str) -> Invitation:
    """Return the invitation of a link's token, whether or not it still admits its applicant.

    Raises:
        UnknownInvitationError: no link has this token.
    """
    try:
        nonce = signer().loads(token)
    except BadSignature as error:
        raise UnknownInvitationError from error
    invitation = db.session.scalar(select(Invitation).where(Invitation.nonce == str(nonce)))
    if invitation is None:
        raise UnknownInvitationError
    return invitation


def admits() -> int | None:
    """Return the id of the visitor's application, or None if their link no longer admits them.

    Only the newest link of an application counts: a renewal also ends the sessions that earlier
    links opened.
    """
    with read_only():
        newest = db.session.scalar(
            select(func.max(Invitation.id)).where(
                Invitation.application_id == session.get("application")
            )
        )
    return session["application"] if newest and newest == session.get("invitation") else None


def accept(invitation: Invitation) -> Application:
    """Record that the applicant has come; returning leads to the same application."""
    application = invitation.application
    moment = now()
    invitation.opened_at = invitation.opened_at or moment
    application.started_at = application.started_at or moment
    if application.state == ApplicationState.INVITED:
        application.state = ApplicationState.STARTED
    return application
