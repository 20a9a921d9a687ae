"""The page on which item parameters are estimated, read and approved."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.models import Staff
from accounts.permissions import Permission, staff_only
from accounts.sessions import signed_in
from assessments.banks import item_decisions, registry
from assessments.calibration import runs
from assessments.calibration.runs import BusyError, CalibrationRun, RunState, StaleError
from assessments.contract.assessment import Assessment
from database import db
from item_bank.calibration.forms import DecideForm
from scoring import calibrate as limits
from web.paging import paginate_list
from web.status import INVALID

bp = Blueprint("calibration", __name__)

PER_PAGE = 40


def _calibrated(slug: str) -> Assessment:
    """Return the kind with this slug if its items can be calibrated, or answer 404."""
    for kind in registry.kinds():
        if kind.parameters and kind.slug == slug:
            return kind
    return abort(404)


@bp.get("/calibration/<slug>")
@staff_only(Permission.MANAGE_ITEMS)
def overview(slug: str) -> str:
    """Show the parameters in force and the newest estimate."""
    return _page(_calibrated(slug), DecideForm())


@bp.post("/calibration/<slug>")
@staff_only(Permission.APPROVE_PARAMETERS)
def begin(slug: str) -> Response:
    """Let a worker estimate the parameters from the answers that exist."""
    kind, staff = _calibrated(slug), signed_in()
    try:
        runs.begin(kind.slug, by_id=staff.id, by=staff.name)
        db.session.commit()
    except BusyError:
        flash(_("An estimate is being made already."), "warn")
    return redirect(url_for("calibration.overview", slug=slug), 303)


@bp.post("/calibration/<slug>/<public_id>")
@staff_only(Permission.APPROVE_PARAMETERS)
def decide(slug: str, public_id: str) -> ResponseReturnValue:
    """Approve the newest estimate or discard it, with a reason."""
    kind, staff, form = _calibrated(slug), signed_in(), DecideForm()
    run = runs.newest(slug)
    if run is None or run.public_id != public_id:
        flash(_("There is a newer estimate. Nothing was decided."), "warn")
        return redirect(url_for("calibration.overview", slug=slug), 303)
    if not form.validate_on_submit():
        return _page(kind, form), INVALID
    try:
        flash(_decided(run, form, staff), "good")
        db.session.commit()
    except StaleError:
        db.session.rollback()
        flash(_("It was decided on already, or other parameters came into force since."), "warn")
    except ValueError:
        db.session.rollback()
        flash(_("Nothing is left of it that could be put in force."), "warn")
    return redirect(url_for("calibration.overview", slug=slug), 303)


def _decided(run: CalibrationRun, form: DecideForm, staff: Staff) -> str:
    """Carry out the decision and return the message for the page."""
    why = form.why.data or ""
    if form.decision.data == "discard":
        runs.discard(run, why=why, by_id=staff.id, by=staff.name)
        return str(_("The estimate is discarded. Nothing has changed."))
    row = runs.approve(
        run,
        why=why,
        by_id=staff.id,
        by=staff.name,
        without="misfit" if form.without_misfits.data else "",
    )
    return str(_("The parameters %(version)s are in force.", version=row.version))


def _page(kind: Assessment, form: DecideForm) -> str:
    run, watch = runs.newest(kind.slug), runs.watched(kind.slug)
    rows = _rows(run) if run and run.state == RunState.PROPOSED else []
    page = paginate_list(rows, request.args.get("page", 1, type=int), PER_PAGE)
    in_force = item_decisions.in_force(kind.slug)
    return render_template(
        "item_bank/calibration/overview.html",
        kind=kind,
        form=form,
        run=run,
        page=page,
        flagged=sum(bool(estimate["flags"]) for _name, estimate in rows),
        misfits=sum("misfit" in estimate["flags"] for _name, estimate in rows),
        in_force=in_force,
        history=item_decisions.approvals(kind.slug),
        stale=run is not None and run.against != (in_force.version if in_force else ""),
        watch=watch,
        watched=_flagged(watch),
        limits=limits,
    )


def _rows(run: CalibrationRun) -> list[tuple[str, dict[str, Any]]]:
    """Return name and estimate of each item, the flagged items first."""
    estimates = (run.content or {}).get("items", {})
    return sorted(estimates.items(), key=lambda pair: (not pair[1]["flags"], pair[0]))


def _flagged(watch: CalibrationRun | None) -> list[tuple[str, dict[str, Any]]]:
    return [row for row in _rows(watch) if row[1]["flags"]] if watch else []
