"""Checks that the parts of a scenario fit together; each complaint gives a place and a remedy."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from assessments.kinds.chat.language.phrases import rules
from assessments.kinds.chat.language.recogniser import recognise
from assessments.kinds.chat.record import Action, amount
from assessments.kinds.chat.scenario import REQUIRED_TESTS, Scenario, SelfTest

LONGEST: Final = 540.0
"""Most seconds that a customer stays; the minutes of the assessment's lengths depend on it."""
_MOVES: Final = "say, act, edit, article, canned, disposition and close"
_ADDRESS = re.compile(r"[\w.+-]+@(?!example\.(?:com|org|net)\b)[\w-]+\.\w+")


def complaints(scenario: Scenario) -> Iterator[str]:
    """Yield the faults of a scenario, each as "place: what to do"."""
    yield from _unknown_acts(scenario)
    yield from _unknown_goals(scenario)
    yield from _own_acts(scenario)
    yield from _wording(scenario)
    yield from _desk(scenario)
    yield from _record(scenario)
    yield from _moves(scenario)
    yield from _self_tests(scenario)


def _unknown_acts(scenario: Scenario) -> Iterator[str]:
    known = set(rules()) | set(scenario.acts)
    named: list[tuple[str, str]] = []
    named += [(f"facts › {name} › ask", fact.ask) for name, fact in scenario.facts.items()]
    for goal in scenario.goals:
        acts = goal.when.acts if goal.when else ()
        named += [(f"goals › {goal.id} › when", act) for act in acts]
        named += [(f"goals › {goal.id} › and_any", act) for act in goal.and_any]
    named += [
        (f"reactions › {n} › if_agent", r.if_agent) for n, r in enumerate(scenario.reactions, 1)
    ]
    named += [(f"cues › {cue.line} › wants", act) for cue in scenario.cues for act in cue.wants]
    named += [(f"forbidden › {r.label} › act", r.act) for r in scenario.forbidden if r.act]
    named += [
        (f"knowledge › {article.id} › told_by", article.told_by)
        for article in scenario.knowledge
        if article.told_by
    ]
    for place, act in named:
        if act not in known:
            yield f"{place}: there is no act {act!r}; add it to acts, or use one of {_list(known)}"


def _unknown_goals(scenario: Scenario) -> Iterator[str]:
    ids = [goal.id for goal in scenario.goals]
    known = set(ids)
    if len(ids) != len(known):
        yield "goals: two goals have the same id; give each its own"
    named = [(f"goals › {goal.id} › after", name) for goal in scenario.goals for name in goal.after]
    for number, reaction in enumerate(scenario.reactions, 1):
        named += [(f"reactions › {number} › need", name) for name in reaction.need]
    named += [
        (f"interruptions › {line.id} › or_after", line.or_after)
        for line in scenario.interruptions
        if line.or_after
    ]
    for step in scenario.steps:
        part = "actions" if isinstance(step, Action) else "record › editable"
        named += [(f"{part} › {step.id} › needs", name) for name in step.needs]
        named += [(f"{part} › {step.id} › fulfils", step.fulfils)] if step.fulfils else []
    for test in scenario.tests:
        named += [(f"tests › {test.name} › expect › goals", name) for name in test.expect.goals]
    for place, goal_id in named:
        if goal_id not in known:
            yield f"{place}: there is no goal {goal_id!r}; use one of {_list(known)}"
    fulfilled = {step.fulfils for step in scenario.steps}
    for goal in scenario.goals:
        if not (goal.when and goal.when.acts) and goal.id not in fulfilled:
            yield f"goals › {goal.id}: nothing can fulfil it; add when, or fulfils to an action"
        if goal.after_line and goal.after_line not in scenario.line_ids:
            yield f"goals › {goal.id} › after_line: there is no line {goal.after_line!r}"


def _own_acts(scenario: Scenario) -> Iterator[str]:
    for name, act in scenario.acts.items():
        if name in rules():
            yield f"acts › {name}: this act is built in; choose another name"
        for phrase in act.like:
            if not recognise(phrase, scenario.own_acts, scenario.vocabulary).said(name):
                yield f"acts › {name}: {phrase!r} is not recognised; add its words to words"


def _wording(scenario: Scenario) -> Iterator[str]:
    yield from _facts(scenario)
    nudges = [text for nudge in scenario.silence for text in nudge.say]
    lists = {"repeat › say": scenario.repeat.say, "off_script › say": scenario.off_script.say}
    for place, say in {**lists, "silence": nudges}.items():
        if len(set(say)) != len(say):
            yield f"{place}: two wordings are the same; a customer never repeats a line"
    for line in scenario.interruptions:
        if line.at is None and line.or_after is None:
            yield f"interruptions › {line.id}: say when, with at, or_after, or both"
    limits = [nudge.after for nudge in scenario.silence]
    if limits != sorted(set(limits)):
        yield "silence: write the nudges in the order of their times"
    stray = _ADDRESS.search(scenario.model_dump_json())
    if stray:
        yield f"{stray.group()}: use an address at example.com"


def _facts(scenario: Scenario) -> Iterator[str]:
    for name, fact in scenario.facts.items():
        for text in fact.say:
            if text[-1] not in ".!?":
                yield f"facts › {name}: end {text!r} with a full stop, two answers may be joined"
            if "{value}" in text and not fact.value:
                yield f"facts › {name}: {text!r} needs a value"
        if not fact.value and any("{value}" in text for text in scenario.repeat.say):
            yield f"facts › {name}: give it a value, repeat says it again"


