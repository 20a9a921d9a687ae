"""Fitting the listener: ridge regression that also pays for every move under a disturbance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.listener import Model, Part, packed

AXES, CENTRES, SEED = 64, 400, 0
PENALTY, MOVES_COST, GROUP_COST = 30.0, 3.0, 10.0

Vector = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """Features of some clips: pooled states and numbers of the forced reading (clips × numbers)."""

    states: Vector
    forced: Vector | None

    def of(self, rows: Sequence[int] | NDArray[Any]) -> "Heard":
        """Return some of the clips."""
        forced = None if self.forced is None else self.forced[rows]
        return Heard(states=self.states[rows], forced=forced)


def fit(
    heard: Heard,
    marks: Vector,
    moved: tuple[Heard, Heard],
    groups: Sequence[NDArray[np.int64]] = (),
) -> Model:
    """Fit one model.

    The penalty has three parts. The size of the weights (30). Three times the squared change of
    each score between a clip as it is and the same clip disturbed: so directions in which only the
    room, the line or the pitch of the voice show get little weight. Ten times the squared mean
    error of each group, for every clip in it: so no sex or age is favoured.

    Args:
        heard: the clips.
        marks: clips × criteria, 0 to 10.
        moved: some clips as they are, and the same under a mixture of disturbances.
        groups: rows of the clips of each sex and age group. It is not known to the model.
    """
    states = _part(heard.states)
    forced = None if heard.forced is None else _part(heard.forced)
    axes = _axes(states.even(heard.states))
    empty = Model(
        states=states,
        forced=forced,
        axes=axes,
        centres=np.zeros((1, axes.shape[1] + (0 if forced is None else len(forced.mean)))),
        weights=np.zeros(0),
        start=np.zeros(0),
    )
    centres = _centres(empty.places(heard.states, heard.forced))
    shaped = _with(empty, centres=centres)
    design = shaped.features(heard.states, heard.forced)
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
    kept = {
        name: getattr(model, name)
        for name in ("states", "forced", "axes", "centres", "weights", "start")
    }
    return Model(**{**kept, **changed})


def _part(values: Vector) -> Part:
    low, high = np.percentile(values, [1, 99], axis=0)
    cut = np.clip(values, low, high)
    return Part(low=low, high=high, mean=cut.mean(axis=0), deviation=cut.std(axis=0) + 1e-6)


def _axes(even: Vector) -> Vector:
    """Return the principal axes, scaled so that the clips' places have a deviation of 1."""
    _, vectors = np.linalg.eigh(even.T @ even)
    axes = vectors[:, ::-1][:, :AXES]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] < 0, -1.0, 1.0)
    return np.asarray(axes / (even @ axes).std())


def _centres(points: Vector) -> Vector:
    """Find centres by Lloyd's algorithm (k-means), fifteen rounds from a seeded start."""
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
    """Return a model for JSON."""

    def part(one: Part | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {name: packed(getattr(one, name)) for name in ("low", "high", "mean", "deviation")}

    return {
        "states": part(model.states),
        "forced": part(model.forced),
        "axes": packed(model.axes, "<f2"),
        "centres": packed(model.centres, "<f2"),
        "weights": packed(model.weights),
        "start": packed(model.start),
    }
