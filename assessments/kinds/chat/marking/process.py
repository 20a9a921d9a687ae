"""The policy block of one chat: order of steps, the rule that applies, the record, the wrap-up."""

import re
from collections.abc import Sequence

from assessments.kinds.chat.customer.thread import Edit, PerformedAction, Thread
from assessments.kinds.chat.language.recogniser import find_words
from assessments.kinds.chat.marking.criteria import (
    Criterion,
    last_of,
    received_lines,
    resolution,
    spans_of,
)
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence


def policy(scenario: Scenario, thread: Thread, others: Sequence[str] = ()) -> list[Criterion]:
    """Return the criteria of the policy block that the scenario calls for.

    Criteria earned by *not* doing something are earned only once a goal is met, because doing
    nothing at all is not good process.

    Args:
        scenario: the customer's scenario.
        thread: the chat.
        others: first names of the sitting's other customers.
    """
    criteria = []
    editable = scenario.record.editable
    if any(step.needs for step in scenario.steps):
        criteria.append(_verified_first(scenario, thread))
    called_for = any(action.due and not action.escalation for action in scenario.actions)
    if called_for or any(field.correct for field in editable):
        criteria.append(_right_action(scenario, thread))
    if any(article.applies for article in scenario.knowledge):
        criteria.append(_right_article(scenario, thread))
    if scenario.forbidden:
        criteria.append(_nothing_forbidden(scenario, thread))
    if others:
        criteria.append(_right_customer(others, thread))
    if any(action.escalation for action in scenario.actions):
        criteria.append(_escalation(scenario, thread))
    return criteria + _wrap_up(scenario, thread)


def _verified_first(scenario: Scenario, thread: Thread) -> Criterion:
    """All steps that need a goal were done after the goal was met."""
    actions = {action.id for action in scenario.actions if action.needs}
    fields = {field.id for field in scenario.record.editable if field.needs}
    steps: list[PerformedAction | Edit] = [
        action for action in thread.actions if action.action in actions
    ]
    steps += [edit for edit in thread.edits if edit.field in fields]
    early = [step for step in steps if not step.needs_met]
    good = bool(steps) and not early
    needs = {goal for step in scenario.steps for goal in step.needs}
    unheard = any(
        not goal.judged for goal in resolution(scenario, thread) if goal.name[5:] in needs
    )
    return Criterion(
        judged=good or not unheard,
        name="verified_first",
        earned=6 if good else 0,
        possible=6,
        evidence=_evidence(early or steps),
        due=None if good else (_first(early) or last_of(thread)),
    )


def _right_action(scenario: Scenario, thread: Thread) -> Criterion:
    """The steps that the case calls for were done correctly, and no others; last edits count."""
    due = {action.id for action in scenario.actions if action.due and not action.escalation}
    scored = {action.id for action in scenario.actions if not action.escalation}
    actions = [action for action in thread.actions if action.action in scored]
    last_edits = {edit.field: edit for edit in thread.edits}.values()
    steps: list[PerformedAction | Edit] = [*actions, *last_edits]
    wrong: list[PerformedAction | Edit] = [
        action for action in actions if action.action not in due or not action.right
    ]
    wrong += [edit for edit in last_edits if not edit.right]
    good = bool(steps) and not wrong
    return Criterion(
        name="right_action",
        earned=4 if good else 0,
        possible=4,
        label=", ".join(dict.fromkeys(_faults(wrong))),
        evidence=_evidence(wrong or steps),
        due=None if good else (_first(wrong) or last_of(thread)),
    )


def _evidence(steps: Sequence[PerformedAction | Edit]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            event=step.event,
            rule=step.action if isinstance(step, PerformedAction) else step.field,
        )
        for step in steps
    )


def _first(steps: Sequence[PerformedAction | Edit]) -> int | None:
    return min((step.event for step in steps), default=None)


def _faults(wrong: Sequence[PerformedAction | Edit]) -> list[str]:
    """Return the faults as "field: fault"; a step that was not called for may have none."""
    return [
        f"{name}: {fault}"
        for step in wrong
        if isinstance(step, PerformedAction)
        for name, fault in step.faults
    ]


