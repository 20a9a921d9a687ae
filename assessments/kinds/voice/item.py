"""One voice item: its fields, and the checks that depend on its task."""

import re
from collections.abc import Iterator
from itertools import permutations
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assessments.kinds.voice import key_points

Task = Literal["read_aloud", "repeat", "short_answer", "sentence_build", "retell", "open_answer"]
Level = Literal["A2", "B1", "B2", "C1"]

TASKS: tuple[Task, ...] = (
    "read_aloud",
    "repeat",
    "short_answer",
    "sentence_build",
    "retell",
    "open_answer",
)
"""In the order in which they are given: from reading, which calms, to speaking freely."""

WORDS: dict[Task, range] = {
    "read_aloud": range(35, 61),
    "repeat": range(4, 19),
    "short_answer": range(5, 26),
    "sentence_build": range(5, 16),
    "retell": range(75, 111),
    "open_answer": range(30, 81),
}
"""Length of a scored text in words; for a sentence to build, of its three phrases together."""

POINTS: dict[Task, range] = {"retell": range(5, 9), "open_answer": range(3, 7)}
"""How many key points a scored answer of a task has."""

_CONTENT: dict[Task, frozenset[str]] = {
    "read_aloud": frozenset({"text"}),
    "repeat": frozenset({"text"}),
    "short_answer": frozenset({"text", "answers", "wrong"}),
    "sentence_build": frozenset({"phrases", "sentences"}),
    "retell": frozenset({"turns", "key_points", "samples"}),
    "open_answer": frozenset({"text", "key_points", "samples"}),
}
_MAY_HAVE: dict[Task, frozenset[str]] = {"open_answer": frozenset({"courtesies"})}
_EVERY_CONTENT = frozenset().union(*_CONTENT.values(), *_MAY_HAVE.values())
_PUNCTUATION = re.compile(r"[^\w' ]+")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Point(_Part):
    """A point that an answer must make, and the phrases that show it."""

    id: str = Field(pattern=r"^[a-z0-9-]{2,40}$")
    label: str = Field(min_length=3, max_length=120)
    any_of: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _patterns_are_sound(self) -> Self:
        _refuse_bad_patterns(self.any_of)
        return self


class Turn(_Part):
    """One speaker's turn in a call."""

    who: Literal["caller", "agent"]
    text: str = Field(min_length=2, max_length=700)


class Samples(_Part):
    """Self-tests of the key points: the good answer makes all of them, the weak answer few."""

    good: str = Field(min_length=20, max_length=900)
    weak: str = Field(min_length=20, max_length=900)


class Item(_Part):
    """One speaking task. Times are in seconds, without an accommodation.

    Attributes:
        plays: how often a spoken prompt may be played; the server enforces it.
        given: whether a caller's problem is heard or read; the other tasks allow one of them only.
        caller: the voice of the caller in a call to retell; the agent has the other voice.
        sound_seconds: length of the spoken prompt, filled in by the loader; 0 without a prompt.
    """

    id: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    task: Task
    level: Level
    topic: str = Field(min_length=2, max_length=40)
    text: str = Field(default="", max_length=700)
    phrases: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    caller: Literal["man", "woman"] = "woman"
    given: Literal["heard", "read"] = "read"
    plays: int = Field(default=1, ge=1, le=3)
    prepare_seconds: float = Field(default=0, ge=0, le=60)
    speak_seconds: float = Field(ge=5, le=120)
    takes: int = Field(default=1, ge=1, le=3)
    practice: bool = False
    answers: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    key_points: tuple[Point, ...] = ()
    courtesies: tuple[Point, ...] = ()
    samples: Samples | None = None
    note: str = ""
    sound_seconds: float = Field(default=0, ge=0)

    @property
    def is_heard(self) -> bool:
        """Whether the prompt is spoken to the applicant and never shown."""
        return self.task not in {"read_aloud", "open_answer"} or (
            self.task == "open_answer" and self.given == "heard"
        )

    @property
    def page(self) -> str:
        """The task's name for the page: a problem that is heard has instructions of its own."""
        return "open_heard" if self.task == "open_answer" and self.is_heard else self.task

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the prompt that the applicant gets: the text, the phrases or the turns."""
        return self.phrases or tuple(turn.text for turn in self.turns) or (self.text,)

    @property
    def asked(self) -> str:
        """The whole prompt in one line, for staff."""
        return " / ".join(" ".join(part.split()) for part in self.parts)

    @property
    def model_answer(self) -> str:
        """An answer that earns all points."""
        if self.samples is not None:
            return self.samples.good
        if self.answers:
            return self.answers[0].replace("*", "")
        return self.sentences[0] if self.sentences else self.text

    @property
    def words(self) -> int:
        """Number of words in the prompt."""
        return sum(len(part.split()) for part in self.parts)

    @property
    def whole_seconds(self) -> float:
        """The longest time for an honest applicant: all plays, preparation, speaking; one take."""
        return self.plays * self.sound_seconds + self.prepare_seconds + self.speak_seconds

    @model_validator(mode="after")
    def _fits_its_task(self) -> Self:
        for problem in _problems(self):
            raise ValueError(problem)
        return self


def _problems(item: Item) -> Iterator[str]:
    given = {name for name in _EVERY_CONTENT if getattr(item, name)}
    if missing := sorted(_CONTENT[item.task] - given):
        yield f"add {', '.join(missing)}: every {item.task} item has them"
    if extra := sorted(given - _CONTENT[item.task] - _MAY_HAVE.get(item.task, frozenset())):
        yield f"remove {', '.join(extra)}: a {item.task} item has none"
    length = WORDS[item.task]
    if not item.practice and item.words not in length:
        yield f"text has {item.words} words; write {length.start} to {length.stop - 1}"
    if item.is_heard and any(re.search(r"\d", part) for part in item.parts):
        yield "a spoken prompt has figures; write them as words"
    names = [point.id for point in (*item.key_points, *item.courtesies)]
    if len(names) != len(set(names)):
        yield "two points have the same id; rename one"
    number = POINTS.get(item.task)
    if number and not item.practice and len(item.key_points) not in number:
        yield f"{len(item.key_points)} key points; write {number.start} to {number.stop - 1}"
    if item.answers:
        yield from _problems_of_patterns(item.answers)
    if item.phrases:
        yield from _problems_of_order(item.phrases, item.sentences)


def plain(text: str) -> str:
    """Return a text without punctuation and capitals, for comparing texts."""
    return " ".join(_PUNCTUATION.sub(" ", text.lower()).split())


def _problems_of_order(phrases: tuple[str, ...], sentences: tuple[str, ...]) -> Iterator[str]:
    if len(phrases) != 3:
        yield f"{len(phrases)} phrases; write three"
    right = {plain(sentence) for sentence in sentences}
    if impossible := right - {plain(" ".join(order)) for order in permutations(phrases)}:
        yield f"{sorted(impossible)[0]!r} is not made of the phrases"
    if plain(" ".join(phrases)) in right:
        yield "the phrases are played in a right order; jumble them"


def _problems_of_patterns(patterns: tuple[str, ...]) -> Iterator[str]:
    for pattern in patterns:
        if wrong := key_points.problem(pattern):
            yield f"pattern {pattern!r}: {wrong}"


def _refuse_bad_patterns(patterns: tuple[str, ...]) -> None:
    for problem in _problems_of_patterns(patterns):
        raise ValueError(problem)
