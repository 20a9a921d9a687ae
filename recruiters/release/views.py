"""The page on which a recruiter releases the results copy to an applicant."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.permissions import Permission, staff_only
from accounts.sessions import signed_in
from applicants import invitations, results_copy
from applicants.models import ApplicationState
from database import db
from recruiters.lookup import application_or_404
from recruiters.names import page_names

bp = Blueprint("release", __name__)
bp.context_processor(page_names)


@bp.get("/applications/<application_id>/own-copy", endpoint="results_copy")
@staff_only(Permission.DECIDE)
def show_results_copy(application_id: str) -> str:
    """Show what the results copy contains and whether it is released."""
    application = application_or_404(application_id)
    return render_template(
        "recruiters/release/results_copy.html",
        application=application,
        is_over=application.state == ApplicationState.FINISHED,
        link=invitations.link(application.invitations[-1]),
    )


@bp.post("/applications/<application_id>/own-copy")
@staff_only(Permission.DECIDE)
def switch(application_id: str) -> Response:
    """Release the results copy, or take it back."""
    application = application_or_404(application_id)
    if request.form.get("release") == "no":
        results_copy.take_back(application)
        flash(_("The copy is taken back. The applicant's link no longer shows it."), "good")
    else:
        try:
            results_copy.release(application, by=signed_in().name)
            flash(_("The copy is released. The applicant's own link now shows it."), "good")
        except results_copy.UnfinishedError:
            flash(_("Not every test is over yet. Release the copy after the last one."), "warn")
    db.session.commit()
    return redirect(url_for("release.results_copy", application_id=application_id), 303)


@bp.get("/applications/<application_id>/own-copy/preview")
@staff_only(Permission.DECIDE)
def preview(application_id: str) -> str:
    """Show the results copy as the applicant would read it."""
    application = application_or_404(application_id)
    return render_template(
        "applicants/results.html",
        application=application,
        tests=results_copy.tests_of(application),
        sound_address=lambda recording: url_for("assessments.sound", recording_id=recording),
        preview=True,
    )
