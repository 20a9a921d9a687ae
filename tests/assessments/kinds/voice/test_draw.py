"""Forms of the voice test: parallel forms are alike, and no item is worn out."""

from collections import Counter
from statistics import mean

import pytest

from assessments.kinds.voice import ASSESSMENT
from assessments.kinds.voice.draw import FULL, PLANS, SCREENING, draw, size_of, tasks_of
from assessments.kinds.voice.item import TASKS, Item
from tests.support.banks import shipped

BANK = shipped("voice")
SEEDS = range(500)
STEP = {"A2": 1, "B1": 2, "B2": 3, "C1": 4}
BETWEEN = 6.0
"""Seconds to press a button and see the next task."""

READING = 120.0
"""Seconds for the words on the first pages."""

Forms = list[list[Item]]


def drawn(form: str) -> Forms:
    return [[BANK[name] for name in draw(BANK, seed, practice=False, form=form)] for seed in SEEDS]


@pytest.fixture(scope="module")
def full() -> Forms:
    return drawn(FULL)


@pytest.fixture(scope="module")
def screening() -> Forms:
    return drawn(SCREENING)


def test_the_forms_have_the_tasks_that_are_promised() -> None:
    assert tuple(tasks_of(PLANS[FULL]).values()) == (2, 8, 6, 4, 1, 2)
    assert tasks_of(PLANS[SCREENING]) == {
        "read_aloud": 1,
        "repeat": 3,
        "short_answer": 2,
        "sentence_build": 1,
        "open_answer": 1,
    }


def test_every_mix_of_a_group_asks_for_the_same() -> None:
    for plan in PLANS.values():
        for group in plan:
            counted = {
                tuple((task, len(way.levels[task].split())) for task in TASKS if task in way.levels)
                for way in group
            }
            assert len(counted) == 1


@pytest.mark.parametrize(("form", "band"), [("full", 0.04), ("screening", 0.13)])
def test_parallel_forms_are_equal_in_length(form: str, band: float, request) -> None:
    sizes = [size_of(items) for items in request.getfixturevalue(form)]
    middle = mean(size.seconds for size in sizes)
    assert all(abs(size.seconds / middle - 1) < band for size in sizes)
    words = [size.words for size in sizes]
    assert max(words) - min(words) <= 13


@pytest.mark.parametrize(("form", "spread"), [("full", 1), ("screening", 0)])
def test_parallel_forms_are_equal_in_level(form: str, spread: int, request) -> None:
    sums = {sum(STEP[item.level] for item in items) for items in request.getfixturevalue(form)}
    assert max(sums) - min(sums) <= spread


@pytest.mark.parametrize("form", ["full", "screening"])
def test_no_topic_comes_twice_in_a_task_and_items_go_from_easy_to_hard(form: str, request) -> None:
    for items in request.getfixturevalue(form):
        assert [item.task for item in items] == sorted(
            (item.task for item in items), key=TASKS.index
        )
        for task in TASKS:
            topics = [item.topic for item in items if item.task == task]
            assert len(topics) == len(set(topics))
            levels = [item.level for item in items if item.task == task]
            assert levels == sorted(levels)


def test_one_caller_is_heard_and_one_is_read(full: Forms) -> None:
    for items in full:
        assert sorted(item.given for item in items if item.task == "open_answer") == [
            "heard",
            "read",
        ]


def test_no_item_comes_up_more_than_twice_its_fair_share(full: Forms) -> None:
    seen = Counter(item.id for items in full for item in items)
    for task, wanted in tasks_of(PLANS[FULL]).items():
        names = [item.id for item in BANK.values() if item.task == task and not item.practice]
        fair = len(SEEDS) * wanted / len(names)
        shares = {name: seen[name] / fair for name in names}
        assert max(shares.values()) <= 2, max(shares, key=lambda name: shares[name])
        # Nothing in the bank is dead.
        assert min(shares.values()) > 0.2, min(shares, key=lambda name: shares[name])


def test_the_least_time_is_enough_for_the_longest_form(full: Forms, screening: Forms) -> None:
    for name, forms in ((FULL, full), (SCREENING, screening)):
        longest = max(
            size_of(items).seconds
            + sum((item.takes - 1) * item.speak_seconds for item in items)
            + BETWEEN * len(items)
            for items in forms
        )
        (form,) = [form for form in ASSESSMENT.lengths if form.name == name]
        assert longest + READING <= form.least_minutes * 60 <= form.minutes * 60
    assert ASSESSMENT.lengths[0].minutes == ASSESSMENT.minutes
    assert ASSESSMENT.lengths[0].least_minutes == ASSESSMENT.least_minutes


def test_the_practice_has_one_of_each_task() -> None:
    for form in (FULL, SCREENING):
        practice = [BANK[name] for name in draw(BANK, 3, practice=True, form=form)]
        assert [item.task for item in practice] == list(tasks_of(PLANS[form]))
        assert all(item.practice for item in practice)


def test_the_seed_alone_decides() -> None:
    assert draw(BANK, 9, practice=False) == draw(dict(reversed(BANK.items())), 9, practice=False)
    assert len({draw(BANK, seed, practice=False) for seed in range(60)}) == 60
    assert ASSESSMENT.drawing("no-such-form") is ASSESSMENT.draw
    assert len(ASSESSMENT.drawing(SCREENING)(BANK, 1, False)) == 8
