"""Combine features into one score: standardised in a reference group, equally weighted, summed.

``score = 50 + 15 · Σ wᵢ zᵢ / s - deductions``: zᵢ is the feature minus the mean of the reference
group, divided by the group's standard deviation, signed so that more is better; s is the standard
deviation of Σ wᵢ zᵢ in the group. The mean of the group is therefore 50 and its standard deviation
15 points. No weight or constant was fitted to human marks. The addends are the contributions in the
report. Three things bend the line:

- Rates of errors are standardised by their square root, which makes the spread of a count nearly
  the same at every level (M. S. Bartlett, Supplement to the Journal of the Royal Statistical
  Society 3(1), 1936): from 20 to 25 errors is less than from 0 to 5.
- No feature earns more than correct prose has: z ends at ``Norm.most``, which nine in ten of the
  clean texts reach that were written for Handa (``training/writing/clean.yaml``).
- What the tagger doubts in idiomatic prose without errors is taken off: ``Norm.idiom``, the
  difference between the clean idiomatic and the clean plain texts, in full from
  ``IDIOMATIC_ENOUGH`` idiomatic constructions per 100 words on.

The two deductions are about how sentences are built, which the reference group, made from plain
prose, says nothing about. Both are our choice:

- Sentences of the simplest kind are right because they are simple, and a text of A1 sentences must
  not pass a text of B1 with mistakes: without any dependent clause ``SIMPLE`` points are taken off,
  with ``CLAUSES_ENOUGH`` per 100 words none.
- Sentences that run on: one standard deviation for a text in which half of the words do.

The standard error is ``SD · √(1 - ρ)``, where ρ is the agreement of two texts of one length,
adjusted for length by the Spearman-Brown formula (Spearman 1910, Brown 1910): ``kρ / (1 + (k -
1)ρ)`` for k times the words.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

from scoring.additive import Curve

FILE = Path(__file__).parents[1] / "calibration" / "writing.json"
MIDDLE, SPREAD = 50.0, 15.0
FURTHEST = 4.0
IDIOMATIC_ENOUGH = 2.0
SIMPLE = 45.0
CLAUSES_ENOUGH = 1.8
RUN_ON_HALF = 50.0
DEDUCTIONS: Mapping[str, Curve] = {
    "clauses": Curve(knots=(0.0, CLAUSES_ENOUGH), adds=(-SIMPLE, 0.0)),
    "run_on": Curve(knots=(0.0, RUN_ON_HALF), adds=(0.0, -SPREAD)),
}
"""Points taken off by feature, both per 100 words."""


@dataclass(frozen=True, kw_only=True)
class Norm:
    """One feature in the reference group.

    Attributes:
        mean, sd: mean and standard deviation; with ``root`` the deviation at the mean.
        sign: +1 if more of it is better, else -1.
        weight: its weight in the sum.
        most: the largest z.
        root: whether the square root of the feature is standardised.
        idiom: how much larger it is in idiomatic prose without errors than in plain prose.
    """

    mean: float
    sd: float
    sign: int
    weight: float
    most: float = FURTHEST
    root: bool = False
    idiom: float = 0.0

    def z(self, value: float, idiomatic: float = 0.0) -> float:
        """Return the standardised value, from -4 to ``most``; more is better.

        Args:
            value: the feature.
            idiomatic: idiomatic constructions per 100 words.
        """
        plain = value - self.idiom * min(idiomatic / IDIOMATIC_ENOUGH, 1.0)
        if self.root:
            # The slope at the mean is that of the feature itself.
            middle = math.sqrt(self.mean)
            above = 2 * middle * (math.sqrt(max(plain, 0.0)) - middle)
        else:
            above = plain - self.mean
        return max(-FURTHEST, min(self.most, self.sign * above / self.sd))


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """The points that one feature adds to the middle of 50, or subtracts from it.

    Attributes:
        name: name of the feature.
        value: the measured value.
        points: the points added; negative if subtracted.
    """

    name: str
    value: float
    points: float


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """The constants of ``calibration/writing.json``.

    Attributes:
        norms: norm of each feature.
        composite_sd: standard deviation of the weighted sum in the reference group.
        reliability: agreement of two texts of ``reliability_words`` words by one writer.
        reliability_words: length of those texts in words.
        provisional: whether the reference group is simulated rather than real applicants.
    """

    norms: Mapping[str, Norm]
    composite_sd: float
    reliability: float
    reliability_words: int
    provisional: bool

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Build from the JSON of the calibration file."""
        return cls(
            norms={name: Norm(**norm) for name, norm in stored["features"].items()},
            composite_sd=stored["composite_sd"],
            reliability=stored["reliability"],
            reliability_words=stored["reliability_words"],
            provisional=stored["provisional"],
        )

    def contributions(self, values: Mapping[str, float]) -> tuple[Contribution, ...]:
        """Return the contribution of each feature, in the order of the norms; deductions last.

        Args:
            values: the features of ``norms`` and of ``DEDUCTIONS``, and ``idiomatic``.
        """
        contributions = []
        for name, norm in self.norms.items():
            z = norm.z(values[name], values["idiomatic"])
            points = SPREAD * norm.weight * z / self.composite_sd
            contributions.append(Contribution(name=name, value=values[name], points=points))
        deductions = (
            Contribution(name=name, value=values[name], points=curve.at(values[name]))
            for name, curve in DEDUCTIONS.items()
        )
        return (*contributions, *deductions)

    def sem(self, words: int) -> float:
        """Return the standard error of measurement, in points, of a text of that many words."""
        k = words / self.reliability_words
        reliability = k * self.reliability / (1 + (k - 1) * self.reliability)
        return SPREAD * math.sqrt(1 - reliability)


def score_of(contributions: tuple[Contribution, ...]) -> float:
    """Return the score, 0 to 100: the middle plus all contributions."""
    points = math.fsum(contribution.points for contribution in contributions)
    return max(0.0, min(100.0, MIDDLE + points))


@cache
def weighing() -> Weighing:
    """Return the constants in force."""
    return Weighing.from_dict(json.loads(FILE.read_text("utf-8")))
