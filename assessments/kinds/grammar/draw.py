"""Draw the questions of a sitting and their order, and the order of their options."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from assessments.contract.assessment import Bank
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.question import LEVELS, Area, Choose, Level, Question, Type
from assessments.kinds.grammar.trial import with_trials

SHORT, FULL, FULL_PAGE, ADAPTIVE = "short", "full", "full_page", "adaptive"

ShortPlan = Mapping[type[Choose] | type[Type], Mapping[Area, int]]

PLAN: ShortPlan = {
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
"""The short test: ten questions of each type; by area 4, 3, 4, 2, 3, 4 together."""

FULL_QUESTION_TYPES: Mapping[str, int] = {
    "word_order": 4,
    "find_error": 6,
    "choose": 12,
    "type_correction": 16,
}
"""With a passage and an e-mail, 40 tasks. 22 of them cannot be guessed, and in most of the six
questions with an error to find, the choice is among nine words or more."""

FULL_AREAS: Mapping[Area, int] = {
    "tense": 7,
    "verb_form": 6,
    "agreement": 7,
    "articles": 4,
    "prepositions": 5,
    "building": 9,
}
FULL_LEVELS: Mapping[Level, int] = {"A2": 9, "B1": 12, "B2": 10, "C1": 7}
"""Of the 38 one-line questions."""

MOST_OF_A_TOPIC: Mapping[Area, int] = {
    "tense": 4,
    "verb_form": 3,
    "agreement": 3,
    "articles": 4,
    "prepositions": 5,
}
"""Maximum number of questions per topic, by area; two in areas with many topics."""

FULL_BUNDLES = ("cloze", "edit_email")


def draw_short(bank: Bank[AnyItem], seed: int, practice: bool) -> tuple[str, ...]:
    """Draw a short test, easier questions first; the same seed gives the same draw.

    As in the full test, questions on trial are spread among them.
    """
    # Not for secrets: the draw must be repeatable from the seed that the log keeps.
    chance = random.Random(seed)  # noqa: S311
    if practice:
        return practice_items(bank)
    askable = [question for _, question in sorted(bank.items()) if question.is_scored]
    chosen: list[Choose | Type] = []
    for question_type, areas in PLAN.items():
        for area, wanted in areas.items():
            pool = [
                question
                for question in askable
                if isinstance(question, question_type) and question.area == area
            ]
            chance.shuffle(pool)
            for _ in range(min(wanted, len(pool))):
                chosen.append(_least_used(pool, chosen))
                pool.remove(chosen[-1])
    chance.shuffle(chosen)
    chosen.sort(key=lambda question: LEVELS.index(question.level))
    return with_trials(chosen, bank, seed)


def _least_used(pool: list[Choose | Type], chosen: list[Choose | Type]) -> Choose | Type:
    """Return the question whose rule, then whose level, was drawn least often."""
    levels = Counter(question.level for question in chosen)
    rules = Counter(question.rule for question in chosen)
    return min(pool, key=lambda question: (rules[question.rule], levels[question.level]))


def practice_items(bank: Bank[AnyItem]) -> tuple[str, ...]:
    """Return the ids of the practice questions."""
    return tuple(sorted(name for name, question in bank.items() if question.practice))


def draw_full(bank: Bank[AnyItem], seed: int, practice: bool) -> tuple[str, ...]:
    """Draw 38 questions, easier ones first, then a passage and an e-mail.

    Every draw has the same numbers by question type and by area; levels and topics are balanced as
    far as the bank allows.
    """
    if practice:
        return practice_items(bank)
    chance = random.Random(seed)  # noqa: S311
    askable = [question for _, question in sorted(bank.items()) if question.is_scored]
    chance.shuffle(askable)
    chosen: list[Question] = []
    slots = [name for name, wanted in FULL_QUESTION_TYPES.items() for _ in range(wanted)]
    chance.shuffle(slots)
    slots.sort(key=lambda name: name != "word_order")  # word order exists in few areas only
    for question_type in slots:
        taken = {question.id for question in chosen}
        pool = [
            question
            for question in askable
            if question.question_type == question_type and question.id not in taken
        ]
        if pool:
            chosen.append(_most_wanted(pool, chosen))
    chance.shuffle(chosen)
    chosen.sort(key=lambda question: LEVELS.index(question.level))
    for question_type in FULL_BUNDLES:
        chosen += [question for question in askable if question.question_type == question_type][:1]
    return with_trials(chosen, bank, seed)


def _most_wanted(pool: Sequence[Question], chosen: Sequence[Question]) -> Question:
    """Return the first question that fits the remaining areas and levels and repeats least."""
    areas = Counter(question.area for question in chosen)
    levels = Counter(question.level for question in chosen)
    topics = Counter(question.topic for question in chosen)
    rules = {question.rule for question in chosen}
    return min(
        pool,
        key=lambda question: (
            areas[question.area] >= FULL_AREAS[question.area],
            levels[question.level] >= FULL_LEVELS[question.level],
            topics[question.topic] >= MOST_OF_A_TOPIC.get(question.area, 2),
            question.rule in rules,
        ),
    )


def draw_adaptive(bank: Bank[AnyItem], seed: int, practice: bool) -> tuple[str, ...]:
    """Draw nothing: each question is chosen after the answers before it (``follow.py``)."""
    return practice_items(bank) if practice else ()


def option_order(question: Choose, seed: int) -> tuple[str, ...]:
    """Return the letters of the options in the order in which this sitting displays them."""
    letters = sorted(question.options)
    random.Random(f"{seed}:{question.id}").shuffle(letters)  # noqa: S311
    return tuple(letters)
