"""Estimate item parameters from the answers of applicants who were given different items.

The model is that of ``scoring.ability`` with c fixed at one over the number of choices. The package
mirt estimates a and b by marginal maximum likelihood (R. D. Bock and M. Aitkin, Psychometrika 46,
1981), with weak priors that keep the parameters of items with few answers within bounds. Items that
were not presented are missing by design. An adaptive test selects items by earlier answers; this
does no harm as long as those answers are also in the data (R. J. Mislevy and P.-K. Wu, ETS
RR-96-30, 1996). Answers to items with too few answers are left out of the data; the effect of this
has not been measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.ability import GRID, STANDARD_NORMAL, Floats, chance_right

LEAST_ANSWERS = 150
"""Fewest answers for a difficulty; the discrimination is shared with such items (1PL)."""

LEAST_FOR_TWO = 200
"""Fewest answers for a discrimination of the item's own (2PL)."""

LEAST_ITEMS = 5
LEAST_ANCHORS = 12
DRIFT_ERRORS = 2.0
INFIT, OUTFIT = (0.8, 1.2), (0.7, 1.3)
"""Ranges of the mean squares of an item that fits [ours]."""

A_LOG_SD, B_SD = 0.5, 2.0
"""Priors: a is lognormal around 1, b is normal around 0."""

Answers = NDArray[np.int64]


class CalibrationError(ValueError):
    """The answers do not support a calibration; the message says what is missing.

    Attributes:
        code: ``few_items``, ``few_anchors``, ``no_spread`` or ``no_convergence``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Approved:
    """The approved difficulty of an item; ``se`` is 0 if unknown."""

    b: float
    se: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Estimated parameters of an item, with its fit statistics and flags.

    Attributes:
        model: ``1PL`` or ``2PL``.
        n: number of answers.
        a, b, c: on the approved scale if there is one, else on the scale on which these applicants
            are N(0, 1).
        se_b: standard error of b, without the error of the linking.
        infit, outfit: mean squared residuals of the answers from what each person's other answers
            predict, weighted by information (infit) and unweighted (outfit); 1 is expected.
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
    """``approved scale = slope * scale of these applicants + shift``, and the anchor items."""

    slope: float
    shift: float
    anchors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Estimates by item, reasons for items left out, and the scale link (None: a new scale)."""

    people: int
    items: Mapping[str, Estimate]
    left_out: Mapping[str, str]
    link: Link | None


