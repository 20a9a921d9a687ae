"""The recruiters' room: vacancies, invitations, shortlists, reports, decisions."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

import config
from accounts.destinations import own_path
from accounts.models import Staff
from accounts.permissions import Permission, staff_only
from accounts.sessions import current_staff
from applicants import invitations
from applicants.models import Application, ApplicationState, Vacancy
from assessments.banks import registry
from database import db, now
from recruiters import reports, vacancies
from recruiters.forms import DECIDED, STAGES, FilterForm, InviteForm, RenewForm
from recruiters.shortlists import Choice, shortlist
from recruiters.vacancy_form import vacancy_form

bp = Blueprint("recruiters", __name__)

Page = str | tuple[str, int] | Response
INVALID = 422


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "stage_words": STAGES,
        "decided_words": DECIDED,
        "names_hidden": names_hidden(),
        "kind_names": {kind.slug: kind.name for kind in registry.kinds()},
    }


def names_hidden() -> bool:
    """Whether this recruiter chose to see numbers instead of names."""
    return bool(session.get("names_hidden"))


def signed_in() -> Staff:
    """Return who is signed in."""
    staff = current_staff()
    assert staff is not None
    return staff


def _vacancy(public_id: str) -> Vacancy:
    found = vacancies.find(public_id)
    if found is None:
        abort(404)
    return found


def application_of(public_id: str) -> Application:
    """Return an application, or answer that there is none."""
    found = reports.find(public_id)
    if found is None:
        abort(404)
    return found


@bp.get("/vacancies", endpoint="vacancies")
@staff_only(Permission.VIEW_APPLICANTS)
def list_vacancies() -> str:
    """Show every role and how far it has come."""
    number = request.args.get("page", 1, type=int)
    return render_template("recruiters/vacancies.html", page=vacancies.overview(number))


@bp.route("/vacancies/new", methods=["GET", "POST"])
@staff_only(Permission.MANAGE_VACANCIES)
def new_vacancy() -> Page:
    """Describe a role and choose its tests."""
    form = vacancy_form(registry.kinds())
    if not form.validate_on_submit():
        page = render_template("recruiters/vacancy.html", form=form, vacancy=None, invited=0)
        return page, INVALID if form.errors else 200
    added = vacancies.add_vacancy(
        title=form.title.data,
        employer=form.employer.data,
        battery=form.battery(),
        bar=form.bar.data,
    )
    db.session.commit()
    return redirect(url_for("recruiters.shortlist", vacancy_id=added.public_id), 303)


@bp.route("/vacancies/<vacancy_id>/edit", methods=["GET", "POST"])
@staff_only(Permission.MANAGE_VACANCIES)
def edit_vacancy(vacancy_id: str) -> Page:
    """Change a role; once somebody was invited its tests stay as they are."""
    vacancy = _vacancy(vacancy_id)
    form = vacancy_form(registry.kinds(), vacancy)
    if form.validate_on_submit():
        try:
            vacancies.change_vacancy(
                vacancy,
                title=form.title.data,
                employer=form.employer.data,
                battery=form.battery(),
                bar=form.bar.data,
            )
        except vacancies.BatteryFixedError:
            form.form_errors.append(
                _("People were invited: tests, order and minutes must stay as they are.")
            )
        else:
            db.session.commit()
            return redirect(url_for("recruiters.shortlist", vacancy_id=vacancy_id), 303)
    page = render_template(
        "recruiters/vacancy.html",
        form=form,
        vacancy=vacancy,
        invited=vacancies.count_invited(vacancy),
    )
    return page, INVALID if form.errors else 200


@bp.post("/vacancies/<vacancy_id>/close")
@staff_only(Permission.MANAGE_VACANCIES)
def close_vacancy(vacancy_id: str) -> Response:
    """Take no new invitations."""
    vacancies.close(_vacancy(vacancy_id))
    db.session.commit()
    flash(_("The vacancy is closed: it takes no new invitations."), "good")
    return redirect(url_for("recruiters.shortlist", vacancy_id=vacancy_id), 303)


@bp.post("/vacancies/<vacancy_id>/reopen")
@staff_only(Permission.MANAGE_VACANCIES)
def reopen_vacancy(vacancy_id: str) -> Response:
    """Take invitations again."""
    vacancies.open_again(_vacancy(vacancy_id))
    db.session.commit()
    flash(_("The vacancy is open again."), "good")
    return redirect(url_for("recruiters.shortlist", vacancy_id=vacancy_id), 303)


@bp.get("/vacancies/<vacancy_id>", endpoint="shortlist")
@staff_only(Permission.VIEW_APPLICANTS)
def show_shortlist(vacancy_id: str) -> str:
    """Rank the applicants of a vacancy."""
    vacancy = _vacancy(vacancy_id)
    form = FilterForm(request.args)
    choice = Choice(
        search=(form.q.data or "")[:200],
        stage=form.stage.data or "",
        verdict=form.verdict.data or "",
        page=request.args.get("page", 1, type=int),
        names_hidden=names_hidden(),
    )
    return render_template(
        "recruiters/shortlist.html",
        vacancy=vacancy,
        form=form,
        choice=choice,
        bars=[(part["slug"], part.get("bar")) for part in vacancy.battery],
        shortlist=shortlist(vacancy, choice),
    )


@bp.post("/names")
@staff_only(Permission.VIEW_APPLICANTS)
def switch_names() -> Response:
    """Hide or show names for this browser, and go back to the page."""
    session["names_hidden"] = request.form.get("hide") == "yes"
    back = own_path(request.form.get("back"), url_for("recruiters.vacancies"))
    return redirect(back, 303)


@bp.route("/vacancies/<vacancy_id>/invite", methods=["GET", "POST"])
@staff_only(Permission.INVITE)
def invite(vacancy_id: str) -> Page:
    """Invite one person and show the link."""
    vacancy = _vacancy(vacancy_id)
    form, earlier = InviteForm(), None
    if form.validate_on_submit():
        try:
            application = _invite(vacancy, form)
            return redirect(
                url_for("recruiters.invitation", application_id=application.public_id), 303
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
        "recruiters/invite.html",
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
    """Show an applicant's link and what became of the e-mail."""
    application = application_of(application_id)
    newest = application.invitations[-1]
    return render_template(
        "recruiters/invitation.html",
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
def renew_invitation(application_id: str) -> Response:
    """Give out a new link; the old one stops working."""
    application = application_of(application_id)
    form = RenewForm()
    if application.state == ApplicationState.FINISHED:
        flash(_("All tests are done: there is nothing left to open."), "warn")
    elif form.validate_on_submit():
        send_mail = bool(form.send_mail.data and config.current().smtp_host)
        invitations.renew(application, send_mail=send_mail)
        db.session.commit()
        flash(_("This is the new link. The old one no longer works."), "good")
    return redirect(url_for("recruiters.invitation", application_id=application_id), 303)
