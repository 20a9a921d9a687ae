"""The pages on which vacancies are listed, described, changed and closed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.permissions import Permission, staff_only
from assessments.banks import registry
from database import db
from recruiters.lookup import vacancy_or_404
from recruiters.names import page_names
from recruiters.vacancies import vacancies
from recruiters.vacancies.choices import choice_is_lost
from recruiters.vacancies.forms import vacancy_form
from web.status import INVALID

bp = Blueprint("vacancies", __name__)
bp.context_processor(page_names)


@bp.get("/vacancies")
@staff_only(Permission.VIEW_APPLICANTS)
def overview() -> str:
    """List the vacancies, and how far their applicants have come."""
    number = request.args.get("page", 1, type=int)
    return render_template("recruiters/vacancies/overview.html", page=vacancies.overview(number))


@bp.route("/vacancies/new", methods=["GET", "POST"])
@staff_only(Permission.MANAGE_VACANCIES)
def new() -> ResponseReturnValue:
    """Add a vacancy: the role and its tests."""
    form = vacancy_form(registry.offered())
    if not form.validate_on_submit():
        page = render_template(
            "recruiters/vacancies/edit.html", form=form, vacancy=None, invited=0, lost=()
        )
        return page, INVALID if form.errors else 200
    added = vacancies.add_vacancy(
        title=form.title.data,
        employer=form.employer.data,
        battery=form.battery(),
        bar=form.bar.data,
    )
    db.session.commit()
    return redirect(url_for("shortlist.ranking", vacancy_id=added.public_id), 303)


@bp.route("/vacancies/<vacancy_id>/edit", methods=["GET", "POST"])
@staff_only(Permission.MANAGE_VACANCIES)
def edit(vacancy_id: str) -> ResponseReturnValue:
    """Change a vacancy; its tests cannot change once an applicant is invited."""
    vacancy = vacancy_or_404(vacancy_id)
    chosen = [str(part["slug"]) for part in vacancy.battery]
    form = vacancy_form(registry.offered(chosen), vacancy)
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
            return redirect(url_for("shortlist.ranking", vacancy_id=vacancy_id), 303)
    page = render_template(
        "recruiters/vacancies/edit.html",
        form=form,
        vacancy=vacancy,
        invited=vacancies.count_invited(vacancy),
        lost=[part["slug"] for part in vacancy.battery if choice_is_lost(part)],
    )
    return page, INVALID if form.errors else 200


@bp.post("/vacancies/<vacancy_id>/close")
@staff_only(Permission.MANAGE_VACANCIES)
def close(vacancy_id: str) -> Response:
    """Take no new invitations."""
    vacancies.close(vacancy_or_404(vacancy_id))
    db.session.commit()
    flash(_("The vacancy is closed: it takes no new invitations."), "good")
    return redirect(url_for("shortlist.ranking", vacancy_id=vacancy_id), 303)


@bp.post("/vacancies/<vacancy_id>/reopen")
@staff_only(Permission.MANAGE_VACANCIES)
def reopen(vacancy_id: str) -> Response:
    """Take invitations again."""
    vacancies.open_again(vacancy_or_404(vacancy_id))
    db.session.commit()
    flash(_("The vacancy is open again."), "good")
    return redirect(url_for("shortlist.ranking", vacancy_id=vacancy_id), 303)
