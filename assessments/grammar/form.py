"""Which questions a sitting asks, in which order, and in which order their options stand."""

import random
from collections import Counter
from collections.abc import Mapping

from assessments.base import Bank
from assessments.grammar.question import LEVELS, Area, Choose, Type

FormPlan = Mapping[type[Choose] | type[Type], Mapping[Area, int]]

PLAN: FormPlan = {
    Choose: {
        "tense": 2,
        "verb_form": 2,
        "agreement": 2,
        "articles": 1,
        "prepositions": 1,
        "building": 2,
    },
    Type: {
        "tense": 2,
        "verb_form": 1,
        "agreement": 2,
        "articles": 1,
        "prepositions": 2,
        "building": 2,
    },
}
"""Ten questions of each form, by area: 4, 3, 4, 2, 3, 4 together, the shares of the design."""


def draw(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return the questions of one sitting, easier ones first; the same for the same seed."""
    # Not for secrets: the draw must be repeatable from the seed that the log keeps.
    chance = random.Random(seed)  # noqa: S311
    if practice:
        return tuple(sorted(name for name, question in bank.items() if question.practice))
    askable = [question for _, question in sorted(bank.items()) if question.measures_ability]
    chosen: list[Choose | Type] = []
    for form, areas in PLAN.items():
        for area, wanted in areas.items():
            pool = [one for one in askable if isinstance(one, form) and one.area == area]
            chance.shuffle(pool)
            for _ in range(min(wanted, len(pool))):
                chosen.append(_least_used(pool, chosen))
                pool.remove(chosen[-1])
    chance.shuffle(chosen)
    chosen.sort(key=lambda question: LEVELS.index(question.level))
    return tuple(question.id for question in chosen)


def _least_used(pool: list[Choose | Type], chosen: list[Choose | Type]) -> Choose | Type:
    """Return the question that best evens out rules first and levels second."""
    levels = Counter(question.level for question in chosen)
    rules = Counter(question.rule for question in chosen)
    return min(pool, key=lambda question: (rules[question.rule], levels[question.level]))


def option_order(question: Choose, seed: int) -> tuple[str, ...]:
    """Return the letters of the options in the order in which this sitting shows them."""
    letters = sorted(question.options)
    random.Random(f"{seed}:{question.id}").shuffle(letters)  # noqa: S311
    return tuple(letters)
