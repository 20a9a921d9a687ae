"""From features to one score: standardised in a reference group, equally weighted, added up.

``score = 50 + 15 · Σ wᵢ zᵢ / s``: zᵢ is the feature less the reference group's mean, over its
standard deviation, with the sign by which more is better, cut at ±4; s is the standard deviation of
Σ wᵢ zᵢ in the group. So 50 is the group's mean and 15 points are its standard deviation. No weight
and no constant was fitted to anybody's marks. The addends are the contributions that are shown.

The standard error is ``SD · √(1 - ρ)``, ρ the agreement of two texts of one length, stepped up or
down by the Spearman-Brown formula (Spearman 1910, Brown 1910): ``kρ / (1 + (k - 1)ρ)`` for k times
the words.
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
        """Return the standardised value, more is better, within ±4."""
        return max(-FURTHEST, min(FURTHEST, self.sign * (value - self.mean) / self.sd))


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What one feature adds to the middle of 50 or takes from it.

    Attributes:
        name: of the feature.
        value: as measured.
        z: standardised, more is better.
        points: what it adds.
    """

    name: str
    value: float
    z: float
    points: float


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """The constants of ``calibration/writing.json``.

    Attributes:
        norms: by feature.
        composite_sd: of the weighted sum in the reference group.
        reliability: agreement of two texts of ``reliability_words`` words by one writer.
        reliability_words: their length.
        provisional: whether the reference group was made and not met.
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
        """Return what each feature adds, in the order of the norms."""
        found = []
        for name, norm in self.norms.items():
            z = norm.z(values[name])
            points = SPREAD * norm.weight * z / self.composite_sd
            found.append(Contribution(name=name, value=values[name], z=z, points=points))
        return tuple(found)

    def sem(self, words: int) -> float:
        """Return the standard error of measurement in points for a text of so many words."""
        k = words / self.reliability_words
        reliability = k * self.reliability / (1 + (k - 1) * self.reliability)
        return SPREAD * math.sqrt(1 - reliability)


def score_of(contributions: tuple[Contribution, ...]) -> float:
    """Return the score, 0 to 100: the middle and what every feature adds."""
    return max(0.0, min(100.0, MIDDLE + math.fsum(one.points for one in contributions)))


@cache
def weighing() -> Weighing:
    """Return the constants in force."""
    return Weighing.from_dict(json.loads(FILE.read_text("utf-8")))
