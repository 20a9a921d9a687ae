"""Draw the items of a sitting by seed, so that all draws of a length are equally hard and long.

A draw chooses *levels* first, then items of those levels. The level mixes are designed so that the
sum of the levels is the same in every draw; a group with several mixes ties tasks together (an
easier call to retell comes with harder callers to answer). Within a task no topic comes twice, and
read and heard problems are mixed. A draw is accepted when its words to read aloud and its longest
time are close to the average that the bank's levels give.

Levels are the authors' targets and have not been calibrated: draws are alike only as far as these
targets are right.
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
class LevelMix:
    """A set of levels, and its weight in the draw among the mixes of its group."""

    levels: Levels
    weight: int = 1


Plan = tuple[tuple[LevelMix, ...], ...]

PLANS: Mapping[str, Plan] = {
    FULL: (
        (
            LevelMix(levels={"read_aloud": "A2 B2"}, weight=1),
            LevelMix(levels={"read_aloud": "B1 B1"}, weight=1),
        ),
        (LevelMix(levels={"repeat": "A2 A2 B1 B1 B2 B2 C1 C1"}),),
        (LevelMix(levels={"short_answer": "A2 A2 B1 B1 B1 B2"}),),
        (LevelMix(levels={"sentence_build": "A2 B1 B1 B2"}),),
        (
            LevelMix(levels={"retell": "B2", "open_answer": "B1 B1"}, weight=4),
            LevelMix(levels={"retell": "B1", "open_answer": "B2 B2"}, weight=3),
            LevelMix(levels={"retell": "B1", "open_answer": "B1 C1"}, weight=2),
        ),
    ),
    SCREENING: (
        (
            LevelMix(levels={"read_aloud": "A2", "open_answer": "C1"}, weight=2),
            LevelMix(levels={"read_aloud": "B1", "open_answer": "B2"}, weight=4),
            LevelMix(levels={"read_aloud": "B2", "open_answer": "B1"}, weight=4),
        ),
        (
            LevelMix(levels={"repeat": "A2 B1 C1"}, weight=2),
            LevelMix(levels={"repeat": "A2 B2 B2"}, weight=1),
            LevelMix(levels={"repeat": "B1 B1 B2"}, weight=1),
        ),
        (
            LevelMix(levels={"sentence_build": "A2", "short_answer": "B1 B2"}, weight=3),
            LevelMix(levels={"sentence_build": "B1", "short_answer": "A2 B2"}, weight=2),
            LevelMix(levels={"sentence_build": "B1", "short_answer": "B1 B1"}, weight=2),
            LevelMix(levels={"sentence_build": "B2", "short_answer": "A2 B1"}, weight=3),
        ),
    ),
}
"""The full length has 2 + 8 + 6 + 4 + 1 + 2 tasks; the first look has a third of them."""

MOST_TRIES = 300
SECONDS_BAND = {FULL: 0.035, SCREENING: 0.12}
"""How far the longest time of a draw may differ from the average, as a share of the average.

