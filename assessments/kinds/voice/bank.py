"""Read the voice items from their files and check them against their audio."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.voice.draw import enough
from assessments.kinds.voice.item import Item
from speech.prompts.manifest import SoundError, Sounds

ITEMS = Path(__file__).parent / "items"
RECORD = "flask voice record-prompts"

# Both loaders build strings only: nothing in a file can become an object. The one of libyaml is
# fifteen times faster, and every start reads 200 KB.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    items: tuple[Item, ...]
    courtesies: Any = None


_CHECKED = TypeAdapter(_File)


def items(folder: Path = ITEMS) -> Bank[Item]:
    """Load every item and check that each spoken prompt has its audio.

    Raises:
        ContentError: an item file, an item or an audio file is wrong; the message says which one
            and how to fix it.
    """
    bank = _with_sounds(read_all(folder), folder / "audio")
    for lack in enough(bank):
        raise ContentError(f"voice/items: {lack}")
    return bank


def read_all(folder: Path = ITEMS) -> dict[str, Item]:
    """Load every item without checking its audio.

    Raises:
        ContentError: a file or an item is wrong; the message says which one and how to fix it.
    """
    bank: dict[str, Item] = {}
    for path in sorted(folder.glob("*.yaml")):
        for item in _read(path):
            if item.id in bank:
                raise ContentError(f"{path.name}: item {item.id!r} exists twice; rename one")
            bank[item.id] = item
    return bank


def _read(path: Path) -> tuple[Item, ...]:
    content: Any = None
    try:
        content = yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506
        return _CHECKED.validate_python(content).items
    except yaml.YAMLError as error:
        raise ContentError(f"voice/items/{path.name}: {error}") from error
    except ValidationError as error:
        raise ContentError(f"voice/items/{path.name}: {_named(content, error)}") from error


def _named(content: Any, error: ValidationError) -> str:
    """Return the validation messages, with the ids of items in place of their positions."""
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        place = list(fault["loc"])
        if len(place) > 1 and place[0] == "items":
            item = content["items"][place[1]]
            place[:2] = [item.get("id", place[1]) if isinstance(item, dict) else place[1]]
        where = ".".join(str(part) for part in place)
        lines.append(f"{where}: {fault['msg'].removeprefix('Value error, ')}")
    return "; ".join(lines)


def _with_sounds(bank: dict[str, Item], folder: Path) -> dict[str, Item]:
    """Return the items with the lengths of their audio, after checking that no file has changed."""
    try:
        sounds = Sounds.of(folder, remedy=RECORD)
        return {
            name: item.model_copy(update={"sound_seconds": sounds.seconds(name, item.asked)})
            if item.is_heard
            else item
            for name, item in bank.items()
        }
    except SoundError as error:
        raise ContentError(f"voice/items: {error}") from error
