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
MANNER: Final = 50
MOCKING_LINES: Final = 2
"""So many lines heard as rude limit the score until a person has read them."""
_CLAIMS: Final = "confirm_done"

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

    - ``untrue_claim``: the agent told the customer that it was done, and the record does not hold
      what the case calls for when the chat ends.
    - ``not_done``: the record does not hold it, and nothing was claimed.
    - ``customer_left``: the customer waited in vain and gave up.
    - ``manner``: several lines are heard as rude; a person may lift it.
    """
    found: list[Cap] = []
    if not _done(scenario, thread):
        claims = tuple(span(event, hit) for event, hit in _claims(thread))
        reason: Reason = "untrue_claim" if claims else "not_done"
        found.append(Cap(at=UNRESOLVED, reason=reason, evidence=claims))
    if thread.ended == "abandoned":
        found.append(Cap(at=UNRESOLVED, reason="customer_left"))
    rude = _said(thread, "rude")
    if len({event for event, _ in rude}) >= MOCKING_LINES:
        evidence = tuple(span(event, hit) for event, hit in rude)
        found.append(Cap(at=MANNER, reason="manner", evidence=evidence))
    return tuple(found)


def _done(scenario: Scenario, thread: Thread) -> bool:
    """Return whether the record holds everything that the case calls for."""
    wanted = {step.fulfils for step in scenario.steps if step.fulfils}
    return all(thread.has_met(goal) for goal in wanted)


def _claims(thread: Thread) -> list[tuple[int, Hit]]:
    return [(event, hit) for event, hit in _said(thread, _CLAIMS) if hit.sure]


def _said(thread: Thread, act: str) -> list[tuple[int, Hit]]:
    return hits_of(received_lines(thread), [act])
