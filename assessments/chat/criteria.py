"""The criteria of one chat, block by block: what was earned, where it shows, where it was due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assessments.chat.recogniser import Hit, find_words
from assessments.chat.scenario import Cue, Scenario
from assessments.chat.thread import AgentLine, Thread
from scoring.evidence import Evidence


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One line of a block; ``earned`` and ``possible`` in the block's own units."""

    name: str
    earned: float
    possible: float
    label: str = ""
    evidence: tuple[Evidence, ...] = field(default=())
    due: int | None = None
    critical: bool = False


def span(event: int, hit: Hit) -> Evidence:
    """Return the evidence of a hit: its characters in the message as it was typed."""
    return Evidence(
        event=event, unit="characters", start=hit.start, end=hit.end, text=hit.text,
        rule=f"{hit.act}: {hit.rule}",
    )  # fmt: skip


def heard_lines(thread: Thread) -> list[AgentLine]:
    """Return the agent's messages that reached the customer."""
    return [line for line in thread.messages if line.heard is not None]


def _spans(lines: Iterable[AgentLine], acts: Sequence[str]) -> tuple[Evidence, ...]:
    return tuple(
        span(line.event, hit)
        for line in lines
        for hit in (line.heard.hits if line.heard else ())
        if hit.act in acts
    )


def _last(thread: Thread) -> int | None:
    lines = heard_lines(thread)
    return lines[-1].event if lines else None