def _right_article(scenario: Scenario, thread: Thread) -> Criterion:
    """The agent opened the article that applies, or passed on its rule."""
    applying = [article for article in scenario.knowledge if article.applies]
    acts = [article.told_by for article in applying if article.told_by]
    stated = spans_of(thread.messages, acts)
    opened = _openings(thread, {article.id for article in applying})
    good = bool(stated or opened)
    # A miss shows the look-alike article that was read instead.
    near_misses = {article.id for article in scenario.knowledge if article.near_miss}
    mistaken = _openings(thread, near_misses)
    return Criterion(
        name="right_article",
        earned=4 if good else 0,
        possible=4,
        label=applying[0].title,
        evidence=stated or opened[:1] or mistaken[:1],
        due=None if good else last_of(thread),
    )


def _openings(thread: Thread, articles: set[str]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(event=event, rule=f"article: {name}")
        for event, _, name in thread.opened
        if name in articles
    )


def _nothing_forbidden(scenario: Scenario, thread: Thread) -> Criterion:
    crossed = spans_of(thread.messages, [act for act, _ in scenario.crossings])
    good = not crossed and bool(thread.met)
    return Criterion(
        name="nothing_forbidden",
        earned=4 if good else 0,
        possible=4,
        evidence=crossed,
        due=None if good else (crossed[0].event if crossed else last_of(thread)),
    )


def _right_customer(others: Sequence[str], thread: Thread) -> Criterion:
    """No message names another customer, as a reply meant for someone else would."""
    wrong = []
    for line in received_lines(thread):
        for name in others:
            match = re.search(rf"\b{re.escape(name)}\b", line.text, re.IGNORECASE)
            if match:
                wrong.append(
                    Evidence(
                        event=line.event,
                        unit="characters",
                        start=match.start(),
                        end=match.end(),
                        text=match.group(),
                        rule="name of another customer",
                    )
                )
    good = not wrong and bool(thread.met)
    return Criterion(
        name="right_customer",
        earned=2 if good else 0,
        possible=2,
        evidence=tuple(wrong),
        due=None if good else (wrong[0].event if wrong else last_of(thread)),
    )


def _escalation(scenario: Scenario, thread: Thread) -> Criterion:
    """The case was passed on if, and only if, that was due."""
    escalations = {action.id: action for action in scenario.actions if action.escalation}
    performed = [action for action in thread.actions if action.action in escalations]
    said = spans_of(thread.messages, ["escalate"])
    if any(action.due for action in escalations.values()):
        good = any(escalations[action.action].due for action in performed)
    else:
        good = not performed and not said and bool(thread.met)
    evidence = _evidence(performed) + said
    return Criterion(
        name="escalation",
        earned=2 if good else 0,
        possible=2,
        evidence=evidence,
        due=None if good else (evidence[0].event if evidence else last_of(thread)),
    )


def _wrap_up(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """Return the disposition, and the notes with a share of the points for each word wanted."""
    event, chosen, notes = thread.wrap_up or (None, "", "")
    right = chosen == scenario.wrap_up.disposition.correct
    evidence = (Evidence(event=event, rule="wrap_up"),) if event is not None else ()
    due = event if event is not None else last_of(thread)
    criteria = [
        Criterion(
            name="disposition",
            earned=2 if right else 0,
            possible=2,
            label=scenario.wrap_up.disposition.options.get(chosen, ""),
            evidence=evidence,
            due=None if right else due,
        )
    ]
    wanted = scenario.wrap_up.notes_must_mention
    if wanted:
        missing = [
            words for words in wanted if find_words(notes.lower(), tuple(words.split("|"))) is None
        ]
        criteria.append(
            Criterion(
                name="notes",
                earned=2 * (len(wanted) - len(missing)) / len(wanted),
                possible=2,
                label=", ".join(words.replace("|", "/").replace("*", "") for words in missing),
                evidence=evidence,
                due=due if missing else None,
            )
        )
    return criteria
