"""The pages on which applicants are invited, and on which their links are shown and renewed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

import config
from accounts.permissions import Permission, staff_only
from accounts.sessions import signed_in
from applicants import invitations
from applicants.models import Application, ApplicationState, Vacancy
from database import db, now
from recruiters.invitations.forms import InviteForm, RenewForm
from recruiters.lookup import application_or_404, vacancy_or_404
from recruiters.names import page_names
from recruiters.vacancies import vacancies
from web.status import INVALID

bp = Blueprint("invitations", __name__)
bp.context_processor(page_names)


@bp.route("/vacancies/<vacancy_id>/invite", methods=["GET", "POST"])
@staff_only(Permission.INVITE)
def invite(vacancy_id: str) -> ResponseReturnValue:
    """Invite an applicant and show the link."""
    vacancy = vacancy_or_404(vacancy_id)
    form, earlier = InviteForm(), None
    if form.validate_on_submit():
        try:
            application = _invite(vacancy, form)
            return redirect(
                url_for("invitations.invitation", application_id=application.public_id), 303
            )
        except invitations.AlreadyInvitedError as error:
            earlier = error.application
            form.email.errors = [_("This person was invited for this vacancy already.")]
        except vacancies.ClosedError:
            form.form_errors.append(_("This vacancy is closed: it takes no new invitations."))
        except IntegrityError:
            db.session.rollback()
            form.email.errors = [_("This person was invited a moment ago by somebody else.")]
    page = render_template(
        "recruiters/invitations/invite.html",
        form=form,
        vacancy=vacancy,
        earlier=earlier,
        can_mail=bool(config.current().smtp_host),
    )
    return page, INVALID if form.errors else 200


def _invite(vacancy: Vacancy, form: InviteForm) -> Application:
    application = vacancies.invite(
        vacancy,
        name=form.name.data,
        email=form.email.data,
        extra_time=float(form.extra_time.data),
        granted_by=signed_in().name,
        send_mail=bool(form.send_mail.data and config.current().smtp_host),
    )
    db.session.commit()
    return application


@bp.get("/applications/<application_id>/invitation")
@staff_only(Permission.INVITE)
def invitation(application_id: str) -> str:
    """Show an applicant's link and whether the e-mail was sent."""
    application = application_or_404(application_id)
    newest = application.invitations[-1]
    return render_template(
        "recruiters/invitations/invitation.html",
        application=application,
        vacancy=db.session.get_one(Vacancy, application.vacancy_id),
        invitation=newest,
        link=invitations.link(newest),
        is_over=application.state == ApplicationState.FINISHED,
        is_expired=newest.expires_at <= now(),
        form=RenewForm(),
        can_mail=bool(config.current().smtp_host),
    )


@bp.post("/applications/<application_id>/invitation")
@staff_only(Permission.INVITE)
def renew(application_id: str) -> Response:
    """Issue a new link; the old link stops working."""
    application = application_or_404(application_id)
    form = RenewForm()
    if application.state == ApplicationState.FINISHED:
        flash(_("All tests are done: there is nothing left to open."), "warn")
    elif form.validate_on_submit():
        send_mail = bool(form.send_mail.data and config.current().smtp_host)
        invitations.renew(application, send_mail=send_mail)
        db.session.commit()
        flash(_("This is the new link. The old one no longer works."), "good")
    return redirect(url_for("invitations.invitation", application_id=application_id), 303)
