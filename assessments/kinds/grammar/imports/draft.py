"""Common parts of the readers of question files from other programs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assessments.kinds.grammar.passage import Cloze
from assessments.kinds.grammar.question import Choose, Level, Question, Topic, Type

NOT_IN_FILE = "not told in the file"

MOST_SENTENCE = 300
"""Characters of a reason or mistake."""

EMBEDDED = "pictures, sound, formulas, fields and files cannot be imported"
ESSAY = "an essay has no key"
MATCHING = "matching is not a question type here"
NUMBER = "a number is asked for, not English"
TRUE_OR_FALSE = "true or false is half a guess; write four options"

SAME_OPTIONS = "two options are the same"
ONLY_CAPITALS = (
    "two options differ only in capitals, quotes or final marks, which count only under the topics "
    "capitals and punctuation"
)

_QUESTION_TYPES: Mapping[str, type[Question]] = {
    "choose": Choose,
    "type_correction": Type,
    "cloze": Cloze,
}


class UnfitError(ValueError):
    """A question cannot be imported; the message says why."""


class Notes:
    """Whatever was changed or left out in one question, for the person who imports it."""

    def __init__(self) -> None:
        self._notes: dict[str, None] = {}

    def add(self, note: str) -> None:
        """Add a note once."""
        self._notes.setdefault(note)

    def __iter__(self) -> Iterator[str]:
        return iter(self._notes)


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """Fields that a file does not hold, given by the importing person for all its questions."""

    topic: Topic
    rule: str
    level: Level
    prefix: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """Fields of a question type, and the feedback that explains the key."""

    question_type: str
    fields: Mapping[str, Any]
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A question as a reader extracted it.

    Attributes:
        line: the line on which it begins, from 1.
        title: its name in the file; may be empty.
        notes: what was changed or left out.
        file: its file in a package; empty if the questions are in one file.
    """

    line: int
    title: str
    content: Content
    notes: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The reason why a question was not imported; ``line`` is where it begins, from 1."""

    line: int
    title: str
    why: str
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A change that an imported question needed; ``line`` is where it begins, from 1."""

    line: int
    title: str
    what: str
    file: str = ""


@dataclass(kw_only=True)
class Extract:
    """The drafts that a reader extracted, and the problems of the other questions."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def position(self) -> int:
        """The position of the next question in the file, from 1."""
        return len(self.drafts) + len(self.problems) + 1

    def add(
        self, line: int, title: str, read: Callable[[Notes], Content], *, label: str = ""
    ) -> None:
        """Add what ``read`` returns as a draft, or the reason why it is unfit as a problem.

        ``label`` names a problem without a title.
        """
        notes = Notes()
        try:
            content = read(notes)
        except UnfitError as error:
            self.refuse(line, title or label, str(error))
        else:
            name = " ".join(title.split())
            self.drafts.append(Draft(line=line, title=name, content=content, notes=tuple(notes)))

    def refuse(self, line: int, title: str, why: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(line=line, title=" ".join(title.split())[:80], why=why))

    def of_file(self, name: str) -> "Extract":
        """Return the extract with the name of a file of a package."""
        return Extract(
            drafts=[replace(draft, file=name) for draft in self.drafts],
            problems=[replace(problem, file=name) for problem in self.problems],
        )


def built(draft: Draft, number: int, defaults: Defaults) -> Question:
    """Return the item of a draft.

    Raises:
        UnfitError: the draft is not a valid item.
    """
    place = f"{draft.file}, line {draft.line}" if draft.file else f"line {draft.line}"
    content = draft.content
    try:
        return _QUESTION_TYPES[content.question_type].model_validate(
            {
                "id": f"{defaults.prefix}-{number}",
                "topic": defaults.topic,
                "rule": defaults.rule,
                "level": defaults.level,
                "reason": content.feedback or NOT_IN_FILE,
                "note": f"Imported, {place} {draft.title}".strip()[:300],
                **content.fields,
            }
        )
    except ValidationError as error:
        why = _why(error.errors()[0])
        options = content.fields.get("options", {})
        if why == SAME_OPTIONS and len(set(options.values())) == len(options):
            why = ONLY_CAPITALS
        raise UnfitError(why) from error


def _why(fault: ErrorDetails) -> str:
    """Return the fault of a field in plain words."""
    field_name, *rest = (*(str(part) for part in fault["loc"]), "")
    named = rest[0] if rest else ""
    number = str(int(named) + 1) if named.isdigit() else named
    names = {"text": "the question", "options": f"option {number}", "accepted": f"answer {number}"}
    place = names.get(field_name, f"{field_name} {number}".strip())
    if fault["type"] == "string_too_short":
        return f"{place} is empty"
    if fault["type"] == "string_too_long":
        return f"{place} has over {fault['ctx']['max_length']} characters"
    message = fault["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
