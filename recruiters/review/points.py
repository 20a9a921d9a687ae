"""The points of a report that a person can confirm or not. Nothing here commits.

Any kind of test can be reviewed whose report lists ``detail["judgeable"]`` and that declares how
reviews change its score (``Assessment.reconsider``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Staff
from applicants.models import Application
from assessments.results.read import sitting_of
from assessments.sittings.models import Sitting
from recruiters.review.models import Review, ReviewOf
from recruiters.review.reviews import keep
from scoring.report import Report


@dataclass(frozen=True, kw_only=True)
class ReviewedPoint:
    """A point that can be reviewed; ``entry`` is the point as the report lists it."""

    sitting: Sitting
    report: Report
    entry: Mapping[str, Any]

    @property
    def machine(self) -> float:
        """The share of its points that the machine gave, 0 to 1; for a fault always 0."""
        return float(self.entry["earned"] / self.entry["possible"])


def find_point(application: Application, slug: str, number: int) -> ReviewedPoint | None:
    """Return the point with this number in the newest report, or None."""
    sitting = sitting_of(application.id, slug)
    if sitting is None or sitting.result is None:
        return None
    report = sitting.result.report
    listed = report.detail.get("judgeable", ())
    entry = next((point for point in listed if point["number"] == number), None)
    return ReviewedPoint(sitting=sitting, report=report, entry=entry) if entry else None


def review(point: ReviewedPoint, *, met: bool, note: str, by: Staff) -> Review:
    """Keep whether a person confirms a point; a repeated request changes nothing."""
    return keep(
        point.sitting,
        ReviewOf.POINT,
        number=point.entry["number"],
        item=point.entry["item"],
        met=met,
        machine={"met": point.machine},
        saw_score=True,
        note=note,
        by=by,
    )


def points_given(report: Report, reviews: Iterable[Review]) -> dict[int, float]:
    """Return the points that people gave, by number; of two people the later one counts.

    A review is left out if the report was scored again since and has another item at that number.
    """
    listed: Sequence[Mapping[str, Any]] = report.detail.get("judgeable", ())
    entries = {entry["number"]: entry for entry in listed}
    given = {}
    for review in sorted(reviews, key=lambda review: review.id):
        entry = entries.get(review.number)
        if entry and entry["item"] == review.item and review.subject == ReviewOf.POINT:
            given[review.number] = float(entry["possible"]) if review.met else 0.0
    return given
