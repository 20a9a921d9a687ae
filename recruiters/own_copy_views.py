"""The page on which a recruiter releases an applicant's own copy of the results."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.permissions import Permission, staff_only
from accounts.sessions import current_staff
from applicants import invitations, own_copy
from applicants.models import Application, ApplicationState
from database import db
from recruiters import reports

bp = Blueprint("releases", __name__)


def _application(public_id: str) -> Application:
    return reports.find(public_id) or abort(404)


@bp.get("/applications/<application_id>/own-copy")
@staff_only(Permission.DECIDE)
def own_copy_of(application_id: str) -> str:
    """Say what the applicant would see and whether it is released."""
    application = _application(application_id)
    return render_template(
        "recruiters/own_copy.html",
        application=application,
        is_over=application.state == ApplicationState.FINISHED,
        link=invitations.link(application.invitations[-1]),
    )


@bp.post("/applications/<application_id>/own-copy")
@staff_only(Permission.DECIDE)
def switch(application_id: str) -> Response:
    """Release the copy, or take it back."""
    application = _application(application_id)
    staff = current_staff()
    if staff is None:
        abort(401)
    if request.form.get("release") == "no":
        own_copy.take_back(application)
        flash(_("The copy is taken back. The applicant's link no longer shows it."), "good")
    else:
        try:
            own_copy.release(application, by=staff.name)
            flash(_("The copy is released. The applicant's own link now shows it."), "good")
        except own_copy.UnfinishedError:
            flash(_("Not every test is over yet. Release the copy after the last one."), "warn")
    db.session.commit()
    return redirect(url_for("releases.own_copy_of", application_id=application_id), 303)


@bp.get("/applications/<application_id>/own-copy/preview")
@staff_only(Permission.DECIDE)
def preview(application_id: str) -> str:
    """Show the copy as the applicant would read it."""
    application = _application(application_id)
    return render_template(
        "applicants/results.html",
        application=application,
        tests=own_copy.tests_of(application),
        sound_address=lambda recording: url_for("assessments.sound", recording_id=recording),
        preview=True,
    )
