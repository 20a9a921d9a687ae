"""Questions on trial: asked beside those that count, to learn what they are worth; never scored.

The applicant is told that there may be some, and not which. They are drawn at random from those on
trial, whatever was answered before, and spread over the sitting: never first, never last.
"""

import random
from collections.abc import Sequence

from assessments.base import Bank
from assessments.grammar.adaptive import LEAST_ITEMS
from assessments.grammar.question import BUNDLES, Question

MOST_TRIALS = 3

FIRST_PLACE = 2
"""So many questions that count come before the first one on trial of an adaptive sitting; the last
one comes before ``LEAST_ITEMS``, so that every sitting that ends by its own rule has had all."""


def drawn(bank: Bank, seed: int) -> tuple[str, ...]:
    """Return the questions that a sitting tries out; none when the bank has none on trial."""
    pool = sorted(name for name, question in bank.items() if question.trial)
    return tuple(_chance(seed, "drawn").sample(pool, min(MOST_TRIALS, len(pool))))


def with_trials(form: Sequence[Question], bank: Bank, seed: int) -> tuple[str, ...]:
    """Return the ids of a fixed form with those on trial among its questions on one line."""
    ids = [question.id for question in form]
    tried = drawn(bank, seed)
    lines = sum(question.form not in BUNDLES for question in form)
    places = _places(seed, 1, lines, len(tried))
    for place, name in sorted(zip(places, tried, strict=False), reverse=True):
        ids.insert(place, name)
    return tuple(ids)


def next_trial(planned: Sequence[str], asked: Sequence[str], bank: Bank, seed: int) -> str | None:
    """Return the question on trial that an adaptive sitting puts now, or None.

    Args:
        planned: what ``drawn`` gave at its start.
        asked: all questions put so far, in order.
        bank: what may still be put: a question that was retired meanwhile is passed over.
    """
    counting = sum(name not in planned for name in asked)
    places = _places(seed, FIRST_PLACE, LEAST_ITEMS - 1, len(planned))
    due = [name for place, name in zip(places, planned, strict=False) if place <= counting]
    return next((name for name in due if name in bank and name not in asked), None)


def _places(seed: int, first: int, end: int, count: int) -> list[int]:
    """Return a place in each of so many stretches of equal length from ``first`` to ``end - 1``."""
    edges = [first + number * (end - first) // max(count, 1) for number in range(count + 1)]
    return [
        _chance(seed, f"place {number}").randrange(*edges[number : number + 2])
        for number in range(count)
        if edges[number] < edges[number + 1]
    ]


def _chance(seed: int, about: str) -> random.Random:
    """Not for secrets: the draw must be repeatable from the seed that the log keeps."""
    return random.Random(f"{seed}:trial:{about}")  # noqa: S311
