"""A prompt of the writing task: a situation, facts to use, and the text to write."""

from typing import Literal

from pydantic import Field

from assessments.contract.item_files import AskedPoint, Block, ItemFile
from scoring.letter_courtesy import CourtesyName

TextType = Literal["reply", "report", "request", "explanation", "handover"]


class Sample(Block):
    """A sample text with the points that must be found in it."""

    kind: Literal["good", "plain", "off-task"]
    text: str
    points: tuple[str, ...]


class Prompt(ItemFile):
    """One prompt.

    Attributes:
        points: the points that the text should make; shown to recruiters, never in the score.
        situation: who the writer is and what happened.
        facts: facts that the writer may use, in own words.
        ask: the text to write, its reader and its length.
        names: names in the prompt, which the error check accepts.
        courtesies: the courtesies that suit this type of text; a report may need none.
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
        """All the text that the writer sees; copying it is not the writer's own English."""
        return "\n".join([self.title, self.situation, *self.facts, self.ask])


def shared_text(prompt: Prompt) -> str:
    """Return the text that all writers of this prompt share."""
    return prompt.given