def calibrate(
    people: Sequence[Mapping[str, int]],
    guess: Mapping[str, float],
    approved: Mapping[str, Approved],
) -> Calibration:
    """Estimate the parameters of the items of ``guess`` that have enough answers.

    Args:
        people: for each person, 1 (right) or 0 by item presented.
        guess: c by item.
        approved: items that define the scale; empty for the first calibration.

    Raises:
        CalibrationError: too few items have enough answers, there are too few anchors, the anchors
            do not differ in difficulty, or the estimation did not converge.
    """
    counts, right = _counted(people, guess)
    left_out = {name: _reason_left_out(counts[name], right[name]) for name in guess}
    usable = [name for name in guess if not left_out[name]]
    if len(usable) < LEAST_ITEMS:
        raise CalibrationError(
            "few_items",
            f"{len(usable)} questions have {LEAST_ANSWERS} answers; at least {LEAST_ITEMS} must",
        )
    matrix = _matrix(people, usable)
    c = np.array([guess[name] for name in usable])
    free = np.array([counts[name] >= LEAST_FOR_TWO for name in usable])
    a, b, se = _fit(matrix, c, ~free)
    infit, outfit = mean_squares(matrix, chance_right(GRID[:, None], a, b, c))
    estimates = {
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
        for n, name in enumerate(usable)
    }
    linked, link = _on_the_approved_scale(estimates, approved)
    return Calibration(
        people=len(matrix),
        items={
            name: replace(estimate, flags=_flags(estimate)) for name, estimate in linked.items()
        },
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


def _reason_left_out(count: int, right: int) -> str:
    """Return the reason why an item gets no parameters, or an empty string."""
    if count < LEAST_ANSWERS:
        return "few_answers"
    return "all_alike" if right in {0, count} else ""


def _matrix(people: Sequence[Mapping[str, int]], items: Sequence[str]) -> Answers:
    """Return people in rows and items in columns; -1 where an item was not presented."""
    rows = [[person.get(name, -1) for name in items] for person in people]
    answers = np.array(rows, dtype=np.int64)
    return answers[(answers >= 0).any(axis=1)]


def _fit(matrix: Answers, c: Floats, tied: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Return a, b and the standard error of b; the ``tied`` items share one a."""
    # Imported here: scipy and mirt take 60 MB and a second, and the web process never estimates.
    # scipy.optimize comes first: the thread limit below affects only libraries already loaded.
    import scipy.optimize  # noqa: F401
    from mirt import EMEstimator, ThreeParameterLogistic
    from mirt.estimation.priors import LogNormalPrior, NormalPrior
    from threadpoolctl import threadpool_limits

    together = np.flatnonzero(tied).tolist()
    model = ThreeParameterLogistic(matrix.shape[1])
    model.set_free_parameter_masks({"guessing": np.zeros(matrix.shape[1], dtype=bool)})
    estimator = EMEstimator(
        n_quadpts=31,
        use_gpu=False,  # otherwise mirt loads torch just to look for a GPU
        item_priors={
            "discrimination": LogNormalPrior(0.0, A_LOG_SD),
            "difficulty": NormalPrior(0, B_SD),
        },
        constraints=[("discrimination", together)] if len(together) > 1 else None,
    )
    # There are thousands of tiny optimisations: BLAS threads would only wait for each other.
    with threadpool_limits(1):
        result = estimator.fit(model, matrix, start={"guessing": c})
    if not result.converged:
        raise CalibrationError(
            "no_convergence", "the estimate did not converge; look for questions with a wrong key"
        )
    parameters = result.model.parameters
    return (
        np.ravel(parameters["discrimination"]),
        np.ravel(parameters["difficulty"]),
        np.ravel(result.standard_errors["difficulty"]),
    )


def mean_squares(matrix: Answers, curves: Floats) -> tuple[Floats, Floats]:
    """Return the infit and outfit of each item (B. D. Wright and G. N. Masters, 1982).

    The expected answer is the one predicted by the person's *other* answers, averaged over the
    posterior of ability. If the model holds, both are therefore 1 on average, however short the
    test is.

    Args:
        matrix: 1, 0, or -1 where an item was not presented; people in rows.
        curves: chance of a right answer, points of ``GRID`` in rows.
    """
    right, wrong = (matrix == 1).astype(float), (matrix == 0).astype(float)
    logs = right @ np.log(curves).T + wrong @ np.log1p(-curves).T + np.log(STANDARD_NORMAL)
    infit, outfit = np.empty(matrix.shape[1]), np.empty(matrix.shape[1])
    for item, curve in enumerate(curves.T):
        asked = matrix[:, item] >= 0
        answers = matrix[asked, item]
        own = np.where(answers[:, None] == 1, np.log(curve), np.log1p(-curve))
        rest = logs[asked] - own
        posterior = np.exp(rest - rest.max(axis=1, keepdims=True))
        expected = posterior @ curve / posterior.sum(axis=1)
        squares, spread = (answers - expected) ** 2, expected * (1 - expected)
        infit[item] = squares.sum() / spread.sum()
        outfit[item] = (squares / spread).mean()
    return infit, outfit


def mean_sigma(new: Sequence[float], old: Sequence[float]) -> tuple[float, float]:
    """Return the slope and shift that give the new difficulties the old mean and spread.

    G. L. Marco, "Item characteristic curve solutions to three intractable testing problems",
    Journal of Educational Measurement 14 (1977).

    Raises:
        CalibrationError: the difficulties of either side are all equal.
    """
    if not (np.std(new) > 0 and np.std(old) > 0):
        raise CalibrationError("no_spread", "the anchors are all of one difficulty")
    slope = float(np.std(old) / np.std(new))
    return slope, float(np.mean(old) - slope * np.mean(new))


def _on_the_approved_scale(
    estimates: Mapping[str, Estimate], approved: Mapping[str, Approved]
) -> tuple[Mapping[str, Estimate], Link | None]:
    """Link by the anchors, then again without those that have drifted if enough remain."""
    if not approved:
        return estimates, None
    anchors = [name for name in estimates if name in approved]
    linked, link = _linked(estimates, approved, anchors)
    steady = [name for name in anchors if abs(linked[name].drift or 0.0) <= DRIFT_ERRORS]
    if LEAST_ANCHORS <= len(steady) < len(anchors):
        linked, link = _linked(estimates, approved, steady)
    return linked, link


def _linked(
    estimates: Mapping[str, Estimate], approved: Mapping[str, Approved], anchors: Sequence[str]
) -> tuple[dict[str, Estimate], Link]:
    if len(anchors) < LEAST_ANCHORS:
        raise CalibrationError(
            "few_anchors",
            f"{len(anchors)} approved questions have enough answers; to keep the scale, "
            f"at least {LEAST_ANCHORS} must",
        )
    slope, shift = mean_sigma(
        [estimates[name].b for name in anchors], [approved[name].b for name in anchors]
    )
    linked = {}
    for name, estimate in estimates.items():
        b, se = slope * estimate.b + shift, slope * estimate.se_b
        old = approved.get(name)
        drift = (b - old.b) / float(np.hypot(se, old.se)) if old else None
        linked[name] = replace(estimate, a=estimate.a / slope, b=b, se_b=se, drift=drift)
    return linked, Link(slope=slope, shift=shift, anchors=tuple(anchors))


def _flags(item: Estimate) -> tuple[str, ...]:
    fits = INFIT[0] <= item.infit <= INFIT[1] and OUTFIT[0] <= item.outfit <= OUTFIT[1]
    drifted = item.drift is not None and abs(item.drift) > DRIFT_ERRORS
    return tuple(flag for flag, raised in (("misfit", not fits), ("drift", drifted)) if raised)
