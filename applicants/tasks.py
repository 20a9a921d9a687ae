"""Mail invitations by SMTP, if the operator has configured a server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy import or_, select

import config
from applicants.links import link as link_of
from applicants.models import Invitation, MailState
from config import Settings
from database import db, now
from jobs import after_commit, claim, failed, job, sweep


def letter(invitation: Invitation) -> EmailMessage:
    """Write the invitation as a plain-text e-mail."""
    application = invitation.application
    message = EmailMessage()
    message["From"] = config.current().mail_from
    message["To"] = application.applicant.email
    subject = _("Your skills test for %(role)s", role=application.role)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(invitation.created_at)
    # The same for every delivery of a letter, so that mail programs show a duplicate only once.
    message["Message-ID"] = (
        f"<invitation-{invitation.id}@{urlsplit(config.current().address).hostname}>"
    )
    message.set_content(
        render_template(
            "email/invitation.txt",
            application=application,
            invitation=invitation,
            link=link_of(invitation),
            minutes=round(sum(part["minutes"] for part in application.battery)),
        )
    )
    return message


def deliver(message: EmailMessage, to: Settings) -> None:
    """Hand a message to the SMTP server of the settings.

    Raises:
        OSError, smtplib.SMTPException: the server did not accept it.
    """
    context = ssl.create_default_context()
    if to.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            to.smtp_host, to.smtp_port, timeout=30, context=context
        )
    else:
        server = smtplib.SMTP(to.smtp_host, to.smtp_port, timeout=30)
    with server:
        if to.smtp_security == "starttls":
            server.starttls(context=context)
        if to.smtp_user:
            server.login(to.smtp_user, to.smtp_password)
        server.send_message(message)


@job("mail", timeout=120)
def mail_invitation(invitation_id: int) -> None:
    """Send an invitation's e-mail, once."""
    if not config.current().smtp_host:
        return
    if not claim(Invitation, invitation_id, Invitation.mail_state == MailState.DUE):
        return
    try:
        message = letter(db.session.get_one(Invitation, invitation_id))
        db.session.commit()
        deliver(message, config.current())
    except Exception as error:
        db.session.rollback()
        invitation = db.session.get_one(Invitation, invitation_id)
        if not failed(invitation, mail_invitation, error):
            invitation.mail_state = MailState.NEEDS_ATTENTION
        db.session.commit()
        raise
    invitation = db.session.get_one(Invitation, invitation_id)
    invitation.mail_state = MailState.SENT
    invitation.not_before = None
    db.session.commit()


@sweep
def send_due_mail() -> int:
    """Send the job again for every invitation that is due and that no worker holds."""
    if not config.current().smtp_host:
        return 0
    due = db.session.scalars(
        select(Invitation).where(
            Invitation.mail_state == MailState.DUE,
            or_(Invitation.not_before.is_(None), Invitation.not_before <= now()),
        )
    ).all()
    for invitation in due:
        if invitation.attempts >= config.current().job_attempts:
            invitation.mail_state = MailState.NEEDS_ATTENTION
            invitation.reason = invitation.reason or "worker_died"
        else:
            after_commit(mail_invitation, invitation.id, attempt=invitation.attempts)
    db.session.commit()
    return len(due)
