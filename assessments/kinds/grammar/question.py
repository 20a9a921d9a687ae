"""Questions and their marks: the common base, and the one-line types choose and type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assessments.kinds.grammar.quotes import normalised
from scoring.ability import Parameters

Area = Literal["tense", "verb_form", "agreement", "articles", "prepositions", "building"]
AREAS: tuple[Area, ...] = get_args(Area)

Topic = Literal[
    "agreement",
    "tense",
    "articles",
    "prepositions",
    "pronouns",
    "comparison",
    "conditionals",
    "modals",
    "passive",
    "questions",
    "relative_clauses",
    "connectors",
    "word_order",
    "word_form",
    "count_mass",
    "punctuation",
    "capitals",
    "spelling",
    "register",
]
"""``modals`` holds modals and verb patterns (-ing, to, base form); ``questions`` also negation."""
TOPICS: tuple[Topic, ...] = get_args(Topic)

_AREA_OF: Mapping[Topic, Area] = {
    "tense": "tense",
    "conditionals": "tense",
    "modals": "verb_form",
    "passive": "verb_form",
    "agreement": "agreement",
    "pronouns": "agreement",
    "count_mass": "agreement",
    "articles": "articles",
    "prepositions": "prepositions",
}
"""Other topics belong to ``building``: the sentence as a whole."""

Level = Literal["A2", "B1", "B2", "C1"]
LEVELS: tuple[Level, ...] = get_args(Level)

BUNDLES = frozenset({"cloze", "edit_email"})
"""Question types whose parts share one text, so their answers are not independent."""

GAP = "___"
LETTERS = ("a", "b", "c", "d")
_BRACKETS = re.compile(r"\[([^\]]+)\]")
_CUE = re.compile(r"\s*\([^)]*\)")

USUAL_SHARE = 0.33
"""Share of an item without a simulated share: it caps how often the item can be asked."""

Sentence = Annotated[str, Field(min_length=1, max_length=300)]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part that is right or wrong: the whole question, a gap, or a planted error."""

    topic: Topic
    right: bool
    given: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The mark of an answer.

    Attributes:
        parts: one for a one-line question; one for each gap or planted error of a text.
        broken: the changed wording wherever an e-mail was right before.
    """

    parts: tuple[Part, ...]
    broken: tuple[str, ...] = ()

    @property
    def earned(self) -> int:
        """Right parts minus newly broken places, at least 0."""
        return max(0, sum(part.right for part in self.parts) - len(self.broken))

    @property
    def possible(self) -> int:
        """Number of parts."""
        return len(self.parts)


class Question(BaseModel):
    """The fields that all question types share.

    Attributes:
        question_type: ``form`` in item files, editions and reports.
        topic: one of nineteen parts of grammar, across which a test is balanced.
        rule: the point of grammar in the writer's words, for trainers.
        level: the CEFR level as the writer judges it; not calibrated.
        reason: why the key is right, for trainers.
        variety: ``ph`` if the error is good Philippine English to which only a client who writes
            US, UK or Australian English objects; never part of the core ability.
        profile: shorthand code of a row of the CEFR-J Grammar Profile (Version 20180315).
        note: for writers only.
        trial: whether the question is on trial: asked but never scored (``trial.py``). A file may
            set it for a new question; staff can change it later on the question's page.
        unmarked: words of right sentences that the proofreader marks by mistake.
        measured: approved parameters, from the calibration named in ``calibration``; set when the
            bank is prepared, never in an item file.
        share: probability that an adaptive sitting may ask it; set in the same way.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    question_type: str = Field(alias="form")
    topic: Topic
    rule: str = Field(min_length=3, max_length=80)
    level: Level
    text: Sentence
    reason: Sentence
    practice: bool = False
    variety: Literal["ph"] | None = None
    profile: str | None = Field(default=None, pattern=r"^[A-Z][\w.'-]{1,40}$")
    note: str | None = Field(default=None, min_length=3, max_length=300)
    trial: bool = False
    unmarked: tuple[Sentence, ...] = ()
    measured: Parameters | None = Field(default=None, exclude=True)
    calibration: str = Field(default="", exclude=True)
    share: float = Field(default=USUAL_SHARE, exclude=True)

    @model_validator(mode="after")
    def _can_be_tried(self) -> Self:
        if self.trial and (self.question_type in BUNDLES or not self.measures_ability):
            raise ValueError("only a one-line question that measures ability can be on trial")
        return self

    @property
    def measures_ability(self) -> bool:
        """Whether it counts for every client; practice and variety questions do not."""
        return not (self.practice or self.variety)

    @property
    def is_scored(self) -> bool:
        """Whether it may count towards a score: it measures ability and is not on trial."""
        return self.measures_ability and not self.trial

    @property
    def area(self) -> Area:
        """The area, one of six, in which its result is counted."""
        return _AREA_OF.get(self.topic, "building")

    @property
    def choices(self) -> int:
        """Number of answers to choose from; 0 if the applicant writes the answer."""
        return 0

    @property
    def solved(self) -> str:
        """The right text; the writer's first choice if there are several."""
        raise NotImplementedError

    def reason_of(self, part: int) -> str:
        """Return the reason for the key of one part, "" if parts have no reasons of their own."""
        return ""

    def mark(self, answer: str) -> Mark:
        """Mark an answer; any text is allowed, and a blank answer earns nothing."""
        raise NotImplementedError

    def _single(self, right: bool, given: str, wanted: tuple[str, ...]) -> Mark:
        return Mark(parts=(Part(topic=self.topic, right=right, given=given, wanted=wanted),))


