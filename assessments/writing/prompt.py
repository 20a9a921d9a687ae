"""A prompt of the writing task: a situation, what the writer may use, and what to write."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from scoring.letter_courtesy import CourtesyName

TextType = Literal["reply", "report", "request", "explanation", "handover"]


class Block(BaseModel):
    """Base of every part of an item file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskedPoint(Block):
    """Something that the text is asked to say; shown to recruiters, never in the score.

    Attributes:
        any_of: what shows it (``scoring.phrases``); any entry is enough.
        unless: a sentence that holds one of these too does not show it.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    label: str = Field(min_length=5, max_length=100)
    any_of: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class Sample(Block):
    """A text with the points that must be found in it."""

    kind: Literal["good", "plain", "off-task"]
    text: str
    points: tuple[str, ...]


class Prompt(Block):
    """One prompt.

    Attributes:
        situation: who the writer is and what happened.
        facts: what may be used, in own words.
        ask: what to write, to whom and how long.
        names: in the prompt; nothing in them is an error.
        courtesies: those that fit this type of text; a report may need none.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{2,59}$")
    title: str = Field(min_length=3, max_length=80)
    type: TextType
    practice: bool = False
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
