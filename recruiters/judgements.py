"""A person's word on one point of a report: confirmed or not, kept beside the machine's.

Any kind of test can be judged whose report lists ``detail["judgeable"]`` and that declares how
judgements change its score (``Assessment.reconsider``). Nothing here commits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Staff
from applicants.models import Application
from assessments.results.read import sitting_of
from assessments.sittings.models import Sitting
from database import db
from recruiters.models import Rating
from recruiters.ratings import newest_of
from scoring.report import Report


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One thing that can be judged, as the report lists it."""

    sitting: Sitting
    report: Report
    entry: Mapping[str, Any]

    @property
    def machine(self) -> float:
        """How much of it the machine gave, 0 to 1; of a fault always 0."""
        return float(self.entry["earned"] / self.entry["possible"])


def find(application: Application, slug: str, number: int) -> Judged | None:
    """Return what can be judged at a place of the newest report, or None."""
    sitting = sitting_of(application.id, slug)
    if sitting is None or sitting.result is None:
        return None
    report = sitting.result.report
    listed = report.detail.get("judgeable", ())
    entry = next((one for one in listed if one["number"] == number), None)
    return Judged(sitting=sitting, report=report, entry=entry) if entry else None


def judge(judged: Judged, *, met: bool, note: str, by: Staff) -> Rating:
    """Note what a person says. Sent twice, it is noted once."""
    number, item = judged.entry["number"], judged.entry["item"]
    own = (one for one in newest_of([judged.sitting.id]) if one.rated_by_id == by.id)
    earlier = next((one for one in own if (one.number, one.item) == (number, item)), None)
    if earlier and (earlier.levels, earlier.note) == ({"met": int(met)}, note):
        return earlier
    rating = Rating(
        sitting_id=judged.sitting.id,
        number=number,
        item=item,
        levels={"met": int(met)},
        machine={"met": judged.machine},
        saw_score=True,
        note=note,
        rated_by_id=by.id,
        rated_by=by.name,
    )
    db.session.add(rating)
    db.session.flush()
    return rating


def points_given(report: Report, ratings: Iterable[Rating]) -> dict[int, float]:
    """Return the points that people gave, by number; of two people the later one counts.

    A judgement of a report that has since been scored anew, with another thing at that place,
    is left out.
    """
    listed: Sequence[Mapping[str, Any]] = report.detail.get("judgeable", ())
    items = {one["number"]: one for one in listed}
    found = {}
    for one in sorted(ratings, key=lambda rating: rating.id):
        entry = items.get(one.number)
        if entry and entry["item"] == one.item and "met" in one.levels:
            found[one.number] = float(entry["possible"]) if one.levels["met"] else 0.0
    return found
