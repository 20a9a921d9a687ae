"""An e-mail task: a customer's letter, what the writer may use, and what the reply must say."""

from typing import Literal

from pydantic import Field

from assessments.contract.item_files import AskedPoint, Block, ItemFile
from scoring.letter_courtesy import CourtesyName


class Letter(Block):
    """The customer's e-mail; ``body`` keeps its paragraphs."""

    sender: str = Field(min_length=2, max_length=60)
    address: str = Field(pattern=r"^[\w.+-]+@example\.(?:com|org|net)$")
    subject: str = Field(min_length=3, max_length=90)
    sent: str = Field(min_length=4, max_length=60)
    body: str = Field(min_length=80, max_length=1800)


class Note(Block):
    """What the writer finds in the record or among the rules."""

    title: str = Field(min_length=3, max_length=60)
    text: str = Field(min_length=10, max_length=900)


class KeyPoint(AskedPoint):
    """Something that the reply must say.

    Attributes:
        spoiled_by: what must not stand anywhere in the reply, or the point is lost: a wrong
            amount, a promise that the rules do not allow.
        sentence: what a good writer would have said; the report prints it at a miss.
    """

    weight: float = Field(gt=0, le=100)
    spoiled_by: tuple[str, ...] = ()
    sentence: str = Field(min_length=10, max_length=300)


class Sample(Block):
    """A reply with what it must come to: the points it shows and the lowest and highest score."""

    kind: Literal["good", "plain", "weak", "stuffed", "wrong"]
    text: str
    points: tuple[str, ...]
    courtesies: tuple[CourtesyName, ...] = ()
    score: tuple[float, float]


class Task(ItemFile):
    """One e-mail task."""

    scene: str = Field(min_length=40, max_length=500)
    letter: Letter
    notes: tuple[Note, ...] = Field(min_length=1, max_length=5)
    points: tuple[KeyPoint, ...] = Field(min_length=2, max_length=9)
    courtesies: tuple[CourtesyName, ...] = Field(min_length=1)
    samples: tuple[Sample, ...]

    @property
    def given(self) -> str:
        """Everything that stands on the page, to which copied text is compared."""
        return "\n".join([self.letter.body, *(note.text for note in self.notes)])
