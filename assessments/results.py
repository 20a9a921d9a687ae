"""The reading side: what is known of applicants' sittings, without loading their events."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from assessments.models import Result, Sitting
from extensions import db


@dataclass(frozen=True, kw_only=True)
class SittingView:
    """A sitting and its newest result; events and recordings are not loaded."""

    sitting: Sitting
    result: Result | None

    @property
    def state(self) -> str:
        """The sitting's state."""
        return str(self.sitting.state)


def profiles(application_ids: Iterable[int]) -> Mapping[int, Mapping[str, SittingView]]:
    """Return the scored sittings of applications by kind; two queries however many there are."""
    ids = list(application_ids)
    sittings = db.session.scalars(
        select(Sitting).where(Sitting.application_id.in_(ids), Sitting.practice.is_(False))
    ).all()
    newest = (
        select(Result.sitting_id, func.max(Result.revision).label("revision"))
        .where(Result.sitting_id.in_([sitting.id for sitting in sittings]))
        .group_by(Result.sitting_id)
        .subquery()
    )
    results = {
        result.sitting_id: result
        for result in db.session.scalars(
            select(Result).join(
                newest,
                (Result.sitting_id == newest.c.sitting_id) & (Result.revision == newest.c.revision),
            )
        )
    }
    found: dict[int, dict[str, SittingView]] = defaultdict(dict)
    for sitting in sittings:
        found[sitting.application_id][sitting.slug] = SittingView(
            sitting=sitting, result=results.get(sitting.id)
        )
    return found
