"""A prompt of the writing task: a situation, what the writer may use, and what to write."""

from typing import Literal

from pydantic import Field

from assessments.contract.item_files import AskedPoint, Block, ItemFile
from scoring.letter_courtesy import CourtesyName

TextType = Literal["reply", "report", "request", "explanation", "handover"]


class Sample(Block):
    """A text with the points that must be found in it."""

    kind: Literal["good", "plain", "off-task"]
    text: str
    points: tuple[str, ...]


class Prompt(ItemFile):
    """One prompt.

    Attributes:
        points: what the text is asked to say; shown to recruiters, never in the score.
        situation: who the writer is and what happened.
        facts: what may be used, in own words.
        ask: what to write, to whom and how long.
        names: in the prompt; nothing in them is an error.
        courtesies: those that fit this type of text; a report may need none.
    """

    type: TextType
    situation: str = Field(min_length=40, max_length=900)
    facts: tuple[str, ...] = Field(min_length=3, max_length=7)
    ask: str = Field(min_length=20, max_length=500)
    names: tuple[str, ...] = ()
    courtesies: tuple[CourtesyName, ...] = ()
    points: tuple[AskedPoint, ...] = Field(min_length=3, max_length=6)
    samples: tuple[Sample, ...]

    @property
    def given(self) -> str:
        """Everything that the writer has seen: nobody's own English."""
        return "\n".join([self.title, self.situation, *self.facts, self.ask])


def shared_text(prompt: Prompt) -> str:
    """Return what everybody who answers a prompt has before them."""
    return prompt.given
