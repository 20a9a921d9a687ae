"""Draw the parts of a sitting from the seed, and set the time limit of each part.

A sitting begins with an unscored warm-up of its first exercise, so that an applicant's first keys
on an unknown page are never scored. The passages of a sitting never share a text.

A passage lasts two minutes. For one, three and five minutes the bank holds *timed* passages: the id
gives the minutes (``late-parcel-3m``). For three and five minutes the text also includes the
following passages in the order of their ids, so that few people run out of text.
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
"""In the order in which a length with several exercises asks for them."""

CHAINED: Mapping[int, int] = {1: 1, 3: 2, 5: 3}
"""Number of joined passages by minutes: 5 minutes at 130 wpm are 3,250 characters."""

PHRASE_SECONDS = 30.0
"""A phrase of 12 words takes 5 seconds to hear and 25 to type at 29 wpm."""

FIELD_SECONDS = 15.0
"""A field of 15 characters in 15 seconds is 3,600 keystrokes an hour, a beginner's rate."""

PROMPT_SECONDS = 40.0
"""Time to read a message of two sentences, choose among eight replies and fill in two values."""

SEEDS_COUNTED = 500


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The number of scored parts of each exercise in a length; ``minutes`` is that of a passage."""

    copy: int = 0
    minutes: int = 2
    listen: int = 0
    record: int = 0
    chat: int = 0

    def count(self, exercise: Exercise) -> int:
        """Return the number of scored parts of an exercise."""
        return {
            "copy": self.copy,
            "listen": self.listen,
            "record": self.record,
            "chat": self.chat,
        }[exercise]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises of the length, in order."""
        return tuple(exercise for exercise in EXERCISES if self.count(exercise))


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
"""By the name of the length, which batteries store, so it never changes."""


def items() -> Bank[Item]:
    """Load every item and add the timed passages.

    Raises:
        ContentError: a file is wrong; the message says which and where.
    """
    return timed(content.items())


def timed(bank: Bank[Item]) -> Bank[Item]:
    """Return the bank with the passages of one, three and five minutes."""
    items = (bank[name] for name in _names(bank, "copy", practice=False))
    passages = [item for item in items if isinstance(item, Passage)]
    more: dict[str, Item] = {}
    for minutes, joined in CHAINED.items():
        for place, first in enumerate(passages):
            ring = [passages[(place + step) % len(passages)] for step in range(joined)]
            name = f"{first.id}-{minutes}m"
            more[name] = chain(ring).model_copy(update={"id": name})
    return {**bank, **more}


def minutes_of(name: str) -> int | None:
    """Return the minutes in the id of a timed passage; None for any other item."""
    ending = re.search(r"-([135])m$", name)
    return int(ending[1]) if ending else None


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
    """Return the number of texts in a part: one per record field or chat prompt, else 1."""
    match item:
        case CustomerRecord():
            return len(item.fields)
        case ChatPrompts():
            return len(item.prompts)
    return 1


def draw(bank: Bank[Item], seed: int, *, practice: bool, length: str = USUAL) -> tuple[str, ...]:
    """Draw the parts of one sitting in order; the same seed gives the same draw.

    A practice has one unscored part of each exercise of the length.
    """
    # Not for secrets: the draw must be repeatable from the seed in the log.
    chance = random.Random(seed)  # noqa: S311
    plan = PLANS[length]
    warm_ups = [chance.choice(_names(bank, exercise, practice=True)) for exercise in plan.exercises]
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


def _names(bank: Bank[Item], exercise: Exercise, *, practice: bool) -> list[str]:
    """Return the sorted ids of the items of an exercise, without the timed passages."""
    return sorted(
        name
        for name, item in bank.items()
        if item.exercise == exercise and item.practice is practice and minutes_of(name) is None
    )


def _passages(names: list[str], plan: Plan, chance: random.Random) -> list[str]:
    """Draw passages far enough apart in the ring of ids that their joined texts do not overlap.

    By symmetry every passage is drawn equally often.
    """
    apart = CHAINED.get(plan.minutes, 1)
    places = [chance.randrange(len(names))]
    while len(places) < plan.copy:
        candidates = [
            place
            for place in range(len(names))
            if all(apart <= (place - other) % len(names) <= len(names) - apart for other in places)
        ]
        places.append(chance.choice(candidates))
    ending = f"-{plan.minutes}m" if plan.minutes in CHAINED else ""
    return [names[place] + ending for place in places]


def enough(bank: Bank[Item]) -> Iterator[str]:
    """Yield complaints about items that the lengths need and the bank does not have."""
    for exercise in EXERCISES:
        wanted = max(plan.count(exercise) for plan in PLANS.values())
        if exercise == "copy":
            wanted *= max(CHAINED.values())
        if len(_names(bank, exercise, practice=False)) < wanted:
            yield f"{wanted} scored items of the exercise {exercise!r} needed; add some"
        if not _names(bank, exercise, practice=True):
            yield f"no practice item of the exercise {exercise!r}; add one"


def exposure(bank: Bank[Item]) -> Iterator[str]:
    """Yield lines on how often items are drawn over many seeds: minimum, maximum and mean."""
    for length, plan in PLANS.items():
        drawn = Counter(
            name
            for seed in range(SEEDS_COUNTED)
            for name in draw(bank, seed, practice=False, length=length)[1:]
        )
        for exercise in plan.exercises:
            counts = [count for name, count in drawn.items() if bank[name].exercise == exercise]
            never = len(_names(bank, exercise, practice=False)) - len(counts)
            least = 0 if never else min(counts)
            mean = SEEDS_COUNTED * plan.count(exercise) / (len(counts) + never)
            yield (
                f"{length}, {exercise}: over {SEEDS_COUNTED} seeds an item is drawn {least} to "
                f"{max(counts)} times, {mean:.1f} on average"
            )
