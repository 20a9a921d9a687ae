"""Questions on trial: asked to measure the questions themselves, and never scored.

The applicant knows that there may be some, but not which. They are drawn at random from those on
trial, independently of the answers, and spread over the sitting: never first, never last. The other
unscored questions (``usage.py``) are spread in the same way.
"""

import random
from collections.abc import Mapping, Sequence

from assessments.contract.assessment import Bank
from assessments.kinds.grammar.adaptive import LEAST_ITEMS
from assessments.kinds.grammar.answers import Course
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.question import BUNDLES, Question

MOST_TRIALS = 3

ADAPTIVE_PLACES = range(2, LEAST_ITEMS - 1)
"""Numbers of scored questions that may precede an unscored one in an adaptive sitting. All lie
below ``LEAST_ITEMS``, so that every sitting ended by the stopping rule has asked all of them."""


def drawn(bank: Bank[AnyItem], seed: int) -> tuple[str, ...]:
    """Draw the questions on trial of a sitting; empty if the bank has none on trial."""
    pool = sorted(name for name, question in bank.items() if question.trial)
    return tuple(chance(seed, "trial:drawn").sample(pool, min(MOST_TRIALS, len(pool))))


def with_trials(questions: Sequence[Question], bank: Bank[AnyItem], seed: int) -> tuple[str, ...]:
    """Return the ids of drawn questions, with questions on trial among the one-line questions."""
    ids = [question.id for question in questions]
    tried = drawn(bank, seed)
    lines = sum(question.question_type not in BUNDLES for question in questions)
    places = spread(seed, "trial", range(1, lines), len(tried))
    for place, name in sorted(zip(places, tried, strict=False), reverse=True):
        ids.insert(place, name)
    return tuple(ids)


def places_of(planned: Sequence[str], seed: int) -> Mapping[str, int]:
    """Return the number of scored questions before each question on trial (adaptive)."""
    places = spread(seed, "trial", ADAPTIVE_PLACES, len(planned))
    return dict(zip(planned, places, strict=False))


def next_unscored(planned: Mapping[str, int], course: Course, bank: Bank[AnyItem]) -> str | None:
    """Return the unscored question that an adaptive sitting asks now, or None.

    Args:
        planned: the number of scored questions before each unscored one.
        course: the progress of the sitting.
        bank: the questions that may still be asked; those retired meanwhile are skipped.
    """
    counting = sum(name not in course.unscored for name in course.asked)
    due = [name for name, place in planned.items() if place <= counting]
    return next((name for name in due if name in bank and name not in course.asked), None)


def spread(seed: int, about: str, among: range, count: int) -> list[int]:
    """Split ``among`` into ``count`` equal stretches and return a random place in each."""
    edges = [among.start + number * len(among) // max(count, 1) for number in range(count + 1)]
    return [
        chance(seed, f"{about}:place {number}").randrange(*edges[number : number + 2])
        for number in range(count)
        if edges[number] < edges[number + 1]
    ]


def chance(seed: int, about: str) -> random.Random:
    """Return a generator for one purpose of a sitting."""
    # Not for secrets: the draw must be repeatable from the seed in the log.
    return random.Random(f"{seed}:{about}")  # noqa: S311
