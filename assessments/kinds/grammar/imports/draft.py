"""What the readers of other programs' question files have in common."""

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

NOT_TOLD = "not told in the file"

ESSAY = "an essay has no key"
MATCHING = "matching is no form of item here"
PARTIAL = "an answer earns a part of the point; here each is right or wrong"
NUMBER = "a number is asked for, and no English"
TRUE_OR_FALSE = "true or false is half a guess; write four options"
EMBEDDED = "pictures, sound and files are not taken over"

MOST_MARKUP = 20_000
"""Characters of one text with its markup: an item is far shorter, and to read what is longer and
broken on purpose could take hours."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MEDIA = re.compile(r"<(img|audio|video|iframe|object|embed|svg)\b|@@PLUGINFILE@@", re.IGNORECASE)

_FORMS: Mapping[str, type[Question]] = {
    "choose": Choose,
    "type_correction": Type,
    "cloze": Cloze,
}


class UnfitError(ValueError):
    """A question cannot be taken over; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer as a file has it: what it says, what it earns in %, and what is told of it."""

    text: str
    weight: float
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a file does not say, so whoever imports it does, for all its questions."""

    topic: Topic
    rule: str
    level: Level
    prefix: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A question as it was read.

    Attributes:
        line: where it begins in the file, from 1.
        title: its name in the file; may be empty.
        content: the fields of its form.
    """

    line: int
    title: str
    form: str
    content: Mapping[str, Any]
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a question was not taken over, for its author; ``line`` is where it begins, from 1."""

    line: int
    title: str
    why: str


@dataclass(kw_only=True)
class Found:
    """What a reader collects: drafts, and what it could not read."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def chosen(text: str, answers: Sequence[Answer]) -> Mapping[str, Any]:
    """Return the fields of a question to choose.

    Raises:
        UnfitError: not four options, or not exactly one that is right.
    """
    right = [one for one in answers if one.weight == RIGHT]
    if any(0 < one.weight < RIGHT for one in answers):
        raise UnfitError(PARTIAL)
    if len(answers) != len(LETTERS) or len(right) != 1:
        raise UnfitError(
            f"{len(answers)} options, {len(right)} of them right; {len(LETTERS)} and 1 are needed"
        )
    named = dict(zip(LETTERS, answers, strict=True))
    return {
        "text": text,
        "options": {letter: one.text for letter, one in named.items()},
        "key": next(letter for letter, one in named.items() if one.weight == RIGHT),
        "mistakes": {
            letter: one.feedback or NOT_TOLD for letter, one in named.items() if one.weight < RIGHT
        },
    }


def typed(text: str, answers: Sequence[Answer], *, case: bool = False) -> Mapping[str, Any]:
    """Return the fields of a question to type; without a gap one is put at the end.

    Raises:
        UnfitError: an answer earns only a part, or holds a wildcard.
    """
    if any(0 < one.weight < RIGHT for one in answers):
        raise UnfitError(PARTIAL)
    accepted = tuple(one.text for one in answers if one.weight == RIGHT)
    if any("*" in one for one in accepted):
        raise UnfitError("an answer holds the wildcard *; write each accepted answer out")
    if GAP not in text and "[" not in text:
        text = f"{text} {GAP}"
    return {"text": text, "accepted": accepted, "case": case}


def built(draft: Draft, number: int, told: Told) -> Question:
    """Return the item of a draft.

    Raises:
        UnfitError: it does not fit together as an item.
    """
    if any(map(_CONTROL.search, _texts([draft.content, draft.title, draft.feedback]))):
        raise UnfitError("it holds signs that nobody can read; take them out")
    try:
        return _FORMS[draft.form].model_validate(
            {
                "id": f"{told.prefix}-{number}",
                "topic": told.topic,
                "rule": told.rule,
                "level": told.level,
                "reason": draft.feedback or NOT_TOLD,
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
        for one in content.values() if isinstance(content, Mapping) else content:
            yield from _texts(one)


def plain(html: str) -> str:
    """Return what a reader of the page would see, without markup.

    Raises:
        UnfitError: something is embedded, or it is far too long.
    """
    if len(html) > MOST_MARKUP:
        raise UnfitError(f"a text of over {MOST_MARKUP:,} characters is no item")
    if _MEDIA.search(html):
        raise UnfitError(EMBEDDED)
    return _Text.of(html)


class _Text(HTMLParser):
    """Collects what a reader of the page would see; blocks are parted by a space."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.unseen = False

    @classmethod
    def of(cls, html: str) -> str:
        reader = cls()
        reader.feed(html)
        reader.close()
        return " ".join("".join(reader.seen).split())

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.seen.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen = self.unseen or tag in {"script", "style"}
        if tag in {"p", "br", "div", "li", "td", "tr"}:
            self.seen.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.unseen = self.unseen and tag not in {"script", "style"}
