"""The questions: read from the item files, each one checked."""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from assessments.base import Bank, ContentError
from assessments.grammar.passage import Cloze, EditEmail
from assessments.grammar.question import Choose, Question, Type
from assessments.grammar.sentence import FindError, WordOrder

ITEMS = Path(__file__).parent / "items"

# A BaseLoader builds strings only; nothing in a file can become an object.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

AnyItem = Annotated[
    Choose | Type | FindError | WordOrder | Cloze | EditEmail, Field(discriminator="form")
]

_FILE = TypeAdapter(dict[str, list[AnyItem]])


def items() -> Bank:
    """Load every question; what the bank must keep as a whole, ``checks`` looks at.

    Raises:
        ContentError: a file is wrong; the message says which, where and why.
    """
    bank: dict[str, Question] = {}
    for path in sorted(ITEMS.glob("*.yaml")):
        for question in read(path):
            if question.id in bank:
                raise ContentError(f"{path.name}: {question.id!r} exists twice; rename one")
            bank[question.id] = question
    return bank


def read(path: Path) -> list[AnyItem]:
    """Return the questions of one file.

    Raises:
        ContentError: the file is wrong; the message says where and why.
    """
    try:
        content = yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506
        return _FILE.validate_python(content)["items"]
    except (yaml.YAMLError, ValidationError, KeyError) as error:
        raise ContentError(f"{path.name}: {error}") from error
