"""The item-writer's pages: browse, look at, retire."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from accounts.permissions import Permission, staff_only
from accounts.sessions import current_staff
from assessments import items, registry
from assessments.base import Assessment
from assessments.item_statistics import answered, whole_test
from extensions import db
from scoring.items import ItemStatistics, statistics

room = Blueprint("items", __name__)

A_PAGE = 40
INVALID = 422
FILTERS = ("topic", "level", "form")


class RetireForm(FlaskForm):
    """Why a question is taken out of use, or back."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("It is kept with your name."),
        validators=[DataRequired(_l("Say why.")), Length(max=500)],
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One question in the list."""

    name: str
    item: dict[str, Any]
    statistics: ItemStatistics
    retired: bool


def _previewed(slug: str) -> Assessment:
    """Return a kind whose items have a page, the first for "", or stop with 404."""
    fitting = [one for one in registry.kinds() if one.preview and slug in ("", one.slug)]
    if not fitting:
        abort(404)
    return fitting[0]


def _rows(kind: Assessment) -> list[Row]:
    assert kind.preview is not None
    told, out = answered(kind.slug), items.retirements(kind.slug)
    rows = []
    for name, item in sorted(registry.bank(kind.slug).items()):
        shown = kind.preview(item)
        found = statistics(told.get(name, ()), options=_wrong_options(shown))
        retired = name in out and out[name].retired
        rows.append(Row(name=name, item=shown, statistics=found, retired=retired))
    return rows


def _wrong_options(shown: dict[str, Any]) -> list[str]:
    return [option["option"] for option in shown.get("mistakes", ())]


@room.get("/items", defaults={"slug": ""})
@room.get("/items/<slug>")
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
    )


def _fits(row: Row, wanted: dict[str, str]) -> bool:
    if any(wanted[name] and row.item[name] != wanted[name] for name in FILTERS):
        return False
    states = {
        "retired": row.retired,
        "used": not row.retired,
        "flagged": bool(row.statistics.flags),
    }
    if not states.get(wanted["state"], True):
        return False
    return wanted["q"].casefold() in f"{row.name} {row.item['text']} {row.item['rule']}".casefold()


@room.route("/items/<slug>/<name>", methods=["GET", "POST"])
@staff_only(Permission.MANAGE_ITEMS)
def one(slug: str, name: str) -> str | tuple[str, int] | Response:
    """Show a question with key and statistics; take it out of use, or back, with a reason."""
    kind = _previewed(slug)
    item, staff = registry.bank(slug).get(name), current_staff()
    if item is None or staff is None or kind.preview is None:
        abort(404)
    newest = items.retirements(slug).get(name)
    retired = newest is not None and newest.retired
    form = RetireForm()
    if form.validate_on_submit():
        why = form.reason.data or ""
        items.retire(slug, name, retired=not retired, reason=why, by_id=staff.id, by=staff.name)
        db.session.commit()
        flash(
            _("The question is back in use.") if retired else _("The question is retired."), "good"
        )
        return redirect(url_for("items.one", slug=slug, name=name), 303)
    shown = kind.preview(item)
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
        retired=retired,
        form=form,
    )
    return page, INVALID if form.errors else 200
