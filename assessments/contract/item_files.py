"""Item files with one item each: read an author's YAML into a kind's model.

Pure, like ``assessments.contract.assessment``. Shared by the kinds that have one file per item.
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
    """A point that a text should make.

    Attributes:
        any_of: patterns of ``scoring.phrases``; a sentence that matches any of them makes it.
        unless: a sentence that also matches one of these does not make it.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    label: str = Field(min_length=5, max_length=100)
    any_of: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class Rehearsed(Protocol):
    """A sample text that an author adds to an item, with the points that it must make."""

    @property
    def points(self) -> Sequence[str]:
        """Ids of the points that the text makes."""


Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item", bound=ItemFile)


def texts_of(folder: Path) -> Mapping[str, str]:
    """Return the text of the item files in a folder, by name."""
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.yaml")}


def bank_of(
    texts: Mapping[str, str], slug: str, read: Callable[[str, str], Item]
) -> dict[str, Item]:
    """Read the items of files and return them by id.

    Args:
        read: ``(text, name for messages) -> item``.

    Raises:
        ContentError: a file is wrong, or two items have the same id.
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
    """Parse a file into a model; values stay as the author typed them ("0012", "8:05").

    Raises:
        ContentError: the file is wrong; the message names ``source`` and the wrong places.
    """
    try:
        return model.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{source}: {error}") from error


def refuse(complaints: Sequence[str], source: str) -> None:
    """Raise ``ContentError`` with all complaints about a file, if there are any."""
    if complaints:
        raise ContentError("\n".join(f"{source}: {complaint}" for complaint in complaints))


def doubtful(points: Sequence[AskedPoint], samples: Sequence[Rehearsed]) -> Iterator[str]:
    """Yield the errors in points and in the samples that name them, each as "place: problem"."""
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
