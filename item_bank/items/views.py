"""The item writer's pages: browse items, preview them, try them out, retire them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from accounts.permissions import Permission, staff_only
from accounts.sessions import signed_in
from assessments.banks import item_decisions, registry
from assessments.banks.item_decisions import ItemDecision, ItemState
from assessments.calibration import runs
from assessments.calibration.item_statistics import answered, whole_test
from assessments.contract.assessment import Assessment
from database import db
from item_bank.items.forms import state_form
from scoring import calibrate as limits
from scoring.items import ItemStatistics, statistics
from web.paging import paginate_list
from web.status import INVALID

bp = Blueprint("items", __name__)

PER_PAGE = 40
FILTERS = ("topic", "level", "form")


NOTICES = {
    ItemState.USED: _l("The question is in use."),
    ItemState.TRIAL: _l("The question is on trial."),
    ItemState.RETIRED: _l("The question is retired."),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A question in the list; ``watch`` is what the newest watch measured of it."""

    name: str
    item: dict[str, Any]
    statistics: ItemStatistics
    state: ItemState
    watch: Mapping[str, Any]


def _previewed(slug: str) -> Assessment:
    """Return the kind with this slug, or the first for "", with previews; or answer 404."""
    for kind in registry.kinds():
        if kind.authoring.preview and slug in ("", kind.slug):
            return kind
    return abort(404)


def _rows(kind: Assessment) -> list[Row]:
    assert kind.authoring.preview is not None
    answers, decisions = answered(kind.slug), item_decisions.newest_decisions(kind.slug)
    watch = runs.watched(kind.slug)
    previews = {
        name: kind.authoring.preview(item) for name, item in registry.bank(kind.slug).items()
    }
    return [
        Row(
            name=name,
            item=preview,
            statistics=statistics(answers.get(name, ()), options=_wrong_options(preview)),
            state=_state(preview, decisions.get(name)),
            watch=runs.watch_figures(watch, name),
        )
        for name, preview in sorted(previews.items())
    ]


def _wrong_options(preview: dict[str, Any]) -> list[str]:
    return [option["option"] for option in preview.get("mistakes", ())]


def _state(preview: Mapping[str, Any], newest: ItemDecision | None) -> ItemState:
    """Return the state that people decided last, or else the state in the item's file."""
    if newest:
        return ItemState(newest.state)
    return ItemState.TRIAL if preview["trial"] else ItemState.USED


@bp.get("/items", defaults={"slug": ""})
@bp.get("/items/<slug>")
@staff_only(Permission.MANAGE_ITEMS)
def browse(slug: str) -> str:
    """List the questions that match the filter, a page at a time."""
    kind = _previewed(slug)
    rows = _rows(kind)
    wanted = {name: request.args.get(name, "") for name in (*FILTERS, "state", "q")}
    matching = [row for row in rows if _fits(row, wanted)]
    return render_template(
        "item_bank/items/browse.html",
        kind=kind,
        page=paginate_list(matching, request.args.get("page", 1, type=int), PER_PAGE),
        choices={
            name: [(value, value) for value in sorted({row.item[name] for row in rows})]
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


@bp.route("/items/<slug>/<name>", methods=["GET", "POST"], endpoint="item")
@staff_only(Permission.MANAGE_ITEMS)
def show_item(slug: str, name: str) -> ResponseReturnValue:
    """Show a question with its key and statistics; change its state, with a reason."""
    kind = _previewed(slug)
    item = registry.bank(slug).get(name)
    if item is None or kind.authoring.preview is None:
        abort(404)
    newest = item_decisions.newest_decisions(slug).get(name)
    state = _state(kind.authoring.preview(item), newest)
    form = state_form(state, may_be_tried=item_decisions.can_be_tried(slug, item))
    if form.validate_on_submit():
        why, chosen, staff = form.reason.data or "", ItemState(form.state.data), signed_in()
        item_decisions.decide(slug, name, chosen, reason=why, by_id=staff.id, by=staff.name)
        db.session.commit()
        flash(NOTICES[chosen], "good")
        return redirect(url_for("items.item", slug=slug, name=name), 303)
    preview = kind.authoring.preview(item_decisions.drawable(slug).get(name, item))
    watch = runs.watched(slug)
    page = render_template(
        "item_bank/items/item.html",
        kind=kind,
        name=name,
        item=preview,
        statistics=statistics(
            answered(slug).get(name, ()),
            options=_wrong_options(preview),
        ),
        newest=newest,
        state=state,
        form=form,
        calibrated=bool(kind.calibration and kind.calibration.parameters(item)),
        in_force=item_decisions.in_force(slug),
        watch=watch,
        seen=runs.watch_figures(watch, name),
        limits=limits,
    )
    return page, INVALID if form.errors else 200
