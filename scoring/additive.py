"""A score as a sum of what each measure adds: piecewise linear, so that every part can be shown.

The model is an additive one (Hastie and Tibshirani 1986, "Generalized additive models"): for each
measure a curve through a few knots, fitted by ridge regression (``training/speaking.py``). What a
measure adds is its curve at the measured value less the curve's mean over the data it was fitted
on, so an average speaker's parts are all 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What one measure adds, by its value.

    Attributes:
        knots: values of the measure, rising; outside them the ends hold.
        adds: what each knot adds, in points of the score.
    """

    knots: tuple[float, ...]
    adds: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return what this value adds."""
        return float(np.interp(value, self.knots, self.adds))


@dataclass(frozen=True, kw_only=True)
class AdditiveModel:
    """One score out of named measures.

    Attributes:
        mean: the score when nothing is added.
        curves: by the measure's name.
        half_width: half of the 90 % prediction interval, in points of the score.
    """

    mean: float
    curves: Mapping[str, Curve]
    half_width: float

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "AdditiveModel":
        """Build from the JSON of a calibration file."""
        return cls(
            mean=stored["mean"],
            half_width=stored["half_width"],
            curves={
                name: Curve(knots=tuple(curve["knots"]), adds=tuple(curve["adds"]))
                for name, curve in stored["curves"].items()
            },
        )

    def parts(self, measures: Mapping[str, float | None]) -> dict[str, float]:
        """Return what each measure adds; one that was not measured adds nothing."""
        found = ((name, measures.get(name)) for name in self.curves)
        return {
            name: self.curves[name].at(value) if value is not None else 0.0 for name, value in found
        }

    def score(self, measures: Mapping[str, float | None]) -> float:
        """Return the score."""
        return self.mean + sum(self.parts(measures).values())
