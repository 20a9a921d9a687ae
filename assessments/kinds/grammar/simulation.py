"""Simulate adaptive sittings: test length, standard error and exposure of items.

The simulation calls the same functions as a real sitting, for thousands of people at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.kinds.grammar.adaptive import (
    HIGHEST_EXPOSURE,
    JITTER,
    MOST_ITEMS,
    Pool,
    enough,
    errors,
    preferences,
    updated,
)
from assessments.kinds.grammar.question import AREAS, TOPICS
from scoring.ability import GRID, STANDARD_NORMAL, Floats, chance_right

ROUNDS, PEOPLE = 12, 3000


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """The result of each simulated person: estimate, its standard error, and the items asked."""

    theta: Floats
    estimate: Floats
    se: Floats
    asked: NDArray[np.bool_]

    @property
    def items(self) -> NDArray[np.int64]:
        """Number of items that each person was asked."""
        counts: NDArray[np.int64] = self.asked.sum(axis=1)
        return counts

    @property
    def exposure(self) -> Floats:
        """Share of the sittings in which each item was asked."""
        shares: Floats = self.asked.mean(axis=0)
        return shares

    @property
    def overlap(self) -> float:
        """Mean share of items that two people have in common (Chen et al. 2003)."""
        people = len(self.asked)
        pairs = float((self.asked.sum(axis=0) * (self.asked.sum(axis=0) - 1.0)).sum())
        return pairs / ((people - 1) * float(self.items.sum()))


def simulate(
    pool: Pool, truth: Floats, theta: Floats, shares: Floats, chance: np.random.Generator
) -> Simulated:
    """Simulate one adaptive sitting for each person.

    Args:
        pool: the items with the parameters that the test assumes.
        truth: the true ``a``, ``b`` and ``c``, one column per item.
        theta: the people's abilities.
        shares: probability that a sitting may ask each item.
        chance: source of random numbers.
    """
    people, items = len(theta), len(pool.ids)
    admitted = chance.random((people, items)) < shares
    lots = (1 + JITTER * chance.random((people, items))) * admitted
    asked = np.zeros((people, items), dtype=np.bool_)
    likely = np.repeat(STANDARD_NORMAL[None, :], people, axis=0)
    areas, topics = np.zeros((people, len(AREAS))), np.zeros((people, len(TOPICS)))
    active = np.arange(people)
    for count in range(1, MOST_ITEMS + 1):
        liked = preferences(pool, likely[active], areas[active], topics[active]) * lots[active]
        liked[asked[active]] = 0.0
        chosen = liked.argmax(axis=1)
        asked[active, chosen] = True
        areas[active, pool.areas[chosen]] += 1
        topics[active, pool.topics[chosen]] += 1
        right = chance.random(len(active)) < chance_right(theta[active], *truth[:, chosen])
        curves = pool.curves[:, chosen].T
        likely[active] = updated(likely[active], np.where(right[:, None], curves, 1 - curves))
        unsure = errors(likely[active])
        active = active[[not enough(count, float(error)) for error in unsure]]
        if not len(active):
            break
    return Simulated(theta=theta, estimate=likely @ GRID, se=errors(likely), asked=asked)


def exposure_shares(
    pool: Pool,
    truth: Floats,
    *,
    seed: int,
    people: int = PEOPLE,
    rounds: int = ROUNDS,
    highest: float = HIGHEST_EXPOSURE,
) -> Floats:
    """Return the probability that a sitting may ask each item, so that none is asked too often.

    In each round people from N(0, 1) take the test; an item asked in the share r of the sittings
    that were allowed to ask it gets the probability highest / r, at most 1. The last rounds are
    averaged.
    """
    chance = np.random.default_rng(seed)
    shares = np.ones(len(pool.ids))
    last_rounds: list[Floats] = []
    for number in range(rounds):
        sittings = simulate(pool, truth, chance.standard_normal(people), shares, chance)
        rate = sittings.exposure / shares
        wanted = np.minimum(1.0, highest / np.maximum(rate, highest))
        shares = wanted if number == 0 else (shares + wanted) / 2
        if number >= rounds // 3:
            last_rounds.append(shares)
    averaged: Floats = np.mean(last_rounds, axis=0)
    return averaged


def random_draw(
    truth: Floats, believed: Floats, count: int, theta: Floats, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return estimates and standard errors of people who get ``count`` items drawn at random.

    Args:
        truth: the true ``a``, ``b`` and ``c``, one column per item.
        believed: the parameters that the scorer assumes.
        count: number of items that each person gets.
        theta: the people's abilities.
        chance: source of random numbers.
    """
    people, items = len(theta), truth.shape[1]
    likely = np.repeat(STANDARD_NORMAL[None, :], people, axis=0)
    order = chance.random((people, items)).argpartition(count - 1, axis=1)[:, :count]
    for column in order.T:
        right = chance.random(people) < chance_right(theta, *truth[:, column])
        curves = chance_right(
            GRID[None, :], *(parameter[:, None] for parameter in believed[:, column])
        )
        likely = updated(likely, np.where(right[:, None], curves, 1 - curves))
    return likely @ GRID, errors(likely)
