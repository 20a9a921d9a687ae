"""Say what scoring results again would change, before it does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from sqlalchemy import select

from assessments.results.tasks import report_of
from assessments.sittings.models import Sitting, SittingState
from database import db

MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Change:
    """A sitting with its score now and the score that it would get; None is no score."""

    sitting_id: int
    public_id: str
    now: float | None
    then: float | None

    @property
    def points(self) -> float | None:
        """The points by which the score would rise; None without both scores."""
        return None if self.now is None or self.then is None else self.then - self.now


def scored_sittings(slug: str) -> Sequence[int]:
    """Return the ids of the scored sittings of a kind."""
    query = select(Sitting.id).where(Sitting.slug == slug, Sitting.state == SittingState.SCORED)
    return db.session.scalars(query.order_by(Sitting.id)).all()


def change_of(sitting_id: int) -> Change:
    """Score a sitting again without storing anything."""
    then = report_of(sitting_id).score
    sitting = db.session.get_one(Sitting, sitting_id)
    result = sitting.result
    change = Change(
        sitting_id=sitting_id,
        public_id=sitting.public_id,
        now=result.score if result else None,
        then=then,
    )
    db.session.rollback()
    return change


def summary(changes: Sequence[Change]) -> Iterator[str]:
    """Yield lines that say what would change: counts, the mean, and the largest changes."""
    moved = [change for change in changes if change.points]
    yield f"{len(changes)} scored sittings; the score of {len(moved)} would change"
    lost = [change for change in changes if change.now is not None and change.then is None]
    won = [change for change in changes if change.now is None and change.then is not None]
    if lost:
        yield f"{len(lost)} would have no score any more: {_names(lost)}"
    if won:
        yield f"{len(won)} would have a score for the first time: {_names(won)}"
    if moved:
        yield f"mean change: {fmean(change.points or 0 for change in moved):+.1f} points"
        largest = sorted(moved, key=lambda change: -abs(change.points or 0))[:MOST_NAMED]
        yield from (
            f"  {change.public_id}: {change.now:.1f} → {change.then:.1f}" for change in largest
        )


def _names(changes: Sequence[Change]) -> str:
    named = ", ".join(change.public_id for change in changes[:MOST_NAMED])
    return f"{named}, …" if len(changes) > MOST_NAMED else named
