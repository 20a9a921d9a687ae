"""The criteria that rest on words: the goals and customer care of one chat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from assessments.kinds.chat.customer.thread import AgentLine, Thread
from assessments.kinds.chat.language.phrases import samples
from assessments.kinds.chat.language.recogniser import Hit
from assessments.kinds.chat.scenario import Cue, Scenario
from scoring.evidence import Evidence

UNCERTAIN: Final = frozenset({"hold", "offer_other_fix", "offer_replacement", "confirm_done"})
"""Acts whose precision on unseen messages was under 0.85 (docs/scoring/chat.md)."""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A criterion of a block.

    Attributes:
        earned, possible: in the block's own units.
        evidence: what earned it, or what lost it.
        due: number of the event at which a missed criterion was due.
        critical: a miss caps the resolution block.
        sentence: how a good agent would have said it, where words were wanted.
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
        """Whether only acts in ``UNCERTAIN`` earned it."""
        acts = {evidence.rule.split(": ", 1)[0] for evidence in self.evidence}
        return bool(self.earned and acts and acts <= UNCERTAIN)


def span(event: int, hit: Hit) -> Evidence:
    """Return the evidence of a hit: its characters in the original message."""
    return Evidence(
        event=event,
        unit="characters",
        start=hit.start,
        end=hit.end,
        text=hit.text,
        rule=f"{hit.act}: {hit.rule}",
    )


def received_lines(thread: Thread) -> list[AgentLine]:
    """Return the agent's messages that reached the customer."""
    return [line for line in thread.messages if line.recognition is not None]


def spans_of(lines: Iterable[AgentLine], acts: Sequence[str]) -> tuple[Evidence, ...]:
    """Return the evidence of ``acts`` in the agent's messages, in order."""
    return tuple(
        span(line.event, hit)
        for line in lines
        for hit in (line.recognition.hits if line.recognition else ())
        if hit.act in acts
    )


def last_of(thread: Thread) -> int | None:
    """Return the event number of the agent's last received message, or None without messages."""
    lines = received_lines(thread)
    return lines[-1].event if lines else None


def resolution(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """Return the goals of the file with their weights; words and actions count alike."""
    lines = received_lines(thread)
    met_goals = {met.goal: met for met in thread.met}
    criteria = []
    for goal in scenario.goals:
        if goal.after_line and thread.line(goal.after_line) is None:
            continue  # the line that it answers was never said
        met = met_goals.get(goal.id)
        evidence = tuple(span(event, hit) for event, hit in met.hits) if met else ()
        if met and not evidence:
            evidence = (Evidence(event=met.event, rule="action"),)
        window = goal.within_agent_messages
        due = lines[min(window, len(lines)) - 1].event if window and lines else last_of(thread)
        acts = goal.when.acts if goal.when else ()
        criteria.append(
            Criterion(
                name=f"goal.{goal.id}",
                label=goal.label,
                critical=goal.critical,
                earned=goal.weight if met else 0,
                possible=goal.weight,
                evidence=evidence,
                due=None if met else due,
                sentence=goal.sentence or model_of(scenario, acts),
            )
        )
    return criteria


def model_of(scenario: Scenario, acts: Sequence[str]) -> str:
    """Return a phrase that performs the first of ``acts``, from the file or else built in."""
    if not acts:
        return ""
    own = scenario.acts.get(acts[0])
    return own.like[0] if own else samples()[acts[0]][0]


def care(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """Return the cues, worth 12 in total, and each courtesy that the file asks for."""
    criteria = [_cue(cue, 12 / len(scenario.cues), scenario, thread) for cue in scenario.cues]
    worth = {"greet": 2, "anything_else": 3, "close": 3}
    for courtesy in scenario.courtesies:
        evidence = _courtesy(courtesy, scenario, thread)
        lines = received_lines(thread)
        due = (lines[0] if courtesy == "greet" else lines[-1]).event if lines else None
        criteria.append(
            Criterion(
                name=courtesy,
                earned=worth[courtesy] if evidence else 0,
                possible=worth[courtesy],
                evidence=evidence[:1],
                due=None if evidence else due,
                sentence=model_of(scenario, (courtesy,)),
            )
        )
    return criteria


def _courtesy(name: str, scenario: Scenario, thread: Thread) -> tuple[Evidence, ...]:
    """Return a greeting of the first message, or another courtesy once critical goals are met."""
    lines = received_lines(thread)
    if name == "greet":
        return spans_of(lines[:1], [name])
    critical = [goal.id for goal in scenario.goals if goal.critical]
    met_at = {met.goal: met.at for met in thread.met}
    fitting = [
        line for line in lines if all(met_at.get(goal, line.at + 1) <= line.at for goal in critical)
    ]
    return spans_of(fitting, [name])


def _cue(cue: Cue, worth: float, scenario: Scenario, thread: Thread) -> Criterion:
    line = thread.line(cue.line)
    if line is None:
        # The line never came, so nothing was called for; the cue is left out of the block.
        return Criterion(name=f"cue.{cue.line}", earned=0, possible=0)
    answers = [message for message in received_lines(thread) if message.at >= line.due]
    window = answers[: cue.window_agent_messages]
    evidence = spans_of(window, cue.wants)
    return Criterion(
        name=f"cue.{cue.line}",
        label=line.text,
        earned=worth if evidence else 0,
        possible=worth,
        evidence=evidence[:1],
        due=None if evidence or not window else window[-1].event,
        sentence=cue.sentence or model_of(scenario, cue.wants),
    )
