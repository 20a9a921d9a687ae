"""The page that ranks a vacancy's applicants."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts.destinations import own_path
from accounts.permissions import Permission, staff_only
from recruiters.lookup import vacancy_or_404
from recruiters.names import hide_names, names_hidden, page_names
from recruiters.shortlist.forms import DECIDED, STAGES, FilterForm
from recruiters.shortlist.shortlists import Choice, shortlist

bp = Blueprint("shortlist", __name__)
bp.context_processor(page_names)


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"stage_words": STAGES, "decided_words": DECIDED}


@bp.get("/vacancies/<vacancy_id>")
@staff_only(Permission.VIEW_APPLICANTS)
def ranking(vacancy_id: str) -> str:
    """Rank the applicants of a vacancy."""
    vacancy = vacancy_or_404(vacancy_id)
    form = FilterForm(request.args)
    choice = Choice(
        search=(form.q.data or "")[:200],
        stage=form.stage.data or "",
        verdict=form.verdict.data or "",
        page=request.args.get("page", 1, type=int),
        names_hidden=names_hidden(),
    )
    return render_template(
        "recruiters/shortlist/ranking.html",
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
    hide_names(hidden=request.form.get("hide") == "yes")
    back = own_path(request.form.get("back"), url_for("vacancies.overview"))
    return redirect(back, 303)
