"""The pages on which trainers write customers for the chat simulation."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from accounts.permissions import Permission, staff_only
from accounts.sessions import signed_in
from assessments.banks.editions import Edition
from database import db
from trainers import scenario_play, scenarios
from trainers.scenario_draws import draws_of
from trainers.scenario_faults import placed
from trainers.scenario_form import Fields, content_of, fields_of, places, rearranged, sent_fields
from trainers.scenario_pages import PAGES
from web.status import INVALID

bp = Blueprint("scenarios", __name__, url_prefix="/trainers/scenarios")
bp.add_app_template_filter(places, "row_places")
only_authors = staff_only(Permission.WRITE_ITEMS)


def _draft_or_404(key: str) -> Edition:
    edition = scenarios.find(key)
    if edition is None:
        abort(404)
    return edition


@bp.get("", endpoint="list")
@only_authors
def show_list() -> str:
    """Show every scenario: drafts, those in use and those out of use."""
    return render_template(
        "trainers/scenarios.html", scenarios=scenarios.listed(), token=scenarios.new_token
    )


@bp.get("/<key>", endpoint="overview")
@only_authors
def show_overview(key: str) -> str:
    """Show one scenario: its form pages, its self-tests and the actions it allows."""
    content = scenarios.content_of(key)
    if content is None:
        abort(404)
    return _overview(key, ())


def _overview(key: str, against: tuple[str, ...]) -> str:
    content = scenarios.content_of(key)
    assert content is not None
    edition, checked = scenarios.find(key), scenarios.checked(content)
    name = key if edition is None else edition.name
    item = key if edition is None else edition.item
    return render_template(
        "trainers/scenario.html",
        key=key,
        edition=edition,
        content=content,
        checked=checked,
        draws=draws_of(checked.scenario, item, name) if checked.scenario else None,
        against=against,
        pages=PAGES.values(),
        token=scenarios.new_token,
    )


@bp.post("/<key>/draft", endpoint="draft")
@only_authors
def make_draft(key: str) -> Response:
    """Open a draft: the next version of a scenario, or a copy that becomes a new scenario."""
    make = scenarios.copy if request.form.get("as") == "copy" else scenarios.new_version
    token = request.form.get("token", "")
    if not 16 <= len(token) <= 32:
        abort(400)
    draft = make(key, token=token, by=signed_in())
    if draft is None:
        abort(404)
    db.session.commit()
    return redirect(url_for(".overview", key=draft.public_id), 303)


@bp.route("/<key>/edit/<part>", methods=["GET", "POST"], endpoint="edit")
@only_authors
def edit(key: str, part: str) -> str | tuple[str, int] | Response:
    """Change one page of a draft."""
    edition = _draft_or_404(key)
    page = PAGES.get(part)
    if page is None:
        abort(404)
    if not edition.is_draft:
        return redirect(url_for(".overview", key=key), 303)
    if request.method == "GET":
        return _form(edition, part, fields_of(page, edition.content))
    fields = sent_fields(page, request.form)
    if rearranged(page, fields, request.form.get("do", "")):
        return _form(edition, part, fields, unsaved=True)
    content = content_of(page, fields, edition.content)
    if fields.errors:
        return _form(edition, part, fields, unsaved=True), INVALID
    try:
        revision = request.form.get("revision", -1, type=int)
        scenarios.save(edition, content, revision=revision, by=signed_in())
    except scenarios.SaveError as error:
        db.session.rollback()
        return _form(edition, part, fields, unsaved=True, refused=error.code), INVALID
    db.session.commit()
    _say_saved(edition)
    return redirect(url_for(".edit", key=key, part=part), 303)


def _say_saved(edition: Edition) -> None:
    left = len(scenarios.checked(scenarios.filled(edition)).complaints)
    if left:
        message = ngettext(
            "Saved. %(num)s thing is left to mend before it can be published.",
            "Saved. %(num)s things are left to mend before it can be published.",
            left,
        )
        flash(message, "info")
    else:
        flash(_("Saved. Everything is in order, and every self-test passed."), "good")


def _form(
    edition: Edition, part: str, fields: Fields, *, unsaved: bool = False, refused: str = ""
) -> str:
    page = PAGES[part]
    complaints = scenarios.checked(scenarios.filled(edition)).complaints
    faults = placed(page, fields, complaints)
    return render_template(
        "trainers/scenario_edit.html",
        edition=edition,
        page=page,
        pages=PAGES.values(),
        fields=fields,
        faults=faults,
        errors=fields.errors if unsaved else faults.by_name,
        unsaved=unsaved,
        refused=refused,
    )


@bp.post("/<key>/publish", endpoint="publish")
@only_authors
def publish(key: str) -> tuple[str, int] | Response:
    """Publish a draft that passes its checks and self-tests."""
    edition = _draft_or_404(key)
    against = scenarios.publish(edition, by=signed_in())
    if against:
        db.session.rollback()
        return _overview(key, against), INVALID
    db.session.commit()
    flash(_("Published. New tests use this version; those that are going on keep theirs."), "good")
    return redirect(url_for(".overview", key=key), 303)


@bp.post("/<key>/retire", endpoint="retire")
@only_authors
def retire(key: str) -> Response:
    """Take a published version out of use, or discard a draft."""
    edition = _draft_or_404(key)
    if edition.is_draft:
        scenarios.discard(edition)
        flash(_("The draft is gone."), "good")
    else:
        scenarios.retire(edition, by=signed_in())
        flash(_("No new test uses this version any more. Old results stay."), "good")
    db.session.commit()
    return redirect(url_for(".list"), 303)


@bp.route("/<key>/play", methods=["GET", "POST"], endpoint="play")
@only_authors
def play(key: str) -> str | tuple[str, int]:
    """Chat with the customer of a scenario; the page carries the moves made so far."""
    content = scenarios.content_of(key)
    if content is None:
        abort(404)
    scenario = scenarios.checked(content, scores=False).scenario
    if scenario is None:
        return _overview(key, (_("It cannot be played before these things are mended."),)), INVALID
    played, problem = scenario_play.played(scenario, request.form)
    page = render_template(
        "trainers/scenario_play.html", key=key, played=played, problem=problem, scenario=scenario
    )
    return page, INVALID if problem else 200
