"""An applicant's combined results: the weighted score, its standard error, and ties.

Sources: the standard error of measurement, its band and the standard error of the difference
between two scores follow classical test theory (for example Nunnally and Bernstein, 1994,
chapter 6). Shared places in the ranking follow top-score-referenced banding (Cascio, Outtz, Zedeck
and Goldstein, 1991), here with a band of one standard error of the difference.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class AssessmentScore:
    """An applicant's score in one assessment of a battery.

    Attributes:
        weight: weight relative to the other assessments; 0 or more.
        score: 0 to 100, or None when it was not measured (or not yet).
        sem: standard error of measurement of ``score`` in points, if known.
        provisional: True if ``sem`` is provisional (``scoring.provisional``).
    """

    weight: float
    score: float | None
    sem: float | None = None
    provisional: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight >= 0):
            raise ValueError(f"a weight is 0 or more, not {self.weight}")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The weighted score of a battery.

    Attributes:
        value: 0 to 100, the weighted mean of the measured scores; None without measured scores.
        sem: its standard error in points; None if the error of any measured score is unknown.
        measured: number of assessments with a weight above 0 that were measured.
        total: number of assessments with a weight above 0.
        provisional: True if the error of any part of ``sem`` is provisional.
    """

    value: float | None
    sem: float | None
    measured: int
    total: int
    provisional: bool = False

    @property
    def complete(self) -> bool:
        """Whether every assessment with a weight above 0 was measured."""
        return self.total > 0 and self.measured == self.total


def profile(parts: Sequence[AssessmentScore]) -> Profile:
    """Return the weighted score of a battery.

    ``value = sum(w_i x_i) / W`` and ``sem = sqrt(sum((w_i / W)^2 sem_i^2))`` over the measured
    assessments, where ``W`` is the sum of their weights; errors of different assessments are
    independent. An assessment that was not measured is left out, never counted as 0, and makes the
    profile incomplete. An assessment of weight 0 is shown to people but does not count.
    """
    counting = [part for part in parts if part.weight > 0]
    scored = [(part.weight, part.score, part.sem) for part in counting if part.score is not None]
    if not scored:
        return Profile(value=None, sem=None, measured=0, total=len(counting))
    heaviest = max(weight for weight, _, _ in scored)
    shares = [weight / heaviest for weight, _, _ in scored]
    whole = math.fsum(shares)
    shares = [share / whole for share in shares]
    value = math.fsum(share * score for share, (_, score, _) in zip(shares, scored, strict=True))
    errors = [sem for _, _, sem in scored if sem is not None]
    sem = None
    if len(errors) == len(scored):
        sem = math.hypot(*(share * error for share, error in zip(shares, errors, strict=True)))
    return Profile(
        value=min(max(value, 0.0), 100.0),
        sem=sem,
        measured=len(scored),
        total=len(counting),
        provisional=sem is not None
        and any(part.provisional for part in counting if part.score is not None),
    )


def error_of_difference(first: Profile, second: Profile) -> float | None:
    """Return the standard error of the difference between two people's scores, in points.

    ``sqrt(sem_1^2 + sem_2^2)``; if both took one test, measured with equal precision, this is
    ``SD sqrt(2 (1 - r_xx))``. None when either error is unknown.
    """
    if first.sem is None or second.sem is None:
        return None
    return math.hypot(first.sem, second.sem)


def tied(first: Profile, second: Profile) -> bool:
    """Return whether two scores differ by at most the standard error of their difference.

    Within one standard error the order of the two true scores is too uncertain (right in fewer than
    84 of 100 cases) to be shown as if it were known. If an error is unknown, only equal scores tie.
    """
    if first.value is None or second.value is None:
        return False
    error = error_of_difference(first, second)
    return abs(first.value - second.value) <= (error or 0.0)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A place in a ranking: 1 is first; people who share a place tie with the first of them."""

    place: int
    tied: bool


def ranking(profiles: Mapping[Key, Profile]) -> dict[Key, Standing]:
    """Return the places of the complete profiles, best first; incomplete profiles have no place.

    From the best score downwards, each person who ties with the first person of a place shares that
    place. Ties are not transitive: two neighbours in different places may be as close as two who
    share a place.
    """
    complete = [key for key, person in profiles.items() if person.complete]
    complete.sort(key=lambda key: -(profiles[key].value or 0.0))
    groups: list[list[Key]] = []
    for key in complete:
        if groups and tied(profiles[groups[-1][0]], profiles[key]):
            groups[-1].append(key)
        else:
            groups.append([key])
    places: dict[Key, Standing] = {}
    for group in groups:
        standing = Standing(place=len(places) + 1, tied=len(group) > 1)
        places |= dict.fromkeys(group, standing)
    return places
