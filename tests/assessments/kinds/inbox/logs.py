"""Logs of inbox sittings for the contract test, and pairs of a better and a worse one."""

from assessments.banks import registry
from tests.support.logs import Sat, Step, form_of, logged


def inbox(*, right: int = 12, reverse: bool = False) -> list[Step]:
    """The tickets moved to the experts' places one by one, as many as are ``right``."""
    item = form_of("inbox")[0]
    box = registry.bank("inbox")[item]
    names = [
        ticket.id
        for ticket in sorted(box.tickets, key=lambda ticket: ticket.place, reverse=reverse)
    ]
    shown = registry.get("inbox").state(registry.bank("inbox"), logged("inbox", []), 0.0)
    now = [ticket["id"] for ticket in shown["tickets"]]
    steps: list[Step] = []
    for place, name in enumerate(names[:right]):
        now.remove(name)
        now.insert(place, name)
        steps.append((20.0 * (place + 1), "ordered", {"item": item, "order": list(now)}))
    return [*steps, (400.0, "submitted", {})]


def pairs() -> dict[str, tuple[Sat, Sat]]:
    return {
        "the last ones not moved": ((inbox(), {}), (inbox(right=6), {})),
        "only one moved": ((inbox(right=6), {}), (inbox(right=1), {})),
        "turned round": ((inbox(), {}), (inbox(reverse=True), {})),
    }


def full() -> Sat:
    """Return a full log and its recordings: what the contract test runs on."""
    return inbox(), {}
