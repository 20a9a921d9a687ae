"""A person's second reading of an answer or a point, beside the machine's. Nothing here commits."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from accounts.models import Staff
from assessments.sittings.models import Sitting
from database import db
from recruiters.review.models import Review, ReviewOf

MOST_REVIEWS = 5000
"""Only this many of the newest reviews are read: a page must not hang on ten years of them."""


def keep(
    sitting: Sitting,
    subject: ReviewOf,
    *,
    number: int,
    item: str,
    machine: Mapping[str, float],
    note: str,
    saw_score: bool,
    by: Staff,
    levels: Mapping[str, int] | None = None,
    met: bool | None = None,
) -> Review:
    """Keep a person's review; a repeated request with the same content changes nothing.

    Args:
        number: place of the answer or point in the report.
        machine: the machine's scores at this moment, as in ``Review``.
        levels: of an answer, 0 to 4 by criterion.
        met: of a point.
    """
    for earlier in newest_reviews([sitting.id], subject):
        is_same = (earlier.reviewed_by_id, earlier.number, earlier.item) == (by.id, number, item)
        if is_same and (earlier.levels, earlier.met, earlier.note) == (levels or {}, met, note):
            return earlier
    review = Review(
        sitting_id=sitting.id,
        subject=subject,
        number=number,
        item=item,
        levels=dict(levels or {}),
        met=met,
        machine=dict(machine),
        saw_score=saw_score,
        note=note,
        reviewed_by_id=by.id,
        reviewed_by=by.name,
    )
    db.session.add(review)
    db.session.flush()
    return review


def newest_reviews(
    sitting_ids: Sequence[int] | None = None, subject: ReviewOf | None = None
) -> Sequence[Review]:
    """Return each person's newest review of each answer and point, oldest first.

    Args:
        sitting_ids: only of these sittings; None means all.
        subject: only of answers, or only of points; None means both.
    """
    newest = select(func.max(Review.id)).group_by(
        Review.sitting_id, Review.subject, Review.number, Review.reviewed_by_id
    )
    if sitting_ids is not None:
        newest = newest.where(Review.sitting_id.in_(sitting_ids))
    if subject is not None:
        newest = newest.where(Review.subject == subject)
    reviews = db.session.scalars(
        select(Review).where(Review.id.in_(newest)).order_by(Review.id.desc()).limit(MOST_REVIEWS)
    ).all()
    return reviews[::-1]


def by_number(reviews: Iterable[Review]) -> dict[int, dict[int, list[Review]]]:
    """Return reviews by sitting, then by the number of the answer or point."""
    sittings: dict[int, dict[int, list[Review]]] = {}
    for review in reviews:
        sittings.setdefault(review.sitting_id, {}).setdefault(review.number, []).append(review)
    return sittings
