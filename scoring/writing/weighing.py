"""Combine features into one score: standardised in a reference group, equally weighted, summed.

``score = 50 + 15 · Σ wᵢ zᵢ / s``: zᵢ is the feature minus the mean of the reference group, divided
by the group's standard deviation, signed so that more is better, and clipped at ±4; s is the
standard deviation of Σ wᵢ zᵢ in the group. The mean of the group is therefore 50 and its standard
deviation 15 points. No weight or constant was fitted to human marks. The addends are the
contributions in the report.

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

FILE = Path(__file__).parents[1] / "calibration" / "writing.json"
MIDDLE, SPREAD = 50.0, 15.0
FURTHEST = 4.0


@dataclass(frozen=True, kw_only=True)
class Norm:
    """One feature in the reference group: mean, standard deviation, sign (+1, -1) and weight."""

    mean: float
    sd: float
    sign: int
    weight: float

    def z(self, value: float) -> float:
        """Return the standardised value, within ±4; more is better."""
        return max(-FURTHEST, min(FURTHEST, self.sign * (value - self.mean) / self.sd))


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """The points that one feature adds to the middle of 50, or subtracts from it.

    Attributes:
        name: name of the feature.
        value: the measured value.
        z: the standardised value; more is better.
        points: the points added; negative if subtracted.
    """

    name: str
    value: float
    z: float
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
        """Return the contribution of each feature, in the order of the norms."""
        contributions = []
        for name, norm in self.norms.items():
            z = norm.z(values[name])
            points = SPREAD * norm.weight * z / self.composite_sd
            contributions.append(Contribution(name=name, value=values[name], z=z, points=points))
        return tuple(contributions)

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
