"""An inbox exercise: tickets as they came in, and the order in which experts would take them."""

from pydantic import Field

from assessments.contract.item_files import Block, ItemFile


class Ticket(Block):
    """One ticket.

    Attributes:
        id: within its exercise.
        sender, subject, text: what the applicant reads.
        came: when it came in, in words ("8:05 today").
        place: the expert's place from 1; tickets of one place may stand in either order.
        reason: why it has this place; for the report.
        urgent: harm is done if it is not among the first; who puts it in the lower half is
            pointed out to a person.
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
    """One exercise; ``rules`` is what the applicant is told of the team's own priorities."""

    scene: str = Field(min_length=40, max_length=600)
    rules: tuple[str, ...] = Field(min_length=2, max_length=6)
    tickets: tuple[Ticket, ...] = Field(min_length=4, max_length=12)

    def ticket(self, name: str) -> Ticket:
        """Return a ticket by its id.

        Raises:
            KeyError: there is none.
        """
        for ticket in self.tickets:
            if ticket.id == name:
                return ticket
        raise KeyError(name)
