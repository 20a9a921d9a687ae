"""An additive score: the sum of what each measure contributes, so that each part can be shown.

The model is a generalised additive model (Hastie and Tibshirani 1986, "Generalized additive
models"): each measure has a piecewise linear curve through a few knots, fitted by ridge regression
(``training/speaking.py``). A measure contributes its curve at the measured value, minus the mean of
the curve over the training data, so all contributions of an average speaker are 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Curve:
    """The contribution of one measure as a function of its value.

    Attributes:
        knots: values of the measure, ascending; beyond them the curve is constant.
        adds: contribution at each knot, in points of the score.
    """

    knots: tuple[float, ...]
    adds: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return the contribution of this value."""
        return float(np.interp(value, self.knots, self.adds))


@dataclass(frozen=True, kw_only=True)
class AdditiveModel:
    """A model that computes one score from named measures.

    Attributes:
        mean: the score when all contributions are 0.
        curves: by name of the measure.
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
        """Return the contribution of each measure; a measure without a value contributes 0."""
        values = ((name, measures.get(name)) for name in self.curves)
        return {
            name: self.curves[name].at(value) if value is not None else 0.0
            for name, value in values
        }

    def score(self, measures: Mapping[str, float | None]) -> float:
        """Return the score."""
        return self.mean + sum(self.parts(measures).values())
