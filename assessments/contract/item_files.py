"""Item files that hold one item each, as an author writes them: YAML to a kind's own model.

Pure, like ``assessments.contract.assessment``: kinds of test whose items fill a file share it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assessments.contract.assessment import ContentError
from scoring.phrases import problem


class Block(BaseModel):
    """Base of every part of an item file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemFile(Block):
    """The head of every item."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{2,59}$")
    title: str = Field(min_length=3, max_length=80)
    practice: bool = False


class AskedPoint(Block):
    """Something that a text is asked to say.

    Attributes:
        any_of: what shows it (``scoring.phrases``); any entry is enough.
        unless: a sentence that holds one of these too does not show it.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    label: str = Field(min_length=5, max_length=100)
    any_of: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class Rehearsed(Protocol):
    """A text that an author adds to an item, with the points that must be found in it."""

    @property
    def points(self) -> Sequence[str]:
        """Ids of the points."""


Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item", bound=ItemFile)


def texts_of(folder: Path) -> Mapping[str, str]:
    """Return the item files that ship in a folder, by name."""
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.yaml")}


def bank_of(
    texts: Mapping[str, str], slug: str, read: Callable[[str, str], Item]
) -> dict[str, Item]:
    """Return the items of files by id; ``read`` gets a file's text and its name for messages.

    Raises:
        ContentError: a file is wrong, or two have the same id.
    """
    bank: dict[str, Item] = {}
    for name in sorted(name for name in texts if name.endswith(".yaml")):
        source = f"{slug}/items/{name}"
        item = read(texts[name], source)
        if item.id in bank:
            raise ContentError(f"{source}: the id {item.id!r} is already used")
        bank[item.id] = item
    return bank


def parsed(text: str, model: type[Model], source: str) -> Model:
    """Return what a file holds; every value is what the author typed ("0012", "8:05").

    Raises:
        ContentError: naming ``source`` and the places that are wrong.
    """
    try:
        return model.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{source}: {error}") from error


def refuse(complaints: Sequence[str], source: str) -> None:
    """Raise ``ContentError`` with every complaint about a file, if there is one."""
    if complaints:
        raise ContentError("\n".join(f"{source}: {complaint}" for complaint in complaints))


def doubtful(points: Sequence[AskedPoint], samples: Sequence[Rehearsed]) -> Iterator[str]:
    """Yield what is wrong with points and the samples that name them, each "place: what to do"."""
    names = [point.id for point in points]
    if len(set(names)) != len(names):
        yield "points: two points have the same id; give each its own"
    for point in points:
        for entry in (*point.any_of, *point.unless):
            if complaint := problem(entry):
                yield f"points › {point.id}: {complaint}"
    for number, sample in enumerate(samples, 1):
        for name in sample.points:
            if name not in names:
                yield f"samples › {number}: there is no point {name!r}"
