"""People who rate an answer, and how far the machine agrees with them. Nothing here commits.

Any kind of test can be rated whose report lists ``detail["answers"]`` with ``number``, ``item`` and
``score``: recorded answers (``recording``, and ``speaking`` where the sound itself was scored), or
written ones, whose words are in ``detail["texts"]`` by item.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import func, select

from accounts.models import Staff
from applicants.models import Application
from assessments.results.read import sitting_of
from assessments.sittings.models import Recording, Sitting
from database import db
from recruiters.models import Rating
from scoring.agreement import (
    Figure,
    adjacent_agreement,
    exact_agreement,
    icc_single,
    mean_bias,
    pearson,
    quadratic_weighted_kappa,
    with_interval,
)

LEVELS = range(5)
POINTS_PER_LEVEL = 25
SPOKEN = ("task", "fluency", "accuracy")
WRITTEN = ("content", "english")
CRITERIA = (*SPOKEN, *WRITTEN)
MOST_RATINGS = 5000
"""The newest so many are compared; a page must not hang on ten years of them."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer that can be rated.

    Attributes:
        detail: the answer as the report has it.
        recording: the take that counts; its sound is kept. None of a written answer.
        written: the words of a written answer; empty of a recorded one.
        criteria: what is asked of the rater, in order.
        machine: the machine's scores, 0 to 100, by criterion.
    """

    sitting: Sitting
    detail: Mapping[str, Any]
    recording: Recording | None
    written: str
    criteria: tuple[str, ...]
    machine: Mapping[str, float]


def find_answer(application: Application, slug: str, number: int) -> Answer | None:
    """Return an answer of the newest report, or None when there is none or it is not kept."""
    sitting = sitting_of(application.id, slug)
    if sitting is None or sitting.result is None:
        return None
    report = sitting.result.report.detail
    detail = next((one for one in report.get("answers", []) if one.get("number") == number), None)
    if detail is None:
        return None
    recording = _recording(sitting, detail)
    written = report.get("texts", {}).get(detail["item"], "")
    if recording is None and not written:
        return None
    machine = {"english": detail.get("score")} if written else _machine_of_sound(detail)
    spoken = SPOKEN if detail.get("speaking") else SPOKEN[:1]
    return Answer(
        sitting=sitting,
        detail=detail,
        recording=recording,
        written=written,
        criteria=WRITTEN if written else spoken,
        machine={name: value for name, value in machine.items() if value is not None},
    )


def _machine_of_sound(detail: Mapping[str, Any]) -> dict[str, float | None]:
    by_sound = (detail.get("speaking") or {}).get("measures", {})
    return {"task": detail.get("score")} | {
        name: by_sound[name]["value"] for name in SPOKEN if name in by_sound
    }


def _recording(sitting: Sitting, detail: Mapping[str, Any]) -> Recording | None:
    kept = (one for one in sitting.recordings if one.public_id == detail.get("recording"))
    return next((one for one in kept if one.store_key), None)


def rate(
    answer: Answer, *, levels: Mapping[str, int], note: str, saw_score: bool, by: Staff
) -> Rating:
    """Note what a person made of it. Sent twice, it is noted once."""
    own = (one for one in newest_of([answer.sitting.id]) if one.rated_by_id == by.id)
    earlier = next((one for one in own if one.number == answer.detail["number"]), None)
    if earlier and (earlier.levels, earlier.note) == (dict(levels), note):
        return earlier
    rating = Rating(
        sitting_id=answer.sitting.id,
        number=answer.detail["number"],
        item=answer.detail["item"],
        levels=dict(levels),
        machine=dict(answer.machine),
        saw_score=saw_score,
        note=note,
        rated_by_id=by.id,
        rated_by=by.name,
    )
    db.session.add(rating)
    db.session.flush()
    return rating


def newest_of(sitting_ids: Sequence[int] | None = None) -> Sequence[Rating]:
    """Return each rater's newest rating of each answer, oldest first; None means all sittings."""
    newest = select(func.max(Rating.id)).group_by(
        Rating.sitting_id, Rating.number, Rating.rated_by_id
    )
    if sitting_ids is not None:
        newest = newest.where(Rating.sitting_id.in_(sitting_ids))
    found = db.session.scalars(
        select(Rating).where(Rating.id.in_(newest)).order_by(Rating.id.desc()).limit(MOST_RATINGS)
    ).all()
    return found[::-1]


def by_answer(ratings: Iterable[Rating]) -> dict[int, dict[int, list[Rating]]]:
    """Return ratings by sitting, then by the number of the answer."""
    found: dict[int, dict[int, list[Rating]]] = {}
    for one in ratings:
        found.setdefault(one.sitting_id, {}).setdefault(one.number, []).append(one)
    return found


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two sources of one criterion agree; ``knew_the_score`` ratings are not among them."""

    criterion: str
    knew_the_score: int
    pearson: Figure
    qwk: Figure
    exact: Figure
    adjacent: Figure
    icc: Figure
    bias: Figure


Pairs = Sequence[tuple[float, float, int]]
"""Two scores of 0 to 100 and the sitting that they are of."""


def agreement_with_machine(ratings: Sequence[Rating]) -> list[Agreement]:
    """Compare the machine with the people who did not know its score, by criterion."""
    blind = [one for one in ratings if not one.saw_score]
    return [
        _agreement(
            name,
            [
                (one.machine[name], POINTS_PER_LEVEL * one.levels[name], one.sitting_id)
                for one in blind
                if name in one.machine and name in one.levels
            ],
            knew_the_score=sum(one.saw_score and name in one.levels for one in ratings),
        )
        for name in CRITERIA
    ]


def agreement_among_people(ratings: Sequence[Rating]) -> list[Agreement]:
    """Compare every two people who rated the same answer, by criterion."""
    couples = [
        two
        for answers in by_answer(ratings).values()
        for raters in answers.values()
        for two in combinations(raters, 2)
    ]
    return [
        _agreement(
            name,
            [
                (
                    POINTS_PER_LEVEL * first.levels[name],
                    POINTS_PER_LEVEL * second.levels[name],
                    first.sitting_id,
                )
                for first, second in couples
                if name in first.levels and name in second.levels
            ],
        )
        for name in CRITERIA
    ]


def _agreement(name: str, pairs: Pairs, *, knew_the_score: int = 0) -> Agreement:
    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    whose = [pair[2] for pair in pairs]
    levels = [_level(one) for one in first], [_level(one) for one in second]
    return Agreement(
        criterion=name,
        knew_the_score=knew_the_score,
        pearson=with_interval(pearson, first, second, clusters=whose),
        qwk=quadratic_weighted_kappa(*levels),
        exact=exact_agreement(*levels),
        adjacent=adjacent_agreement(*levels),
        icc=icc_single([list(pair[:2]) for pair in pairs]),
        bias=mean_bias(first, second),
    )


def _level(points: float) -> int:
    """Return the nearest level; half way up counts as the higher one."""
    return int(points / POINTS_PER_LEVEL + 0.5)
