"""Item parameters from the answers of applicants, each of whom had other items.

The model is ``scoring.ability``'s with c fixed at one over the number of choices: a and b by
marginal maximum likelihood (R. D. Bock and M. Aitkin, Psychometrika 46, 1981), as the package mirt
does it, with weak priors that keep an item with few answers from running off. Items that were not
put are missing by design. That an adaptive test chose them by the answers before does no harm as
long as those answers are in the data too (R. J. Mislevy and P.-K. Wu, ETS RR-96-30, 1996); the
answers to items that have too few are not, and what that does is not measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.ability import GRID, STANDARD_NORMAL, Floats, chance_right

LEAST_ANSWERS = 150
"""Answers from which an item gets a difficulty, with a discrimination that it shares (1PL)."""

LEAST_FOR_TWO = 200
"""Answers from which it gets a discrimination of its own (2PL)."""

LEAST_ITEMS = 5
LEAST_ANCHORS = 12
DRIFT_ERRORS = 2.0
INFIT, OUTFIT = (0.8, 1.2), (0.7, 1.3)
"""Where the mean squares of a fitting item lie [ours]."""

A_LOG_SD, B_SD = 0.5, 2.0
"""Priors: a lognormal around 1, b normal around 0."""

Answers = NDArray[np.int64]


class CalibrationError(ValueError):
    """The answers do not carry a calibration; the message says what is missing.

    Attributes:
        code: ``few_items``, ``few_anchors``, ``no_spread`` or ``no_convergence``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Approved:
    """Difficulty of an item as a person has approved it; ``se`` 0 where it is not known."""

    b: float
    se: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Parameters of an item, and what speaks against them.

    Attributes:
        model: ``1PL`` or ``2PL``.
        n: answers.
        a, b, c: on the approved scale where there is one, else with these applicants N(0, 1).
        se_b: standard error of b, that of the linking not included.
        infit, outfit: mean squares of what each answer was against what the person's other answers
            foretold, weighted by information and plain; 1 is expected.
        drift: difference from the approved b, in standard errors; None for a new item.
        flags: ``misfit``, ``drift``.
    """

    model: str
    n: int
    a: float
    b: float
    c: float
    se_b: float
    infit: float
    outfit: float
    drift: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Link:
    """``approved scale = slope * scale of these applicants + shift``; by which items."""

    slope: float
    shift: float
    anchors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Estimates by item, why others have none, and how the scale was kept (None: it is new)."""

    people: int
    items: Mapping[str, Estimate]
    left_out: Mapping[str, str]
    link: Link | None


def calibrate(
    people: Sequence[Mapping[str, int]],
    guess: Mapping[str, float],
    approved: Mapping[str, Approved],
) -> Calibration:
    """Return parameters of the items of ``guess`` that have enough answers.

    Args:
        people: for each, 1 (right) or 0 by item that was put.
        guess: c by item.
        approved: items that define the scale; empty for the first calibration.

    Raises:
        CalibrationError: too few items have answers, there are too few anchors, or no convergence.
    """
    counts, right = _counted(people, guess)
    left_out = {name: _lacks(counts[name], right[name]) for name in guess}
    kept = [name for name in guess if not left_out[name]]
    if len(kept) < LEAST_ITEMS:
        raise CalibrationError(
            "few_items",
            f"{len(kept)} questions have {LEAST_ANSWERS} answers; at least {LEAST_ITEMS} must",
        )
    matrix = _matrix(people, kept)
    c = np.array([guess[name] for name in kept])
    free = np.array([counts[name] >= LEAST_FOR_TWO for name in kept])
    a, b, se = _fit(matrix, c, ~free)
    infit, outfit = mean_squares(matrix, chance_right(GRID[:, None], a, b, c))
    found = {
        name: Estimate(
            model="2PL" if free[n] else "1PL",
            n=counts[name],
            a=float(a[n]),
            b=float(b[n]),
            c=float(c[n]),
            se_b=float(se[n]),
            infit=float(infit[n]),
            outfit=float(outfit[n]),
        )
        for n, name in enumerate(kept)
    }
    linked, link = _on_the_approved_scale(found, approved)
    return Calibration(
        people=len(matrix),
        items={name: replace(one, flags=_flags(one)) for name, one in linked.items()},
        left_out={name: reason for name, reason in left_out.items() if reason},
        link=link,
    )


def _counted(
    people: Sequence[Mapping[str, int]], names: Mapping[str, float]
) -> tuple[dict[str, int], dict[str, int]]:
    counts, right = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for person in people:
        for name in person.keys() & names.keys():
            counts[name] += 1
            right[name] += person[name]
    return counts, right


def _lacks(count: int, right: int) -> str:
    """Say why an item gets no parameters, or nothing."""
    if count < LEAST_ANSWERS:
        return "few_answers"
    return "all_alike" if right in {0, count} else ""


def _matrix(people: Sequence[Mapping[str, int]], kept: Sequence[str]) -> Answers:
    """Return people in rows and items in columns; -1 where an item was not put."""
    rows = np.array([[person.get(name, -1) for name in kept] for person in people], dtype=np.int64)
    return rows[(rows >= 0).any(axis=1)]


