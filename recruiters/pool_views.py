"""The page that compares one sitting with those of other applicants."""

from flask import Blueprint, abort, current_app, render_template
from jinja2 import TemplateNotFound

from accounts.permissions import Permission, staff_only
from applicants import journey
from assessments.banks import registry
from recruiters import pools, reports

bp = Blueprint("pools", __name__)


@bp.get("/applications/<application_id>/<slug>/pool")
@staff_only(Permission.VIEW_APPLICANTS)
def compare(application_id: str, slug: str) -> str:
    """Show where every measure of a test stands in the pool."""
    application = reports.find(application_id) or abort(404)
    sitting = journey.sittings_of(application).get(slug) or abort(404)
    try:
        assessment = registry.get(slug)
        current_app.jinja_env.get_template(f"{slug}/labels.html")
    except (registry.UnknownKindError, TemplateNotFound):
        abort(404)
    return render_template(
        "recruiters/pool.html",
        application=application,
        assessment=assessment,
        found=pools.compare(application, sitting, least=assessment.least_pool),
        least=assessment.least_pool,
        most=pools.MOST,
    )
