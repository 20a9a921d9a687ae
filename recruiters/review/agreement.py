"""How far the machine agrees with the people who reviewed answers, and people with each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from recruiters.review.answers import CRITERIA
from recruiters.review.models import Review
from recruiters.review.reviews import by_number
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

POINTS_PER_LEVEL = 25


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two sources of levels agree on a criterion.

    ``knew_the_score``: how many reviews were left out because the person knew the score.
    """

    criterion: str
    knew_the_score: int
    pearson: Figure
    qwk: Figure
    exact: Figure
    adjacent: Figure
    icc: Figure
    bias: Figure


Pairs = Sequence[tuple[float, float, int]]
"""Two scores of 0 to 100, and the id of the sitting that they belong to."""


def agreement_with_machine(reviews: Sequence[Review]) -> list[Agreement]:
    """Compare the machine with the people who did not know its score, by criterion."""
    blind = [review for review in reviews if not review.saw_score]
    return [
        _agreement(
            name,
            [
                (review.machine[name], POINTS_PER_LEVEL * review.levels[name], review.sitting_id)
                for review in blind
                if name in review.machine and name in review.levels
            ],
            knew_the_score=sum(review.saw_score and name in review.levels for review in reviews),
        )
        for name in CRITERIA
    ]


def agreement_among_people(reviews: Sequence[Review]) -> list[Agreement]:
    """Compare every two people who reviewed the same answer, by criterion."""
    couples = [
        couple
        for answers in by_number(reviews).values()
        for same_answer in answers.values()
        for couple in combinations(same_answer, 2)
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
    sittings = [pair[2] for pair in pairs]
    levels = [_level(points) for points in first], [_level(points) for points in second]
    return Agreement(
        criterion=name,
        knew_the_score=knew_the_score,
        pearson=with_interval(pearson, first, second, clusters=sittings),
        qwk=quadratic_weighted_kappa(*levels),
        exact=exact_agreement(*levels),
        adjacent=adjacent_agreement(*levels),
        icc=icc_single([list(pair[:2]) for pair in pairs]),
        bias=mean_bias(first, second),
    )


def _level(points: float) -> int:
    """Return the nearest level; a half is rounded up."""
    return int(points / POINTS_PER_LEVEL + 0.5)
