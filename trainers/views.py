"""The trainers' room: who is coming, and what holds each of them back."""

from flask import Blueprint, render_template, request

from accounts.permissions import Permission, staff_only
from assessments.banks import registry
from trainers.readiness import readiness

bp = Blueprint("trainers", __name__, url_prefix="/trainers")


@bp.get("", endpoint="readiness")
@staff_only(Permission.VIEW_COHORTS)
def show_readiness() -> str:
    """Show the people who were hired, those with most to learn first."""
    return render_template(
        "trainers/readiness.html",
        page=readiness(request.args.get("page", 1, type=int)),
        kinds=registry.kinds(),
        names={kind.slug: kind.name for kind in registry.kinds()},
    )
