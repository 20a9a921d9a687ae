"""From a measure in its own unit to the 0-100 scale on which a vacancy's weights work.

A scale is a convention, not a truth: it only says which value of the measure counts as full.
"""

from collections.abc import Sequence

FULL_NET_WPM = 60.0
"""Net words a minute that earn 100 points.

Our own choice, from weak sources: TypingVerified (a vendor's page) asks 45-55 wpm for live chat
and prefers 60 and more; Dhakal et al. (CHI 2018) found about 52 wpm on average among 168,000
volunteers; Bryq reports a net mean of 38 among applicants. No primary source for Philippine
contact centres was found. Faster typing is shown in wpm but earns no more points.
"""

LOWEST_ABILITY, HIGHEST_ABILITY = -3.0, 3.0
"""Abilities that earn 0 and 100 points, in standard deviations of applicants: 50 is the middle of
N(0, 1), a standard deviation is 16.7 points. A convention; beyond lies one person in 370."""


def percentile_rank(value: float, pool: Sequence[float]) -> float:
    """Return the share of a pool below a value, ties counted by half, 0 to 100.

    The mid-rank definition of Crocker & Algina (1986, p. 439): 100 (below + equal ÷ 2) ÷ n.

    Raises:
        ValueError: the pool is empty.
    """
    if not pool:
        raise ValueError("nobody to compare with")
    below = sum(one < value for one in pool)
    equal = sum(one == value for one in pool)
    return 100 * (below + equal / 2) / len(pool)


def linear(value: float, *, zero: float, full: float) -> float:
    """Return 0 to 100: the place of ``value`` between ``zero`` and ``full``, cut off at both."""
    return max(0.0, min(100.0, 100 * (value - zero) / (full - zero)))


def typing_score(net_wpm: float) -> float:
    """Return points 0 to 100, linear in net words a minute up to ``FULL_NET_WPM``."""
    return linear(net_wpm, zero=0.0, full=FULL_NET_WPM)


def ability_score(theta: float) -> float:
    """Return points 0 to 100, linear in ability."""
    return linear(theta, zero=LOWEST_ABILITY, full=HIGHEST_ABILITY)


def ability_points(se: float) -> float:
    """Return a standard error of ability in points of ``ability_score``."""
    return 100 * se / (HIGHEST_ABILITY - LOWEST_ABILITY)
