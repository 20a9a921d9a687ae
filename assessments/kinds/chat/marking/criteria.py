"""The criteria of one chat in words: goals and care; what was earned, where it shows, was due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from assessments.kinds.chat.customer.thread import AgentLine, Thread
from assessments.kinds.chat.language.phrases import samples
from assessments.kinds.chat.language.recogniser import Hit
from assessments.kinds.chat.scenario import Cue, Scenario
from scoring.evidence import Evidence

UNCERTAIN: Final = frozenset({"hold", "offer_other_fix", "offer_replacement", "confirm_done"})
"""Acts whose precision on messages not seen before was under 0.85 (docs/scoring/chat.md)."""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One line of a block; ``earned`` and ``possible`` in the block's own units.

    ``sentence`` is how a good agent would have said it, where words were wanted.
    """

    name: str
    earned: float
    possible: float
    label: str = ""
    evidence: tuple[Evidence, ...] = field(default=())
    due: int | None = None
    critical: bool = False
    sentence: str = ""

    @property
    def uncertain(self) -> bool:
        """Whether it was earned only by acts that are recognised too loosely to rely on."""
        acts = {one.rule.split(": ", 1)[0] for one in self.evidence}
        return bool(self.earned and acts and acts <= UNCERTAIN)


def span(event: int, hit: Hit) -> Evidence:
    """Return the evidence of a hit: its characters in the message as it was typed."""
    return Evidence(
        event=event, unit="characters", start=hit.start, end=hit.end, text=hit.text,
        rule=f"{hit.act}: {hit.rule}",
    )  # fmt: skip


def heard_lines(thread: Thread) -> list[AgentLine]:
    """Return the agent's messages that reached the customer."""
    return [line for line in thread.messages if line.heard is not None]


def spans_of(lines: Iterable[AgentLine], acts: Sequence[str]) -> tuple[Evidence, ...]:
    """Return the evidence of ``acts`` in the agent's messages, in order."""
    return tuple(
        span(line.event, hit)
        for line in lines
        for hit in (line.heard.hits if line.heard else ())
        if hit.act in acts
    )


def last_of(thread: Thread) -> int | None:
    """Return the number of the agent's last message, or None without one."""
    lines = heard_lines(thread)
    return lines[-1].event if lines else None


def resolution(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """The goals of the file, by their weight; words and actions count alike."""
    lines = heard_lines(thread)
    met = {one.goal: one for one in thread.met}
    found = []
    for goal in scenario.goals:
        if goal.after_line and thread.shown(goal.after_line) is None:
            continue  # what it answers was never said
        one = met.get(goal.id)
        evidence = tuple(span(event, hit) for event, hit in one.hits) if one else ()
        if one and not evidence:
            evidence = (Evidence(event=one.event, rule="action"),)
        window = goal.within_agent_messages
        due = lines[min(window, len(lines)) - 1].event if window and lines else last_of(thread)
        found.append(
            Criterion(
                name=f"goal.{goal.id}", label=goal.label, critical=goal.critical,
                earned=goal.weight if one else 0, possible=goal.weight,
                evidence=evidence, due=None if one else due,
                sentence=goal.sentence or model_of(scenario, goal.when.acts if goal.when else ()),
            )
        )  # fmt: skip
    return found


def model_of(scenario: Scenario, acts: Sequence[str]) -> str:
    """Return a phrase that performs the first of ``acts``: the file's own, or a built-in one."""
    if not acts:
        return ""
    own = scenario.acts.get(acts[0])
    return own.like[0] if own else samples()[acts[0]][0]


def care(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """Cues answered, and the courtesies that the file asks for, each once and where it fits."""
    found = [_cue(cue, 12 / len(scenario.cues), scenario, thread) for cue in scenario.cues]
    worth = {"greet": 2, "anything_else": 3, "close": 3}
    for courtesy in scenario.courtesies:
        evidence = _courtesy(courtesy, scenario, thread)
        lines = heard_lines(thread)
        due = (lines[0] if courtesy == "greet" else lines[-1]).event if lines else None
        found.append(
            Criterion(
                name=courtesy, earned=worth[courtesy] if evidence else 0,
                possible=worth[courtesy], evidence=evidence[:1], due=None if evidence else due,
                sentence=model_of(scenario, (courtesy,)),
            )
        )  # fmt: skip
    return found


def _courtesy(name: str, scenario: Scenario, thread: Thread) -> tuple[Evidence, ...]:
    lines = heard_lines(thread)
    if name == "greet":
        return spans_of(lines[:1], [name])
    critical = [goal.id for goal in scenario.goals if goal.critical]
    held = {one.goal: one.at for one in thread.met}
    fitting = [
        line for line in lines if all(held.get(goal, line.at + 1) <= line.at for goal in critical)
    ]
    return spans_of(fitting, [name])


def _cue(cue: Cue, worth: float, scenario: Scenario, thread: Thread) -> Criterion:
    line = thread.shown(cue.line)
    if line is None:
        # The line never came, so nothing was called for: left out of the block.
        return Criterion(name=f"cue.{cue.line}", earned=0, possible=0)
    after = [one for one in heard_lines(thread) if one.at >= line.due]
    window = after[: cue.window_agent_messages]
    evidence = spans_of(window, cue.wants)
    return Criterion(
        name=f"cue.{cue.line}", label=line.text, earned=worth if evidence else 0, possible=worth,
        evidence=evidence[:1], due=None if evidence or not window else window[-1].event,
        sentence=cue.sentence or model_of(scenario, cue.wants),
    )  # fmt: skip
