"""Fit an additive model: ridge regression on ramps between knots, with optional directions."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

KNOTS = 5
PENALTY = 3.0
ROUNDS = 200


def knots_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distinct knots at even quantiles from the 1st to the 99th percentile."""
    knots = np.unique(np.percentile(values, np.linspace(1, 99, KNOTS)))
    if len(knots) > 2:
        return knots
    low, high = values.min(), values.max() + 1e-6
    return np.array([low, (low + high) / 2, high])


def ramps(values: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values × (knots - 1): the position of each value between successive knots, 0 to 1."""
    share = (values[:, None] - knots[:-1]) / np.diff(knots)
    return np.clip(share, 0.0, 1.0)


def fit(
    table: Mapping[str, NDArray[np.float64]],
    marks: NDArray[np.float64],
    directions: Mapping[str, int],
    *,
    penalty: float = PENALTY,
) -> dict[str, Any]:
    """Fit one score and return its mean and curves in the format of ``scoring.additive``.

    Args:
        table: values by measure; NaN where a measure is missing.
        marks: the score to predict.
        directions: by measure, 1 if a higher value may only raise the score, -1 if it may only
            lower the score, 0 if either.
        penalty: penalty on the squared slopes, for ramps with a variance of 1.
    """
    names = list(table)
    knots = {name: knots_of(table[name][~np.isnan(table[name])]) for name in names}
    parts, owner = [], []
    for name in names:
        known = ~np.isnan(table[name])
        ramp = ramps(np.where(known, table[name], 0.0), knots[name])
        ramp = np.where(known[:, None], ramp, ramp[known].mean(axis=0))
        parts.append(ramp)
        owner += [name] * ramp.shape[1]
    design = np.hstack(parts)
    centre = design.mean(axis=0)
    design, target = design - centre, marks - marks.mean()
    ways = [directions[name] for name in owner]
    slopes = _bounded_ridge(design.T @ design, design.T @ target, ways, penalty * len(marks) / 2000)
    curves, first = {}, 0
    for name in names:
        count = len(knots[name]) - 1
        own = slopes[first : first + count]
        adds = np.concatenate(([0.0], np.cumsum(own))) - own @ centre[first : first + count]
        curves[name] = {
            "knots": [round(float(knot), 6) for knot in knots[name]],
            "adds": [round(float(points), 4) for points in adds],
        }
        first += count
    return {"mean": round(float(marks.mean()), 4), "curves": curves}


def _bounded_ridge(
    gram: NDArray[np.float64],
    pull: NDArray[np.float64],
    directions: Sequence[int],
    penalty: float,
) -> NDArray[np.float64]:
    """Minimise b·gram·b - 2·pull·b + penalty·Σ b² with the given signs, by coordinate descent."""
    weights = np.zeros(len(pull))
    for _ in range(ROUNDS):
        for place, direction in enumerate(directions):
            rest = pull[place] - gram[place] @ weights + gram[place, place] * weights[place]
            value = rest / (gram[place, place] + penalty)
            if direction:
                value = direction * max(0.0, direction * value)
            weights[place] = value
    return weights
