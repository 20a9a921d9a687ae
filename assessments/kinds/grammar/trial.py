"""Questions on trial: asked beside those that count, to learn what they are worth; never scored.

The applicant is told that there may be some, and not which. They are drawn at random from those on
trial, whatever was answered before, and spread over the sitting: never first, never last. What
else stands beside the questions that count (``usage.py``) is spread in the same way.
"""

import random
from collections.abc import Mapping, Sequence

from assessments.contract.assessment import Bank
from assessments.kinds.grammar.adaptive import LEAST_ITEMS
from assessments.kinds.grammar.answers import Course
from assessments.kinds.grammar.question import BUNDLES, Question

MOST_TRIALS = 3

ADAPTIVE_PLACES = range(2, LEAST_ITEMS - 1)
"""So many questions that count come before one that does not, in an adaptive sitting. The last
place comes before ``LEAST_ITEMS``, so that every sitting that ends by its own rule has had all."""


def drawn(bank: Bank, seed: int) -> tuple[str, ...]:
    """Return the questions that a sitting tries out; none when the bank has none on trial."""
    pool = sorted(name for name, question in bank.items() if question.trial)
    return tuple(chance(seed, "trial:drawn").sample(pool, min(MOST_TRIALS, len(pool))))


def with_trials(form: Sequence[Question], bank: Bank, seed: int) -> tuple[str, ...]:
    """Return the ids of a fixed form with those on trial among its questions on one line."""
    ids = [question.id for question in form]
    tried = drawn(bank, seed)
    lines = sum(question.form not in BUNDLES for question in form)
    places = spread(seed, "trial", range(1, lines), len(tried))
    for place, name in sorted(zip(places, tried, strict=False), reverse=True):
        ids.insert(place, name)
    return tuple(ids)


def places_of(planned: Sequence[str], seed: int) -> Mapping[str, int]:
    """Return how many questions that count come before each one of an adaptive sitting."""
    places = spread(seed, "trial", ADAPTIVE_PLACES, len(planned))
    return dict(zip(planned, places, strict=False))


def next_beside(planned: Mapping[str, int], course: Course, bank: Bank) -> str | None:
    """Return the question beside those that count that an adaptive sitting puts now, or None.

    Args:
        planned: how many questions that count come before each.
        course: how far the sitting has come.
        bank: what may still be put: a question that was retired meanwhile is passed over.
    """
    counting = sum(name not in course.beside for name in course.form)
    due = [name for name, place in planned.items() if place <= counting]
    return next((name for name in due if name in bank and name not in course.form), None)


def spread(seed: int, about: str, among: range, count: int) -> list[int]:
    """Return a place in each of so many stretches of ``among``, of equal length, by lot."""
    edges = [among.start + number * len(among) // max(count, 1) for number in range(count + 1)]
    return [
        chance(seed, f"{about}:place {number}").randrange(*edges[number : number + 2])
        for number in range(count)
        if edges[number] < edges[number + 1]
    ]


def chance(seed: int, about: str) -> random.Random:
    """Not for secrets: the draw must be repeatable from the seed that the log keeps."""
    return random.Random(f"{seed}:{about}")  # noqa: S311
