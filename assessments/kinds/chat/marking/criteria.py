"""The criteria that rest on words: the goals and customer care of one chat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assessments.kinds.chat.customer.thread import AgentLine, CustomerLine, Thread
from assessments.kinds.chat.language.phrases import samples
from assessments.kinds.chat.language.recogniser import Hit
from assessments.kinds.chat.scenario import Cue, Goal, Scenario
from scoring.evidence import Evidence


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A criterion of a block.

    Attributes:
        earned, possible: in the block's own units.
        evidence: what earned it, or what lost it.
        due: number of the event at which a missed criterion was due.
        critical: a miss caps the resolution block.
        sentence: how a good agent would have said it, where words were wanted.
        sure: whether rules and learned layer agree on what earned it.
        judged: false if it was missed but may have been said in words that were not understood;
            it then counts neither as earned nor as missed.
    """

    name: str
    earned: float
    possible: float
    label: str = ""
    evidence: tuple[Evidence, ...] = field(default=())
    due: int | None = None
    critical: bool = False
    sentence: str = ""
    sure: bool = True
    judged: bool = True

    @property
    def uncertain(self) -> bool:
        """Whether it was earned by words on which rules and learned layer disagree."""
        return bool(self.earned) and not self.sure


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


def hits_of(lines: Iterable[AgentLine], acts: Sequence[str]) -> list[tuple[int, Hit]]:
    """Return the hits of ``acts`` in the agent's messages, in order, each with its event."""
    return [
        (line.event, hit)
        for line in lines
        for hit in (line.recognition.hits if line.recognition else ())
        if hit.act in acts
    ]


def spans_of(lines: Iterable[AgentLine], acts: Sequence[str]) -> tuple[Evidence, ...]:
    """Return the evidence of ``acts`` in the agent's messages, in order."""
    return tuple(span(event, hit) for event, hit in hits_of(lines, acts))


def may_have_said(scenario: Scenario, lines: Iterable[AgentLine], acts: Sequence[str]) -> bool:
    """Return whether ``acts``, of which none was heard, may stand in words not understood.

    A built-in act: the learned layer held it possible, or refused a rule that heard it. An act of
    the scenario, known by its words alone: a clause performed nothing that was heard, or the
    built-in acts of its sample phrases.
    """
    recognitions = [line.recognition for line in lines if line.recognition]
    own = [scenario.acts[act] for act in acts if act in scenario.acts]
    relatives = frozenset[str]().union(*(act.kin for act in own))
    return any(
        recognition.maybe & set(acts)
        or (own and (recognition.unheard or any(hit.act in relatives for hit in recognition.hits)))
        for recognition in recognitions
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
        awaited = thread.line(goal.after_line) if goal.after_line else None
        heard_by = [line for line in lines[:window] if awaited is None or line.at >= awaited.due]
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
                sure=all(hit.sure for _, hit in met.hits) if met else True,
                judged=bool(met) or not _may_have_been_met(scenario, goal, heard_by),
            )
        )
    return criteria


def _may_have_been_met(scenario: Scenario, goal: Goal, lines: Sequence[AgentLine]) -> bool:
    """Return whether each part of a missed goal in words that was not heard may have been said."""
    parts = [acts for acts in (goal.when.acts if goal.when else (), goal.and_any) if acts]
    unheard = [acts for acts in parts if not hits_of(lines, acts)]
    return bool(unheard) and all(may_have_said(scenario, lines, acts) for acts in unheard)


def model_of(scenario: Scenario, acts: Sequence[str]) -> str:
    """Return a phrase that performs the first of ``acts``, from the file or else built in."""
    if not acts:
        return ""
    own = scenario.acts.get(acts[0])
    return own.like[0] if own else samples()[acts[0]][0]


def care(scenario: Scenario, thread: Thread) -> list[Criterion]:
    """Return the cues that came, worth 12 in total, and each courtesy that the file asks for."""
    came = [(cue, line) for cue in scenario.cues if (line := thread.line(cue.line))]
    criteria = [_cue(cue, line, 12 / len(came), scenario, thread) for cue, line in came]
    worth = {"greet": 2, "anything_else": 3, "close": 3}
    for courtesy in scenario.courtesies:
        lines = received_lines(thread)
        window = _lines_for(courtesy, scenario, thread)
        hits = hits_of(window, [courtesy])
        evidence = tuple(span(event, hit) for event, hit in hits)
        due = (lines[0] if courtesy == "greet" else lines[-1]).event if lines else None
        criteria.append(
            Criterion(
                name=courtesy,
                earned=worth[courtesy] if evidence else 0,
                possible=worth[courtesy],
                evidence=evidence[:1],
                due=None if evidence else due,
                sentence=model_of(scenario, (courtesy,)),
                sure=any(hit.sure for _, hit in hits) or not hits,
                judged=bool(hits) or not may_have_said(scenario, window, [courtesy]),
            )
        )
    return criteria


def _lines_for(courtesy: str, scenario: Scenario, thread: Thread) -> Sequence[AgentLine]:
    """Return the messages in which a courtesy counts.

    A greeting counts in the first message. The others count once the record holds what the case
    calls for; where it calls for nothing, in the second half of the chat.
    """
    lines = received_lines(thread)
    if courtesy == "greet":
        return lines[:1]
    deeds = [step.fulfils for step in scenario.steps if step.fulfils]
    if not deeds:
        return lines[len(lines) // 2 :]
    met_at = {met.goal: met.at for met in thread.met}
    return [
        line for line in lines if all(met_at.get(deed, line.at + 1) <= line.at for deed in deeds)
    ]


def _cue(
    cue: Cue, line: CustomerLine, worth: float, scenario: Scenario, thread: Thread
) -> Criterion:
    answers = [message for message in received_lines(thread) if message.at >= line.due]
    window = answers[: cue.window_agent_messages]
    in_time = hits_of(window, cue.wants)
    hits = in_time or hits_of(received_lines(thread), cue.wants)
    evidence = tuple(span(event, hit) for event, hit in hits)
    return Criterion(
        name=f"cue.{cue.line}",
        label=line.text,
        earned=worth if in_time else worth / 2 if hits else 0,
        possible=worth,
        evidence=evidence[:1],
        due=None if in_time or not window else window[-1].event,
        sentence=cue.sentence or model_of(scenario, cue.wants),
        sure=any(hit.sure for _, hit in hits) or not hits,
        judged=bool(in_time) or not may_have_said(scenario, window, cue.wants),
    )
