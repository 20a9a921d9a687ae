"""Which questions a sitting asks, in which order, and in which order their options stand."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from assessments.contract.assessment import Bank
from assessments.kinds.grammar.question import LEVELS, Area, Choose, Level, Question, Type
from assessments.kinds.grammar.trial import with_trials

SHORT, FULL, FULL_PAGE, ADAPTIVE = "short", "full", "full_page", "adaptive"

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
"""The short form: ten questions of each, by area 4, 3, 4, 2, 3, 4 together."""

FULL_FORMS: Mapping[str, int] = {
    "word_order": 4,
    "find_error": 6,
    "choose": 12,
    "type_correction": 16,
}
"""With a passage and an e-mail: 40 tasks, 22 of them without anything to guess
and most of the six errors to be found one of nine words and more."""

FULL_AREAS: Mapping[Area, int] = {
    "tense": 7,
    "verb_form": 6,
    "agreement": 7,
    "articles": 4,
    "prepositions": 5,
    "building": 9,
}
FULL_LEVELS: Mapping[Level, int] = {"A2": 9, "B1": 12, "B2": 10, "C1": 7}
"""Of the 38 questions on one line."""

MOST_OF_A_TOPIC: Mapping[Area, int] = {
    "tense": 4,
    "verb_form": 3,
    "agreement": 3,
    "articles": 4,
    "prepositions": 5,
}
"""How many of an area may be of one of its topics; two where it has many topics."""

FULL_BUNDLES = ("cloze", "edit_email")


def draw_short(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return the questions of one sitting, easier ones first; the same for the same seed.

    As in the full form, questions on trial stand among them.
    """
    # Not for secrets: the draw must be repeatable from the seed that the log keeps.
    chance = random.Random(seed)  # noqa: S311
    if practice:
        return practice_items(bank)
    askable = [question for _, question in sorted(bank.items()) if question.is_scored]
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
    return with_trials(chosen, bank, seed)


def _least_used(pool: list[Choose | Type], chosen: list[Choose | Type]) -> Choose | Type:
    """Return the question that best evens out rules first and levels second."""
    levels = Counter(question.level for question in chosen)
    rules = Counter(question.rule for question in chosen)
    return min(pool, key=lambda question: (rules[question.rule], levels[question.level]))


def practice_items(bank: Bank) -> tuple[str, ...]:
    """Return the questions of a practice."""
    return tuple(sorted(name for name, question in bank.items() if question.practice))


def draw_full(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return 38 questions, easier ones first, then a passage and an e-mail.

    The make-up by form and by area is the same in every draw; levels and topics are evened out as
    far as the bank allows.
    """
    if practice:
        return practice_items(bank)
    chance = random.Random(seed)  # noqa: S311
    askable = [question for _, question in sorted(bank.items()) if question.is_scored]
    chance.shuffle(askable)
    chosen: list[Question] = []
    slots = [form for form, wanted in FULL_FORMS.items() for _ in range(wanted)]
    chance.shuffle(slots)
    slots.sort(key=lambda form: form != "word_order")  # these are in few areas only
    for form in slots:
        taken = {one.id for one in chosen}
        pool = [one for one in askable if one.form == form and one.id not in taken]
        if pool:
            chosen.append(_most_wanted(pool, chosen))
    chance.shuffle(chosen)
    chosen.sort(key=lambda one: LEVELS.index(one.level))
    for form in FULL_BUNDLES:
        chosen += [one for one in askable if one.form == form][:1]
    return with_trials(chosen, bank, seed)


def _most_wanted(pool: Sequence[Question], chosen: Sequence[Question]) -> Question:
    """Return the first question that fits what is left of area and level and repeats little."""
    areas = Counter(question.area for question in chosen)
    levels = Counter(question.level for question in chosen)
    topics = Counter(question.topic for question in chosen)
    rules = {question.rule for question in chosen}
    return min(
        pool,
        key=lambda one: (
            areas[one.area] >= FULL_AREAS[one.area],
            levels[one.level] >= FULL_LEVELS[one.level],
            topics[one.topic] >= MOST_OF_A_TOPIC.get(one.area, 2),
            one.rule in rules,
        ),
    )


def draw_adaptive(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Draw nothing: each question is chosen after the answers before it (``follow.py``)."""
    return practice_items(bank) if practice else ()


def option_order(question: Choose, seed: int) -> tuple[str, ...]:
    """Return the letters of the options in the order in which this sitting shows them."""
    letters = sorted(question.options)
    random.Random(f"{seed}:{question.id}").shuffle(letters)  # noqa: S311
    return tuple(letters)
