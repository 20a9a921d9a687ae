"""Which item comes next: the one that makes the estimate surest, within limits of content and use.

*Surest*: the item whose answer is expected to leave the smallest variance of ability (W. J. van
der Linden, "Bayesian item selection criteria for adaptive testing", Psychometrika 63, 1998). It is
looked for by EAP on a grid and never by a single guess of ability, so that the first answers do not
lead astray.

*Content*: an area that is more than ``AREA_SLACK`` items behind its share is preferred, one that is
ahead is passed over, each the more the further; a topic that was asked before likewise. The weights
multiply, after the priority index of Y. Cheng and H.-H. Chang (British Journal of Mathematical and
Statistical Psychology 62, 2009).

*Use*: every sitting draws by lot which items it may ask, each with a chance of its own, so that no
item is asked in more than ``HIGHEST_EXPOSURE`` of the sittings: the item eligibility of W. J. van
der Linden and B. P. Veldkamp (Journal of Educational and Behavioral Statistics 29, 2004). The
chances come from a simulation (``simulation.py``).

Passages and e-mails are left out: their parts hang together in a way that is not known before there
are answers, and one takes as long as several items, so that a stop by precision would mislead.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.contract.assessment import Bank
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
"""What a form is made of: by what misleads or irritates a customer, not by how often it is seen."""

AREA_SLACK, AREA_PULL = 0.5, 0.4
TOPIC_SLACK, TOPIC_PULL = 1, 0.2
JITTER = 0.05
"""Items this much less useful may come first, by lot: two equal people see different items."""

_SHARES: Floats = np.array([AREA_SHARES[area] for area in AREAS])


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Items in columns, as the choice between them needs them.

    Attributes:
        ids: of the items.
        curves: chance of a right answer at each point of ``GRID``, one column an item.
        areas, topics: numbers of area and topic.
    """

    ids: tuple[str, ...]
    curves: Floats
    areas: NDArray[np.int64]
    topics: NDArray[np.int64]


def askable(bank: Bank) -> list[Question]:
    """Return the questions among which an adaptive sitting may choose, ordered by id."""
    return [
        question
        for _, question in sorted(bank.items())
        if question.is_scored and question.form not in BUNDLES
    ]


def pool_of(questions: Sequence[Question], known: Sequence[Parameters] = ()) -> Pool:
    """Return the questions in columns; ``known`` stands in for their own parameters."""
    told = known or [parameters(one) for one in questions]
    columns = np.array([[one.a, one.b, one.c] for one in told]).reshape(-1, 3).T
    return Pool(
        ids=tuple(one.id for one in questions),
        curves=chance_right(GRID[:, None], *columns),
        areas=np.array([AREAS.index(one.area) for one in questions], dtype=np.int64),
        topics=np.array([TOPICS.index(one.topic) for one in questions], dtype=np.int64),
    )


def admitted(questions: Sequence[Question], seed: int) -> list[Question]:
    """Return the questions that the lot of this sitting lets in; each by its own chance."""
    return [one for one in questions if _lot(seed, one.id, "admitted") < one.share]


def _lot(seed: int, item: str, about: str) -> float:
    """A number from 0 to 1 that is the same whenever this sitting asks for it; no secret."""
    return random.Random(f"{seed}:{item}:{about}").random()  # noqa: S311


class Done(NamedTuple):
    """A question that was put and is done with, the parameters in force then, and its mark."""

    question: Question
    known: Parameters
    right: bool


def next_item(bank: Bank, asked: Sequence[Done], seed: int) -> str | None:
    """Return the id of the question to put next; None when enough were put, or none is left.

    A pure function: the same bank, answers and seed give the same question.
    """
    done = {one.question.id for one in asked}
    open_to_us = [one for one in admitted(askable(bank), seed) if one.id not in done]
    likely = STANDARD_NORMAL[None, :]
    areas, topics = np.zeros((1, len(AREAS))), np.zeros((1, len(TOPICS)))
    for one in asked:
        curve = chance_right(GRID, one.known.a, one.known.b, one.known.c)
        likely = updated(likely, (curve if one.right else 1 - curve)[None, :])
        areas[0, AREAS.index(one.question.area)] += 1
        topics[0, TOPICS.index(one.question.topic)] += 1
    if not open_to_us or enough(len(asked), float(errors(likely)[0])):
        return None
    lots = np.array([[_lot(seed, one.id, "order") for one in open_to_us]])
    liked = preferences(pool_of(open_to_us), likely, areas, topics) * (1 + JITTER * lots)
    return open_to_us[int(liked[0].argmax())].id


def enough(count: int, se: float) -> bool:
    """Whether to stop after so many items with this standard error."""
    return count >= MOST_ITEMS or (count >= LEAST_ITEMS and se <= TARGET_SE)


# From here on people stand in rows, so that a simulation asks the same functions about many.


def updated(likely: Floats, seen: Floats) -> Floats:
    """Return the posteriors after an answer; ``seen`` is its likelihood at each ability."""
    found: Floats = likely * seen
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def errors(likely: Floats) -> Floats:
    """Return the posterior standard deviations."""
    mean = likely @ GRID
    found: Floats = np.sqrt(np.maximum(likely @ GRID**2 - mean**2, 0.0))
    return found


def preferences(pool: Pool, likely: Floats, areas: Floats, topics: Floats) -> Floats:
    """Return how much each person would like each item: the gain, weighted by content.

    Args:
        pool: the items.
        likely: posterior of each person over ``GRID``.
        areas: how many items of each area each person had.
        topics: the same of each topic.
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
    """Return by how much an answer is expected to lessen the variance of ability.

    The law of total variance: it is the variance of the mean that the answer will leave.
    """
    right = likely @ curves
    share = likely @ (curves * GRID[:, None])
    mean = (likely @ GRID)[:, None]
    gains: Floats = (share - right * mean) ** 2 / (right * (1 - right))
    return gains
