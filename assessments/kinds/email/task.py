"""An e-mail task: a customer's letter, the writer's notes, and the points to make."""

from typing import Literal

from pydantic import Field

from assessments.contract.item_files import AskedPoint, Block, ItemFile
from scoring.letter_courtesy import CourtesyName


class Letter(Block):
    """The customer's e-mail; ``body`` keeps its line breaks."""

    sender: str = Field(min_length=2, max_length=60)
    address: str = Field(pattern=r"^[\w.+-]+@example\.(?:com|org|net)$")
    subject: str = Field(min_length=3, max_length=90)
    sent: str = Field(min_length=4, max_length=60)
    body: str = Field(min_length=80, max_length=1800)


class Note(Block):
    """A note from the customer's record or the company's rules that the writer may use."""

    title: str = Field(min_length=3, max_length=60)
    text: str = Field(min_length=10, max_length=900)


class KeyPoint(AskedPoint):
    """A point that the reply must make.

    Attributes:
        spoiled_by: phrases that lose the point wherever they occur in the reply: a wrong amount, a
            promise that the rules do not allow.
        sentence: a sentence of a good writer; the report shows it where the point is missing.
    """

    weight: float = Field(gt=0, le=100)
    spoiled_by: tuple[str, ...] = ()
    sentence: str = Field(min_length=10, max_length=300)


class Internal(AskedPoint):
    """A statement of the notes that is for staff alone; a reply that passes it on loses points.

    Attributes:
        cost: points of the content that are taken away, of 100.
    """

    cost: float = Field(gt=0, le=30)


class Sample(Block):
    """A sample reply with what it must come to.

    Attributes:
        kind: ``excellent``, ``good`` and ``plain`` (right, in B1 English) must score in this order;
            ``pasted`` is the notes with a greeting, ``off_point`` a good letter on another matter.
        points: ids of the points that it makes in its own words.
        half: ids of the points that only copied words in its own sentences make.
        told: ids of the internal statements that it passes on.
        score: the lowest and the highest allowed score, without the written English where this is
            not lost to copying.
    """

    kind: Literal["excellent", "good", "plain", "weak", "stuffed", "wrong", "pasted", "off_point"]
    text: str
    points: tuple[str, ...]
    half: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    courtesies: tuple[CourtesyName, ...] = ()
    score: tuple[float, float]


class Task(ItemFile):
    """One e-mail task."""

    scene: str = Field(min_length=40, max_length=500)
    letter: Letter
    notes: tuple[Note, ...] = Field(min_length=1, max_length=5)
    points: tuple[KeyPoint, ...] = Field(min_length=2, max_length=9)
    internal: tuple[Internal, ...] = ()
    courtesies: tuple[CourtesyName, ...] = Field(min_length=1)
    samples: tuple[Sample, ...]

    @property
    def given(self) -> str:
        """All the text on the page, to compare copied text with."""
        notes = (f"{note.title}\n{note.text}" for note in self.notes)
        return "\n".join([self.scene, self.letter.subject, self.letter.body, *notes])
