"""Whether a scenario file hangs together; every complaint says where and what to do."""

import re
from collections.abc import Iterable, Iterator

from assessments.chat.phrases import rules
from assessments.chat.recogniser import recognise
from assessments.chat.scenario import Scenario

_ADDRESS = re.compile(r"[\w.+-]+@(?!example\.(?:com|org|net)\b)[\w-]+\.\w+")


def complaints(scenario: Scenario) -> Iterator[str]:
    """Yield what is wrong with a scenario, each as "place: what to do"."""
    yield from _unknown_acts(scenario)
    yield from _unknown_goals(scenario)
    yield from _own_acts(scenario)
    yield from _wording(scenario)
    yield from _desk(scenario)
    yield from _moves(scenario)


def _unknown_acts(scenario: Scenario) -> Iterator[str]:
    known = set(rules()) | set(scenario.acts)
    named: list[tuple[str, str]] = []
    named += [(f"facts › {name} › ask", fact.ask) for name, fact in scenario.facts.items()]
    for goal in scenario.goals:
        acts = (goal.when.acts if goal.when else ()) + goal.and_any
        named += [(f"goals › {goal.id}", act) for act in acts]
    named += [(f"reactions › {n}", r.if_agent) for n, r in enumerate(scenario.reactions, 1)]
    named += [(f"cues › {cue.line}", act) for cue in scenario.cues for act in cue.wants]
    named += [(f"forbidden › {one.label}", one.act) for one in scenario.forbidden]
    named += [(f"knowledge › {one.id}", one.told_by) for one in scenario.knowledge if one.told_by]
    for place, act in named:
        if act not in known:
            yield f"{place}: there is no act {act!r}; add it to acts, or use one of {_list(known)}"


def _unknown_goals(scenario: Scenario) -> Iterator[str]:
    ids = [goal.id for goal in scenario.goals]
    known = set(ids)
    if len(ids) != len(known):
        yield "goals: two goals have the same id; give each its own"
    named = [(f"goals › {goal.id} › after", one) for goal in scenario.goals for one in goal.after]
    for number, reaction in enumerate(scenario.reactions, 1):
        named += [(f"reactions › {number} › need", one) for one in reaction.need]
    for action in scenario.actions:
        named += [(f"actions › {action.id}", one) for one in action.needs]
        named += [(f"actions › {action.id}", action.fulfils)] if action.fulfils else []
    for test in scenario.tests:
        named += [(f"tests › {test.name}", one) for one in test.expect.goals]
    for place, goal_id in named:
        if goal_id not in known:
            yield f"{place}: there is no goal {goal_id!r}; use one of {_list(known)}"
    fulfilled = {action.fulfils for action in scenario.actions}
    for goal in scenario.goals:
        if not (goal.when and goal.when.acts) and goal.id not in fulfilled:
            yield f"goals › {goal.id}: nothing can fulfil it; add when, or fulfils to an action"


def _own_acts(scenario: Scenario) -> Iterator[str]:
    for name, act in scenario.acts.items():
        if name in rules():
            yield f"acts › {name}: this act is built in; choose another name"
        for phrase in act.like:
            if not recognise(phrase, scenario.own_acts, scenario.vocabulary).said(name):
                yield f"acts › {name}: {phrase!r} is not recognised; add its words to words"


def _wording(scenario: Scenario) -> Iterator[str]:
    for name, fact in scenario.facts.items():
        for text in fact.say:
            if text[-1] not in ".!?":
                yield f"facts › {name}: end {text!r} with a full stop, two answers may be joined"
            if "{value}" in text and not fact.value:
                yield f"facts › {name}: {text!r} needs a value"
        if not fact.value and any("{value}" in text for text in scenario.repeat.say):
            yield f"facts › {name}: give it a value, repeat says it again"
    for place, say in (("repeat", scenario.repeat.say), ("off_script", scenario.off_script.say)):
        if len(set(say)) != len(say):
            yield f"{place} › say: two wordings are the same; a customer never repeats a line"
    limits = [nudge.after for nudge in scenario.silence]
    if limits != sorted(set(limits)):
        yield "silence: write the nudges in the order of their times"
    stray = _ADDRESS.search(scenario.model_dump_json())
    if stray:
        yield f"{stray.group()}: use an address at example.com"


def _desk(scenario: Scenario) -> Iterator[str]:
    for action in scenario.actions:
        boxes = {box.id: box for box in action.fields}
        for name, value in action.correct.items():
            if name not in boxes:
                yield f"actions › {action.id} › correct: there is no field {name!r}"
            elif boxes[name].options and value not in boxes[name].options:
                yield f"actions › {action.id} › correct: {value!r} is not an option of {name!r}"
    if scenario.wrap_up.disposition.correct not in scenario.wrap_up.disposition.options:
        yield "wrap_up › disposition › correct: it must be one of the options"
    if scenario.knowledge and not any(article.applies for article in scenario.knowledge):
        yield "knowledge: mark the article that applies with applies: true"
    lines = {"opening"} | {reaction.id for reaction in scenario.reactions if reaction.id}
    for cue in scenario.cues:
        if cue.line not in lines:
            yield f"cues › {cue.line}: there is no such line; use opening or the id of a reaction"


def _moves(scenario: Scenario) -> Iterator[str]:
    articles = {article.id for article in scenario.knowledge}
    for test in scenario.tests:
        for number, move in enumerate(test.script, 1):
            place = f"tests › {test.name} › {number}"
            given = [move.say, move.act, move.article, move.disposition]
            if sum(one is not None for one in given) != 1:
                yield f"{place}: give exactly one of say, act, article and disposition"
            if move.act and scenario.action(move.act) is None:
                yield f"{place}: there is no action {move.act!r}"
            if move.article and move.article not in articles:
                yield f"{place}: there is no article {move.article!r}"
            if move.disposition and move.disposition not in scenario.wrap_up.disposition.options:
                yield f"{place}: {move.disposition!r} is not an option of the wrap-up"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
