"""What applicants' answers say about items, read from the newest results of a kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.results.read import reports
from database import db
from scoring.items import ItemResponse, alpha, alpha_interval
from scoring.report import shared_fields

MOST_RESULTS = 3000
"""So many of the newest sittings are looked at: more would not change what a writer does."""


def _contents(slug: str) -> Sequence[dict[str, Any]]:
    """Return the newest report of each measured sitting of a fixed form.

    In an adaptive sitting the rest is about half for everybody, which makes every correlation
    with it too small: those are left out.
    """
    found = db.session.scalars(reports(slug).limit(MOST_RESULTS))
    return [
        content
        for content in found
        if not content.get("not_measured") and not content.get("detail", {}).get("adaptive")
    ]


def answered(slug: str) -> Mapping[str, list[ItemResponse]]:
    """Return the answers to each item; ``rest`` is the share earned of all other points.

    Of an item beside those that count, on trial or about usage, it is the share of all points that
    counted.
    """
    found: dict[str, list[ItemResponse]] = defaultdict(list)
    for content in _contents(slug):
        shared, _ = shared_fields(content.get("detail", {}))
        questions = shared.get("questions", ())
        seconds = {question["id"]: question.get("seconds") for question in questions}
        points = content.get("points", ())
        earned = sum(point["earned"] for point in points)
        possible = sum(point["possible"] for point in points)
        for point in points:
            others = possible - point["possible"]
            if point["possible"] and others:
                found[point["criterion"]].append(
                    ItemResponse(
                        earned=point["earned"] / point["possible"],
                        rest=(earned - point["earned"]) / others,
                        given=point["evidence"][0]["text"] if point["evidence"] else "",
                        seconds=seconds.get(point["criterion"]),
                    )
                )
        for question in (*shared.get("on_trial", ()), *shared.get("unscored", ())):
            if question["possible"] and possible:
                found[question["id"]].append(
                    ItemResponse(
                        earned=question["earned"] / question["possible"],
                        rest=earned / possible,
                        given=question["given"],
                        seconds=question["seconds"],
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
        shares = [
            point["earned"] / point["possible"] for point in content["points"] if point["possible"]
        ]
        rows[len(shares)].append(shares)
    matrix = max(rows.values(), key=len, default=[])
    return {
        "people": len(matrix),
        "items": len(matrix[0]) if matrix else 0,
        "alpha": alpha(matrix),
        "interval": alpha_interval(matrix),
    }
