"""Read the item files and check that the passages are equally difficult."""

import string
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.typing.item import ChatPrompts, CustomerRecord, Dictation, Item, Passage
from speech.prompts.manifest import SoundError, Sounds

ITEMS = Path(__file__).parent / "items"
RECORD = "flask typing record-phrases"

SCORED_LENGTH = range(900, 1301)
"""Characters of a scored passage: at 90 wpm two minutes take 900, so few people run out of text."""

TOLERANCE: Mapping[str, float] = {
    "characters": 50.0,
    "characters_per_word": 0.2,
    "capitals": 0.4,
    "digits": 0.4,
    "punctuation": 0.6,
}
"""How far a scored passage may lie from the mean of all, so that every draw is equally hard.

Length in characters; capitals, digits and punctuation per 100 characters. Our own choice: less than
one character in 150, which changes a speed by less than its own spread.
"""

# Both loaders build strings only, so nothing in the file can become an object. libyaml is faster.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    passages: tuple[Passage, ...] = ()
    dictations: tuple[Dictation, ...] = ()
    records: tuple[CustomerRecord, ...] = ()
    chats: tuple[ChatPrompts, ...] = ()


_CHECKED = TypeAdapter(_File)


def items(folder: Path = ITEMS) -> Bank[Item]:
    """Load every item and check the balance of the scored passages and the sounds.

    Raises:
        ContentError: a file is wrong; the message says which and where.
    """
    bank = read_all(folder)
    passages = [item for item in bank.values() if isinstance(item, Passage)]
    check_balance([passage for passage in passages if not passage.practice])
    if not any(passage.practice for passage in passages):
        raise ContentError("typing: no practice passage; mark one with `practice: true`")
    _check_sounds(dictations(bank), folder / "audio")
    return bank


def _check_sounds(wanted: Iterable[Dictation], folder: Path) -> None:
    try:
        sounds = Sounds.of(folder, remedy=RECORD)
        for item in wanted:
            for name, line in zip(item.sounds, item.lines, strict=True):
                sounds.seconds(name, line.spoken)
    except SoundError as error:
        raise ContentError(f"typing/items: {error}") from error


def read_all(folder: Path = ITEMS) -> dict[str, Item]:
    """Load every item without checking its sounds.

    Raises:
        ContentError: a file or an item is wrong; the message says which, and how to correct it.
    """
    bank: dict[str, Item] = {}
    for path in sorted(folder.glob("*.yaml")):
        for item in _read(path):
            if item.id in bank:
                raise ContentError(f"{path.name}: item {item.id!r} exists twice; rename one")
            if isinstance(item, Passage):
                _check_length(path.name, item)
            bank[item.id] = item
    return bank


def phrase_texts(folder: Path = ITEMS) -> dict[str, str]:
    """Return the spoken text of every dictated phrase, by the name of its sound."""
    return {
        name: line.spoken
        for item in dictations(read_all(folder))
        for name, line in zip(item.sounds, item.lines, strict=True)
    }


def dictations(bank: Bank[Item]) -> list[Dictation]:
    """Return the dictations of a bank."""
    return [item for item in bank.values() if isinstance(item, Dictation)]


def _read(path: Path) -> tuple[Item, ...]:
    content: Any = None
    try:
        content = yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506
        file = _CHECKED.validate_python(content)
    except yaml.YAMLError as error:
        raise ContentError(f"typing/items/{path.name}: {error}") from error
    except ValidationError as error:
        raise ContentError(f"typing/items/{path.name}: {_named(content, error)}") from error
    return (*file.passages, *file.dictations, *file.records, *file.chats)


def _named(content: Any, error: ValidationError) -> str:
    """Return the faults, with the ids of the items instead of their numbers."""
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        place = list(fault["loc"])
        if len(place) > 1:
            item = content[place[0]][place[1]]
            place[:2] = [item.get("id", place[1]) if isinstance(item, dict) else place[1]]
        where = ".".join(str(part) for part in place)
        lines.append(f"{where}: {fault['msg'].removeprefix('Value error, ')}")
    return "; ".join(lines)


def _check_length(file: str, passage: Passage) -> None:
    if not passage.practice and len(passage.text) not in SCORED_LENGTH:
        raise ContentError(
            f"{file}: passage {passage.id!r} has {len(passage.text)} characters; write "
            f"{SCORED_LENGTH.start} to {SCORED_LENGTH.stop - 1}"
        )


def make_up(text: str) -> dict[str, float]:
    """Return the features that make a text slow to type; keys and units as in ``TOLERANCE``."""
    length = len(text)
    return {
        "characters": float(length),
        "characters_per_word": (length - text.count(" ")) / len(text.split()),
        "capitals": 100 * sum(character.isupper() for character in text) / length,
        "digits": 100 * sum(character.isdigit() for character in text) / length,
        "punctuation": 100 * sum(character in string.punctuation for character in text) / length,
    }


def check_balance(passages: Iterable[Passage]) -> None:
    """Refuse a bank in which one passage is harder to type than another.

    Raises:
        ContentError: a passage lies further from the mean than ``TOLERANCE`` allows.
    """
    features_of = {passage.id: make_up(passage.text) for passage in passages}
    if not features_of:
        raise ContentError("typing: no scored passage; add one to the item files")
    for feature, tolerance in TOLERANCE.items():
        mean = sum(values[feature] for values in features_of.values()) / len(features_of)
        for name, values in features_of.items():
            if abs(values[feature] - mean) > tolerance:
                raise ContentError(
                    f"typing: passage {name!r} has {feature} {values[feature]:.2f}; "
                    f"the mean is {mean:.2f} and at most {tolerance} away is fair"
                )
