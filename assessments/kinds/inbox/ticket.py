"""An inbox exercise: incoming tickets, and the order in which experts would answer them."""

from typing import Literal

from pydantic import Field

from assessments.contract.item_files import Block, ItemFile


class Ticket(Block):
    """One ticket.

    Attributes:
        id: unique within its exercise.
        sender, subject, text: shown to the applicant.
        came: when it came in, in words ("8:05 today").
        place: the expert's place, from 1; tickets with the same place may be in either order.
        reason: why it has this place; for the report.
        urgent: whether a late answer does harm; an order with it in the lower half is flagged.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    sender: str = Field(min_length=2, max_length=60)
    subject: str = Field(min_length=3, max_length=80)
    text: str = Field(min_length=20, max_length=400)
    came: str = Field(min_length=2, max_length=40)
    place: int = Field(ge=1)
    reason: str = Field(min_length=20, max_length=300)
    urgent: bool = False


class Sample(Block):
    """A sample order with the score that it must come to.

    Attributes:
        kind: ``good`` must score more than ``weak``, and both more than ``as_came`` (the mailbox's
            own order, by time: what copying is in a text) and ``off_point`` (by something that the
            rules do not ask for, such as the loudest or the quickest first).
        order: ids of all tickets, the one to answer first in front.
        score: the lowest and the highest allowed score.
    """

    kind: Literal["good", "weak", "as_came", "off_point"]
    order: tuple[str, ...]
    score: tuple[float, float]


class Inbox(ItemFile):
    """One exercise; ``rules`` are the team's priorities, shown to the applicant."""

    scene: str = Field(min_length=40, max_length=600)
    rules: tuple[str, ...] = Field(min_length=2, max_length=6)
    tickets: tuple[Ticket, ...] = Field(min_length=4, max_length=12)
    samples: tuple[Sample, ...] = ()

    def ticket(self, name: str) -> Ticket:
        """Return a ticket by its id.

        Raises:
            KeyError: no ticket has this id.
        """
        for ticket in self.tickets:
            if ticket.id == name:
                return ticket
        raise KeyError(name)
