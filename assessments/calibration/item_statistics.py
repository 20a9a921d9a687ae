"""Statistics of items, computed from the newest results of a kind of test."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.results.read import reports
from database import db
from scoring.items import ItemResponse, alpha, alpha_interval
from scoring.report import stored_fields

MOST_RESULTS = 3000
"""Only this many of the newest sittings are read: more would not change a writer's decision."""


def _contents(slug: str) -> Sequence[dict[str, Any]]:
    """Return the newest report of each measured sitting whose items were drawn in advance.

    Adaptive sittings are left out: everyone answers about half of their items correctly, so every
    correlation with the rest score would be too small.
    """
    stored = db.session.scalars(reports(slug).limit(MOST_RESULTS))
    return [
        content
        for content in stored
        if not content.get("not_measured") and not stored_fields(content).get("adaptive")
    ]


def answered(slug: str) -> Mapping[str, list[ItemResponse]]:
    """Return the answers to each item, by item id.

    ``rest`` of an answer is the share earned of all other scored points. For an unscored item (on
    trial, or about usage) it is the share earned of all scored points.
    """
    responses: dict[str, list[ItemResponse]] = defaultdict(list)
    for content in _contents(slug):
        shared = stored_fields(content)
        questions = shared.get("questions", ())
        seconds = {question["id"]: question.get("seconds") for question in questions}
        points = content.get("points", ())
        earned = sum(point["earned"] for point in points)
        possible = sum(point["possible"] for point in points)
        for point in points:
            others = possible - point["possible"]
            if point["possible"] and others:
                responses[point["criterion"]].append(
                    ItemResponse(
                        earned=point["earned"] / point["possible"],
                        rest=(earned - point["earned"]) / others,
                        given=point["evidence"][0]["text"] if point["evidence"] else "",
                        seconds=seconds.get(point["criterion"]),
                    )
                )
        for question in (*shared.get("on_trial", ()), *shared.get("unscored", ())):
            if question["possible"] and possible:
                responses[question["id"]].append(
                    ItemResponse(
                        earned=question["earned"] / question["possible"],
                        rest=earned / possible,
                        given=question["given"],
                        seconds=question["seconds"],
                    )
                )
    return responses


def whole_test(slug: str) -> dict[str, Any]:
    """Return Cronbach's alpha of the test as most people had it, with its interval.

    Each sitting draws its own items, so the columns are places in the draw, which have the same
    make-up in every sitting. Sittings with the same number of items form one matrix, and the
    matrix with the most people is used. ``alpha`` and ``interval`` are None when not known.
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
