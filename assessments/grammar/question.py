"""What a question is, in its two forms, and whether an answer to it is right."""

import re
import unicodedata
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Area = Literal["tense", "verb_form", "agreement", "articles", "prepositions", "building"]
AREAS: tuple[Area, ...] = (
    "tense",
    "verb_form",
    "agreement",
    "articles",
    "prepositions",
    "building",
)

Level = Literal["A2", "B1", "B2", "C1"]
LEVELS: tuple[Level, ...] = ("A2", "B1", "B2", "C1")

GAP = "___"
LETTERS = ("a", "b", "c", "d")
_BRACKETS = re.compile(r"\[([^\]]+)\]")
_CUE = re.compile(r"\s*\([^)]*\)")
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "`": "'", "´": "'", "“": '"', "”": '"'})

Sentence = Annotated[str, Field(min_length=1, max_length=300)]


class Question(BaseModel):
    """What both forms share.

    Attributes:
        area: one of six parts of grammar, in which results are counted.
        rule: the construct in the writer's words, for trainers.
        level: the writer's guess of the CEFR level; not calibrated.
        reason: why the key is right, for trainers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    area: Area
    rule: str = Field(min_length=3, max_length=80)
    level: Level
    text: Sentence
    reason: Sentence
    practice: bool = False


class Choose(Question):
    """Choose the best of four options; ``mistakes`` says what each wrong one stands for."""

    options: dict[str, Sentence]
    key: str
    mistakes: dict[str, Sentence]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if set(self.options) != set(LETTERS) or self.key not in LETTERS:
            raise ValueError(f"options are called {', '.join(LETTERS)}, and the key is one of them")
        if len({normalised(option) for option in self.options.values()}) < len(self.options):
            raise ValueError("two options are the same")
        if set(self.mistakes) != set(self.options) - {self.key}:
            raise ValueError("`mistakes` must name each wrong option, and only those")
        return self

    def is_right(self, answer: str) -> bool:
        """Whether the letter given is the key."""
        return answer == self.key

    @property
    def right_answers(self) -> tuple[str, ...]:
        """The text of the key."""
        return (self.options[self.key],)


class Type(Question):
    """Type the missing words (``___``) or the correction of the words in [brackets]."""

    accepted: tuple[Sentence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.text.count(GAP) + len(_BRACKETS.findall(self.text)) != 1:
            raise ValueError(f"the text needs exactly one {GAP} or one part in [brackets]")
        wanted = [normalised(answer) for answer in self.accepted]
        if not all(wanted) or len(set(wanted)) < len(wanted):
            raise ValueError("an accepted answer is empty or stands there twice")
        if self.wrong_words and normalised(self.wrong_words) in wanted:
            raise ValueError("the words in [brackets] are among the accepted answers")
        return self

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

    def is_right(self, answer: str) -> bool:
        """Whether the words, or the whole sentence with them, are accepted."""
        before, after = self.around
        given = normalised(answer)
        return any(
            given in {normalised(words), normalised(_CUE.sub("", f"{before}{words}{after}"))}
            for words in self.accepted
        )

    @property
    def right_answers(self) -> tuple[str, ...]:
        """All accepted answers, the writer's first choice first."""
        return self.accepted


AnyQuestion = Choose | Type


def normalised(answer: str) -> str:
    """Return an answer as it is compared.

    NFC; curly quotes and apostrophes straight; spaces trimmed and folded; case folded; marks at
    the very end (. , ! ? ;) dropped. Apostrophes and all other signs inside count.
    """
    straight = unicodedata.normalize("NFC", answer).translate(_STRAIGHT)
    return " ".join(straight.casefold().split()).rstrip(" .,!?;")
