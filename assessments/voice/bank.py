"""The voice items: read from the item files and checked with their sounds."""

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assessments.base import Bank, ContentError
from assessments.voice.form import enough
from assessments.voice.item import Item

ITEMS = Path(__file__).parent / "items"
MANIFEST = "manifest.json"
RECORD = "flask voice record-prompts"

# Both build strings only: nothing in the file can become an object. libyaml's is fifteen times
# faster, and there are 200 KB to read at every start.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    items: tuple[Item, ...]
    courtesies: Any = None


_CHECKED = TypeAdapter(_File)


def text_hash(text: str) -> str:
    """Return the fingerprint of a prompt's text, white space folded."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def items(folder: Path = ITEMS) -> Bank:
    """Load every item and check that each spoken prompt has its sound.

    Raises:
        ContentError: a file, an item or a sound is wrong; the message says which, and what to do.
    """
    bank = _with_sounds(read_all(folder), folder / "audio")
    for lack in enough(bank):
        raise ContentError(f"voice/items: {lack}")
    return bank


def read_all(folder: Path = ITEMS) -> dict[str, Item]:
    """Load every item, its sound unchecked.

    Raises:
        ContentError: a file or an item is wrong; the message says which, and what to do.
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
    """Return what is wrong with the ids of the items instead of their numbers."""
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
    """Return the items with the lengths of their sounds, each of which was found as it was made."""
    manifest = read_manifest(folder)
    files: dict[str, set[str]] = {}
    for path in folder.glob("*.*"):
        files.setdefault(path.stem, set()).add(path.name)
    return {
        name: item
        if not item.is_heard
        else item.model_copy(
            update={"sound_seconds": _sound(item, manifest.get(name), files.get(name), folder)}
        )
        for name, item in bank.items()
    }


def _sound(item: Item, entry: dict[str, Any] | None, files: set[str] | None, folder: Path) -> float:
    """Check the sound of an item; return its length in seconds."""
    if entry is None or entry["file"] not in (files or ()):
        raise ContentError(f"voice/items: {item.id!r} has no sound; run `{RECORD}`")
    if others := (files or set()) - {entry["file"]}:
        raise ContentError(
            f"voice/items: {item.id!r} has several sounds; {MANIFEST} names {entry['file']}, "
            f"so remove {', '.join(sorted(others))}"
        )
    if entry["text_sha256"] != text_hash(item.asked):
        raise ContentError(
            f"voice/items: the text of {item.id!r} has changed since its sound was made; "
            f"run `{RECORD}`"
        )
    if hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]:
        raise ContentError(
            f"voice/items: the sound of {item.id!r} is not the one in {MANIFEST}; run "
            f"`{RECORD}`, or enter the sha256 of the recording that replaces it"
        )
    return float(entry["seconds"])


def read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is known of the sounds in a folder, by item; empty when there are none."""
    place = folder / MANIFEST
    if not place.is_file():
        return {}
    try:
        prompts: dict[str, dict[str, Any]] = json.loads(place.read_text("utf-8"))["prompts"]
    except (ValueError, KeyError, TypeError) as error:
        raise ContentError(f"voice/items/audio/{MANIFEST} cannot be read: {error}") from error
    return prompts
