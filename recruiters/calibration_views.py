"""The page on which a person lets item parameters be estimated, reads them, and approves."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from accounts.models import Staff
from accounts.permissions import Permission, staff_only
from accounts.sessions import current_staff
from assessments.banks import item_decisions, registry
from assessments.calibration import runs
from assessments.calibration.runs import BusyError, CalibrationRun, RunState, StaleError
from assessments.contract.assessment import Assessment
from database import db
from scoring import calibrate as limits

bp = Blueprint("calibrations", __name__)

A_PAGE = 40
INVALID = 422


class DecideForm(FlaskForm):
    """What becomes of an estimate, and why."""

    decision = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice("approve", _l("Approve: in force for every test that begins from now on")),
            SelectChoice("discard", _l("Discard: everything stays as it is")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
    without_misfits = BooleanField(
        _l("Leave questions that do not fit as they are now"), default=True
    )
    why = TextAreaField(
        _l("Reason"),
        description=_l("It is kept with your name."),
        validators=[DataRequired(_l("Say why.")), Length(max=500)],
    )


def _calibrated(slug: str) -> Assessment:
    """Return a kind whose items answers can calibrate, or stop with 404."""
    fitting = [one for one in registry.kinds() if one.parameters and one.slug == slug]
    return fitting[0] if fitting else abort(404)


def _staff() -> Staff:
    return current_staff() or abort(401)


@bp.get("/calibration/<slug>")
@staff_only(Permission.MANAGE_ITEMS)
def overview(slug: str) -> str:
    """Say which parameters are in force, and show the newest estimate."""
    return _page(_calibrated(slug), DecideForm())


@bp.post("/calibration/<slug>")
@staff_only(Permission.APPROVE_PARAMETERS)
def begin(slug: str) -> Response:
    """Let a worker estimate the parameters from the answers that there are."""
    kind, staff = _calibrated(slug), _staff()
    try:
        runs.begin(kind.slug, by_id=staff.id, by=staff.name)
        db.session.commit()
    except BusyError:
        flash(_("An estimate is being made already."), "warn")
    return redirect(url_for("calibrations.overview", slug=slug), 303)


@bp.post("/calibration/<slug>/<public_id>")
@staff_only(Permission.APPROVE_PARAMETERS)
def decide(slug: str, public_id: str) -> str | tuple[str, int] | Response:
    """Approve the newest estimate or discard it, with a reason."""
    kind, staff, form = _calibrated(slug), _staff(), DecideForm()
    run = runs.newest(slug)
    if run is None or run.public_id != public_id:
        flash(_("There is a newer estimate. Nothing was decided."), "warn")
        return redirect(url_for("calibrations.overview", slug=slug), 303)
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
    return redirect(url_for("calibrations.overview", slug=slug), 303)


def _decided(run: CalibrationRun, form: DecideForm, staff: Staff) -> str:
    """Do what was chosen, and say what has changed."""
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
    pages = max(1, -(-len(rows) // A_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    in_force = item_decisions.in_force(kind.slug)
    return render_template(
        "recruiters/calibration.html",
        kind=kind,
        form=form,
        run=run,
        rows=rows[(number - 1) * A_PAGE : number * A_PAGE],
        flagged=sum(bool(one["flags"]) for _name, one in rows),
        misfits=sum("misfit" in one["flags"] for _name, one in rows),
        count=len(rows),
        number=number,
        pages=pages,
        in_force=in_force,
        history=item_decisions.approvals(kind.slug),
        stale=run is not None and run.against != (in_force.version if in_force else ""),
        watch=watch,
        watched=_flagged(watch),
        limits=limits,
    )


def _rows(run: CalibrationRun) -> list[tuple[str, dict[str, Any]]]:
    """Return what was estimated, what is flagged first."""
    found = (run.content or {}).get("items", {})
    return sorted(found.items(), key=lambda pair: (not pair[1]["flags"], pair[0]))


def _flagged(watch: CalibrationRun | None) -> list[tuple[str, dict[str, Any]]]:
    return [row for row in _rows(watch) if row[1]["flags"]] if watch else []
