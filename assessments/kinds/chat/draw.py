"""Draw the customers of a sitting: one, or three that a parallel set puts together."""

from collections.abc import Mapping, Sequence
from typing import Final

from assessments.contract.assessment import N_, Bank
from assessments.contract.choices import Choices, Choosable, ItemSet
from assessments.kinds.chat.scenario import SLOTS, Scenario, Slot

ONE: Final = "one"
THREE: Final = "three"

TYPES: Final[Mapping[Slot, str]] = {
    "routine": N_("routine case"),
    "angry": N_("angry customer"),
    "limit": N_("limit of policy"),
}

Places = Mapping[Slot, Sequence[str]]
"""The ids of the scenarios for each type of customer."""


def draw_one(bank: Bank[Scenario], seed: int, practice: bool) -> tuple[str, ...]:
    """Return the id of a scored scenario, or of a practice scenario."""
    fitting = sorted(name for name, item in _scenarios(bank) if item.practice is practice)
    return (fitting[seed % len(fitting)],)


def draw_three(bank: Bank[Scenario], seed: int, practice: bool) -> tuple[str, ...]:
    """Return the ids of a parallel set: a routine case, an angry customer and a policy limit.

    Practice is always one chat. Without a complete set, the draw is one scored chat.
    """
    complete = [places for _, places in sorted(parallel_sets(bank).items()) if _is_complete(places)]
    if practice or not complete:
        return draw_one(bank, seed, practice)
    rest, number = divmod(seed, len(complete))
    return _one_of_each(complete[number], rest)


def draw_chosen(
    bank: Bank[Scenario], seed: int, length: str, chosen: Sequence[str]
) -> tuple[str, ...]:
    """Return the ids of customers that a vacancy has chosen by set or by name.

    Args:
        bank: the scenarios that can be drawn.
        seed: of the sitting.
        length: ``THREE`` for one customer of each type.
        chosen: names of sets and ids of scenarios, whatever their version.

    Returns:
        No ids if the chosen scenarios are not in the bank, or lack a type of customer.
    """
    fitting = {
        name: item
        for name, item in _scenarios(bank)
        if not item.practice
        and (name.partition("@")[0] in chosen or _set_name(item.parallel_set) in chosen)
    }
    if not fitting:
        return ()
    if length != THREE:
        return draw_one(fitting, seed, practice=False)
    places: dict[Slot, list[str]] = {}
    for name, item in sorted(fitting.items()):
        if item.slot:
            places.setdefault(item.slot, []).append(name)
    return _one_of_each(places, seed) if _is_complete(places) else ()


def parallel_sets(bank: Bank[Scenario]) -> Mapping[str, Places]:
    """Return the scored scenarios of every parallel set; several may have the same place in it."""
    sets: dict[str, dict[Slot, list[str]]] = {}
    for name, item in sorted(_scenarios(bank)):
        if item.parallel_set and item.slot and not item.practice:
            sets.setdefault(item.parallel_set, {}).setdefault(item.slot, []).append(name)
    return sets


def choosable_sets(bank: Bank[Scenario]) -> Sequence[ItemSet]:
    """Return the parallel sets from which a vacancy can choose."""
    titles = {name: item.title for name, item in _scenarios(bank)}
    return tuple(
        ItemSet(
            name=_set_name(letter),
            label=letter,
            items=tuple(titles[name] for slot in SLOTS for name in places.get(slot, ())),
        )
        for letter, places in sorted(parallel_sets(bank).items())
    )


def choosable_scenarios(bank: Bank[Scenario]) -> Sequence[Choosable]:
    """Return the scored scenarios from which a vacancy can choose, by type of customer."""
    order = (*SLOTS, None)
    scored = [(name, item) for name, item in _scenarios(bank) if not item.practice]
    return tuple(
        Choosable(
            name=name.partition("@")[0],
            label=item.title,
            note=TYPES[item.slot] if item.slot else "",
        )
        for name, item in sorted(scored, key=lambda pair: (order.index(pair[1].slot), pair[0]))
    )


def _set_name(letter: str | None) -> str:
    """Return the name by which batteries store the choice of a set; no id has a colon."""
    return f"set:{letter}"


def _is_complete(places: Places) -> bool:
    return all(slot in places for slot in SLOTS)


def _one_of_each(places: Places, seed: int) -> tuple[str, ...]:
    customers = []
    for slot in SLOTS:
        seed, number = divmod(seed, len(places[slot]))
        customers.append(places[slot][number])
    return tuple(customers)


def _scenarios(bank: Bank[Scenario]) -> list[tuple[str, Scenario]]:
    return [(name, item) for name, item in bank.items() if isinstance(item, Scenario)]


CHOICES: Final = Choices[Scenario](
    about=N_("customers"),
    hint=N_(
        "Drawn anew for each applicant. A set gives its three customers, or one of them where the "
        "length is one customer. From any set, applicants cannot tell each other what will come."
    ),
    usual=N_("Any set (recommended)"),
    by_name=N_("Customers that you name"),
    needs=N_("Three customers need a routine case, an angry customer and a limit of policy."),
    sets=choosable_sets,
    items=choosable_scenarios,
    draw=draw_chosen,
)
"""A vacancy can choose a parallel set, or customers by name."""
