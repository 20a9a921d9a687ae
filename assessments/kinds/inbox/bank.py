"""The inbox exercises: read, checked, drawn by seed, and shuffled fairly."""

import random
from collections.abc import Sequence
from pathlib import Path

from assessments.contract.assessment import Bank, ContentError
from assessments.contract.item_files import bank_of, parsed, refuse, texts_of
from assessments.kinds.inbox.ticket import Inbox
from scoring.ranking import agreement

ITEMS = Path(__file__).parent / "items"
SCORED_TICKETS = 12
LEAST_PLACES = 8
"""With fewer different places among twelve, too few pairs could be put wrongly."""

NEAR_NOTHING = 0.15
"""The first order agrees with the expert's no more than this, in either direction."""


def items() -> Bank[Inbox]:
    """Load every exercise.

    Raises:
        ContentError: a file is wrong; the message says which, where and what to do.
    """
    bank = bank_of(texts_of(ITEMS), "inbox", read_inbox)
    for practice in (False, True):
        if not any(one.practice is practice for one in bank.values()):
            kind = "practice" if practice else "scored"
            raise ContentError(f"inbox/items: there is no {kind} exercise")
    return bank


def read_inbox(text: str, source: str) -> Inbox:
    """Return the exercise that a file holds.

    Raises:
        ContentError: naming ``source``, the place and what to do.
    """
    inbox = parsed(text, Inbox, source)
    refuse(_complaints(inbox), source)
    return inbox


def _complaints(inbox: Inbox) -> list[str]:
    names = [ticket.id for ticket in inbox.tickets]
    places = sorted(ticket.place for ticket in inbox.tickets)
    found = []
    if len(set(names)) != len(names):
        found.append("tickets: two tickets have the same id; give each its own")
    if len({ticket.reason for ticket in inbox.tickets}) != len(names):
        found.append("tickets: two tickets have the same reason; say what is particular to each")
    right = [1 + sum(other < place for other in places) for place in places]
    if places != right:
        found.append(f"tickets: the places are {places}; number them {right}, ties included")
    if not inbox.practice and len(names) != SCORED_TICKETS:
        found.append(f"tickets: there are {len(names)}; a scored exercise has {SCORED_TICKETS}")
    if not inbox.practice and len(set(places)) < LEAST_PLACES:
        found.append(f"tickets: only {len(set(places))} places; tell at least {LEAST_PLACES} apart")
    return found


def draw(bank: Bank[Inbox], seed: int, practice: bool) -> tuple[str, ...]:
    """Return the exercise of one sitting."""
    fitting = sorted(name for name, inbox in bank.items() if inbox.practice is practice)
    return (fitting[seed % len(fitting)],)


def closeness(inbox: Inbox, order: Sequence[str]) -> float:
    """Return how far an order agrees with the expert's, -1 to 1 (``scoring.ranking``).

    Raises:
        ValueError: ``order`` does not hold each ticket once.
    """
    if sorted(order) != sorted(ticket.id for ticket in inbox.tickets):
        raise ValueError("an order holds each ticket once")
    wanted = [-float(inbox.ticket(name).place) for name in order]
    found = agreement(wanted, [-float(place) for place in range(len(order))])
    assert found is not None  # the places of a file are never all the same
    return found


def first_order(inbox: Inbox, seed: int) -> tuple[str, ...]:
    """Return the order in which the tickets are shown at first; the same for the same seed.

    It is mixed until it neither gives the answer away nor turns it round: nobody begins nearer
    to the goal than another.
    """
    order = [ticket.id for ticket in inbox.tickets]
    mixer = random.Random(f"{seed}:{inbox.id}")  # noqa: S311
    nearest = tuple(order)
    for _ in range(200):
        mixer.shuffle(order)
        if abs(closeness(inbox, order)) < abs(closeness(inbox, nearest)):
            nearest = tuple(order)
        if abs(closeness(inbox, nearest)) <= NEAR_NOTHING:
            break
    return nearest
