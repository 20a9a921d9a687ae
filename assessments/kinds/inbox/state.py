"""The current state of the inbox page; it contains no place and no reason of the expert's."""

from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.inbox.bank import first_order
from assessments.kinds.inbox.events import Ordered
from assessments.kinds.inbox.ticket import Inbox


def last_order(inbox: Inbox, events: Sequence[LoggedEvent]) -> tuple[int, tuple[str, ...]] | None:
    """Return the number and the order of the last event that has each ticket exactly once."""
    names = sorted(ticket.id for ticket in inbox.tickets)
    for event in reversed(events):
        data = event.data
        if isinstance(data, Ordered) and data.item == inbox.id and sorted(data.order) == names:
            return event.number, data.order
    return None


def untouched(bank: Bank[Inbox], events: Sequence[LoggedEvent]) -> int:
    """Return the number of tickets that the applicant has not moved.

    An event holds a whole order. The ticket that was moved is the one without which the order is
    the same as before; where two neighbours changed places, either may be, and both count as moved.
    """
    opening = begun(events)
    inbox: Inbox = bank[opening.items[0]]
    names = sorted(ticket.id for ticket in inbox.tickets)
    before, moved = first_order(inbox, opening.seed), set[str]()
    for event in events:
        data = event.data
        if not isinstance(data, Ordered) or data.item != inbox.id or sorted(data.order) != names:
            continue
        if data.order != before:
            moved.update(n for n in names if _without(n, before) == _without(n, data.order))
            before = data.order
    return len(set(names) - moved)


def _without(name: str, order: Sequence[str]) -> list[str]:
    return [other for other in order if other != name]


def state(bank: Bank[Inbox], events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the exercise and its tickets in their current order."""
    opening = begun(events)
    inbox: Inbox = bank[opening.items[0]]
    given = last_order(inbox, events)
    order = given[1] if given else first_order(inbox, opening.seed)
    fields = {"id", "sender", "subject", "text", "came"}
    return {
        "item": inbox.id,
        "title": inbox.title,
        "scene": inbox.scene,
        "rules": list(inbox.rules),
        "tickets": [inbox.ticket(name).model_dump(include=fields) for name in order],
        "moved": given is not None,
        "finished": events[-1].type in {"submitted", "expired"},
    }
