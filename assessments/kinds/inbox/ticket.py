"""An inbox exercise: incoming tickets, and the order in which experts would answer them."""

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


class Inbox(ItemFile):
    """One exercise; ``rules`` are the team's priorities, shown to the applicant."""

    scene: str = Field(min_length=40, max_length=600)
    rules: tuple[str, ...] = Field(min_length=2, max_length=6)
    tickets: tuple[Ticket, ...] = Field(min_length=4, max_length=12)

    def ticket(self, name: str) -> Ticket:
        """Return a ticket by its id.

        Raises:
            KeyError: no ticket has this id.
        """
        for ticket in self.tickets:
            if ticket.id == name:
                return ticket
        raise KeyError(name)
