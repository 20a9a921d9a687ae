"""The page that compares a sitting with those of other applicants."""

from flask import Blueprint, abort, current_app, render_template
from jinja2 import TemplateNotFound

from accounts.permissions import Permission, staff_only
from applicants import journey
from assessments.banks import registry
from recruiters.comparison import pools
from recruiters.lookup import application_or_404
from recruiters.names import page_names

bp = Blueprint("comparison", __name__)
bp.context_processor(page_names)


@bp.get("/applications/<application_id>/<slug>/pool")
@staff_only(Permission.VIEW_APPLICANTS)
def pool(application_id: str, slug: str) -> str:
    """Compare every measure of a test with the pool."""
    application = application_or_404(application_id)
    sitting = journey.sittings_of(application).get(slug) or abort(404)
    try:
        assessment = registry.get(slug)
        current_app.jinja_env.get_template(f"{slug}/labels.html")
    except (registry.UnknownKindError, TemplateNotFound):
        abort(404)
    return render_template(
        "recruiters/comparison/pool.html",
        application=application,
        assessment=assessment,
        found=pools.compare(application, sitting, least=assessment.least_pool),
        least=assessment.least_pool,
        most=pools.MOST,
    )
