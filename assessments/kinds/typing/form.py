"""Which parts a sitting gets and how long each lasts: drawn by seed, two passages and a warm-up.

A form begins with an unscored warm-up of its first exercise, so that nobody's first keys on an
unknown page are scored. The passages of a form never share a text.

A passage lasts two minutes. For the other lengths the bank holds *timed* passages: the id says
the minutes (``late-parcel-3m``), and the text is that passage and, for three and five minutes,
the ones that follow it in the order of their ids, so that hardly anybody runs out of text.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.contract.assessment import Bank, Begun
from assessments.kinds.typing import bank as content
from assessments.kinds.typing.item import (
    PRACTICE_SECONDS,
    SCORED_SECONDS,
    ChatPrompts,
    CustomerRecord,
    Dictation,
    Exercise,
    Item,
    Passage,
    chain,
)

EXERCISES: tuple[Exercise, ...] = ("copy", "listen", "record", "chat")
"""In the order in which a form that has several asks for them."""

CHAINED: Mapping[int, int] = {1: 1, 3: 2, 5: 3}
"""Passages that are joined for so many minutes: 5 minutes at 130 wpm are 3,250 characters."""

PHRASE_SECONDS = 30.0
"""A phrase of 12 words takes 5 seconds to hear and 25 to type at 29 wpm."""

FIELD_SECONDS = 15.0
"""A field of 15 characters in 15 seconds is 3,600 keystrokes an hour, a beginner's rate."""

PROMPT_SECONDS = 40.0
"""To read a message of two sentences, find the reply among eight and fill in two values."""

SEEDS_COUNTED = 500


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many scored parts of each exercise a form has; ``minutes`` are those of a passage."""

    copy: int = 0
    minutes: int = 2
    listen: int = 0
    record: int = 0
    chat: int = 0

    def count(self, exercise: Exercise) -> int:
        """Return how many scored parts of an exercise there are."""
        return {
            "copy": self.copy,
            "listen": self.listen,
            "record": self.record,
            "chat": self.chat,
        }[exercise]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises that are asked for, in order."""
        return tuple(one for one in EXERCISES if self.count(one))


USUAL = "copy_2"

PLANS: Mapping[str, Plan] = {
    USUAL: Plan(copy=2),
    "copy_1": Plan(copy=2, minutes=1),
    "copy_3": Plan(copy=2, minutes=3),
    "copy_5": Plan(copy=2, minutes=5),
    "listen": Plan(listen=2),
    "data_entry": Plan(record=3),
    "chat_speed": Plan(chat=2),
    "mixed": Plan(copy=2, listen=1, record=1, chat=1),
}
"""By the form's name, which stands in batteries and is never changed."""


def items() -> Bank:
    """Load every item and add the timed passages.

    Raises:
        ContentError: a file is wrong; the message says which and where.
    """
    return timed(content.items())


def timed(bank: Bank) -> Bank:
    """Return the bank with the passages of one, three and five minutes."""
    passages = [bank[name] for name in _names(bank, "copy", practice=False)]
    more: dict[str, Item] = {}
    for minutes, joined in CHAINED.items():
        for place, first in enumerate(passages):
            ring = [passages[(place + step) % len(passages)] for step in range(joined)]
            name = f"{first.id}-{minutes}m"
            more[name] = chain(ring).model_copy(update={"id": name})
    return {**bank, **more}


def minutes_of(name: str) -> int | None:
    """Return the minutes in the id of a timed passage; None of any other."""
    found = re.search(r"-([135])m$", name)
    return int(found[1]) if found else None


def part_seconds(opening: Begun, item: Item) -> float:
    """Return the time limit of a part in seconds, the accommodation's factor included."""
    return _usual_seconds(item) * opening.extra_time


def _usual_seconds(item: Item) -> float:
    match item:
        case Passage(practice=True):
            return PRACTICE_SECONDS
        case Passage():
            minutes = minutes_of(item.id)
            return SCORED_SECONDS if minutes is None else minutes * 60.0
        case Dictation():
            return PHRASE_SECONDS * len(item.lines)
        case CustomerRecord():
            return FIELD_SECONDS * len(item.fields)
        case ChatPrompts():
            return PROMPT_SECONDS * len(item.prompts)


def fields_of(item: Item) -> int:
    """Return how many texts are typed in a part: one a field of a record, one a chat prompt."""
    match item:
        case CustomerRecord():
            return len(item.fields)
        case ChatPrompts():
            return len(item.prompts)
    return 1


def draw(bank: Bank, seed: int, *, practice: bool, form: str = USUAL) -> tuple[str, ...]:
    """Return the parts of one sitting in order; the same for the same seed.

    A practice holds one unscored part of each exercise of the form.
    """
    # Not for secrets: the draw must be repeatable from the seed that the log keeps.
    chance = random.Random(seed)  # noqa: S311
    plan = PLANS[form]
    warm_ups = [chance.choice(_names(bank, one, practice=True)) for one in plan.exercises]
    if practice:
        return tuple(warm_ups)
    parts = [warm_ups[0]]
    for exercise in plan.exercises:
        names = _names(bank, exercise, practice=False)
        if exercise == "copy":
            parts += _passages(names, plan, chance)
        else:
            parts += chance.sample(names, plan.count(exercise))
    return tuple(parts)


def _names(bank: Bank, exercise: Exercise, *, practice: bool) -> list[str]:
    """Return the items of an exercise by their ids, without the timed passages."""
    return sorted(
        name
        for name, item in bank.items()
        if item.exercise == exercise and item.practice is practice and minutes_of(name) is None
    )


def _passages(names: list[str], plan: Plan, chance: random.Random) -> list[str]:
    """Draw passages that lie so far apart in the ring of ids that their texts do not meet.

    By symmetry every passage is drawn equally often.
    """
    apart = CHAINED.get(plan.minutes, 1)
    places = [chance.randrange(len(names))]
    while len(places) < plan.copy:
        open_to_us = [
            place
            for place in range(len(names))
            if all(apart <= (place - other) % len(names) <= len(names) - apart for other in places)
        ]
        places.append(chance.choice(open_to_us))
    ending = f"-{plan.minutes}m" if plan.minutes in CHAINED else ""
    return [names[place] + ending for place in places]


def enough(bank: Bank) -> Iterator[str]:
    """Say what the forms need and the bank does not have."""
    for exercise in EXERCISES:
        wanted = max(plan.count(exercise) for plan in PLANS.values())
        if exercise == "copy":
            wanted *= max(CHAINED.values())
        if len(_names(bank, exercise, practice=False)) < wanted:
            yield f"{wanted} scored items of the exercise {exercise!r} needed; add some"
        if not _names(bank, exercise, practice=True):
            yield f"no practice item of the exercise {exercise!r}; add one"


def exposure(bank: Bank) -> Iterator[str]:
    """Say for each form how often its items are drawn over many seeds: least, mean and most."""
    for form, plan in PLANS.items():
        drawn = Counter(
            name
            for seed in range(SEEDS_COUNTED)
            for name in draw(bank, seed, practice=False, form=form)[1:]
        )
        for exercise in plan.exercises:
            counts = [n for name, n in drawn.items() if bank[name].exercise == exercise]
            never = len(_names(bank, exercise, practice=False)) - len(counts)
            least = 0 if never else min(counts)
            mean = SEEDS_COUNTED * plan.count(exercise) / (len(counts) + never)
            yield (
                f"{form}, {exercise}: over {SEEDS_COUNTED} seeds an item is drawn {least} to "
                f"{max(counts)} times, {mean:.1f} on average"
            )
