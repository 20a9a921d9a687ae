"""Limits that a chat's score cannot pass, whatever was said: deeds come before words.

The numbers are our own judgement (docs/scoring/chat.md); no data of applicants have confirmed them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assessments.kinds.chat.customer.thread import AgentLine, Thread
from assessments.kinds.chat.language.pasting import is_pasted
from assessments.kinds.chat.language.recogniser import Hit
from assessments.kinds.chat.marking.criteria import hits_of, received_lines, span
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence

UNRESOLVED: Final = 39
UNTRUE: Final = 15
NO_SERVICE: Final = 15
MANNER: Final = 15
MOST_RUDENESS: Final = 1.9
"""So many rude lines, each counted by its probability, limit the score until a person has read
them. Good agents in ten other wordings of every scenario reached 1.7 (docs/scoring/chat.md)."""
_RUDE_RATHER_THAN_NOT: Final = 0.5
_LEFT: Final = ("abandoned", "complaint", "time_up")

Reason = Literal["untrue_claim", "not_done", "customer_left", "no_service", "manner"]


@dataclass(frozen=True, kw_only=True)
class Cap:
    """A limit: the highest total that is left, why, and what it rests on.

    ``weights`` are the probabilities of the evidence for ``manner``.
    """

    at: int
    reason: Reason
    evidence: tuple[Evidence, ...] = ()
    weights: tuple[float, ...] = ()


def capped(total: float | None, limits: Sequence[int]) -> float | None:
    """Return ``total``, or the lowest limit if that is lower."""
    return None if total is None else min([total, *limits])


def caps(scenario: Scenario, thread: Thread) -> tuple[Cap, ...]:
    """Return the limits of a chat.

    - ``untrue_claim``: the agent told the customer that it was done, and did nothing at all in
      the record before the chat ended. A wrong step or value is a mistake, not a lie.
    - ``customer_left``: the record does not hold it, and the customer left for that.
    - ``not_done``: the record does not hold it, otherwise.
    - ``no_service``: half of the messages or more are strings of key words or copied articles.
    - ``manner``: several lines are heard as rude; a person may lift it.
    """
    found: list[Cap] = []
    wanted = {step.fulfils for step in scenario.steps if step.fulfils}
    if not all(thread.has_met(goal) for goal in wanted):
        claims = [] if thread.steps else _claims(thread)
        if claims:
            evidence = tuple(span(event, hit) for event, hit in claims)
            found.append(Cap(at=UNTRUE, reason="untrue_claim", evidence=evidence))
        else:
            left = thread.ended in _LEFT
            found.append(Cap(at=UNRESOLVED, reason="customer_left" if left else "not_done"))
    lines = received_lines(thread)
    empty = [line for line in lines if _says_nothing(line, scenario)]
    if empty and 2 * len(empty) >= len(lines):
        evidence = tuple(Evidence(event=line.event, text=line.text) for line in empty)
        found.append(Cap(at=NO_SERVICE, reason="no_service", evidence=evidence))
    rude = rude_lines(thread)
    if sum(rudeness for _, rudeness in rude) >= MOST_RUDENESS:
        evidence = tuple(Evidence(event=line.event, text=line.text) for line, _ in rude)
        weights = tuple(rudeness for _, rudeness in rude)
        found.append(Cap(at=MANNER, reason="manner", evidence=evidence, weights=weights))
    return tuple(found)


def _says_nothing(line: AgentLine, scenario: Scenario) -> bool:
    stuffed = line.recognition is not None and line.recognition.stuffed
    return stuffed or is_pasted(line.text, scenario)


def rude_lines(thread: Thread) -> list[tuple[AgentLine, float]]:
    """Return the lines that are rude rather than not, each with the probability."""
    return [
        (line, line.recognition.rudeness)
        for line in received_lines(thread)
        if line.recognition and line.recognition.rudeness >= _RUDE_RATHER_THAN_NOT
    ]


def _claims(thread: Thread) -> list[tuple[int, Hit]]:
    hits = hits_of(received_lines(thread), ["confirm_done"])
    return [(event, hit) for event, hit in hits if hit.sure]
