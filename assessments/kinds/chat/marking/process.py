"""Policy and process of one chat: order of steps, the rule that applies, record, wrap-up."""

import re
from collections.abc import Sequence

from assessments.kinds.chat.customer.thread import Edit, Taken, Thread
from assessments.kinds.chat.language.recogniser import find_words
from assessments.kinds.chat.marking.criteria import Criterion, heard_lines, last_of, spans_of
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence


def policy(scenario: Scenario, thread: Thread, others: Sequence[str] = ()) -> list[Criterion]:
    """Order of steps, the rule that applies, nothing forbidden, the wrap-up.

    What is earned by *not* doing something is earned only once a goal is met: doing nothing at
    all is not good process. ``others`` are the names of the sitting's other customers.
    """
    found = []
    editable = scenario.record.editable
    if any(one.needs for one in scenario.steps):
        found.append(_verified_first(scenario, thread))
    called_for = any(action.due and not action.escalation for action in scenario.actions)
    if called_for or any(one.correct for one in editable):
        found.append(_right_action(scenario, thread))
    if any(article.applies for article in scenario.knowledge):
        found.append(_rule(scenario, thread))
    if scenario.forbidden:
        found.append(_forbidden(scenario, thread))
    if others:
        found.append(_right_customer(others, thread))
    if any(action.escalation for action in scenario.actions):
        found.append(_escalation(scenario, thread))
    return found + _wrap_up(scenario, thread)


def _verified_first(scenario: Scenario, thread: Thread) -> Criterion:
    actions = {action.id for action in scenario.actions if action.needs}
    fields = {one.id for one in scenario.record.editable if one.needs}
    made: list[Taken | Edit] = [one for one in thread.taken if one.action in actions]
    made += [one for one in thread.edits if one.field in fields]
    early = [one for one in made if not one.needs_met]
    good = bool(made) and not early
    return Criterion(
        name="verified_first", earned=6 if good else 0, possible=6,
        evidence=_steps(early or made), due=None if good else (_first(early) or last_of(thread)),
    )  # fmt: skip


def _right_action(scenario: Scenario, thread: Thread) -> Criterion:
    """The steps that the case calls for, rightly, and no others; of a field its last value."""
    due = {action.id for action in scenario.actions if action.due and not action.escalation}
    steps = {action.id for action in scenario.actions if not action.escalation}
    made: list[Taken | Edit] = [one for one in thread.taken if one.action in steps]
    wrong: list[Taken | Edit] = [
        one for one in thread.taken
        if one.action in steps and (one.action not in due or not one.right)
    ]  # fmt: skip
    last = {one.field: one for one in thread.edits}
    made += last.values()
    wrong += [one for one in last.values() if not one.right]
    good = bool(made) and not wrong
    return Criterion(
        name="right_action", earned=4 if good else 0, possible=4,
        label=", ".join(dict.fromkeys(_faults(wrong))),
        evidence=_steps(wrong or made), due=None if good else (_first(wrong) or last_of(thread)),
    )  # fmt: skip


def _steps(made: Sequence[Taken | Edit]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(event=one.event, rule=one.action if isinstance(one, Taken) else one.field)
        for one in made
    )


def _first(made: Sequence[Taken | Edit]) -> int | None:
    return min((one.event for one in made), default=None)


def _faults(wrong: Sequence[Taken | Edit]) -> list[str]:
    """Return what was wrong, as "field: fault"; a step that was not called for has none."""
    return [
        f"{name}: {fault}" for one in wrong if isinstance(one, Taken) for name, fault in one.faults
    ]


def _rule(scenario: Scenario, thread: Thread) -> Criterion:
    applying = [article for article in scenario.knowledge if article.applies]
    told = spans_of(thread.messages, [one.told_by for one in applying if one.told_by])
    opened = _openings(thread, {article.id for article in applying})
    good = bool(told or opened)
    # A miss shows the look-alike article that was read instead.
    mistaken = _openings(thread, {one.id for one in scenario.knowledge if one.near_miss})
    return Criterion(
        name="right_article", earned=4 if good else 0, possible=4,
        label=applying[0].title, evidence=told or opened[:1] or mistaken[:1],
        due=None if good else last_of(thread),
    )  # fmt: skip


def _openings(thread: Thread, articles: set[str]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(event=event, rule=f"article: {name}")
        for event, _, name in thread.opened
        if name in articles
    )


def _forbidden(scenario: Scenario, thread: Thread) -> Criterion:
    crossed = spans_of(thread.messages, [act for act, _ in scenario.crossings])
    good = not crossed and bool(thread.met)
    return Criterion(
        name="nothing_forbidden", earned=4 if good else 0, possible=4, evidence=crossed,
        due=None if good else (crossed[0].event if crossed else last_of(thread)),
    )  # fmt: skip


def _right_customer(others: Sequence[str], thread: Thread) -> Criterion:
    """No other customer's name: a reply that was written for somebody else."""
    wrong = []
    for line in heard_lines(thread):
        for name in others:
            found = re.search(rf"\b{re.escape(name)}\b", line.text, re.IGNORECASE)
            if found:
                wrong.append(
                    Evidence(
                        event=line.event, unit="characters", start=found.start(), end=found.end(),
                        text=found.group(), rule="name of another customer",
                    )
                )  # fmt: skip
    good = not wrong and bool(thread.met)
    return Criterion(
        name="right_customer", earned=2 if good else 0, possible=2, evidence=tuple(wrong),
        due=None if good else (wrong[0].event if wrong else last_of(thread)),
    )  # fmt: skip


def _escalation(scenario: Scenario, thread: Thread) -> Criterion:
    steps = {action.id: action for action in scenario.actions if action.escalation}
    taken = [one for one in thread.taken if one.action in steps]
    said = spans_of(thread.messages, ["escalate"])
    if any(action.due for action in steps.values()):
        good = any(steps[one.action].due for one in taken)
    else:
        good = not taken and not said and bool(thread.met)
    evidence = tuple(Evidence(event=one.event, rule=one.action) for one in taken) + said
    return Criterion(
        name="escalation", earned=2 if good else 0, possible=2, evidence=evidence,
        due=None if good else (evidence[0].event if evidence else last_of(thread)),
    )  # fmt: skip


def _wrap_up(scenario: Scenario, thread: Thread) -> list[Criterion]:
    event, chosen, notes = thread.wrap_up or (None, "", "")
    right = chosen == scenario.wrap_up.disposition.correct
    form = (Evidence(event=event, rule="wrap_up"),) if event is not None else ()
    due = event if event is not None else last_of(thread)
    found = [
        Criterion(
            name="disposition", earned=2 if right else 0, possible=2,
            label=scenario.wrap_up.disposition.options.get(chosen, ""),
            evidence=form, due=None if right else due,
        )
    ]  # fmt: skip
    wanted = scenario.wrap_up.notes_must_mention
    if wanted:
        missing = [
            one for one in wanted if find_words(notes.lower(), tuple(one.split("|"))) is None
        ]
        found.append(
            Criterion(
                name="notes", earned=2 * (len(wanted) - len(missing)) / len(wanted), possible=2,
                label=", ".join(one.replace("|", "/").replace("*", "") for one in missing),
                evidence=form, due=due if missing else None,
            )
        )  # fmt: skip
    return found
