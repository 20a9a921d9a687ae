"""Forms with several things to do in one text: the cloze passage, and the e-mail to be mended."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assessments.kinds.grammar.edits import Planted, Stretch, mended
from assessments.kinds.grammar.question import Mark, Part, Question, Sentence, Topic
from assessments.kinds.grammar.signs import normalised

Passage = Annotated[str, Field(min_length=1, max_length=1500)]

LEAST_PARTS, MOST_PARTS = 4, 10
"""Fewer would not be worth the reading; more would let one text outweigh the rest of a form."""

_GAP = re.compile(r"\{([^{}]*)\}")
_PLANT = re.compile(r"\[([^\[\]]*)\]")


class Cloze(Question):
    """Type one word, or few, into each gap of a passage.

    The text holds the accepted answers of each gap in {braces}, with | in between. An answer is
    one line for each gap, in their order.

    Attributes:
        task: what to do with the gaps.
        words: what to choose from in each gap; empty where the applicant finds the words.
        reasons: why the key of each gap is right, in their order.
    """

    form: Literal["cloze"] = "cloze"
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
        return tuple(tuple(found.split("|")) for found in _GAP.findall(self.text))

    @property
    def around(self) -> tuple[str, ...]:
        """The text between the gaps: one piece more than there are gaps."""
        return tuple(_GAP.sub("\n\n\n", self.text).split("\n\n\n"))

    @property
    def solved(self) -> str:
        """The passage with the first accepted answers."""
        return self.filled({})

    def filled(self, words: Mapping[int, str]) -> str:
        """Return the passage with these words in some gaps, the first accepted ones elsewhere."""
        usual = [accepted[0] for accepted in self.gaps]
        told = iter(words.get(number, one) for number, one in enumerate(usual))
        return _GAP.sub(lambda _: next(told), self.text)

    def reason_of(self, part: int) -> str:
        """Why the key of one gap is right."""
        return self.reasons[part]

    def mark(self, answer: str) -> Mark:
        """Return what the lines earn, gap by gap."""
        given = answer.split("\n")
        given += [""] * (len(self.gaps) - len(given))
        return Mark(
            parts=tuple(
                Part(
                    topic=self.topic,
                    right=normalised(words) in {normalised(one) for one in accepted},
                    given=words,
                    wanted=accepted,
                )
                for accepted, words in zip(self.gaps, given, strict=False)
            )
        )


class PlantedError(BaseModel):
    """What an error in an e-mail is about, and why it is one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: Topic
    reason: Sentence


class EditEmail(Question):
    """Mend an e-mail: each planted error is fixed or missed, and nothing should break.

    The text holds each error as [wrong|right], with further right answers behind further |. An
    answer is the whole e-mail as it was left.

    Attributes:
        errors: what each planted error is about, in their order.
    """

    form: Literal["edit_email"] = "edit_email"
    text: Passage
    errors: tuple[PlantedError, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        _check_parts(len(self.planted), len(self.errors), "planted error")
        for one in self.planted:
            wordings = (one.wrong, *one.right)
            if len(wordings) < 2 or not all(wordings) or len(set(wordings)) < len(wordings):
                raise ValueError(f"[{one.wrong}] needs corrections, each one other than itself")
        return self

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The e-mail in pieces: text that is right, and planted errors."""
        parts = _PLANT.split(self.text)
        return tuple(
            _planted(part) if number % 2 else part for number, part in enumerate(parts) if part
        )

    @property
    def planted(self) -> tuple[Planted, ...]:
        """The planted errors in their order."""
        return tuple(one for one in self.stretches if isinstance(one, Planted))

    @property
    def faulty(self) -> str:
        """The e-mail as it is shown."""
        return "".join(one.wrong if isinstance(one, Planted) else one for one in self.stretches)

    @property
    def solved(self) -> str:
        """The e-mail with every error mended as the writer would."""
        return self.mended_at(dict.fromkeys(range(len(self.planted)), 0))

    def mended_at(self, choices: Mapping[int, int]) -> str:
        """Return the e-mail with some errors mended: which one, by which of its corrections."""
        number = -1
        text = ""
        for one in self.stretches:
            if isinstance(one, Planted):
                number += 1
                text += one.right[choices[number]] if number in choices else one.wrong
            else:
                text += one
        return text

    def reason_of(self, part: int) -> str:
        """Why one of the planted errors is one."""
        return self.errors[part].reason

    def mark(self, answer: str) -> Mark:
        """Return what the e-mail earns; one that was emptied earns nothing."""
        found = mended(self.stretches, answer)
        return Mark(
            parts=tuple(
                Part(
                    topic=error.topic,
                    right=words in one.right,
                    given=words,
                    wanted=one.right,
                )
                for error, one, words in zip(self.errors, self.planted, found.now, strict=True)
            ),
            broken=found.broken,
        )


def _planted(found: str) -> Planted:
    wrong, *right = found.split("|")
    return Planted(wrong=wrong, right=tuple(right))


def _check_parts(found: int, told: int, name: str) -> None:
    if not LEAST_PARTS <= found <= MOST_PARTS:
        raise ValueError(f"{LEAST_PARTS} to {MOST_PARTS} {name}s are allowed, not {found}")
    if found != told:
        raise ValueError(f"each {name} needs a reason: {found} are marked, {told} told")