def resolution(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """The goals of the file, by their weight; words and actions count alike."""
    lines = heard_lines(thread)
    met = {one.goal: one for one in thread.met}
    found = []
    for goal in scenario.goals:
        one = met.get(goal.id)
        evidence = tuple(span(event, hit) for event, hit in one.hits) if one else ()
        if one and not evidence:
            evidence = (Evidence(event=one.event, rule="action"),)
        window = goal.within_agent_messages
        due = lines[min(window, len(lines)) - 1].event if window and lines else _last(thread)
        found.append(
            Criterion(
                name=f"goal.{goal.id}", label=goal.label, critical=goal.critical,
                earned=goal.weight if one else 0, possible=goal.weight,
                evidence=evidence, due=None if one else due,
            )
        )  # fmt: skip
    return found


def policy(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """Order of steps, the rule that applies, nothing forbidden, the wrap-up.

    What is earned by *not* doing something is earned only once a goal is met: doing nothing at
    all is not good process.
    """
    found = []
    if any(action.needs for action in scenario.actions):
        found.append(_verified_first(scenario, thread))
    if any(action.due and not action.escalation for action in scenario.actions):
        found.append(_right_action(scenario, thread))
    if any(article.applies for article in scenario.knowledge):
        found.append(_rule(scenario, thread))
    if scenario.forbidden:
        found.append(_forbidden(scenario, thread))
    if any(action.escalation for action in scenario.actions):
        found.append(_escalation(scenario, thread))
    return found + _wrap_up(scenario, thread)


def _verified_first(scenario: Scenario, thread: Thread) -> Criterion:
    needing = {action.id for action in scenario.actions if action.needs}
    taken = [one for one in thread.taken if one.action in needing]
    early = [one for one in taken if not one.needs_met]
    good = bool(taken) and not early
    return Criterion(
        name="verified_first", earned=6 if good else 0, possible=6,
        evidence=tuple(
            Evidence(event=one.event, rule=one.action) for one in (early if early else taken)
        ),
        due=None if good else (early[0].event if early else _last(thread)),
    )  # fmt: skip


def _right_action(scenario: Scenario, thread: Thread) -> Criterion:
    due = {action.id for action in scenario.actions if action.due and not action.escalation}
    steps = {action.id for action in scenario.actions if not action.escalation}
    taken = [one for one in thread.taken if one.action in steps]
    wrong = [one for one in taken if one.action not in due or not one.right]
    good = bool(taken) and not wrong
    return Criterion(
        name="right_action", earned=4 if good else 0, possible=4,
        evidence=tuple(Evidence(event=one.event, rule=one.action) for one in wrong or taken),
        due=None if good else (wrong[0].event if wrong else _last(thread)),
    )  # fmt: skip


def _rule(scenario: Scenario, thread: Thread) -> Criterion:
    applying = [article for article in scenario.knowledge if article.applies]
    told = _spans(thread.messages, [one.told_by for one in applying if one.told_by])
    opened = _openings(thread, {article.id for article in applying})
    good = bool(told or opened)
    # A miss shows the look-alike article that was read instead.
    mistaken = _openings(thread, {one.id for one in scenario.knowledge if one.near_miss})
    return Criterion(
        name="right_article", earned=4 if good else 0, possible=4,
        label=applying[0].title, evidence=told or opened[:1] or mistaken[:1],
        due=None if good else _last(thread),
    )  # fmt: skip


def _openings(thread: Thread, articles: set[str]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(event=event, rule=f"article: {name}")
        for event, _, name in thread.opened
        if name in articles
    )


def _forbidden(scenario: Scenario, thread: Thread) -> Criterion:
    crossed = _spans(thread.messages, [act for act, _ in scenario.crossings])
    good = not crossed and bool(thread.met)
    return Criterion(
        name="nothing_forbidden", earned=4 if good else 0, possible=4, evidence=crossed,
        due=None if good else (crossed[0].event if crossed else _last(thread)),
    )  # fmt: skip


def _escalation(scenario: Scenario, thread: Thread) -> Criterion:
    steps = {action.id: action for action in scenario.actions if action.escalation}
    taken = [one for one in thread.taken if one.action in steps]
    said = _spans(thread.messages, ["escalate"])
    if any(action.due for action in steps.values()):
        good = any(steps[one.action].due for one in taken)
    else:
        good = not taken and not said and bool(thread.met)
    evidence = tuple(Evidence(event=one.event, rule=one.action) for one in taken) + said
    return Criterion(
        name="escalation", earned=2 if good else 0, possible=2, evidence=evidence,
        due=None if good else (evidence[0].event if evidence else _last(thread)),
    )  # fmt: skip


def _wrap_up(scenario: Scenario, thread: Thread) -> list[Criterion]:
    event, chosen, notes = thread.wrap_up or (None, "", "")
    right = chosen == scenario.wrap_up.disposition.correct
    form = (Evidence(event=event, rule="wrap_up"),) if event is not None else ()
    due = event if event is not None else _last(thread)
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


def care(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """Cues answered, and the courtesies that the file asks for, each once and where it fits."""
    found = [_cue(cue, 12 / len(scenario.cues), thread) for cue in scenario.cues]
    worth = {"greet": 2, "anything_else": 3, "close": 3}
    for courtesy in scenario.courtesies:
        evidence = _courtesy(courtesy, scenario, thread)
        lines = heard_lines(thread)
        due = (lines[0] if courtesy == "greet" else lines[-1]).event if lines else None
        found.append(
            Criterion(
                name=courtesy, earned=worth[courtesy] if evidence else 0,
                possible=worth[courtesy], evidence=evidence[:1], due=None if evidence else due,
            )
        )  # fmt: skip
    return found


def _courtesy(name: str, scenario: Scenario, thread: Thread) -> tuple[Evidence, ...]:
    lines = heard_lines(thread)
    if name == "greet":
        return _spans(lines[:1], [name])
    critical = [goal.id for goal in scenario.goals if goal.critical]
    held = {one.goal: one.at for one in thread.met}
    fitting = [
        line for line in lines if all(held.get(goal, line.at + 1) <= line.at for goal in critical)
    ]
    return _spans(fitting, [name])


def _cue(cue: Cue, worth: float, thread: Thread) -> Criterion:
    shown = next((line.due for line in thread.lines if line.key == cue.line), None)
    if shown is None:
        # The line never came, so nothing was called for: left out of the block.
        return Criterion(name=f"cue.{cue.line}", earned=0, possible=0)
    after = [line for line in heard_lines(thread) if line.at >= shown]
    window = after[: cue.window_agent_messages]
    evidence = _spans(window, cue.wants)
    text = next(line.text for line in thread.lines if line.key == cue.line)
    return Criterion(
        name=f"cue.{cue.line}", label=text, earned=worth if evidence else 0, possible=worth,
        evidence=evidence[:1], due=None if evidence or not window else window[-1].event,
    )  # fmt: skip
