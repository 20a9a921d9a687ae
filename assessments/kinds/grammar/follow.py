"""Add the server's own events to the log: parameters in force and the next question.

Each decision is made once and logged. If the bank, a key or the parameters change later, a replay
still shows what the applicant saw.
"""

from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.grammar.adaptive import Done, next_item
from assessments.kinds.grammar.answers import is_adaptive, read
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.prior import parameters, source
from assessments.kinds.grammar.question import BUNDLES, Question
from assessments.kinds.grammar.trial import ADAPTIVE_PLACES, drawn, next_unscored, places_of
from assessments.kinds.grammar.usage import planned
from scoring.ability import Parameters

Notes = Sequence[tuple[str, dict[str, Any]]]


def follow(bank: Bank[AnyItem], events: Sequence[LoggedEvent]) -> Notes:
    """Return the events that the server adds after the last event of the log."""
    if is_adaptive(events):
        if len(events) > 1:
            return _next(bank, events)
        noted = _unscored(bank, events, drawn(bank, begun(events).seed), ADAPTIVE_PLACES)
        return (*noted, *_next(bank, events))
    if len(events) > 1:
        return ()
    questions = [bank[item] for item in begun(events).items]
    lines = range(1, sum(question.question_type not in BUNDLES for question in questions))
    noted = _unscored(
        bank, events, [question.id for question in questions if question.trial], lines
    )
    if not any(question.measured for question in questions):
        return noted  # judged parameters are constants, identified by the version of the scorer
    return (
        *noted,
        ("weighed", {"items": {question.id: _known(question) for question in questions}}),
    )


def _unscored(
    bank: Bank[AnyItem], events: Sequence[LoggedEvent], tried: Sequence[str], places: range
) -> Notes:
    """Return the events that list the questions on trial and about usage."""
    opening = begun(events)
    usage = planned(bank, opening.seed, opening.policy, places)
    noted: list[tuple[str, dict[str, Any]]] = []
    if tried:
        noted.append(("on_trial", {"items": list(tried)}))
    if usage:
        places_by_item = {"items": list(usage), "places": list(usage.values())}
        noted.append(("usage_asked", places_by_item))
    return noted


def _next(bank: Bank[AnyItem], events: Sequence[LoggedEvent]) -> Notes:
    course, seed = read(events), begun(events).seed
    if course.current or course.stopped:
        return ()
    for places in (places_of(course.trial, seed), course.usage):
        if item := next_unscored(places, course, bank):
            return (("asked", {"item": item, **_known(bank[item])}),)
    done = []
    for item in course.asked:
        # A question retired after it was asked no longer informs the choice.
        if item not in bank or item in course.unscored:
            continue
        known, answer = course.known[item], course.answers.get(item)
        mark = bank[item].mark(answer.given if answer else "")
        used = Parameters(a=known.a, b=known.b, c=known.c)
        done.append(Done(bank[item], used, mark.earned == mark.possible))
    untried = {name: question for name, question in bank.items() if name not in course.unscored}
    chosen = next_item(untried, done, seed)
    if chosen is None:
        return (("enough", {}),)
    return (("asked", {"item": chosen, **_known(bank[chosen])}),)


def _known(question: Question) -> dict[str, Any]:
    known = parameters(question)
    return {"a": known.a, "b": known.b, "c": round(known.c, 4), "source": source(question)}
