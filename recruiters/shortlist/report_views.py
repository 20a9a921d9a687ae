"""An applicant's report, the evidence of one test, and the decision."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission, staff_only
from accounts.sessions import signed_in
from applicants.decisions import Verdict
from assessments.views import kind_static_url
from database import db
from recruiters.lookup import application_or_404
from recruiters.shortlist import decisions, reports
from recruiters.shortlist.forms import DecisionForm
from recruiters.shortlist.views import bp
from web.status import INVALID

EVIDENCE_ROOM = 70_000
"""Most characters of evidence on the report, so that the page stays under 100 KB on a bad line."""


@bp.get("/applications/<application_id>")
@staff_only(Permission.VIEW_APPLICANTS)
def report(application_id: str) -> str:
    """Show everything about one applicant."""
    found = reports.report(application_or_404(application_id))
    form = DecisionForm(newest_result=str(found.newest_result))
    return _report_page(found, form)


def _report_page(found: reports.ApplicantReport, form: DecisionForm) -> str:
    """Render a report with the styles and scripts of its kinds of test."""
    kinds = [section.assessment.slug for section in found.sections if section.assessment]
    scripts = [kind_static_url(slug, "report.js") for slug in kinds]
    return render_template(
        "recruiters/shortlist/report.html",
        found=found,
        form=form,
        evidence_room=EVIDENCE_ROOM,
        kind_styles=[address for slug in kinds for address in _styles(slug)],
        kind_scripts=[address for address in scripts if address],
    )


def _styles(slug: str) -> list[str]:
    """Return the styles of a kind's pages and those of its report alone."""
    found = (kind_static_url(slug, name) for name in (f"{slug}.css", "report.css"))
    return [address for address in found if address]


@bp.get("/applications/<application_id>/tests/<slug>")
@staff_only(Permission.VIEW_APPLICANTS)
def evidence(application_id: str, slug: str) -> str:
    """Show a single test of an applicant with all its evidence, however long."""
    found = reports.report(application_or_404(application_id))
    section = next((test for test in found.sections if test.cell.slug == slug), None)
    if section is None or section.assessment is None:
        abort(404)
    return render_template(
        "recruiters/shortlist/evidence.html",
        found=found,
        section=section,
        kind_styles=_styles(slug),
        kind_script=kind_static_url(slug, "report.js"),
    )


@bp.post("/applications/<application_id>/decisions")
@staff_only(Permission.DECIDE)
def decide(application_id: str) -> ResponseReturnValue:
    """Record a person's decision, with the reason."""
    application = application_or_404(application_id)
    found = reports.report(application)
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            decisions.decide(
                application,
                verdict=Verdict(form.verdict.data),
                reason=form.reason.data,
                by=signed_in(),
                evidence_seen=form.has_seen(found.newest_result, complete=found.complete),
            )
        except decisions.EvidenceUnseenError:
            form.evidence_seen.errors = [_("Look at the evidence first, then tick this box.")]
        else:
            db.session.commit()
            flash(_("The decision is noted."), "good")
            return redirect(url_for("shortlist.report", application_id=application_id), 303)
    form.newest_result.data = str(found.newest_result)
    return _report_page(found, form), INVALID
