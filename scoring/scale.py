"""Convert a measure from its own unit to the 0-100 scale that a vacancy's weights use.

A scale is a convention: it only says which value of the measure earns full points.
"""

from collections.abc import Sequence

FULL_NET_WPM = 60.0
"""Net words per minute that earn 100 points.

Our own choice, from weak sources: TypingVerified (a vendor's page) asks 45-55 wpm for live chat
and prefers 60 and more; Dhakal et al. (CHI 2018) found about 52 wpm on average among 168,000
volunteers; Bryq reports a net mean of 38 among applicants. No primary source for Philippine
contact centres was found. Faster typing is shown in wpm but earns no more points.
"""

LOWEST_ABILITY, HIGHEST_ABILITY = -3.0, 3.0
"""Abilities that earn 0 and 100 points, in standard deviations of applicants: 50 points is the mean
of N(0, 1), one standard deviation is 16.7 points. A convention; 1 person in 370 is outside it."""


def percentile_rank(value: float, pool: Sequence[float]) -> float:
    """Return the percentage of a pool below a value, 0 to 100; ties count half.

    The mid-rank definition of Crocker & Algina (1986, p. 439): 100 (below + equal ÷ 2) ÷ n.

    Raises:
        ValueError: the pool is empty.
    """
    if not pool:
        raise ValueError("the pool is empty")
    below = sum(member < value for member in pool)
    equal = sum(member == value for member in pool)
    return 100 * (below + equal / 2) / len(pool)


def linear(value: float, *, zero: float, full: float) -> float:
    """Return the position of ``value`` between ``zero`` (0) and ``full`` (100), clipped at both."""
    return max(0.0, min(100.0, 100 * (value - zero) / (full - zero)))


def typing_score(net_wpm: float) -> float:
    """Return points 0 to 100, linear in net words per minute up to ``FULL_NET_WPM``."""
    return linear(net_wpm, zero=0.0, full=FULL_NET_WPM)


def ability_score(theta: float) -> float:
    """Return points 0 to 100, linear in ability."""
    return linear(theta, zero=LOWEST_ABILITY, full=HIGHEST_ABILITY)


def ability_points(se: float) -> float:
    """Return a standard error of ability in points of ``ability_score``."""
    return 100 * se / (HIGHEST_ABILITY - LOWEST_ABILITY)
