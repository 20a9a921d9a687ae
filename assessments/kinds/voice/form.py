"""Which items a sitting gets: drawn by seed, balanced, so that parallel forms are alike.

A form is a choice of *levels* first, then of items of those levels. The ways to choose levels are
made so that their sum is the same in every form; a group that offers several ways binds tasks
together (an easier call to tell again comes with harder callers to answer). Within a task no topic
comes twice, and read and heard problems are mixed. What is drawn is kept when the words to read
aloud and the longest time of the whole lie close to what the bank's levels give on average.

Levels are the authors' targets and have not been calibrated: forms are alike as far as these go.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from assessments.contract.assessment import Bank
from assessments.kinds.voice.item import TASKS, Item, Task

FULL = "full"
SCREENING = "screening"

Levels = Mapping[Task, str]
"""Levels by task, each as often as it is asked: ``{"read_aloud": "A2 B2"}``."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to choose levels, and how often it is taken against the others of its group."""

    levels: Levels
    weight: int = 1


Plan = tuple[tuple[Way, ...], ...]

PLANS: Mapping[str, Plan] = {
    FULL: (
        (
            Way(levels={"read_aloud": "A2 B2"}, weight=1),
            Way(levels={"read_aloud": "B1 B1"}, weight=1),
        ),
        (Way(levels={"repeat": "A2 A2 B1 B1 B2 B2 C1 C1"}),),
        (Way(levels={"short_answer": "A2 A2 B1 B1 B1 B2"}),),
        (Way(levels={"sentence_build": "A2 B1 B1 B2"}),),
        (
            Way(levels={"retell": "B2", "open_answer": "B1 B1"}, weight=4),
            Way(levels={"retell": "B1", "open_answer": "B2 B2"}, weight=3),
            Way(levels={"retell": "B1", "open_answer": "B1 C1"}, weight=2),
        ),
    ),
    SCREENING: (
        (
            Way(levels={"read_aloud": "A2", "open_answer": "C1"}, weight=2),
            Way(levels={"read_aloud": "B1", "open_answer": "B2"}, weight=4),
            Way(levels={"read_aloud": "B2", "open_answer": "B1"}, weight=4),
        ),
        (
            Way(levels={"repeat": "A2 B1 C1"}, weight=2),
            Way(levels={"repeat": "A2 B2 B2"}, weight=1),
            Way(levels={"repeat": "B1 B1 B2"}, weight=1),
        ),
        (
            Way(levels={"sentence_build": "A2", "short_answer": "B1 B2"}, weight=3),
            Way(levels={"sentence_build": "B1", "short_answer": "A2 B2"}, weight=2),
            Way(levels={"sentence_build": "B1", "short_answer": "B1 B1"}, weight=2),
            Way(levels={"sentence_build": "B2", "short_answer": "A2 B1"}, weight=3),
        ),
    ),
}
"""The full form of 2 + 8 + 6 + 4 + 1 + 2 tasks, and a third of it for a first look."""

MOST_TRIES = 300
SECONDS_BAND = {FULL: 0.035, SCREENING: 0.12}
"""How far the longest time of a form may lie from the usual one, as a share of it. A single caller
is heard or read, and has 45 or 60 seconds: a closer band would shut items out of a short form."""

WORDS_BAND = {FULL: 0.06, SCREENING: 0.2}
"""The same of the words to read aloud: two passages, or one."""


def tasks_of(plan: Plan) -> Counter[Task]:
    """Return how many items of each task a plan asks for, in the order of a form."""
    counted: Counter[Task] = Counter()
    for task in TASKS:
        counted[task] = sum(len(group[0].levels.get(task, "").split()) for group in plan)
    return +counted


