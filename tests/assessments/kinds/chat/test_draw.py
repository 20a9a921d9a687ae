"""A vacancy chooses the customers: which scenarios are drawn, and when a choice cannot be drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.banks import item_decisions
from assessments.kinds.chat import ASSESSMENT, draw_three
from assessments.kinds.chat.draw import (
    CHOICES,
    ONE,
    THREE,
    TYPES,
    choosable_scenarios,
    choosable_sets,
    draw_chosen,
    parallel_sets,
)
from assessments.kinds.chat.scenario import SLOTS, Scenario
from tests.support.banks import shipped
from tests.support.chat_cases import scenario

BANK: dict[str, Scenario] = dict(shipped("chat"))
SETS = parallel_sets(BANK)
SEEDS = st.integers(0, 2**31 - 1)


def all_drawn(length: str, *chosen: str, bank: dict[str, Scenario] = BANK) -> set[tuple[str, ...]]:
    return {draw_chosen(bank, seed, length, chosen) for seed in range(200)}


@pytest.mark.parametrize("letter", SETS)
def test_a_set_gives_its_three_customers_or_any_one_of_them(letter: str) -> None:
    customers = tuple(SETS[letter][slot][0] for slot in SLOTS)
    assert all_drawn(THREE, f"set:{letter}") == {customers}
    assert all_drawn(ONE, f"set:{letter}") == {(name,) for name in customers}


@given(seed=SEEDS, names=st.sets(st.sampled_from(sorted(BANK))))
def test_only_customers_that_are_named_are_drawn(seed: int, names: set[str]) -> None:
    scored = {name for name in names if not BANK[name].practice}
    alone = draw_chosen(BANK, seed, ONE, sorted(names))
    assert (len(alone) == 1 and set(alone) <= scored) if scored else alone == ()
    three = draw_chosen(BANK, seed, THREE, sorted(names))
    slots = {BANK[name].slot for name in scored}
    assert (three == ()) is (slots != set(SLOTS))
    assert set(three) <= scored
    assert [BANK[name].slot for name in three] == (list(SLOTS) if three else [])


def test_each_of_those_that_are_named_is_drawn() -> None:
    names = [*SETS["A"]["routine"], *SETS["B"]["routine"], *SETS["C"]["angry"], *SETS["D"]["limit"]]
    drawn = all_drawn(THREE, *names)
    assert drawn == {(names[0], *names[2:]), (names[1], *names[2:])}
    assert all_drawn(ONE, *names) == {(name,) for name in names}


def test_a_name_means_the_version_that_is_in_use() -> None:
    bank = {f"{name}@7" if name == "atm-no-cash" else name: BANK[name] for name in BANK}
    assert draw_chosen(bank, 3, ONE, ["atm-no-cash"]) == ("atm-no-cash@7",)
    assert draw_chosen(bank, 3, ONE, ["atm-no-cas"]) == ()


@pytest.mark.usefixtures("app")
def test_what_cannot_be_drawn_any_more_gives_way_to_any() -> None:
    """A scenario is taken out of use, or moves to another set, after a vacancy chose it."""
    for chosen in (["gone"], ["set:Z"], SETS["A"]["routine"]):
        drawn = item_decisions.draw("chat", 5, length=THREE, chosen=chosen)
        assert drawn == draw_three(BANK, 5, practice=False)


@pytest.mark.usefixtures("app")
def test_without_a_choice_and_in_practice_the_draw_is_what_it_was() -> None:
    for seed in range(20):
        assert item_decisions.draw("chat", seed, length=THREE) == draw_three(BANK, seed, False)
        assert item_decisions.draw("chat", seed) == ASSESSMENT.draw(BANK, seed, False)
        practice = item_decisions.draw("chat", seed, practice=True, chosen=["set:A"])
        assert practice == ASSESSMENT.draw(BANK, seed, True)


def test_scenarios_that_share_a_place_are_drawn_equally_often() -> None:
    bank = {
        f"{slot}-{number}": scenario(f"{slot}-{number}", form="A", slot=slot, practice="false")
        for slot, count in (("routine", 1), ("angry", 2), ("limit", 3))
        for number in range(count)
    }
    drawn = [draw_three(bank, seed, practice=False) for seed in range(60)]
    assert all(customers[0] == "routine-0" for customers in drawn)
    counts = {customers: drawn.count(customers) for customers in drawn}
    assert set(counts.values()) == {10}
    assert len(counts) == 6


def test_a_practice_scenario_is_in_no_set() -> None:
    practice = scenario("practice", form="A", slot="angry", practice="true")
    assert parallel_sets({**BANK, "practice": practice}) == SETS


def test_the_choices_name_every_scored_scenario_once_and_each_set_with_its_titles() -> None:
    names = [item.name for item in choosable_scenarios(BANK)]
    assert sorted(names) == sorted(name for name, item in BANK.items() if not item.practice)
    notes = [item.note for item in choosable_scenarios(BANK)]
    assert notes == sorted(notes, key=list(TYPES.values()).index)
    sets = choosable_sets(BANK)
    assert [known.label for known in sets] == sorted(SETS)
    assert sets[0].items == tuple(BANK[SETS["A"][slot][0]].title for slot in SLOTS)
    assert not {known.name for known in sets} & set(names)
    assert CHOICES is ASSESSMENT.choices
