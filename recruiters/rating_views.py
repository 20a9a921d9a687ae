"""The pages on which people rate answers, and the page that says how far the machine agrees."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.permissions import Permission, staff_only
from accounts.sessions import current_staff
from database import db
from recruiters import judgements, ratings, reports
from recruiters.forms import RUBRIC, JudgementForm, rating_form

bp = Blueprint("ratings", __name__)

INVALID = 422


@bp.route(
    "/applications/<application_id>/<slug>/answers/<int:number>/rating", methods=["GET", "POST"]
)
@staff_only(Permission.VIEW_APPLICANTS)
def rate(application_id: str, slug: str, number: int) -> str | tuple[str, int] | Response:
    """Let somebody rate an answer without showing what the machine made of it."""
    application = reports.find(application_id)
    answer = ratings.find_answer(application, slug, number) if application else None
    staff = current_staff()
    if answer is None or staff is None:
        abort(404)
    form = rating_form(answer.criteria, saw_score="seen" in request.args)
    if form.validate_on_submit():
        ratings.rate(
            answer,
            levels=form.levels(),
            note=form.note.data,
            saw_score=form.saw_score.data,
            by=staff,
        )
        db.session.commit()
        flash(_("Your rating is kept. It stands beside the machine's score."), "good")
        back = url_for(
            "recruiters.report", application_id=application_id, _anchor=f"{slug}-{number}"
        )
        return redirect(back, 303)
    page = render_template(
        "recruiters/rating.html", form=form, answer=answer, application_id=application_id
    )
    return page, INVALID if form.errors else 200


@bp.route(
    "/applications/<application_id>/<slug>/points/<int:number>/judgement", methods=["GET", "POST"]
)
@staff_only(Permission.VIEW_APPLICANTS)
def judge(application_id: str, slug: str, number: int) -> str | tuple[str, int] | Response:
    """Let somebody confirm one point of a report, or disagree with it."""
    application = reports.find(application_id)
    judged = judgements.find(application, slug, number) if application else None
    staff = current_staff()
    if judged is None or staff is None:
        abort(404)
    form = JudgementForm()
    if form.validate_on_submit():
        judgements.judge(judged, met=form.met.data == "1", note=form.note.data, by=staff)
        db.session.commit()
        flash(_("Your judgement is kept. It stands beside the machine's."), "good")
        back = url_for("recruiters.report", application_id=application_id, _anchor=slug)
        return redirect(back, 303)
    page = render_template(
        "recruiters/judgement.html", form=form, judged=judged, application_id=application_id
    )
    return page, INVALID if form.errors else 200


@bp.get("/agreement")
@staff_only(Permission.VIEW_APPLICANTS)
def agreement() -> str:
    """Show how far the machine agrees with people, and people with each other."""
    kept = [one for one in ratings.newest_of() if one.levels.keys() & set(ratings.CRITERIA)]
    return render_template(
        "recruiters/agreement.html",
        ratings=len(kept),
        raters=len({one.rated_by_id for one in kept}),
        most=ratings.MOST_RATINGS,
        with_machine=ratings.agreement_with_machine(kept),
        among_people=ratings.agreement_among_people(kept),
        titles={name: title for name, (title, *_rest) in RUBRIC.items()},
    )
