"""The item-writer's pages: browse, look at, try out, retire."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from accounts.permissions import Permission, staff_only
from accounts.sessions import current_staff
from assessments.banks import item_decisions, registry
from assessments.banks.item_decisions import ItemState
from assessments.calibration import runs
from assessments.calibration.item_statistics import answered, whole_test
from assessments.contract.assessment import Assessment
from database import db
from scoring import calibrate as limits
from scoring.items import ItemStatistics, statistics

bp = Blueprint("items", __name__)

A_PAGE = 40
INVALID = 422
FILTERS = ("topic", "level", "form")


class StateForm(FlaskForm):
    """What becomes of a question, and why."""

    state = RadioField(_l("From now on"), validators=[InputRequired(_l("Choose one."))])
    reason = TextAreaField(
        _l("Reason"),
        description=_l("It is kept with your name."),
        validators=[DataRequired(_l("Say why.")), Length(max=500)],
    )


CHOICES = {
    ItemState.USED: _l("In use: it is asked and counts"),
    ItemState.TRIAL: _l("On trial: it is asked and does not count"),
    ItemState.RETIRED: _l("Retired: it is not asked any more"),
}
TOLD = {
    ItemState.USED: _l("The question is in use."),
    ItemState.TRIAL: _l("The question is on trial."),
    ItemState.RETIRED: _l("The question is retired."),
}


def _state_form(now: ItemState, *, may_be_tried: bool) -> StateForm:
    """Return the form with the states that the item is not in, and may be."""
    form = StateForm()
    form.state.choices = [
        SelectChoice(state.value, words)
        for state, words in CHOICES.items()
        if state != now and (may_be_tried or state != ItemState.TRIAL)
    ]
    return form


@dataclass(frozen=True, kw_only=True)
class Row:
    """One question in the list; ``watch`` is what the newest watch measured of it."""

    name: str
    item: dict[str, Any]
    statistics: ItemStatistics
    state: ItemState
    watch: Mapping[str, Any]


def _previewed(slug: str) -> Assessment:
    """Return a kind whose items have a page, the first for "", or stop with 404."""
    fitting = [one for one in registry.kinds() if one.preview and slug in ("", one.slug)]
    if not fitting:
        abort(404)
    return fitting[0]


def _rows(kind: Assessment) -> list[Row]:
    assert kind.preview is not None
    told, decided = answered(kind.slug), item_decisions.retirements(kind.slug)
    watch = runs.watched(kind.slug)
    previews = {name: kind.preview(one) for name, one in registry.bank(kind.slug).items()}
    return [
        Row(
            name=name,
            item=shown,
            statistics=statistics(told.get(name, ()), options=_wrong_options(shown)),
            state=_state(shown, decided.get(name)),
            watch=runs.seen(watch, name),
        )
        for name, shown in sorted(previews.items())
    ]


def _wrong_options(shown: dict[str, Any]) -> list[str]:
    return [option["option"] for option in shown.get("mistakes", ())]


def _state(shown: Mapping[str, Any], decided: item_decisions.Retirement | None) -> ItemState:
    """Return what people have decided of an item last, or what its file says."""
    if decided:
        return decided.state
    return ItemState.TRIAL if shown["trial"] else ItemState.USED


@bp.get("/items", defaults={"slug": ""})
@bp.get("/items/<slug>")
@staff_only(Permission.MANAGE_ITEMS)
def browse(slug: str) -> str:
    """List the questions that fit what is asked for, a page at a time."""
    kind = _previewed(slug)
    rows = _rows(kind)
    wanted = {name: request.args.get(name, "") for name in (*FILTERS, "state", "q")}
    found = [row for row in rows if _fits(row, wanted)]
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "recruiters/items.html",
        kind=kind,
        rows=found[(number - 1) * A_PAGE : number * A_PAGE],
        count=len(found),
        number=number,
        pages=pages,
        choices={
            name: [(one, one) for one in sorted({row.item[name] for row in rows})]
            for name in FILTERS
        },
        wanted=wanted,
        whole=whole_test(kind.slug),
        watch=runs.watched(kind.slug),
    )


def _fits(row: Row, wanted: dict[str, str]) -> bool:
    if any(wanted[name] and row.item[name] != wanted[name] for name in FILTERS):
        return False
    states = {
        "retired": row.state == ItemState.RETIRED,
        "trial": row.state == ItemState.TRIAL,
        "used": row.state == ItemState.USED,
        "flagged": bool(row.statistics.flags or row.watch["flags"]),
        "drifted": bool(row.watch["flags"]),
    }
    if not states.get(wanted["state"], True):
        return False
    return wanted["q"].casefold() in f"{row.name} {row.item['text']} {row.item['rule']}".casefold()


@bp.route("/items/<slug>/<name>", methods=["GET", "POST"])
@staff_only(Permission.MANAGE_ITEMS)
def one(slug: str, name: str) -> str | tuple[str, int] | Response:
    """Show a question with key and statistics; decide what becomes of it, with a reason."""
    kind = _previewed(slug)
    item, staff = registry.bank(slug).get(name), current_staff()
    if item is None or staff is None or kind.preview is None:
        abort(404)
    newest = item_decisions.retirements(slug).get(name)
    state = _state(kind.preview(item), newest)
    form = _state_form(state, may_be_tried=item_decisions.can_be_tried(slug, item))
    if form.validate_on_submit():
        why, chosen = form.reason.data or "", ItemState(form.state.data)
        item_decisions.decide(slug, name, chosen, reason=why, by_id=staff.id, by=staff.name)
        db.session.commit()
        flash(TOLD[chosen], "good")
        return redirect(url_for("items.one", slug=slug, name=name), 303)
    shown = kind.preview(item_decisions.drawable(slug).get(name, item))
    watch = runs.watched(slug)
    page = render_template(
        "recruiters/item.html",
        kind=kind,
        name=name,
        item=shown,
        statistics=statistics(
            answered(slug).get(name, ()),
            options=_wrong_options(shown),
        ),
        newest=newest,
        state=state,
        form=form,
        calibrated=bool(kind.parameters and kind.parameters(item)),
        in_force=item_decisions.in_force(slug),
        watch=watch,
        seen=runs.seen(watch, name),
        limits=limits,
    )
    return page, INVALID if form.errors else 200
