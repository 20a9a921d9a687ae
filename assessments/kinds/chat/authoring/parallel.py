"""Whether the parallel forms are alike: who draws one form must not have it easier than another.

Files of one slot (routine, angry, limit) are compared across the forms. What an applicant has to
do must be the same: goals with their weights, which of them are critical, lines that call for
feeling, interruptions, time. What they have to read must be about the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.chat.scenario import SLOTS, Scenario

SAME: Final = ("goals", "critical", "weights", "cues", "interruptions", "minutes", "mood")
READING_SPREAD: Final = 0.2
"""Furthest that a file's words to read may lie from the mean of its slot (our own choice: at
200 words a minute this is less than a quarter of a minute)."""

LEAST_FACTS: Final = 6
LEAST_CANNED: Final = 5


def shape(scenario: Scenario) -> dict[str, object]:
    """Return what makes a scenario long or hard, by name."""
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
    """Words of the desk (record and articles) and of the opening."""
    record = scenario.record
    texts = [scenario.opening, *record.customer.values()]
    texts += [value for order in record.orders for value in order.values()]
    texts += [article.body for article in scenario.knowledge]
    return sum(len(text.split()) for text in texts)


def check_forms(bank: Bank) -> list[str]:
    """Return a line for each form and its slots, for the author who asked.

    Raises:
        ContentError: a form is not whole, or a file is not like those of its slot.
    """
    forms: dict[str, dict[str, Scenario]] = {}
    for one in bank.values():
        if isinstance(one, Scenario) and one.form and one.slot:
            forms.setdefault(one.form, {})[one.slot] = one
    found = list(_complaints(forms))
    if found:
        raise ContentError("\n".join(f"chat: {one}" for one in found))
    return [_line(form, slot, forms[form][slot]) for form in sorted(forms) for slot in SLOTS]


def _complaints(forms: Mapping[str, Mapping[str, Scenario]]) -> Iterator[str]:
    for form, files in sorted(forms.items()):
        for slot in SLOTS:
            if slot not in files:
                yield f"form {form} has no file of the slot {slot}"
    for slot in SLOTS:
        alike = [form[slot] for _, form in sorted(forms.items()) if slot in form]
        yield from _differences(slot, {one.id: shape(one) for one in alike})
        yield from _lengths(slot, alike)


def _differences(slot: str, shapes: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for name in SAME:
        if len({str(one[name]) for one in shapes.values()}) > 1:
            told = ", ".join(f"{key} {one[name]}" for key, one in shapes.items())
            yield f"{slot}: {name} differ: {told}"


def _lengths(slot: str, files: Sequence[Scenario]) -> Iterator[str]:
    words = {one.id: _words(one) for one in files}
    mean = sum(words.values()) / max(len(words), 1)
    for one in files:
        if abs(words[one.id] - mean) > READING_SPREAD * mean:
            yield f"{one.id}: {words[one.id]} words to read, the mean of {slot} is {mean:.0f}"
        if len(one.facts) < LEAST_FACTS:
            yield f"{one.id}: {len(one.facts)} facts to be asked for; write at least {LEAST_FACTS}"
        if len(one.canned) < LEAST_CANNED:
            yield f"{one.id}: {len(one.canned)} prepared replies; write at least {LEAST_CANNED}"


def _line(form: str, slot: str, one: Scenario) -> str:
    made = shape(one)
    told = ", ".join(f"{name} {made[name]}" for name in made if name != "weights")
    return f"form {form}, {slot}: {one.id} ({one.sector}): {told}"
