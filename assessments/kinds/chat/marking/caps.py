"""Limits that a chat's score cannot pass, whatever was said: deeds come before words.

The numbers are our own judgement (docs/scoring/chat.md); no data of applicants have confirmed them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.language.recogniser import Hit
from assessments.kinds.chat.marking.criteria import hits_of, received_lines, span
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence

UNRESOLVED: Final = 39
UNTRUE: Final = 20
MANNER: Final = 39
MOCKING_LINES: Final = 2
"""So many lines heard as rude limit the score until a person has read them."""
_CLAIMS: Final = "confirm_done"
_LEFT: Final = ("abandoned", "complaint", "time_up")

Reason = Literal["untrue_claim", "not_done", "customer_left", "manner"]


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
      the record before the chat ended. A wrong step or value is a mistake, not a lie.
    - ``customer_left``: the record does not hold it, and the customer left for that.
    - ``not_done``: the record does not hold it, otherwise.
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
    rude = _said(thread, "rude")
    if len({event for event, _ in rude}) >= MOCKING_LINES:
        evidence = tuple(span(event, hit) for event, hit in rude)
        found.append(Cap(at=MANNER, reason="manner", evidence=evidence))
    return tuple(found)


def _claims(thread: Thread) -> list[tuple[int, Hit]]:
    return [(event, hit) for event, hit in _said(thread, _CLAIMS) if hit.sure]


def _said(thread: Thread, act: str) -> list[tuple[int, Hit]]:
    return hits_of(received_lines(thread), [act])
