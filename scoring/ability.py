"""Ability from right and wrong answers: number right with its standard error."""

import math


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
