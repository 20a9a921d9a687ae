"""Provisional standard errors: for scores whose reliability no applicants' data have shown yet.

They come from one sitting alone: from the number of independent parts of the score and from how
they came out. They say how much the score would change with other parts of the same kind. The
effect of another day needs repeated sittings and is not in them. Replace each with a measured
error as soon as there are applicants' data.
"""

import math
from collections.abc import Sequence
from statistics import fmean

MEASURED = "measured"
PROVISIONAL = "provisional"


def share_error(weights: Sequence[float], score: float) -> float:
    """Return the standard error, in points, of a score that is a weighted share of parts.

    100 * sqrt(p (1 - p) / n). ``n = (Σw)² / Σw²`` is the number of equal parts that would be as
    precise (L. Kish, "Survey Sampling", 1965, section 8.2). The parts are taken as independent.
    Each can be 0 or 1 or between; a part between 0 and 1 with mean p varies by no more than
    p (1 - p) (R. Bhatia and C. Davis, "A better bound on the variance", American Mathematical
    Monthly 107, 2000), so for parts with grades the error is rather too large than too small.
    ``p = (n · score / 100 + 1/2) / (n + 1)`` is the mean of the Jeffreys posterior, so that a
    score of 0 or 100 does not look exact (Brown, Cai and DasGupta, Statistical Science 16, 2001).

    Args:
        weights: what each independent part counts for; parts of weight 0 are left out.
        score: 0 to 100.

    Raises:
        ValueError: no part has a weight above 0.
    """
    counted = [weight for weight in weights if weight > 0]
    if not counted:
        raise ValueError("a share has at least one part of weight above 0")
    parts = math.fsum(counted) ** 2 / math.fsum(weight**2 for weight in counted)
    share = (parts * score / 100 + 0.5) / (parts + 1)
    return 100 * math.sqrt(share * (1 - share) / parts)


def error_of_means(groups: Sequence[Sequence[float]]) -> float | None:
    """Return the standard error of the mean of the groups' means, in points; None if unknown.

    sqrt(Σ s² / n_g) / G for G groups with n_g items each: the items of a group are a sample of
    its bank (stratified sampling; W. G. Cochran, "Sampling Techniques", 1977, section 5.3). ``s²``
    is the variance within the groups, pooled over them, because one item has no spread.

    Args:
        groups: item scores, 0 to 100, by group; each group has at least one.

    Returns:
        None when no item differs from the mean of its group: spread that a handful of items did
        not show is not absent.
    """
    freedom = sum(len(group) - 1 for group in groups)
    squares = math.fsum((score - fmean(group)) ** 2 for group in groups for score in group)
    if not freedom or not squares:
        return None
    pooled = squares / freedom
    return math.sqrt(math.fsum(pooled / len(group) for group in groups)) / len(groups)


def weighted_error(parts: Sequence[tuple[float, float]]) -> float:
    """Return the standard error of a weighted mean of independent parts: sqrt(Σ (w/W)² sem²).

    Args:
        parts: weight and standard error of each measured part.
    """
    total = math.fsum(weight for weight, _ in parts)
    return math.hypot(*(weight / total * error for weight, error in parts))
