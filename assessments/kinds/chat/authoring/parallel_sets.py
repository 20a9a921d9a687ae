"""Checks that the parallel sets are alike, so that no set is easier to draw than another.

The scenarios of a slot (routine, angry, limit) are compared across the sets. The applicant's task
must be the same: number and weights of goals, critical goals, lines that call for empathy,
interruptions, time limit, mood at the start. The amount to read must be about the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.chat.scenario import SLOTS, Scenario

SAME: Final = ("goals", "critical", "weights", "cues", "interruptions", "minutes", "mood")
"""The measures of ``shape`` that must be equal in a slot."""
READING_SPREAD: Final = 0.2
"""Largest relative difference between a scenario's words to read and the mean of its slot (our own
choice: at 200 words a minute this is less than a quarter of a minute)."""

LEAST_FACTS: Final = 6
LEAST_CANNED: Final = 5


def shape(scenario: Scenario) -> dict[str, object]:
    """Return the measures that make a scenario long or hard, by name."""
    goals = scenario.goals
    good = next(test for test in scenario.tests if test.kind == "good")
    return {
        "goals": len(goals),
        "critical": sum(goal.critical for goal in goals),
        "weights": sorted(goal.weight for goal in goals),
        "cues": len(scenario.cues),
        "interruptions": len(scenario.interruptions),
        "minutes": scenario.time_limit / 60,
        "mood": round(scenario.persona.mood, -1),
        "facts": len(scenario.facts),
        "canned": len(scenario.canned),
        "moves": len(good.script),
        "words": _words(scenario),
    }


def _words(scenario: Scenario) -> int:
    """Return the number of words in the record, the articles and the opening."""
    record = scenario.record
    texts = [scenario.opening, *record.customer.values()]
    texts += [value for order in record.orders for value in order.values()]
    texts += [article.body for article in scenario.knowledge]
    return sum(len(text.split()) for text in texts)


def check_parallel_sets(bank: Bank[Scenario]) -> list[str]:
    """Return a line for each set and slot with the scenario's measures.

    Raises:
        ContentError: a set is incomplete, or a scenario is not like the others of its slot.
    """
    sets: dict[str, dict[str, Scenario]] = {}
    for scenario in bank.values():
        if isinstance(scenario, Scenario) and scenario.parallel_set and scenario.slot:
            sets.setdefault(scenario.parallel_set, {})[scenario.slot] = scenario
    problems = list(_complaints(sets))
    if problems:
        raise ContentError("\n".join(f"chat: {problem}" for problem in problems))
    return [_line(name, slot, sets[name][slot]) for name in sorted(sets) for slot in SLOTS]


def _complaints(sets: Mapping[str, Mapping[str, Scenario]]) -> Iterator[str]:
    for name, scenarios in sorted(sets.items()):
        for slot in SLOTS:
            if slot not in scenarios:
                yield f"parallel set {name} has no file of the slot {slot}"
    for slot in SLOTS:
        alike = [scenarios[slot] for _, scenarios in sorted(sets.items()) if slot in scenarios]
        yield from _differences(slot, {scenario.id: shape(scenario) for scenario in alike})
        yield from _lengths(slot, alike)


def _differences(slot: str, shapes: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for name in SAME:
        if len({str(measures[name]) for measures in shapes.values()}) > 1:
            values = ", ".join(f"{item} {measures[name]}" for item, measures in shapes.items())
            yield f"{slot}: {name} differ: {values}"


def unlike(scenario: Scenario, others: Sequence[Scenario]) -> list[str]:
    """Return the names of ``SAME`` in which a scenario differs from each of the others."""
    if not any(test.kind == "good" for test in scenario.tests) or not others:
        return []
    own, shapes = shape(scenario), [shape(other) for other in others]
    return [name for name in SAME if all(str(own[name]) != str(other[name]) for other in shapes)]


def _lengths(slot: str, scenarios: Sequence[Scenario]) -> Iterator[str]:
    words = {scenario.id: _words(scenario) for scenario in scenarios}
    mean = sum(words.values()) / max(len(words), 1)
    for scenario in scenarios:
        place, facts, canned = scenario.id, len(scenario.facts), len(scenario.canned)
        if abs(words[place] - mean) > READING_SPREAD * mean:
            yield f"{place}: {words[place]} words to read, the mean of {slot} is {mean:.0f}"
        if facts < LEAST_FACTS:
            yield f"{place}: {facts} facts to be asked for; write at least {LEAST_FACTS}"
        if canned < LEAST_CANNED:
            yield f"{place}: {canned} prepared replies; write at least {LEAST_CANNED}"


def _line(name: str, slot: str, scenario: Scenario) -> str:
    measures = shape(scenario)
    values = ", ".join(f"{key} {value}" for key, value in measures.items() if key != "weights")
    return f"parallel set {name}, {slot}: {scenario.id} ({scenario.sector}): {values}"
