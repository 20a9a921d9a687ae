"""Score an inbox sitting from its log: how closely the order agrees with the expert's."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.inbox.bank import closeness, score_of
from assessments.kinds.inbox.state import last_order
from assessments.kinds.inbox.ticket import Inbox, Ticket
from scoring.evidence import Evidence
from scoring.provisional import PROVISIONAL, share_error
from scoring.report import Measure, Point, Report
from speech.spoken import Spoken

VERSION: Final = "inbox-1"


def score(bank: Bank[Inbox], events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Score the last order: 100 is the expert's order, 0 is no better than chance.

    An order that was never changed is not measured (``not_ordered``). The tickets start in an order
    that would score close to 0 (``bank.first_order``).
    """
    inbox: Inbox = bank[begun(events).items[0]]
    given = last_order(inbox, events)
    if given is None:
        return Report(
            not_measured="not_ordered",
            measures=(
                Measure(name="agreement", value=None, unit="", reason="not_ordered"),
                Measure(name="pairs_right", value=None, unit="%", reason="not_ordered"),
            ),
            detail={"title": inbox.title, "version": VERSION, "rows": []},
        )
    number, order = given
    tau = closeness(inbox, order)
    pairs = [_pairs(inbox, ticket, order) for ticket in inbox.tickets]
    right, compared = (sum(column) for column in zip(*pairs, strict=True))
    return Report(
        score=score_of(tau),
        sem=round(error(tau, len(inbox.tickets)), 1),
        sem_source=PROVISIONAL,
        sem_basis="independent_tickets",
        measures=(
            Measure(name="agreement", value=round(tau, 3), unit=""),
            Measure(name="pairs_right", value=round(100 * right / compared, 1), unit="%"),
            Measure(name="urgent_late", value=float(len(_late(inbox, order))), unit="count"),
        ),
        points=tuple(
            Point(
                criterion=ticket.id,
                label=ticket.subject,
                earned=float(earned),
                possible=float(possible),
                evidence=(Evidence(event=number, rule=f"place {order.index(ticket.id) + 1}"),),
            )
            for ticket, (earned, possible) in zip(inbox.tickets, pairs, strict=True)
        ),
        flags=("urgent_late",) if _late(inbox, order) else (),
        detail={
            "title": inbox.title,
            "version": VERSION,
            "rows": [_row(inbox, ticket, order) for ticket in _by_place(inbox)],
        },
    )


def error(tau: float, tickets: int) -> float:
    """Return the provisional standard error of the score, in points.

    ``tau = 2p - 1`` with p the share of pairs in the right order, so the error of 100 tau is twice
    that of 100 p. Pairs share their tickets and are not independent: the tickets are taken as the
    independent parts of p (``scoring.provisional.share_error``).
    """
    return 2 * share_error([1.0] * tickets, 50 * (1 + tau))


def _pairs(inbox: Inbox, ticket: Ticket, order: Sequence[str]) -> tuple[int, int]:
    """Return with how many tickets this ticket is in the right order, and the number of pairs."""
    place = order.index(ticket.id)
    others = [other for other in inbox.tickets if other.place != ticket.place]
    right = [
        other for other in others if (other.place < ticket.place) == (order.index(other.id) < place)
    ]
    return len(right), len(others)


def _late(inbox: Inbox, order: Sequence[str]) -> list[str]:
    """Return the ids of the urgent tickets in the lower half of the order."""
    lower = order[len(order) // 2 :]
    return [name for name in lower if inbox.ticket(name).urgent]


def _by_place(inbox: Inbox) -> list[Ticket]:
    return sorted(inbox.tickets, key=lambda ticket: ticket.place)


def _row(inbox: Inbox, ticket: Ticket, order: Sequence[str]) -> dict[str, Any]:
    return {
        "subject": ticket.subject,
        "sender": ticket.sender,
        "text": ticket.text,
        "place": ticket.place,
        "tied": sum(other.place == ticket.place for other in inbox.tickets) - 1,
        "own": order.index(ticket.id) + 1,
        "reason": ticket.reason,
        "late": ticket.id in _late(inbox, order),
    }
