"""Common parts of the readers of question files from other programs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from pydantic import ValidationError

from assessments.kinds.grammar.passage import Cloze
from assessments.kinds.grammar.question import GAP, LETTERS, Choose, Level, Question, Topic, Type

RIGHT = 100.0
"""Weight of an answer that earns everything, in %; 0 and less earn nothing."""

NOT_IN_FILE = "not told in the file"

ESSAY = "an essay has no key"
MATCHING = "matching is no type of question here"
PARTIAL = "an answer earns a part of the point; here each is right or wrong"
NUMBER = "a number is asked for, and no English"
TRUE_OR_FALSE = "true or false is half a guess; write four options"
EMBEDDED = "pictures, sound and files are not taken over"

MOST_MARKUP = 20_000
"""Characters of one text with its markup. An item is far shorter, and parsing a longer text that is
malformed on purpose could take hours."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MEDIA = re.compile(r"<(img|audio|video|iframe|object|embed|svg)\b|@@PLUGINFILE@@", re.IGNORECASE)

_QUESTION_TYPES: Mapping[str, type[Question]] = {
    "choose": Choose,
    "type_correction": Type,
    "cloze": Cloze,
}


class UnfitError(ValueError):
    """A question cannot be imported; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer in a file: its text, its weight in % of the point, and its feedback."""

    text: str
    weight: float
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """Fields that a file does not hold, given by the importing person for all its questions."""

    topic: Topic
    rule: str
    level: Level
    prefix: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A question as a reader extracted it.

    Attributes:
        line: the line on which it begins, from 1.
        title: its name in the file; may be empty.
        content: the fields of its question type.
    """

    line: int
    title: str
    question_type: str
    content: Mapping[str, Any]
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The reason why a question was not imported; ``line`` is where it begins, from 1."""

    line: int
    title: str
    why: str


@dataclass(kw_only=True)
class Extract:
    """The drafts that a reader extracted, and the problems of the other questions."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def chosen(text: str, answers: Sequence[Answer]) -> Mapping[str, Any]:
    """Return the fields of a multiple-choice question.

    Raises:
        UnfitError: there are not four options, or not exactly one is right.
    """
    right = [answer for answer in answers if answer.weight == RIGHT]
    if any(0 < answer.weight < RIGHT for answer in answers):
        raise UnfitError(PARTIAL)
    if len(answers) != len(LETTERS) or len(right) != 1:
        raise UnfitError(
            f"{len(answers)} options, {len(right)} of them right; {len(LETTERS)} and 1 are needed"
        )
    named = dict(zip(LETTERS, answers, strict=True))
    return {
        "text": text,
        "options": {letter: answer.text for letter, answer in named.items()},
        "key": next(letter for letter, answer in named.items() if answer.weight == RIGHT),
        "mistakes": {
            letter: answer.feedback or NOT_IN_FILE
            for letter, answer in named.items()
            if answer.weight < RIGHT
        },
    }


def typed(text: str, answers: Sequence[Answer], *, case: bool = False) -> Mapping[str, Any]:
    """Return the fields of a question with a typed answer; without a gap, one is put at the end.

    Raises:
        UnfitError: an answer earns only a part of the point, or holds a wildcard.
    """
    if any(0 < answer.weight < RIGHT for answer in answers):
        raise UnfitError(PARTIAL)
    accepted = tuple(answer.text for answer in answers if answer.weight == RIGHT)
    if any("*" in answer for answer in accepted):
        raise UnfitError("an answer holds the wildcard *; write each accepted answer out")
    if GAP not in text and "[" not in text:
        text = f"{text} {GAP}"
    return {"text": text, "accepted": accepted, "case": case}


def built(draft: Draft, number: int, defaults: Defaults) -> Question:
    """Return the item of a draft.

    Raises:
        UnfitError: the draft is not a valid item.
    """
    if any(map(_CONTROL.search, _texts([draft.content, draft.title, draft.feedback]))):
        raise UnfitError("it holds signs that nobody can read; take them out")
    try:
        return _QUESTION_TYPES[draft.question_type].model_validate(
            {
                "id": f"{defaults.prefix}-{number}",
                "topic": defaults.topic,
                "rule": defaults.rule,
                "level": defaults.level,
                "reason": draft.feedback or NOT_IN_FILE,
                "note": f"Imported, line {draft.line} {draft.title}".strip()[:300],
                **draft.content,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnfitError(f"{place}: {first['msg']}".removeprefix(": ")) from error


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping | list | tuple):
        for part in content.values() if isinstance(content, Mapping) else content:
            yield from _texts(part)


def plain(html: str) -> str:
    """Return the visible text of a piece of HTML.

    Raises:
        UnfitError: the HTML embeds a file, or is far too long.
    """
    if len(html) > MOST_MARKUP:
        raise UnfitError(f"a text of over {MOST_MARKUP:,} characters is no item")
    if _MEDIA.search(html):
        raise UnfitError(EMBEDDED)
    return _Text.of(html)


class _Text(HTMLParser):
    """Collects the visible text; blocks are separated by a space."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = False

    @classmethod
    def of(cls, html: str) -> str:
        reader = cls()
        reader.feed(html)
        reader.close()
        return " ".join("".join(reader.texts).split())

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = self.hidden or tag in {"script", "style"}
        if tag in {"p", "br", "div", "li", "td", "tr"}:
            self.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = self.hidden and tag not in {"script", "style"}