def _desk(scenario: Scenario) -> Iterator[str]:
    if scenario.wrap_up.disposition.correct not in scenario.wrap_up.disposition.options:
        yield "wrap_up › disposition › correct: it must be one of the options"
    for name, label in scenario.wrap_up.disposition.options.items():
        if not label.strip():
            yield f"wrap_up › disposition › options › {name}: give it a label"
    if scenario.knowledge and not any(article.applies for article in scenario.knowledge):
        yield "knowledge: mark the article that applies with applies: true"
    yield from _same_names(scenario)
    for cue in scenario.cues:
        if cue.line not in scenario.line_ids:
            yield f"cues › {cue.line}: there is no such line; use opening or the id of a reaction"
    for rule in scenario.forbidden:
        if bool(rule.act) == bool(rule.promise):
            yield f"forbidden › {rule.label}: give either act or promise"


def _same_names(scenario: Scenario) -> Iterator[str]:
    """Complain about the second of two things with one id, which a log could not tell apart."""
    named = {
        "record › editable": [field.id for field in scenario.record.editable],
        "knowledge": [article.id for article in scenario.knowledge],
        "canned": [reply.id for reply in scenario.canned],
        "actions": [action.id for action in scenario.actions],
    }
    for action in scenario.actions:
        named[f"actions › {action.id} › fields"] = [box.id for box in action.fields]
    for place, names in named.items():
        for number, name in enumerate(names, 1):
            if name in names[: number - 1]:
                yield f"{place} › {number} › id: {name!r} is taken; give each its own"


def _record(scenario: Scenario) -> Iterator[str]:
    yield from _actions(scenario)
    record = scenario.record
    parts = {"record › customer": record.customer}
    parts |= {f"record › orders › {n}": order for n, order in enumerate(record.orders, 1)}
    for place, part in parts.items():
        for label, value in part.items():
            if not value.strip():
                yield f"{place} › {label}: give it a value, or take it out"
    for field in scenario.record.editable:
        place = f"record › editable › {field.id}"
        holder = scenario.record.part(field)
        if holder is None or field.field not in holder:
            yield f"{place} › field: the record has no {field.field!r} there"
        elif field.correct and field.right(holder[field.field]):
            yield f"{place} › correct: the record holds this already; nothing would change"
        if field.options and any(v not in field.options for v in _alternatives(field.correct)):
            yield f"{place} › correct: it must be one of the options"
        if field.fulfils and not field.correct:
            yield f"{place} › fulfils: say with correct when the field is right"


def _actions(scenario: Scenario) -> Iterator[str]:
    for action in scenario.actions:
        place = f"actions › {action.id}"
        for box in action.fields:
            limit = f"{place} › fields › {box.id} › at_most"
            if box.at_most is not None and box.kind != "amount":
                yield f"{limit}: only a field of the kind amount has a highest amount"
            elif box.at_most is not None and amount(box.at_most) is None:
                yield f"{limit}: write one number, as 1890"
        yield from _right_values(action, place)
        if action.escalation and "reason" not in {box.id for box in action.fields}:
            yield f"{place} › fields: an escalation asks why; add a field with id: reason"


def _right_values(action: Action, place: str) -> Iterator[str]:
    options = {box.id: box.options for box in action.fields}
    for name, value in action.correct.items():
        if name not in options:
            yield f"{place} › correct › {name}: there is no field {name!r}"
            continue
        for choice in _alternatives(value):
            if options[name] and choice not in options[name]:
                yield f"{place} › correct › {name}: {choice!r} is not an option of {name!r}"


def _alternatives(correct: str) -> list[str]:
    return correct.split("|") if correct else []


def _moves(scenario: Scenario) -> Iterator[str]:
    articles = {article.id for article in scenario.knowledge}
    replies = {reply.id for reply in scenario.canned}
    for test in scenario.tests:
        for number, move in enumerate(test.script, 1):
            place = f"tests › {test.name} › script › {number}"
            if move.given != 1:
                yield f"{place}: give exactly one of {_MOVES}"
            if move.act and scenario.action(move.act) is None:
                yield f"{place}: there is no action {move.act!r}"
            if move.edit and scenario.record.field(move.edit) is None:
                yield f"{place}: there is no field {move.edit!r} that can be changed"
            if move.canned and move.canned not in replies:
                yield f"{place}: there is no prepared reply {move.canned!r}"
            if move.article and move.article not in articles:
                yield f"{place}: there is no article {move.article!r}"
            if move.disposition and move.disposition not in scenario.wrap_up.disposition.options:
                yield f"{place}: {move.disposition!r} is not an option of the wrap-up"


def _self_tests(scenario: Scenario) -> Iterator[str]:
    """Check a scored file's place, time limit and the self-tests that it must have."""
    if scenario.practice:
        return
    if (scenario.parallel_set is None) != (scenario.slot is None):
        yield "form, slot: give both, or neither"
    if scenario.time_limit > LONGEST:
        yield f"time_limit: a customer stays {LONGEST / 60:g} minutes at most"
    by_type = {test.kind: test for test in scenario.tests if test.kind}
    for required in REQUIRED_TESTS:
        test = by_type.get(required)
        if test is None:
            yield f"tests: there is no conversation with kind: {required}"
        elif test.expect.end is None or test.expect.score is None:
            yield f"tests › {test.name} › expect: give end and score"
    weak, good = _band_of(by_type.get("weak")), _band_of(by_type.get("good"))
    if weak and good and weak[1] >= good[0]:
        yield "tests: the good conversation must score more than the weak one"


def _band_of(test: SelfTest | None) -> tuple[float, float] | None:
    band = test.expect.score if test else None
    return band if isinstance(band, tuple) else None


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
