"""Which parts a sitting of typing gets, how long they take, and how evenly they are drawn."""

from collections import Counter

import pytest

from assessments.contract.assessment import Begun
from assessments.kinds.typing import ASSESSMENT
from assessments.kinds.typing.draw import (
    EXERCISES,
    PLANS,
    SEEDS_COUNTED,
    USUAL,
    draw,
    enough,
    part_seconds,
)
from tests.support.typing_log import BANK

FORMS = [pytest.param(form, id=form.name) for form in ASSESSMENT.lengths]
SECONDS_TO_READ = 90.0
COPIES = [name for name, plan in PLANS.items() if plan.exercises == ("copy",)]


def seconds(name, **opening):
    return part_seconds(Begun(seed=1, items=(name,), **opening), BANK[name])


def base(name):
    """The passage by which a timed one begins."""
    return name[:-3] if name[-3:] in {"-1m", "-3m", "-5m"} else name


def test_the_names_of_forms_stand_in_batteries_and_stay():
    assert [form.name for form in ASSESSMENT.lengths] == [
        *("copy_2", "copy_1", "copy_3", "copy_5", "listen", "data_entry", "chat_speed", "mixed")
    ]
    # A battery from before there were forms names none and gets the usual one.
    assert ASSESSMENT.drawing("")(BANK, 5, False) == draw(BANK, 5, practice=False, length=USUAL)


def test_the_bank_has_enough_for_every_form():
    assert list(enough(BANK)) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_begins_with_one_warm_up_and_repeats_nothing(form):
    plan = PLANS[form.name]
    for seed in range(60):
        drawn = form.draw(BANK, seed, False)
        assert drawn == form.draw(BANK, seed, False)
        assert len(set(drawn)) == len(drawn)
        items = [BANK[name] for name in drawn]
        assert [item.practice for item in items] == [True] + [False] * (len(items) - 1)
        assert items[0].exercise == items[1].exercise
        counted = Counter(item.exercise for item in items[1:])
        assert counted == {
            exercise: plan.count(exercise) for exercise in EXERCISES if plan.count(exercise)
        }
        assert [item.exercise for item in items[1:]] == sorted(
            (item.exercise for item in items[1:]), key=EXERCISES.index
        )


@pytest.mark.parametrize("form", FORMS)
def test_a_practice_shows_every_exercise_of_the_form(form):
    items = [BANK[name] for name in form.draw(BANK, 3, True)]
    assert tuple(item.exercise for item in items) == PLANS[form.name].exercises
    assert all(item.practice for item in items)


@pytest.mark.parametrize("form", FORMS)
def test_the_least_time_holds_the_longest_draw_and_time_to_read(form):
    longest = max(
        sum(seconds(name) for name in form.draw(BANK, seed, False)) for seed in range(300)
    )
    assert longest + SECONDS_TO_READ <= form.least_minutes * 60
    assert form.least_minutes <= form.minutes


@pytest.mark.parametrize(("name", "limit"), [("copy_1", 60), ("copy_3", 180), ("copy_5", 300)])
def test_a_timed_passage_lasts_as_its_form_says_and_has_text_for_it(name, limit):
    for seed in range(40):
        _, first, second = draw(BANK, seed, practice=False, length=name)
        assert seconds(first) == seconds(second) == limit
        assert seconds(first, extra_time=1.5) == 1.5 * limit
        # At 90 words a minute, 450 characters a minute: only the fastest run out of text.
        assert min(len(BANK[first].text), len(BANK[second].text)) >= 450 * limit / 60
        for passage in (first, second):
            assert BANK[passage].text.startswith(BANK[base(passage)].text)


def test_a_passage_lasts_two_minutes_and_a_warm_up_thirty_seconds():
    warm_up, first, second = draw(BANK, 11, practice=False, length="copy_2")
    assert (seconds(warm_up), seconds(first), seconds(second)) == (30, 120, 120)


@pytest.mark.parametrize("form", COPIES)
def test_the_two_passages_of_a_form_share_no_text(form):
    originals = [
        item.text for name, item in BANK.items() if item.exercise == "copy" and name == base(name)
    ]
    for seed in range(200):
        _, first, second = (
            BANK[name].text for name in draw(BANK, seed, practice=False, length=form)
        )
        assert not [text for text in originals if text in first and text in second]


@pytest.mark.parametrize("form", sorted(PLANS))
def test_items_are_drawn_evenly_over_many_seeds(form):
    """Each count lies within 4.5 standard deviations of a fair draw."""
    drawn = Counter(
        base(name)
        for seed in range(SEEDS_COUNTED)
        for name in draw(BANK, seed, practice=False, length=form)[1:]
    )
    for exercise in PLANS[form].exercises:
        names = [
            name
            for name, item in BANK.items()
            if item.exercise == exercise and not item.practice and name == base(name)
        ]
        share = PLANS[form].count(exercise) / len(names)
        mean = SEEDS_COUNTED * share
        spread = (SEEDS_COUNTED * share * (1 - share)) ** 0.5
        assert max(abs(drawn[name] - mean) for name in names) <= 4.5 * spread, exercise


def test_the_check_command_says_how_evenly_items_are_drawn():
    assert ASSESSMENT.authoring.check is not None
    lines = ASSESSMENT.authoring.check(BANK)
    assert len(lines) >= sum(len(plan.exercises) for plan in PLANS.values())
    assert any("over 500 seeds" in line for line in lines)