In the short length the single caller is heard or read and has 45 or 60 seconds: a narrower band
would shut items out."""

WORDS_BAND = {FULL: 0.06, SCREENING: 0.2}
"""The same for the words to read aloud: two passages in the full length, one in the short one."""


def tasks_of(plan: Plan) -> Counter[Task]:
    """Return how many items of each task a plan asks for, in the order in which they are given."""
    counted: Counter[Task] = Counter()
    for task in TASKS:
        counted[task] = sum(len(group[0].levels.get(task, "").split()) for group in plan)
    return +counted


def draw(bank: Bank[Item], seed: int, *, practice: bool, form: str = FULL) -> tuple[str, ...]:
    """Return the items of one sitting in order; the same for the same seed.

    A practice holds one item of each task of the length.
    """
    # Not for secrets: the draw must be repeatable from the seed in the log.
    chance = random.Random(seed)  # noqa: S311
    plan = PLANS[form]
    if practice:
        return tuple(chance.choice(_names(bank, task, practice=True)) for task in tasks_of(plan))
    scored = [item for _, item in sorted(bank.items()) if not item.practice]
    average = _average_size(scored, plan)
    best: tuple[float, Sequence[Item]] | None = None
    for _ in range(MOST_TRIES):
        drawn = _drawn(scored, plan, chance)
        distance = _distance(drawn, average, form)
        if best is None or distance < best[0]:
            best = distance, drawn
        if distance <= 1:
            break
    assert best is not None
    return tuple(item.id for item in best[1])


def _names(bank: Bank[Item], task: Task, *, practice: bool) -> list[str]:
    return sorted(
        name for name, item in bank.items() if item.task == task and item.practice is practice
    )


@dataclass(frozen=True, kw_only=True)
class Size:
    """The size of a draw: words to read aloud, and its longest time in seconds."""

    words: float
    seconds: float


def size_of(items: Sequence[Item]) -> Size:
    """Return the size of a draw of these items."""
    return Size(
        words=sum(item.words for item in items if item.task == "read_aloud"),
        seconds=sum(item.whole_seconds for item in items),
    )


def _average_size(scored: Sequence[Item], plan: Plan) -> Size:
    """Return the mean size of a draw, from the means of the levels and the weights of the mixes."""
    words = seconds = 0.0
    for group in plan:
        whole = sum(mix.weight for mix in group)
        for mix in group:
            share = mix.weight / whole
            for task, levels in mix.levels.items():
                for level in levels.split():
                    fitting = [item for item in scored if (item.task, item.level) == (task, level)]
                    seconds += share * fmean(item.whole_seconds for item in fitting)
                    if task == "read_aloud":
                        words += share * fmean(item.words for item in fitting)
    return Size(words=words, seconds=seconds)


def _distance(drawn: Sequence[Item], average: Size, form: str) -> float:
    """Return how far the size of a draw is from the average, in bands; up to 1 is close enough."""
    size = size_of(drawn)
    return max(
        abs(size.words / average.words - 1) / WORDS_BAND[form],
        abs(size.seconds / average.seconds - 1) / SECONDS_BAND[form],
    )


def _drawn(scored: Sequence[Item], plan: Plan, chance: random.Random) -> list[Item]:
    """Draw once: a level mix for each group, then items of its levels, task by task."""
    levels: dict[Task, str] = {}
    for group in plan:
        levels |= chance.choices(group, [mix.weight for mix in group])[0].levels
    drawn: list[Item] = []
    for task in TASKS:
        if task in levels:
            of_task = [item for item in scored if item.task == task]
            drawn += _of_task(of_task, levels[task], chance)
    return drawn


def _of_task(items: Sequence[Item], levels: str, chance: random.Random) -> list[Item]:
    """Draw items of these levels, from easy to hard: no topic twice, read and heard mixed."""
    wanted = levels.split()
    # In random order: the last level has to avoid the most topics, which favours rare topics.
    chance.shuffle(wanted)
    most_alike = (len(wanted) + 1) // 2
    drawn: list[Item] = []
    for level in wanted:
        candidates = [item for item in items if item.level == level and item not in drawn]
        chance.shuffle(candidates)
        given = Counter(item.given for item in drawn)
        best = min(
            candidates,
            key=lambda item: (
                item.topic in {other.topic for other in drawn},
                item.task == "open_answer" and given[item.given] >= most_alike,
            ),
        )
        drawn.append(best)
    return sorted(drawn, key=lambda item: item.level)


def enough(bank: Bank[Item]) -> Iterator[str]:
    """Yield a complaint for each task and level of which the bank has too few items."""
    scored: Counter[tuple[Task, str]] = Counter(
        (item.task, item.level) for item in bank.values() if not item.practice
    )
    practice = {item.task for item in bank.values() if item.practice}
    for plan in PLANS.values():
        for group in plan:
            for mix in group:
                for task, levels in mix.levels.items():
                    for level, wanted in Counter(levels.split()).items():
                        if scored[task, level] < wanted:
                            yield f"{wanted} scored {level} items for {task} needed; add some"
        for task in tasks_of(plan):
            if task not in practice:
                yield f"no practice item for {task}; add one"
