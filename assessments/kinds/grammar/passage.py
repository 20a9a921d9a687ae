"""Question types with several tasks in one text: the cloze passage and the e-mail to edit."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assessments.kinds.grammar.edits import Planted, Stretch, mended
from assessments.kinds.grammar.question import Mark, Part, Question, Sentence, Topic
from assessments.kinds.grammar.quotes import normalised

Passage = Annotated[str, Field(min_length=1, max_length=1500)]

LEAST_PARTS, MOST_PARTS = 4, 10
"""Fewer would not repay the reading; with more, one text would outweigh the rest of the test."""

_GAP = re.compile(r"\{([^{}]*)\}")
_PLANT = re.compile(r"\[([^\[\]]*)\]")


class Cloze(Question):
    """Type one or a few words into each gap of a passage.

    The text holds the accepted answers of each gap in {braces}, separated by |. An answer has one
    line for each gap, in order.

    Attributes:
        task: the instruction for the gaps.
        words: the words to choose from; empty if the applicant must find the words.
        reasons: the reason for the key of each gap, in order.
    """

    question_type: Literal["cloze"] = Field(default="cloze", alias="form")
    task: Sentence
    words: tuple[Sentence, ...] = ()
    text: Passage
    reasons: tuple[Sentence, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        _check_parts(len(self.gaps), len(self.reasons), "gap")
        for accepted in self.gaps:
            wanted = [normalised(answer) for answer in accepted]
            if not all(wanted) or len(set(wanted)) < len(wanted):
                raise ValueError(f"{accepted}: an answer is empty or stands there twice")
            if self.words and not {normalised(word) for word in self.words}.issuperset(wanted):
                raise ValueError(f"{accepted}: an answer is not among the words to choose from")
        return self

    @property
    def choices(self) -> int:
        """The number of words to choose from in each gap."""
        return len(self.words)

    @property
    def gaps(self) -> tuple[tuple[str, ...], ...]:
        """The accepted answers of each gap, the writer's first choice first."""
        return tuple(tuple(gap.split("|")) for gap in _GAP.findall(self.text))

    @property
    def around(self) -> tuple[str, ...]:
        """The text around the gaps: one piece more than there are gaps."""
        return tuple(_GAP.sub("\n\n\n", self.text).split("\n\n\n"))

    @property
    def solved(self) -> str:
        """The passage with the first accepted answers."""
        return self.filled({})

    def filled(self, words: Mapping[int, str]) -> str:
        """Return the passage with these words in some gaps, the first accepted ones elsewhere."""
        usual = [accepted[0] for accepted in self.gaps]
        fillings = iter(words.get(number, first) for number, first in enumerate(usual))
        return _GAP.sub(lambda _: next(fillings), self.text)

    def reason_of(self, part: int) -> str:
        """Return the reason for the key of one gap."""
        return self.reasons[part]

    def mark(self, answer: str) -> Mark:
        """Mark each line against the accepted answers of its gap."""
        given = answer.split("\n")
        given += [""] * (len(self.gaps) - len(given))
        return Mark(
            parts=tuple(
                Part(
                    topic=self.topic,
                    right=normalised(words) in {normalised(choice) for choice in accepted},
                    given=words,
                    wanted=accepted,
                )
                for accepted, words in zip(self.gaps, given, strict=False)
            )
        )


class PlantedError(BaseModel):
    """The topic of an error in an e-mail, and the reason why it is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: Topic
    reason: Sentence


class EditEmail(Question):
    """Edit an e-mail: each planted error is fixed or missed; right text should stay unchanged.

    The text holds each error as [wrong|right], with further right answers after further |. An
    answer is the whole edited e-mail.

    Attributes:
        errors: topic and reason of each planted error, in order.
    """

    question_type: Literal["edit_email"] = Field(default="edit_email", alias="form")
    text: Passage
    errors: tuple[PlantedError, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        _check_parts(len(self.planted), len(self.errors), "planted error")
        for error in self.planted:
            wordings = (error.wrong, *error.right)
            if len(wordings) < 2 or not all(wordings) or len(set(wordings)) < len(wordings):
                raise ValueError(f"[{error.wrong}] needs corrections, each one other than itself")
        return self

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The e-mail in pieces: right text and planted errors."""
        parts = _PLANT.split(self.text)
        return tuple(
            _planted(part) if number % 2 else part for number, part in enumerate(parts) if part
        )

    @property
    def planted(self) -> tuple[Planted, ...]:
        """The planted errors in order."""
        return tuple(stretch for stretch in self.stretches if isinstance(stretch, Planted))

    @property
    def faulty(self) -> str:
        """The e-mail with its errors, as the applicant sees it."""
        return "".join(
            stretch.wrong if isinstance(stretch, Planted) else stretch for stretch in self.stretches
        )

    @property
    def solved(self) -> str:
        """The e-mail with the writer's first correction of every error."""
        return self.mended_at(dict.fromkeys(range(len(self.planted)), 0))

    def mended_at(self, choices: Mapping[int, int]) -> str:
        """Return the e-mail with some errors fixed; ``choices`` maps an error to its correction."""
        number = -1
        text = ""
        for stretch in self.stretches:
            if isinstance(stretch, Planted):
                number += 1
                text += stretch.right[choices[number]] if number in choices else stretch.wrong
            else:
                text += stretch
        return text

    def reason_of(self, part: int) -> str:
        """Return the reason why a planted error is an error."""
        return self.errors[part].reason

    def mark(self, answer: str) -> Mark:
        """Mark each planted error as fixed or missed; an emptied e-mail earns nothing."""
        edited = mended(self.stretches, answer)
        return Mark(
            parts=tuple(
                Part(
                    topic=error.topic,
                    right=words in planted.right,
                    given=words,
                    wanted=planted.right,
                )
                for error, planted, words in zip(self.errors, self.planted, edited.now, strict=True)
            ),
            broken=edited.broken,
        )


def _planted(part: str) -> Planted:
    wrong, *right = part.split("|")
    return Planted(wrong=wrong, right=tuple(right))


def _check_parts(count: int, reasons: int, name: str) -> None:
    if not LEAST_PARTS <= count <= MOST_PARTS:
        raise ValueError(f"{LEAST_PARTS} to {MOST_PARTS} {name}s are allowed, not {count}")
    if count != reasons:
        raise ValueError(f"each {name} needs a reason: {count} are marked, {reasons} have one")
