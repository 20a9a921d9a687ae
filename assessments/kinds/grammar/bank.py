"""The questions: read from the item files, each one checked."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.grammar.passage import Cloze, EditEmail
from assessments.kinds.grammar.question import Choose, Question, Type
from assessments.kinds.grammar.sentence import FindError, WordOrder

ITEMS = Path(__file__).parent / "items"

SHARES = "shares.json"
"""Beside the item files: with which chance an adaptive sitting may ask each item."""

MADE_READY = frozenset({"measured", "calibration", "share"})
"""What no writer says of an item."""

# A BaseLoader builds strings only; nothing in a file can become an object.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

AnyItem = Annotated[
    Choose | Type | FindError | WordOrder | Cloze | EditEmail, Field(discriminator="form")
]

_FILE = TypeAdapter(dict[str, list[AnyItem]])
_SHARES = TypeAdapter(dict[str, Annotated[float, Field(ge=0, le=1)]])


def items(texts: Mapping[str, str] | None = None) -> Bank:
    """Load every question; what the bank must keep as a whole, ``checks`` looks at.

    Args:
        texts: item files and ``SHARES`` by name; None: those that ship.

    Raises:
        ContentError: a file is wrong; the message says which, where and why.
    """
    if texts is None:
        files = (*ITEMS.glob("*.yaml"), ITEMS / SHARES)
        texts = {path.name: path.read_text("utf-8") for path in files}
    shares = read_shares(texts.get(SHARES))
    bank: dict[str, Question] = {}
    for name in sorted(name for name in texts if name.endswith(".yaml")):
        for question in read(name, texts[name]):
            if question.id in bank:
                raise ContentError(f"{name}: {question.id!r} exists twice; rename one")
            share = shares.get(question.id, question.share)
            bank[question.id] = question.model_copy(update={"share": share})
    return bank


def read(name: str, text: str) -> list[AnyItem]:
    """Return the questions of one file.

    Raises:
        ContentError: the file is wrong; the message says where and why.
    """
    try:
        content = yaml.load(text, _LOADER)  # noqa: S506
        questions = _FILE.validate_python(content)["items"]
    except ValidationError as error:
        raise ContentError(f"{name}: {_told(error, content)}") from error
    except KeyError as error:
        raise ContentError(f"{name}: it needs a list called {error}") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{name}: {error}") from error
    for question in questions:
        if told := question.model_fields_set & MADE_READY:
            raise ContentError(f"{name}: {question.id!r}: take out {sorted(told)}")
    return questions


def _told(error: ValidationError, content: Any) -> str:
    """Return what is wrong for the author: which item, which field, why; one complaint a line."""
    lines = []
    for one in error.errors():
        place = [part for part in one["loc"][1:] if isinstance(part, str | int)]
        number = place[0] if place and isinstance(place[0], int) else None
        item = content["items"][number] if number is not None else None
        name = item.get("id", f"item {number}") if isinstance(item, dict) else "items"
        field = ".".join(map(str, place[2:]))  # behind number and form
        lines.append(": ".join(part for part in (repr(name), field, one["msg"]) if part))
    return "\n".join(lines)


def read_shares(text: str | None) -> Mapping[str, float]:
    """Return the chances of a bank's items; of none where there is no file.

    Raises:
        ContentError: the file is wrong.
    """
    if text is None:
        return {}
    try:
        return _SHARES.validate_python(json.loads(text)["shares"])
    except (ValueError, KeyError, TypeError) as error:
        raise ContentError(f"{SHARES}: {error}") from error
