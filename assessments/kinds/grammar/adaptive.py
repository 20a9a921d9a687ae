"""Choose the next item: the most informative one, within limits of content and exposure.

*Information*: the item whose answer is expected to leave the smallest variance of ability (W. J.
van der Linden, "Bayesian item selection criteria for adaptive testing", Psychometrika 63, 1998).
The expectation is taken by EAP over a grid, not at a point estimate of ability, so that the first
answers do not mislead it.

*Content*: an area more than ``AREA_SLACK`` items behind its share gains weight and an area ahead of
its share loses weight, in proportion to the distance; a topic asked before loses weight too. The
weights multiply, after the priority index of Y. Cheng and H.-H. Chang (British Journal of
Mathematical and Statistical Psychology 62, 2009).

*Exposure*: every sitting draws at random which items it may ask, each with its own probability, so
that no item is asked in more than ``HIGHEST_EXPOSURE`` of the sittings: the item eligibility of
W. J. van der Linden and B. P. Veldkamp (Journal of Educational and Behavioral Statistics 29, 2004).
The probabilities come from a simulation (``simulation.py``).

Passages and e-mails are left out. The correlation of their parts is not known before there are
answers, and each takes as long as several items, so a stop by precision would mislead.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.contract.assessment import Bank
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.prior import parameters
from assessments.kinds.grammar.question import AREAS, BUNDLES, TOPICS, Area, Question
from scoring.ability import GRID, STANDARD_NORMAL, Floats, Parameters, chance_right

LEAST_ITEMS, MOST_ITEMS = 15, 40
TARGET_SE = 0.30
HIGHEST_EXPOSURE = 0.315

AREA_SHARES: Mapping[Area, float] = {
    "tense": 0.18,
    "verb_form": 0.16,
    "agreement": 0.18,
    "articles": 0.12,
    "prepositions": 0.14,
    "building": 0.22,
}
"""Share of each area in a sitting: by how far its errors mislead or irritate a customer, not by how
often they occur."""

AREA_SLACK, AREA_PULL = 0.5, 0.4
TOPIC_SLACK, TOPIC_PULL = 1, 0.2
JITTER = 0.05
"""Share of usefulness by which chance may reorder items, so that equal people see other items."""

_SHARES: Floats = np.array([AREA_SHARES[area] for area in AREAS])


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Items in columns, for the selection of the next item.

    Attributes:
        ids: ids of the items.
        curves: probability of a right answer at each point of ``GRID``, one column per item.
        areas, topics: index of each item's area in ``AREAS`` and of its topic in ``TOPICS``.
    """

    ids: tuple[str, ...]
    curves: Floats
    areas: NDArray[np.int64]
    topics: NDArray[np.int64]


def askable(bank: Bank[AnyItem]) -> list[Question]:
    """Return the questions that an adaptive sitting may ask, ordered by id."""
    return [
        question
        for _, question in sorted(bank.items())
        if question.is_scored and question.question_type not in BUNDLES
    ]


def pool_of(questions: Sequence[Question], known: Sequence[Parameters] = ()) -> Pool:
    """Return the questions in columns; ``known`` replaces their own parameters."""
    in_force = known or [parameters(question) for question in questions]
    columns = np.array([[item.a, item.b, item.c] for item in in_force]).reshape(-1, 3).T
    return Pool(
        ids=tuple(question.id for question in questions),
        curves=chance_right(GRID[:, None], *columns),
        areas=np.array([AREAS.index(question.area) for question in questions], dtype=np.int64),
        topics=np.array([TOPICS.index(question.topic) for question in questions], dtype=np.int64),
    )


def admitted(questions: Sequence[Question], seed: int) -> list[Question]:
    """Return the questions that this sitting may ask: each is admitted with its ``share``."""
    return [
        question for question in questions if _lot(seed, question.id, "admitted") < question.share
    ]


def _lot(seed: int, item: str, about: str) -> float:
    """Return a number from 0 to 1, always the same for a seed, item and purpose; not secret."""
    return random.Random(f"{seed}:{item}:{about}").random()  # noqa: S311


class Done(NamedTuple):
    """A finished question, the parameters in force when it was asked, and whether it was right."""

    question: Question
    known: Parameters
    right: bool


def next_item(bank: Bank[AnyItem], asked: Sequence[Done], seed: int) -> str | None:
    """Return the id of the next question; None when enough were asked, or none is left.

    Pure: the same bank, answers and seed give the same question.
    """
    done = {answered.question.id for answered in asked}
    open_to_us = [question for question in admitted(askable(bank), seed) if question.id not in done]
    likely = STANDARD_NORMAL[None, :]
    areas, topics = np.zeros((1, len(AREAS))), np.zeros((1, len(TOPICS)))
    for answered in asked:
        curve = chance_right(GRID, answered.known.a, answered.known.b, answered.known.c)
        likely = updated(likely, (curve if answered.right else 1 - curve)[None, :])
        areas[0, AREAS.index(answered.question.area)] += 1
        topics[0, TOPICS.index(answered.question.topic)] += 1
    if not open_to_us or enough(len(asked), float(errors(likely)[0])):
        return None
    lots = np.array([[_lot(seed, question.id, "order") for question in open_to_us]])
    liked = preferences(pool_of(open_to_us), likely, areas, topics) * (1 + JITTER * lots)
    return open_to_us[int(liked[0].argmax())].id


def enough(count: int, se: float) -> bool:
    """Whether to stop after ``count`` items with this standard error."""
    return count >= MOST_ITEMS or (count >= LEAST_ITEMS and se <= TARGET_SE)


# Each row is a person, so that a simulation can use the same functions for many people at once.


def updated(likely: Floats, likelihood: Floats) -> Floats:
    """Return the posteriors after an answer with this likelihood at each ability."""
    joint: Floats = likely * likelihood
    return np.asarray(joint / joint.sum(axis=1, keepdims=True))


def errors(likely: Floats) -> Floats:
    """Return the posterior standard deviations."""
    mean = likely @ GRID
    deviations: Floats = np.sqrt(np.maximum(likely @ GRID**2 - mean**2, 0.0))
    return deviations


def preferences(pool: Pool, likely: Floats, areas: Floats, topics: Floats) -> Floats:
    """Return the preference for each item and person: expected gain weighted by content.

    Args:
        pool: the items.
        likely: posterior of each person over ``GRID``.
        areas: number of items each person had in each area.
        topics: number of items each person had in each topic.
    """
    behind = _SHARES * (areas.sum(axis=1, keepdims=True) + 1) - areas
    beyond = np.sign(behind) * np.maximum(np.abs(behind) - AREA_SLACK, 0.0)
    again = np.maximum(topics - TOPIC_SLACK, 0.0)
    by_area, by_topic = np.exp(AREA_PULL * beyond), np.exp(-TOPIC_PULL * again)
    liked: Floats = (
        _expected_gains(pool.curves, likely) * by_area[:, pool.areas] * by_topic[:, pool.topics]
    )
    return liked


def _expected_gains(curves: Floats, likely: Floats) -> Floats:
    """Return by how much an answer is expected to reduce the variance of ability.

    By the law of total variance, this is the variance of the posterior mean after the answer.
    """
    right = likely @ curves
    share = likely @ (curves * GRID[:, None])
    mean = (likely @ GRID)[:, None]
    gains: Floats = (share - right * mean) ** 2 / (right * (1 - right))
    return gains