def draw(bank: Bank, seed: int, *, practice: bool, form: str = FULL) -> tuple[str, ...]:
    """Return the items of one sitting in order; the same for the same seed.

    A practice holds one item of each task of the form.
    """
    # Not for secrets: the draw must be repeatable from the seed that the log keeps.
    chance = random.Random(seed)  # noqa: S311
    plan = PLANS[form]
    if practice:
        return tuple(chance.choice(_names(bank, task, practice=True)) for task in tasks_of(plan))
    scored = [item for _, item in sorted(bank.items()) if not item.practice]
    usual = _usual(scored, plan)
    best: tuple[float, Sequence[Item]] | None = None
    for _ in range(MOST_TRIES):
        drawn = _drawn(scored, plan, chance)
        off = _off(drawn, usual, form)
        if best is None or off < best[0]:
            best = off, drawn
        if off <= 1:
            break
    assert best is not None
    return tuple(item.id for item in best[1])


def _names(bank: Bank, task: Task, *, practice: bool) -> list[str]:
    return sorted(
        name for name, item in bank.items() if item.task == task and item.practice is practice
    )


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much a form asks for: words to read aloud, and its longest time in seconds."""

    words: float
    seconds: float


def size_of(items: Sequence[Item]) -> Size:
    """Return how much these items ask for."""
    return Size(
        words=sum(item.words for item in items if item.task == "read_aloud"),
        seconds=sum(item.whole_seconds for item in items),
    )


def _usual(scored: Sequence[Item], plan: Plan) -> Size:
    """Return the mean size of a form, from the means of the levels and the weights of the ways."""
    words = seconds = 0.0
    for group in plan:
        whole = sum(way.weight for way in group)
        for way in group:
            for task, levels in way.levels.items():
                for level in levels.split():
                    there = [one for one in scored if (one.task, one.level) == (task, level)]
                    seconds += way.weight / whole * fmean(one.whole_seconds for one in there)
                    if task == "read_aloud":
                        words += way.weight / whole * fmean(one.words for one in there)
    return Size(words=words, seconds=seconds)


def _off(drawn: Sequence[Item], usual: Size, form: str) -> float:
    """Return how far a form lies from the usual size; up to 1 is close enough."""
    size = size_of(drawn)
    return max(
        abs(size.words / usual.words - 1) / WORDS_BAND[form],
        abs(size.seconds / usual.seconds - 1) / SECONDS_BAND[form],
    )


def _drawn(scored: Sequence[Item], plan: Plan, chance: random.Random) -> list[Item]:
    """Draw once: a way for each group, then items of its levels, task by task."""
    levels: dict[Task, str] = {}
    for group in plan:
        levels |= chance.choices(group, [way.weight for way in group])[0].levels
    drawn: list[Item] = []
    for task in TASKS:
        if task in levels:
            drawn += _of_task([one for one in scored if one.task == task], levels[task], chance)
    return drawn


def _of_task(there: Sequence[Item], levels: str, chance: random.Random) -> list[Item]:
    """Draw items of these levels, from easy to hard: no topic twice, read and heard mixed."""
    wanted = levels.split()
    # In no fixed order: the last to be drawn has to avoid most topics, so that rare ones win.
    chance.shuffle(wanted)
    most_alike = (len(wanted) + 1) // 2
    taken: list[Item] = []
    for level in wanted:
        open_to_us = [one for one in there if one.level == level and one not in taken]
        chance.shuffle(open_to_us)
        given = Counter(one.given for one in taken)
        best = min(
            open_to_us,
            key=lambda one: (
                one.topic in {other.topic for other in taken},
                one.task == "open_answer" and given[one.given] >= most_alike,
            ),
        )
        taken.append(best)
    return sorted(taken, key=lambda one: one.level)


def enough(bank: Bank) -> Iterator[str]:
    """Say which items the plans need and the bank does not have."""
    scored = Counter((item.task, item.level) for item in bank.values() if not item.practice)
    practice = {item.task for item in bank.values() if item.practice}
    for plan in PLANS.values():
        for group in plan:
            for way in group:
                for task, levels in way.levels.items():
                    for level, wanted in Counter(levels.split()).items():
                        if scored[task, level] < wanted:
                            yield f"{wanted} scored {level} items for {task} needed; add some"
        for task in tasks_of(plan):
            if task not in practice:
                yield f"no practice item for {task}; add one"
