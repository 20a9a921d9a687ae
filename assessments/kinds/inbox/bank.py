"""Read, check and draw the inbox exercises, and shuffle their tickets fairly."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from assessments.contract.assessment import Bank, ContentError
from assessments.contract.item_files import bank_of, parsed, refuse, texts_of
from assessments.kinds.inbox.ticket import Inbox, Sample
from scoring.ranking import agreement

ITEMS = Path(__file__).parent / "items"
SCORED_TICKETS = 12
LEAST_PLACES = 8
"""With fewer distinct places among twelve tickets, too few pairs could be ordered wrongly."""

SAMPLE_KINDS = frozenset(get_args(Sample.model_fields["kind"].annotation))
BETTER = (("good", "weak"), ("weak", "as_came"), ("weak", "off_point"))
"""Kinds of samples of which the first must score more than the second."""

NEAR_NOTHING = 0.15
"""The most that the first order may agree with the expert's, in either direction."""


def items() -> Bank[Inbox]:
    """Load every exercise.

    Raises:
        ContentError: a file is wrong; the message says which file, where, and how to fix it.
    """
    bank = bank_of(texts_of(ITEMS), "inbox", read_inbox)
    for practice in (False, True):
        if not any(inbox.practice is practice for inbox in bank.values()):
            kind = "practice" if practice else "scored"
            raise ContentError(f"inbox/items: there is no {kind} exercise")
    return bank


def read_inbox(text: str, source: str) -> Inbox:
    """Return the exercise in a file, checked.

    Raises:
        ContentError: the file is wrong; names ``source``, the place and how to fix it.
    """
    inbox = parsed(text, Inbox, source)
    refuse(_complaints(inbox) or list(failures(inbox)), source)
    return inbox


def _complaints(inbox: Inbox) -> list[str]:
    names = [ticket.id for ticket in inbox.tickets]
    places = sorted(ticket.place for ticket in inbox.tickets)
    faults = []
    if len(set(names)) != len(names):
        faults.append("tickets: two tickets have the same id; give each its own")
    if len({ticket.reason for ticket in inbox.tickets}) != len(names):
        faults.append("tickets: two tickets have the same reason; say what is particular to each")
    right = [1 + sum(other < place for other in places) for place in places]
    if places != right:
        faults.append(f"tickets: the places are {places}; number them {right}, ties included")
    if not inbox.practice and len(names) != SCORED_TICKETS:
        faults.append(f"tickets: there are {len(names)}; a scored exercise has {SCORED_TICKETS}")
    if not inbox.practice and len(set(places)) < LEAST_PLACES:
        faults.append(
            f"tickets: only {len(set(places))} places; tell at least {LEAST_PLACES} apart"
        )
    missing = SAMPLE_KINDS - {sample.kind for sample in inbox.samples}
    if missing and not inbox.practice:
        kinds = ", ".join(sorted(missing))
        faults.append(f"samples: there is none of the kind {kinds}; write one")
    for number, sample in enumerate(inbox.samples, 1):
        if sorted(sample.order) != sorted(names):
            faults.append(f"samples › {number}: it does not have each ticket once")
    return faults


def failures(inbox: Inbox) -> Iterator[str]:
    """Yield the differences between the sample orders and their expected results."""
    scores: dict[str, list[float]] = {}
    for number, sample in enumerate(inbox.samples, 1):
        reached = score_of(closeness(inbox, sample.order))
        scores.setdefault(sample.kind, []).append(reached)
        low, high = sample.score
        if not low <= reached <= high:
            place = f"samples › {number} ({sample.kind})"
            yield f"{place}: the score is {reached}, expected {low:g} to {high:g}"
    for better, worse in BETTER:
        if better in scores and worse in scores and min(scores[better]) <= max(scores[worse]):
            yield f"samples: {worse} scores no less than {better}"


def score_of(tau: float) -> float:
    """Return the score of an agreement: 100 for the expert's order, 0 from chance down."""
    return round(100 * min(max(tau, 0.0), 1.0), 1)


def draw(bank: Bank[Inbox], seed: int, practice: bool) -> tuple[str, ...]:
    """Return the exercise of one sitting."""
    fitting = sorted(name for name, inbox in bank.items() if inbox.practice is practice)
    return (fitting[seed % len(fitting)],)


def closeness(inbox: Inbox, order: Sequence[str]) -> float:
    """Return the agreement of an order with the expert's, -1 to 1 (``scoring.ranking``).

    Raises:
        ValueError: ``order`` does not have each ticket exactly once.
    """
    if sorted(order) != sorted(ticket.id for ticket in inbox.tickets):
        raise ValueError("an order holds each ticket once")
    wanted = [-float(inbox.ticket(name).place) for name in order]
    tau = agreement(wanted, [-float(place) for place in range(len(order))])
    assert tau is not None  # the places in a file are never all equal
    return tau


def first_order(inbox: Inbox, seed: int) -> tuple[str, ...]:
    """Return the order in which the tickets are shown at first; the same for the same seed.

    It is shuffled until it agrees with the expert's order in neither direction, so that no
    applicant starts closer to the right order than another.
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