def _fit(matrix: Answers, c: Floats, tied: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Return a, b and the standard error of b; the ``tied`` items share one a."""
    import scipy.optimize  # noqa: F401  (loaded first: the limit below holds for what is there)
    from mirt import EMEstimator, ThreeParameterLogistic
    from mirt.estimation.priors import LogNormalPrior, NormalPrior
    from threadpoolctl import threadpool_limits

    together = np.flatnonzero(tied).tolist()
    model = ThreeParameterLogistic(matrix.shape[1])
    model.set_free_parameter_masks({"guessing": np.zeros(matrix.shape[1], dtype=bool)})
    estimator = EMEstimator(
        n_quadpts=31,
        use_gpu=False,  # else it loads torch only to ask
        item_priors={
            "discrimination": LogNormalPrior(0.0, A_LOG_SD),
            "difficulty": NormalPrior(0, B_SD),
        },
        constraints=[("discrimination", together)] if len(together) > 1 else None,
    )
    # Thousands of tiny optimisations: threads of BLAS would only wait for each other.
    with threadpool_limits(1):
        result = estimator.fit(model, matrix, start={"guessing": c})
    if not result.converged:
        raise CalibrationError(
            "no_convergence", "the estimate did not converge; look for questions with a wrong key"
        )
    told = result.model.parameters
    return (
        np.ravel(told["discrimination"]),
        np.ravel(told["difficulty"]),
        np.ravel(result.standard_errors["difficulty"]),
    )


def mean_squares(matrix: Answers, curves: Floats) -> tuple[Floats, Floats]:
    """Return infit and outfit of each item (B. D. Wright and G. N. Masters, 1982).

    The expected answer is the one that the person's *other* answers foretell, over the whole
    posterior of ability: so both are 1 on average when the model holds, however short the test.

    Args:
        matrix: 1, 0, or -1 where an item was not put; people in rows.
        curves: chance of a right answer, points of ``GRID`` in rows.
    """
    right, wrong = (matrix == 1).astype(float), (matrix == 0).astype(float)
    logs = right @ np.log(curves).T + wrong @ np.log1p(-curves).T + np.log(STANDARD_NORMAL)
    infit, outfit = np.empty(matrix.shape[1]), np.empty(matrix.shape[1])
    for item, curve in enumerate(curves.T):
        asked = matrix[:, item] >= 0
        answers = matrix[asked, item]
        own = np.where(answers[:, None] == 1, np.log(curve), np.log1p(-curve))
        others = np.exp(logs[asked] - own - (logs[asked] - own).max(axis=1, keepdims=True))
        expected = others @ curve / others.sum(axis=1)
        squares, spread = (answers - expected) ** 2, expected * (1 - expected)
        infit[item] = squares.sum() / spread.sum()
        outfit[item] = (squares / spread).mean()
    return infit, outfit


def mean_sigma(new: Sequence[float], old: Sequence[float]) -> tuple[float, float]:
    """Return slope and shift that give the new difficulties mean and spread of the old ones.

    G. L. Marco, "Item characteristic curve solutions to three intractable testing problems",
    Journal of Educational Measurement 14 (1977).

    Raises:
        CalibrationError: either side does not differ.
    """
    if not (np.std(new) > 0 and np.std(old) > 0):
        raise CalibrationError("no_spread", "the anchors are all of one difficulty")
    slope = float(np.std(old) / np.std(new))
    return slope, float(np.mean(old) - slope * np.mean(new))


def _on_the_approved_scale(
    found: Mapping[str, Estimate], approved: Mapping[str, Approved]
) -> tuple[Mapping[str, Estimate], Link | None]:
    """Link by the anchors; once more without those that have drifted, if enough are left."""
    if not approved:
        return found, None
    anchors = [name for name in found if name in approved]
    linked, link = _linked(found, approved, anchors)
    steady = [name for name in anchors if abs(linked[name].drift or 0.0) <= DRIFT_ERRORS]
    if LEAST_ANCHORS <= len(steady) < len(anchors):
        linked, link = _linked(found, approved, steady)
    return linked, link


def _linked(
    found: Mapping[str, Estimate], approved: Mapping[str, Approved], anchors: Sequence[str]
) -> tuple[dict[str, Estimate], Link]:
    if len(anchors) < LEAST_ANCHORS:
        raise CalibrationError(
            "few_anchors",
            f"{len(anchors)} approved questions have enough answers; to keep the scale, "
            f"at least {LEAST_ANCHORS} must",
        )
    slope, shift = mean_sigma(
        [found[name].b for name in anchors], [approved[name].b for name in anchors]
    )
    linked = {}
    for name, one in found.items():
        b, se = slope * one.b + shift, slope * one.se_b
        old = approved.get(name)
        drift = (b - old.b) / float(np.hypot(se, old.se)) if old else None
        linked[name] = replace(one, a=one.a / slope, b=b, se_b=se, drift=drift)
    return linked, Link(slope=slope, shift=shift, anchors=tuple(anchors))


def _flags(one: Estimate) -> tuple[str, ...]:
    fits = INFIT[0] <= one.infit <= INFIT[1] and OUTFIT[0] <= one.outfit <= OUTFIT[1]
    drifted = one.drift is not None and abs(one.drift) > DRIFT_ERRORS
    return tuple(name for name, so in (("misfit", not fits), ("drift", drifted)) if so)
