"""The pages on which people review answers and points, and the page on how they agree."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission, staff_only
from accounts.sessions import signed_in
from database import db
from recruiters.lookup import application_or_404
from recruiters.review import agreement, answers, points, reviews
from recruiters.review.forms import RUBRIC, PointForm, answer_form
from recruiters.review.models import ReviewOf
from web.status import INVALID

bp = Blueprint("review", __name__)


@bp.route(
    "/applications/<application_id>/<slug>/answers/<int:number>/rating",
    methods=["GET", "POST"],
    endpoint="answer",
)
@staff_only(Permission.VIEW_APPLICANTS)
def review_answer(application_id: str, slug: str, number: int) -> ResponseReturnValue:
    """Let a person review an answer without showing the machine's score."""
    application = application_or_404(application_id)
    answer = answers.find_answer(application, slug, number) or abort(404)
    form = answer_form(answer.criteria, saw_score="seen" in request.args)
    if form.validate_on_submit():
        answers.review(
            answer,
            levels=form.levels(),
            note=form.note.data,
            saw_score=form.saw_score.data,
            by=signed_in(),
        )
        db.session.commit()
        flash(_("Your rating is kept. It stands beside the machine's score."), "good")
        back = url_for(
            "shortlist.report", application_id=application_id, _anchor=f"{slug}-{number}"
        )
        return redirect(back, 303)
    page = render_template(
        "recruiters/review/answer.html", form=form, answer=answer, application_id=application_id
    )
    return page, INVALID if form.errors else 200


@bp.route(
    "/applications/<application_id>/<slug>/points/<int:number>/judgement",
    methods=["GET", "POST"],
    endpoint="point",
)
@staff_only(Permission.VIEW_APPLICANTS)
def review_point(application_id: str, slug: str, number: int) -> ResponseReturnValue:
    """Let a person confirm a point of a report, or disagree with it."""
    application = application_or_404(application_id)
    point = points.find_point(application, slug, number) or abort(404)
    form = PointForm()
    if form.validate_on_submit():
        points.review(point, met=form.met.data == "1", note=form.note.data, by=signed_in())
        db.session.commit()
        flash(_("Your judgement is kept. It stands beside the machine's."), "good")
        back = url_for("shortlist.report", application_id=application_id, _anchor=slug)
        return redirect(back, 303)
    page = render_template(
        "recruiters/review/point.html", form=form, point=point, application_id=application_id
    )
    return page, INVALID if form.errors else 200


@bp.get("/agreement", endpoint="agreement")
@staff_only(Permission.VIEW_APPLICANTS)
def show_agreement() -> str:
    """Show how far the machine agrees with people, and people with each other."""
    newest = reviews.newest_reviews(subject=ReviewOf.ANSWER)
    return render_template(
        "recruiters/review/agreement.html",
        ratings=len(newest),
        raters=len({review.reviewed_by_id for review in newest}),
        most=reviews.MOST_REVIEWS,
        with_machine=agreement.agreement_with_machine(newest),
        among_people=agreement.agreement_among_people(newest),
        titles={name: title for name, (title, *_rest) in RUBRIC.items()},
    )
