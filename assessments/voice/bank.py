"""The voice items: read from the item files, checked with their sounds, drawn by seed."""

import hashlib
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from assessments.base import Bank, ContentError
from assessments.voice import key_points

ITEMS = Path(__file__).parent / "items"
MANIFEST = "manifest.json"
RECORD = "flask voice record-prompts"

Task = Literal["read_aloud", "repeat", "open_answer"]

PLAN: tuple[Task, ...] = ("read_aloud", "repeat", "open_answer")
"""What a sitting asks for, in order: from reading, which calms, to speaking freely."""

PRACTICE_PLAN: tuple[Task, ...] = ("read_aloud", "repeat")
"""A short passage shows how the recorder works, a sentence what it is to hear one only once."""

WORDS: dict[Task, range] = {
    "read_aloud": range(35, 61),
    "repeat": range(4, 17),
    "open_answer": range(30, 81),
}
"""Length of a scored text in words."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Point(_Part):
    """Something an answer must hold, and the phrases that show it."""

    id: str = Field(pattern=r"^[a-z0-9-]{2,40}$")
    label: str = Field(min_length=3, max_length=120)
    any_of: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _patterns_are_sound(self) -> Self:
        for pattern in self.any_of:
            if wrong := key_points.problem(pattern):
                raise ValueError(f"pattern {pattern!r}: {wrong}")
        return self


class Item(_Part):
    """One thing to say. Times are in seconds, without an accommodation."""

    id: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    task: Task
    level: Literal["A2", "B1", "B2", "C1"]
    topic: str = Field(min_length=2, max_length=40)
    text: str = Field(min_length=5, max_length=700)
    prepare_seconds: float = Field(default=0, ge=0, le=60)
    speak_seconds: float = Field(ge=5, le=120)
    takes: int = Field(default=1, ge=1, le=3)
    practice: bool = False
    key_points: tuple[Point, ...] = ()
    courtesies: tuple[Point, ...] = ()
    note: str = ""

    @property
    def is_heard(self) -> bool:
        """Whether the text is spoken to the applicant and never shown."""
        return self.task == "repeat"

    @model_validator(mode="after")
    def _fits_its_task(self) -> Self:
        words = len(self.text.split())
        if not self.practice and words not in WORDS[self.task]:
            fair = WORDS[self.task]
            raise ValueError(f"text has {words} words; write {fair.start} to {fair.stop - 1}")
        names = [point.id for point in (*self.key_points, *self.courtesies)]
        if len(names) != len(set(names)):
            raise ValueError("two points have the same id; rename one")
        if (self.task == "open_answer") != bool(self.key_points):
            raise ValueError("key points belong to open answers, and every open answer needs some")
        return self


class _File(_Part):
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
    bank = read_all(folder)
    _check_enough(bank)
    _check_sounds(bank, folder / "audio")
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
    try:
        # BaseLoader builds strings only; nothing in the file can become an object.
        content = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
        return _CHECKED.validate_python(content).items
    except (yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"voice/items/{path.name}: {error}") from error


def _check_enough(bank: Bank) -> None:
    there = {(item.task, item.practice) for item in bank.values()}
    for plan, practice in ((PLAN, False), (PRACTICE_PLAN, True)):
        for task in plan:
            if (task, practice) not in there:
                kind = "practice" if practice else "scored"
                raise ContentError(f"voice/items: no {kind} item for {task}; add one")


def _check_sounds(bank: Bank, folder: Path) -> None:
    manifest = read_manifest(folder)
    for item in bank.values():
        if not item.is_heard:
            continue
        entry = manifest.get(item.id)
        if entry is None or not (folder / entry["file"]).is_file():
            raise ContentError(f"voice/items: {item.id!r} has no sound; run `{RECORD}`")
        if others := {path.name for path in folder.glob(f"{item.id}.*")} - {entry["file"]}:
            raise ContentError(
                f"voice/items: {item.id!r} has several sounds; {MANIFEST} names {entry['file']}, "
                f"so remove {', '.join(sorted(others))}"
            )
        if entry["text_sha256"] != text_hash(item.text):
            raise ContentError(
                f"voice/items: the text of {item.id!r} has changed since its sound was made; "
                f"run `{RECORD}`"
            )
        if hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]:
            raise ContentError(
                f"voice/items: the sound of {item.id!r} is not the one in {MANIFEST}; run "
                f"`{RECORD}`, or enter the sha256 of the recording that replaces it"
            )


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


def draw(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return the items of one sitting in order; the same for the same seed."""
    # Not for secrets: the draw must be repeatable from the seed that the log keeps.
    chance = random.Random(seed)  # noqa: S311
    form: list[str] = []
    for task, wanted in Counter(PRACTICE_PLAN if practice else PLAN).items():
        names = sorted(
            name for name, item in bank.items() if item.task == task and item.practice is practice
        )
        form += chance.sample(names, wanted)
    return tuple(form)
