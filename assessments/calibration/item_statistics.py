"""What applicants' answers say about items, read from the newest results of a kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.results.read import reports
from database import db
from scoring.items import ItemResponse, alpha, alpha_interval

MOST_RESULTS = 3000
"""So many of the newest sittings are looked at: more would not change what a writer does."""


def _contents(slug: str) -> Sequence[dict[str, Any]]:
    """Return the newest report of each measured sitting of a fixed form.

    In an adaptive sitting the rest is about half for everybody, which makes every correlation
    with it too small: those are left out.
    """
    found = db.session.scalars(reports(slug).limit(MOST_RESULTS))
    return [
        one
        for one in found
        if not one.get("not_measured") and not one.get("detail", {}).get("adaptive")
    ]


def answered(slug: str) -> Mapping[str, list[ItemResponse]]:
    """Return the answers to each item; ``rest`` is the share earned of all other points.

    Of an item beside those that count, on trial or about usage, it is the share of all points that
    counted.
    """
    found: dict[str, list[ItemResponse]] = defaultdict(list)
    for content in _contents(slug):
        told = content.get("detail", {}).get("questions", ())
        seconds = {one["id"]: one.get("seconds") for one in told}
        points = content.get("points", ())
        earned = sum(one["earned"] for one in points)
        possible = sum(one["possible"] for one in points)
        for one in points:
            others = possible - one["possible"]
            if one["possible"] and others:
                found[one["criterion"]].append(
                    ItemResponse(
                        earned=one["earned"] / one["possible"],
                        rest=(earned - one["earned"]) / others,
                        given=one["evidence"][0]["text"] if one["evidence"] else "",
                        seconds=seconds.get(one["criterion"]),
                    )
                )
        detail = content.get("detail", {})
        for one in (*detail.get("trial", ()), *detail.get("usage", {}).get("questions", ())):
            if one["possible"] and possible:
                found[one["id"]].append(
                    ItemResponse(
                        earned=one["earned"] / one["possible"],
                        rest=earned / possible,
                        given=one["given"],
                        seconds=one["seconds"],
                    )
                )
    return found


def whole_test(slug: str) -> dict[str, Any]:
    """Return alpha of the fixed form that most people had, with its interval; None is "not known".

    Forms are drawn, so that no two people had the same items: the places of a form take their
    part, which are of one make-up. Forms of the same number of items are taken together.
    """
    rows: dict[int, list[list[float]]] = defaultdict(list)
    for content in _contents(slug):
        shares = [one["earned"] / one["possible"] for one in content["points"] if one["possible"]]
        rows[len(shares)].append(shares)
    matrix = max(rows.values(), key=len, default=[])
    return {
        "people": len(matrix),
        "items": len(matrix[0]) if matrix else 0,
        "alpha": alpha(matrix),
        "interval": alpha_interval(matrix),
    }