class Choose(Question):
    """Choose the best of four options; ``mistakes`` explains each wrong option."""

    question_type: Literal["choose"] = Field(default="choose", alias="form")
    options: dict[str, Sentence]
    key: str
    mistakes: dict[str, Sentence]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if set(self.options) != set(LETTERS) or self.key not in LETTERS:
            raise ValueError(f"options are called {', '.join(LETTERS)}, and the key is one of them")
        fine = self.topic in {"capitals", "punctuation"}
        texts = {normalised(option, case=fine, marks=fine) for option in self.options.values()}
        if len(texts) < len(self.options):
            raise ValueError("two options are the same")
        if set(self.mistakes) != set(self.options) - {self.key}:
            raise ValueError("`mistakes` must name each wrong option, and only those")
        if self.text.count(GAP) > 1:
            raise ValueError(f"the text has more than one {GAP}")
        return self

    @property
    def choices(self) -> int:
        """The number of options."""
        return len(self.options)

    @property
    def solved(self) -> str:
        """The sentence with the key, or the key if it is a whole sentence."""
        key = self.options[self.key]
        return self.text.replace(GAP, key) if GAP in self.text else key

    def mark(self, answer: str) -> Mark:
        """Mark the letter of an option."""
        given = self.options.get(answer, answer)
        return self._single(self.is_right(answer), given, self.right_answers)

    def is_right(self, answer: str) -> bool:
        """Whether the letter is the key."""
        return answer == self.key

    @property
    def right_answers(self) -> tuple[str, ...]:
        """The text of the key."""
        return (self.options[self.key],)


class Type(Question):
    """Type the missing words (``___``) or the correction of the words in [brackets].

    Attributes:
        accepted: every right answer, the writer's first choice first.
        case: whether capitals count.
        marks: whether . , ! ? and ; at the very end count.
    """

    question_type: Literal["type_correction"] = Field(default="type_correction", alias="form")
    accepted: tuple[Sentence, ...] = Field(min_length=1)
    case: bool = False
    marks: bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.text.count(GAP) + len(_BRACKETS.findall(self.text)) != 1:
            raise ValueError(f"the text needs exactly one {GAP} or one part in [brackets]")
        wanted = [self._compared(answer) for answer in self.accepted]
        if not all(wanted) or len(set(wanted)) < len(wanted):
            raise ValueError("an accepted answer is empty or stands there twice")
        if self.wrong_words and self._compared(self.wrong_words) in wanted:
            raise ValueError("the words in [brackets] are among the accepted answers")
        return self

    def _compared(self, answer: str) -> str:
        return normalised(answer, case=self.case, marks=self.marks)

    @property
    def wrong_words(self) -> str:
        """The words to correct; empty if words are missing."""
        brackets = _BRACKETS.search(self.text)
        return brackets[1] if brackets else ""

    @property
    def around(self) -> tuple[str, str]:
        """The text before and after the answer."""
        before, _, after = self.text.partition(f"[{self.wrong_words}]" if self.wrong_words else GAP)
        return before, after

    @property
    def solved(self) -> str:
        """The sentence with the first accepted answer."""
        before, after = self.around
        return _CUE.sub("", f"{before}{self.accepted[0]}{after}")

    def mark(self, answer: str) -> Mark:
        """Mark the words, or the whole sentence with them."""
        return self._single(self.is_right(answer), answer, self.accepted)

    def is_right(self, answer: str) -> bool:
        """Whether the words, or the whole sentence with them, are accepted."""
        before, after = self.around
        given = self._compared(answer)
        return any(
            given
            in {self._compared(words), self._compared(_CUE.sub("", f"{before}{words}{after}"))}
            for words in self.accepted
        )

    @property
    def right_answers(self) -> tuple[str, ...]:
        """All accepted answers, the writer's first choice first."""
        return self.accepted
