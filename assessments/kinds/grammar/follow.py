"""What the server notes in the log by itself: parameters in force, and the question to put next.

A decision stands in the log and is made once: whatever happens later to the bank, a key or the
parameters, a replay sees what the applicant saw.
"""

from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.grammar.adaptive import Done, next_item
from assessments.kinds.grammar.answers import is_adaptive, read
from assessments.kinds.grammar.prior import parameters, source
from assessments.kinds.grammar.question import BUNDLES, Question
from assessments.kinds.grammar.trial import ADAPTIVE_PLACES, drawn, next_beside, places_of
from assessments.kinds.grammar.usage import planned
from scoring.ability import Parameters

Notes = Sequence[tuple[str, dict[str, Any]]]


def follow(bank: Bank, events: Sequence[LoggedEvent]) -> Notes:
    """Return what follows from the log."""
    if is_adaptive(events):
        if len(events) > 1:
            return _next(bank, events)
        noted = _beside(bank, events, drawn(bank, begun(events).seed), ADAPTIVE_PLACES)
        return (*noted, *_next(bank, events))
    if len(events) > 1:
        return ()
    form = [bank[item] for item in begun(events).items]
    lines = range(1, sum(one.form not in BUNDLES for one in form))
    noted = _beside(bank, events, [one.id for one in form if one.trial], lines)
    if not any(one.measured for one in form):
        return noted  # judged parameters stand in the code, and the scorer's version names it
    return (*noted, ("weighed", {"items": {one.id: _known(one) for one in form}}))


def _beside(
    bank: Bank, events: Sequence[LoggedEvent], tried: Sequence[str], places: range
) -> Notes:
    opening = begun(events)
    usage = planned(bank, opening.seed, opening.policy, places)
    noted: list[tuple[str, dict[str, Any]]] = []
    if tried:
        noted.append(("on_trial", {"items": list(tried)}))
    if usage:
        told = {"items": list(usage), "places": list(usage.values())}
        noted.append(("usage_asked", told))
    return noted


def _next(bank: Bank, events: Sequence[LoggedEvent]) -> Notes:
    course, seed = read(events), begun(events).seed
    if course.current or course.stopped:
        return ()
    for places in (places_of(course.trial, seed), course.usage):
        if beside := next_beside(places, course, bank):
            return (("asked", {"item": beside, **_known(bank[beside])}),)
    done = []
    for item in course.form:
        # What was retired since it was put stays out of the choice, with what it told.
        if item not in bank or item in course.beside:
            continue
        known, answer = course.known[item], course.answers.get(item)
        mark = bank[item].mark(answer.given if answer else "")
        told = Parameters(a=known.a, b=known.b, c=known.c)
        done.append(Done(bank[item], told, mark.earned == mark.possible))
    untried = {name: question for name, question in bank.items() if name not in course.beside}
    chosen = next_item(untried, done, seed)
    if chosen is None:
        return (("enough", {}),)
    return (("asked", {"item": chosen, **_known(bank[chosen])}),)


def _known(question: Question) -> dict[str, Any]:
    known = parameters(question)
    return {"a": known.a, "b": known.b, "c": round(known.c, 4), "source": source(question)}
