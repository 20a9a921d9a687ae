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
MOCKING_LINES: Final = 2
"""So many lines that are rude almost surely limit the score until a person has read them."""
ALMOST_SURELY_RUDE: Final = 0.97
_LEFT: Final = ("abandoned", "complaint", "time_up")

Reason = Literal["untrue_claim", "not_done", "customer_left", "no_service", "manner"]


@dataclass(frozen=True, kw_only=True)
class Cap:
    """A limit: the highest total that is left, why, and what it rests on."""

    at: int
    reason: Reason
    evidence: tuple[Evidence, ...] = ()


def capped(total: float | None, limits: Sequence[int]) -> float | None:
    """Return ``total``, or the lowest limit if that is lower."""
    return None if total is None else min([total, *limits])


def caps(scenario: Scenario, thread: Thread) -> tuple[Cap, ...]:
    """Return the limits of a chat.

    - ``untrue_claim``: the agent told the customer that it was done, and did nothing at all in
      the record before the chat ended; or that someone else was asked and has done it, and the
      record holds no handing over. A wrong step or value is a mistake, not a lie.
    - ``customer_left``: the record does not hold it, and the customer left for that.
    - ``not_done``: the record does not hold it, otherwise.
    - ``no_service``: half of the messages or more are strings of key words or copied articles.
    - ``manner``: several lines are almost surely rude; a person may lift it.
    """
    found: list[Cap] = []
    claims = _claims_of_handing_over(scenario, thread)
    wanted = {step.fulfils for step in scenario.steps if step.fulfils}
    if not all(thread.has_met(goal) for goal in wanted):
        claims += [] if thread.steps else _claims(thread)
        if not claims:
            left = thread.ended in _LEFT
            found.append(Cap(at=UNRESOLVED, reason="customer_left" if left else "not_done"))
    if claims:
        evidence = tuple(span(event, hit) for event, hit in claims)
        found.append(Cap(at=UNTRUE, reason="untrue_claim", evidence=evidence))
    lines = received_lines(thread)
    empty = [line for line in lines if _says_nothing(line, scenario)]
    if empty and 2 * len(empty) >= len(lines):
        evidence = tuple(Evidence(event=line.event, text=line.text) for line in empty)
        found.append(Cap(at=NO_SERVICE, reason="no_service", evidence=evidence))
    rude = [line for line in lines if _is_rude(line)]
    if len(rude) >= MOCKING_LINES:
        evidence = tuple(Evidence(event=line.event, text=line.text) for line in rude)
        found.append(Cap(at=MANNER, reason="manner", evidence=evidence))
    return tuple(found)


def _says_nothing(line: AgentLine, scenario: Scenario) -> bool:
    stuffed = line.recognition is not None and line.recognition.stuffed
    return stuffed or is_pasted(line.text, scenario)


def _is_rude(line: AgentLine) -> bool:
    return line.recognition is not None and line.recognition.rudeness >= ALMOST_SURELY_RUDE


def _claims_of_handing_over(scenario: Scenario, thread: Thread) -> list[tuple[int, Hit]]:
    """Return what was said in a message that surely passes the case on and says that it is done."""
    handing_over = {action.id for action in scenario.actions if action.escalation}
    if not handing_over or any(done.action in handing_over for done in thread.actions):
        return []
    surely = [
        (event, hit)
        for event, hit in hits_of(received_lines(thread), ["escalate", "confirm_done"])
        if hit.sure
    ]
    acts: dict[int, set[str]] = {}
    for event, hit in surely:
        acts.setdefault(event, set()).add(hit.act)
    return [(event, hit) for event, hit in surely if len(acts[event]) == 2]  # both acts


def _claims(thread: Thread) -> list[tuple[int, Hit]]:
    hits = hits_of(received_lines(thread), ["confirm_done"])
    return [(event, hit) for event, hit in hits if hit.sure]
