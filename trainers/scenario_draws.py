"""Where a scenario is drawn: in practice, alone, in a parallel set, by name for a vacancy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from applicants.models import Vacancy
from assessments.banks import item_decisions
from assessments.kinds.chat.authoring.parallel_sets import unlike
from assessments.kinds.chat.draw import parallel_sets
from assessments.kinds.chat.scenario import SLOTS, Scenario
from database import db

SLUG = "chat"


@dataclass(frozen=True, kw_only=True)
class Draws:
    """Where new tests draw a scenario from, or will once it is published.

    Attributes:
        in_use: whether it is drawn today.
        practice: whether it is drawn for practice alone.
        among: how many scored scenarios there are, this one included.
        parallel_set, slot: its place; empty without one.
        beside: titles of the others in the same place.
        others: titles of the customers in the other places, by type.
        missing: types of customer that its set lacks; with any, the set is not drawn.
        unlike: the measures in which it differs from all other scenarios of its type.
        vacancies: titles of the open vacancies that name it.
    """

    in_use: bool
    practice: bool
    among: int
    parallel_set: str = ""
    slot: str = ""
    beside: Sequence[str] = ()
    others: Mapping[str, Sequence[str]]
    missing: Sequence[str] = ()
    unlike: Sequence[str] = ()
    vacancies: Sequence[str] = ()


def draws_of(scenario: Scenario, item: str, name: str) -> Draws:
    """Return where a scenario is drawn.

    Args:
        scenario: the scenario, shipped, published or a draft.
        item: its id without a version.
        name: its id in the bank; for a draft, any id that is not in the bank.
    """
    bank = item_decisions.drawable(SLUG)
    in_use = name in bank
    # A new version replaces the others of its scenario.
    with_it = {key: known for key, known in bank.items() if key.partition("@")[0] != item}
    rivals = [known for known in with_it.values() if isinstance(known, Scenario)]
    with_it[name] = scenario
    letter = (scenario.slot and scenario.parallel_set) or ""
    places = parallel_sets(with_it).get(letter, {})
    titles = {
        slot: [with_it[key].title for key in places.get(slot, ()) if key != name] for slot in SLOTS
    }
    return Draws(
        in_use=in_use,
        practice=scenario.practice,
        among=1 + sum(not known.practice for known in rivals),
        parallel_set=letter,
        slot=scenario.slot or "",
        beside=titles[scenario.slot] if scenario.slot else (),
        others={slot: titles[slot] for slot in SLOTS if slot != scenario.slot and titles[slot]},
        missing=[slot for slot in SLOTS if letter and slot not in places],
        unlike=unlike(
            scenario, [known for known in rivals if known.slot and known.slot == scenario.slot]
        ),
        vacancies=_vacancies(item),
    )


def _vacancies(item: str) -> list[str]:
    """Return the titles of the open vacancies that name a scenario."""
    rows = db.session.scalars(select(Vacancy).where(Vacancy.closed_at.is_(None)))
    return [
        vacancy.title
        for vacancy in rows
        if any(item in part.get("chosen", ()) for part in vacancy.battery)
    ]
