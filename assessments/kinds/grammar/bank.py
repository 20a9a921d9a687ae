"""Read and check the questions of the item files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.grammar.passage import Cloze, EditEmail
from assessments.kinds.grammar.question import Choose, Type
from assessments.kinds.grammar.sentence import FindError, WordOrder

ITEMS = Path(__file__).parent / "items"

SHARES = "shares.json"
"""File beside the item files: the probability that an adaptive sitting may ask each item."""

SET_BY_THE_BANK = frozenset({"measured", "calibration", "share"})
"""Fields that an item file must not set."""

# A BaseLoader builds strings only; nothing in a file can become an object.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

AnyItem = Annotated[
    Choose | Type | FindError | WordOrder | Cloze | EditEmail, Field(discriminator="question_type")
]

_FILE = TypeAdapter(dict[str, list[AnyItem]])
_SHARES = TypeAdapter(dict[str, Annotated[float, Field(ge=0, le=1)]])


def items(texts: Mapping[str, str] | None = None) -> Bank[AnyItem]:
    """Load every question; ``checks`` checks the bank as a whole.

    Args:
        texts: item files and ``SHARES`` by name; None for the shipped ones.

    Raises:
        ContentError: a file is wrong; the message says which, where and why.
    """
    if texts is None:
        files = (*ITEMS.glob("*.yaml"), ITEMS / SHARES)
        texts = {path.name: path.read_text("utf-8") for path in files}
    shares = read_shares(texts.get(SHARES))
    bank: dict[str, AnyItem] = {}
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
        raise ContentError(f"{name}: {_faults(error, content)}") from error
    except KeyError as error:
        raise ContentError(f"{name}: it needs a list called {error}") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{name}: {error}") from error
    for question in questions:
        if forbidden := question.model_fields_set & SET_BY_THE_BANK:
            raise ContentError(f"{name}: {question.id!r}: take out {sorted(forbidden)}")
    return questions


def _faults(error: ValidationError, content: Any) -> str:
    """Return the faults for the author, one line each: the item, the field and the reason."""
    lines = []
    for fault in error.errors():
        place = [part for part in fault["loc"][1:] if isinstance(part, str | int)]
        number = place[0] if place and isinstance(place[0], int) else None
        item = content["items"][number] if number is not None else None
        name = item.get("id", f"item {number}") if isinstance(item, dict) else "items"
        field = ".".join(map(str, place[2:]))  # after the number and the question type
        lines.append(": ".join(part for part in (repr(name), field, fault["msg"]) if part))
    return "\n".join(lines)


def read_shares(text: str | None) -> Mapping[str, float]:
    """Return the shares of a bank's items; empty without a file.

    Raises:
        ContentError: the file is wrong.
    """
    if text is None:
        return {}
    try:
        return _SHARES.validate_python(json.loads(text)["shares"])
    except (ValueError, KeyError, TypeError) as error:
        raise ContentError(f"{SHARES}: {error}") from error
