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
    standard errors of measurement?", Educational and Psychological Measurement 17 (1957). It
    takes the questions as a random sample of the bank; for a stratified form it is rather too
    large than too small.

    At 0 or all right the formula says 0, as if the score were exact. There p is taken as
    (right + 1/2) / (n + 1), the mean of the Jeffreys posterior (L. D. Brown, T. T. Cai and
    A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16, 2001).

    Returns:
        Points on the 0-100 scale; None with fewer than two questions.
    """
    if asked < 2:
        return None
    share = right / asked if 0 < right < asked else (right + 0.5) / (asked + 1)
    return 100 * math.sqrt(share * (1 - share) / (asked - 1))


Floats = NDArray[np.float64]

GRID: Floats = np.linspace(-4.0, 4.0, 81)
"""Abilities at which a likelihood is looked at: 81, a tenth of a standard deviation apart."""

STANDARD_NORMAL: Floats = np.exp(-(GRID**2) / 2) / np.exp(-(GRID**2) / 2).sum()
"""The prior: applicants are N(0, 1). A convention until answers of one's own say otherwise."""


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
    """What one item tells: how much of it was right, 0 to 1, and for how many answers it counts.

    ``weight`` is 1 for an item on its own; parts of one text count for less than their number.
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
    theta, a, b, c = (np.asarray(one, dtype=np.float64) for one in (theta, a, b, c))
    found: Floats = c + (1 - c) / (1 + np.exp(-a * (theta - b)))
    return found


def posterior(responses: Iterable[Response], prior: Floats = STANDARD_NORMAL) -> Floats:
    """Return how likely each ability of ``GRID`` is after these answers; it sums to 1.

    ``prior * prod(P^(w x) (1 - P)^(w (1 - x)))``, x the part that is right and w the weight.
    """
    logs = np.log(np.maximum(prior, 1e-300))
    for one in responses:
        curve = chance_right(GRID, one.parameters.a, one.parameters.b, one.parameters.c)
        logs = logs + one.weight * (one.right * np.log(curve) + (1 - one.right) * np.log1p(-curve))
    likely: Floats = np.exp(logs - logs.max())
    likely /= likely.sum()
    return likely


def mean_and_sd(likely: Floats) -> Ability:
    """Return mean and standard deviation of a distribution over ``GRID``."""
    theta = float(likely @ GRID)
    return Ability(theta=theta, se=math.sqrt(max(0.0, float(likely @ (GRID - theta) ** 2))))


def estimate(responses: Iterable[Response], prior: Floats = STANDARD_NORMAL) -> Ability:
    """Return the expected a-posteriori ability (EAP) and its posterior standard deviation.

    R. D. Bock and R. J. Mislevy, "Adaptive EAP estimation of ability in a microcomputer
    environment", Applied Psychological Measurement 6 (1982). It exists for every pattern of
    answers, all right and all wrong included, and lies nearer to 0 the less was answered.
    """
    return mean_and_sd(posterior(responses, prior))


def probability_above(likely: Floats, cut: float) -> float:
    """Return the probability that ability lies above a cut, linear between points of the grid."""
    return 1 - float(np.interp(cut, GRID + (GRID[1] - GRID[0]) / 2, likely.cumsum(), left=0.0))


def widened(likely: Floats, sd: float) -> Floats:
    """Return a distribution over ``GRID`` spread by N(0, sd²): one skill from knowing others."""
    kernel = np.exp(-((GRID[:, None] - GRID[None, :]) ** 2) / (2 * sd**2))
    spread: Floats = (kernel / kernel.sum(axis=0)) @ likely
    return spread
