"""Fit the speech rater: ridge regression with a penalty on score changes under disturbances."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.rater import Model, Scaler, packed

AXES, CENTRES, SEED = 64, 400, 0
PENALTY, MOVES_COST, GROUP_COST = 30.0, 3.0, 10.0

Vector = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class RaterFeatures:
    """Features of clips: pooled states and numbers of the forced reading (clips × numbers)."""

    states: Vector
    forced: Vector | None

    def of(self, rows: Sequence[int] | NDArray[Any]) -> "RaterFeatures":
        """Return the features of some of the clips."""
        forced = None if self.forced is None else self.forced[rows]
        return RaterFeatures(states=self.states[rows], forced=forced)


def fit(
    features: RaterFeatures,
    marks: Vector,
    moved: tuple[RaterFeatures, RaterFeatures],
    groups: Sequence[NDArray[np.int64]] = (),
) -> Model:
    """Fit one model.

    The penalty has three terms: the size of the weights (30); three times the squared change of
    each score between a plain and a disturbed clip, so that directions that depend only on the
    room, the line or the pitch of the voice get little weight; and ten times the squared mean
    error of each group, for each clip in it, so that no sex or age group is favoured.

    Args:
        features: features of the clips.
        marks: clips × criteria, 0 to 10.
        moved: features of some plain clips, and of the same clips under a mixture of disturbances.
        groups: rows of the clips of each sex and age group; the model does not see them.
    """
    states = _part(features.states)
    forced = None if features.forced is None else _part(features.forced)
    axes = _axes(states.standardised(features.states))
    empty = Model(
        states=states,
        forced=forced,
        axes=axes,
        centres=np.zeros((1, axes.shape[1] + (0 if forced is None else len(forced.mean)))),
        weights=np.zeros(0),
        start=np.zeros(0),
    )
    centres = _centres(empty.places(features.states, features.forced))
    shaped = _with(empty, centres=centres)
    design = shaped.features(features.states, features.forced)
    centre = design.mean(axis=0)
    design = design - centre
    gram = design.T @ design
    gram[np.diag_indices_from(gram)] += PENALTY
    move = shaped.features(moved[1].states, moved[1].forced)
    move = move - shaped.features(moved[0].states, moved[0].forced)
    gram += MOVES_COST * move.T @ move
    mean = marks.mean(axis=0)
    pull = design.T @ (marks - mean)
    for rows in groups:
        own = design[rows].mean(axis=0)
        gram += GROUP_COST * len(rows) * np.outer(own, own)
        pull += GROUP_COST * len(rows) * np.outer(own, (marks - mean)[rows].mean(axis=0))
    weights = np.linalg.solve(gram, pull)
    return _with(shaped, weights=weights, start=mean - centre @ weights)


def _with(model: Model, **changed: Vector) -> Model:
    fields = {
        name: getattr(model, name)
        for name in ("states", "forced", "axes", "centres", "weights", "start")
    }
    return Model(**{**fields, **changed})


def _part(values: Vector) -> Scaler:
    low, high = np.percentile(values, [1, 99], axis=0)
    cut = np.clip(values, low, high)
    return Scaler(low=low, high=high, mean=cut.mean(axis=0), deviation=cut.std(axis=0) + 1e-6)


def _axes(even: Vector) -> Vector:
    """Return the principal axes, scaled so that the clips' coordinates have an SD of 1."""
    _, vectors = np.linalg.eigh(even.T @ even)
    axes = vectors[:, ::-1][:, :AXES]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] < 0, -1.0, 1.0)
    return np.asarray(axes / (even @ axes).std())


def _centres(points: Vector) -> Vector:
    """Return centres from Lloyd's algorithm (k-means): fifteen rounds from a seeded start."""
    chance = np.random.default_rng(SEED)
    centres = points[chance.choice(len(points), CENTRES, replace=False)]
    for _ in range(15):
        apart = (points**2).sum(axis=1)[:, None] - 2 * points @ centres.T
        nearest = (apart + (centres**2).sum(axis=1)).argmin(axis=1)
        centres = np.array(
            [
                points[nearest == number].mean(axis=0) if (nearest == number).any() else centre
                for number, centre in enumerate(centres)
            ]
        )
    return centres


def stored(model: Model) -> dict[str, Any]:
    """Return a model as JSON-ready values."""

    def part(scaler: Scaler | None) -> dict[str, Any] | None:
        if scaler is None:
            return None
        names = ("low", "high", "mean", "deviation")
        return {name: packed(getattr(scaler, name)) for name in names}

    return {
        "states": part(model.states),
        "forced": part(model.forced),
        "axes": packed(model.axes, "<f2"),
        "centres": packed(model.centres, "<f2"),
        "weights": packed(model.weights),
        "start": packed(model.start),
    }
