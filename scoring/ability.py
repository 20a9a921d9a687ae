"""Ability from right and wrong answers: share right, and EAP under the logistic model."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


def percent_right(right: int, asked: int) -> float:
    """Return the share of right answers in percent."""
    return 100 * right / asked


def binomial_sem(right: int, asked: int) -> float | None:
    """Return the standard error of ``percent_right`` in points, by Lord's binomial formula.

    100 * sqrt(p (1 - p) / (n - 1)): F. M. Lord, "Do tests of the same length have the same
    standard errors of measurement?", Educational and Psychological Measurement 17 (1957). The
    formula treats the questions as a random sample of the bank; for a stratified draw it
    overestimates the error rather than underestimating it.

    When no answer or every answer is right, the formula gives 0, as if the score were exact. In
    those cases p is (right + 1/2) / (n + 1), the mean of the Jeffreys posterior (L. D. Brown,
    T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Statistical
    Science 16, 2001).

    Returns:
        Points on the 0-100 scale; None with fewer than two questions.
    """
    if asked < 2:
        return None
    share = right / asked if 0 < right < asked else (right + 0.5) / (asked + 1)
    return 100 * math.sqrt(share * (1 - share) / (asked - 1))


Floats = NDArray[np.float64]

GRID: Floats = np.linspace(-4.0, 4.0, 81)
"""Abilities at which a likelihood is evaluated: 81 points, 0.1 standard deviations apart."""

STANDARD_NORMAL: Floats = np.exp(-(GRID**2) / 2) / np.exp(-(GRID**2) / 2).sum()
"""The prior: applicants are N(0, 1). A convention until an installation's own data replace it."""


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """An item in the three-parameter logistic model: discrimination, difficulty, guess rate."""

    a: float
    b: float
    c: float = 0.0

    def __post_init__(self) -> None:
        if not (self.a > 0 and 0 <= self.c < 1 and math.isfinite(self.b)):
            raise ValueError(f"no item has these parameters: {self}")


@dataclass(frozen=True, kw_only=True)
class Response:
    """The response to one item: the share of it that was right, 0 to 1, and its weight.

    ``weight`` is how many independent answers the item counts as: 1 for an item on its own. Items
    that share one text count as fewer answers than their number.
    """

    parameters: Parameters
    right: float
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Ability:
    """An estimate with its standard error, in standard deviations of applicants."""

    theta: float
    se: float


def chance_right(theta: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Floats:
    """Return the probability of a right answer: c + (1 - c) / (1 + exp(-a (theta - b))).

    The three-parameter logistic model of A. Birnbaum (in Lord and Novick, "Statistical theories
    of mental test scores", 1968, chapter 17), in the logistic metric, without the factor 1.7.
    """
    theta, a, b, c = (np.asarray(value, dtype=np.float64) for value in (theta, a, b, c))
    chance: Floats = c + (1 - c) / (1 + np.exp(-a * (theta - b)))
    return chance


def posterior(responses: Iterable[Response], prior: Floats = STANDARD_NORMAL) -> Floats:
    """Return the probability of each ability of ``GRID`` given these responses; they sum to 1.

    ``prior * prod(P^(w x) (1 - P)^(w (1 - x)))``, where x is the share right and w the weight.
    """
    logs = np.log(np.maximum(prior, 1e-300))
    for response in responses:
        item, right = response.parameters, response.right
        curve = chance_right(GRID, item.a, item.b, item.c)
        logs = logs + response.weight * (right * np.log(curve) + (1 - right) * np.log1p(-curve))
    likely: Floats = np.exp(logs - logs.max())
    likely /= likely.sum()
    return likely


def mean_and_sd(likely: Floats) -> Ability:
    """Return the mean and standard deviation of a distribution over ``GRID``."""
    theta = float(likely @ GRID)
    return Ability(theta=theta, se=math.sqrt(max(0.0, float(likely @ (GRID - theta) ** 2))))


def estimate(responses: Iterable[Response], prior: Floats = STANDARD_NORMAL) -> Ability:
    """Return the expected a-posteriori ability (EAP) and its posterior standard deviation.

    R. D. Bock and R. J. Mislevy, "Adaptive EAP estimation of ability in a microcomputer
    environment", Applied Psychological Measurement 6 (1982). It exists for every pattern of
    answers, including all right and all wrong; the fewer the answers, the closer it is to 0.
    """
    return mean_and_sd(posterior(responses, prior))


def probability_above(likely: Floats, cut: float) -> float:
    """Return the probability that ability is above a cut, interpolated linearly on the grid."""
    return 1 - float(np.interp(cut, GRID + (GRID[1] - GRID[0]) / 2, likely.cumsum(), left=0.0))


def widened(likely: Floats, sd: float) -> Floats:
    """Return a distribution over ``GRID`` widened by N(0, sd²): a skill predicted from others."""
    kernel = np.exp(-((GRID[:, None] - GRID[None, :]) ** 2) / (2 * sd**2))
    spread: Floats = (kernel / kernel.sum(axis=0)) @ likely
    return spread
