"""Figures of a test of fitted scores: agreement, bands, and gaps between groups of people."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring import speaking
from scoring.agreement import pearson, spearman
from training.features import Clip

Vector = NDArray[np.float64]

COVERED = 90.0


def half_widths(scores: Vector, marks: Vector, folds: NDArray[Any]) -> Vector:
    """Return half of the 90 % prediction interval by criterion, in points of 100.

    This is the 90th percentile of the absolute error in the fold where it is largest: new speakers
    are expected to differ as much as the least typical fifth of these speakers.
    """
    error = 10 * np.abs(scores - marks)
    worst = [np.percentile(error[folds == fold], COVERED, axis=0) for fold in np.unique(folds)]
    return np.asarray(np.max(worst, axis=0))


def figures(
    scores: Vector, marks: Vector, clips: Sequence[Clip], widths: Vector
) -> dict[str, dict[str, float]]:
    """Return the figures of the fold-wise test by criterion; errors in points of 100."""
    by_criterion = {}
    for number, name in enumerate(speaking.CRITERIA):
        machine, human = 10 * scores[:, number], 10 * marks[:, number]
        error = machine - human
        by_criterion[name] = {
            "pearson": _round(pearson(machine, human).value),
            "spearman": _round(spearman(machine, human).value),
            "rmse": _round(float(np.sqrt(np.mean(error**2)))),
            "coverage90": _round(float(np.mean(np.abs(error) <= widths[number]))),
            "gap_gender": _round(gap(error, [clip.gender for clip in clips], human)),
            "gap_age": _round(gap(error, [age_group(clip.age) for clip in clips], human)),
        }
    return by_criterion


def age_group(age: int) -> str:
    """Return the age group for the report of gaps; empty when the age is unknown."""
    if not age:
        return ""
    return "child" if age < 13 else "teenager" if age < 18 else "adult"


def gap(error: Vector, groups: Sequence[str], marks: Vector) -> float | None:
    """Return the largest absolute mean error of a group, divided by the SD of the marks.

    Clips whose group is unknown are left out; None when all groups are unknown.
    """
    named = np.array(groups)
    return max(
        (
            abs(float(error[named == name].mean())) / float(marks.std())
            for name in np.unique(named)
            if name
        ),
        default=None,
    )


def _round(value: float | None) -> float:
    assert value is not None
    return round(value, 4)
