"""What every question has, what an answer earns, and the two forms on one line: choose and type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assessments.kinds.grammar.signs import normalised
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
"""Constructs that are not here belong to ``building``: the sentence as a whole."""

Level = Literal["A2", "B1", "B2", "C1"]
LEVELS: tuple[Level, ...] = get_args(Level)

BUNDLES = frozenset({"cloze", "edit_email"})
"""Forms whose parts share one text, so that they are no independent answers."""

GAP = "___"
LETTERS = ("a", "b", "c", "d")
_BRACKETS = re.compile(r"\[([^\]]+)\]")
_CUE = re.compile(r"\s*\([^)]*\)")

USUAL_SHARE = 0.33
"""Of an item of which no simulation says how often it would be asked: then it cannot be more."""

Sentence = Annotated[str, Field(min_length=1, max_length=300)]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing that was right or wrong: the whole question, a gap, or a planted error."""

    topic: Topic
    right: bool
    given: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What an answer earns.

    Attributes:
        parts: one for a question on one line; one for each gap or planted error of a passage.
        broken: what was right in an e-mail and is changed now, as it stands there now.
    """

    parts: tuple[Part, ...]
    broken: tuple[str, ...] = ()

    @property
    def earned(self) -> int:
        """Parts that are right, less one for each thing newly broken, never under 0."""
        return max(0, sum(part.right for part in self.parts) - len(self.broken))

    @property
    def possible(self) -> int:
        """Number of parts."""
        return len(self.parts)


class Question(BaseModel):
    """What all forms share.

    Attributes:
        topic: one of nineteen parts of grammar, between which a form is balanced.
        rule: the point of grammar in the writer's words, for trainers.
        level: the writer's guess of the CEFR level; not calibrated.
        reason: why the key is right, for trainers.
        variety: ``ph`` where the fault is good Philippine English and only a client who writes
            US, UK or Australian English objects; never part of the core ability.
        profile: shorthand code of a row of the CEFR-J Grammar Profile (Version 20180315).
        note: for writers; shown to nobody else.
        trial: it is tried out: asked beside those that count and never scored (``trial.py``). A
            file may say so of a new question; on its page people decide otherwise later.
        unmarked: words of right sentences that the check of written English marks without cause.
        measured: parameters that a person has approved, of the calibration named beside them; set
            when the bank is made ready, never in an item file.
        share: in which share of the adaptive sittings it may be asked; set in the same way.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    form: str
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
        if self.trial and (self.form in BUNDLES or not self.measures_ability):
            raise ValueError("only a question on one line that measures ability can be on trial")
        return self

    @property
    def measures_ability(self) -> bool:
        """Whether it counts, whatever English a client writes; practice and variety do not."""
        return not (self.practice or self.variety)

    @property
    def is_scored(self) -> bool:
        """Whether a sitting may ask it for its score: it measures ability and is not on trial."""
        return self.measures_ability and not self.trial

    @property
    def area(self) -> Area:
        """The one of six areas in which results are counted."""
        return _AREA_OF.get(self.topic, "building")

    @property
    def choices(self) -> int:
        """Between how many answers somebody may guess; 0 where the answer is made, not chosen."""
        return 0

    @property
    def solved(self) -> str:
        """The text as it reads when it is right; the writer's first choice of several."""
        raise NotImplementedError

    def reason_of(self, part: int) -> str:
        """Why the key of one part is right, where each part has a reason of its own."""
        return ""

    def mark(self, answer: str) -> Mark:
        """Return what an answer earns; any text may be given, a blank one earns nothing."""
        raise NotImplementedError

    def _one(self, right: bool, given: str, wanted: tuple[str, ...]) -> Mark:
        return Mark(parts=(Part(topic=self.topic, right=right, given=given, wanted=wanted),))


class Choose(Question):
    """Choose the best of four options; ``mistakes`` says what each wrong one stands for."""

    form: Literal["choose"] = "choose"
    options: dict[str, Sentence]
    key: str
    mistakes: dict[str, Sentence]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if set(self.options) != set(LETTERS) or self.key not in LETTERS:
            raise ValueError(f"options are called {', '.join(LETTERS)}, and the key is one of them")
        fine = self.topic in {"capitals", "punctuation"}
        shown = {normalised(one, case=fine, marks=fine) for one in self.options.values()}
        if len(shown) < len(self.options):
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
        """The sentence with the key, or the key where it is a whole sentence."""
        key = self.options[self.key]
        return self.text.replace(GAP, key) if GAP in self.text else key

    def mark(self, answer: str) -> Mark:
        """Return what the letter of an option earns."""
        given = self.options.get(answer, answer)
        return self._one(self.is_right(answer), given, self.right_answers)

    def is_right(self, answer: str) -> bool:
        """Whether the letter given is the key."""
        return answer == self.key

    @property
    def right_answers(self) -> tuple[str, ...]:
        """The text of the key."""
        return (self.options[self.key],)


class Type(Question):
    """Type the missing words (``___``) or the correction of the words in [brackets].

    Attributes:
        accepted: every right answer, the writer's first choice first.
        case: capitals count; where they do not, neither answer nor key is compared by them.
        marks: . , ! ? and ; at the very end count.
    """

    form: Literal["type_correction"] = "type_correction"
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
        """The words to be corrected; empty when words are missing."""
        found = _BRACKETS.search(self.text)
        return found[1] if found else ""

    @property
    def around(self) -> tuple[str, str]:
        """The text before and after the place of the answer."""
        before, _, after = self.text.partition(f"[{self.wrong_words}]" if self.wrong_words else GAP)
        return before, after

    @property
    def solved(self) -> str:
        """The sentence with the first accepted answer."""
        before, after = self.around
        return _CUE.sub("", f"{before}{self.accepted[0]}{after}")

    def mark(self, answer: str) -> Mark:
        """Return what the words, or the whole sentence with them, earn."""
        return self._one(self.is_right(answer), answer, self.accepted)

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
