"""The passages: read from the item files, checked for equal difficulty, drawn by seed."""

import random
import string
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assessments.base import Bank, ContentError

ITEMS = Path(__file__).parent / "items"

PASSAGES_PER_SITTING = 1
"""One scored passage for now, so its standard error is not known (it takes two)."""

SCORED_SECONDS = 120.0
PRACTICE_SECONDS = 30.0

SCORED_LENGTH = range(900, 1301)
"""Characters: at 90 wpm two minutes fill 900, so few people run out of text."""

TOLERANCE: Mapping[str, float] = {
    "characters": 50.0,
    "characters_per_word": 0.2,
    "capitals": 0.4,
    "digits": 0.4,
    "punctuation": 0.6,
}
"""How far a scored passage may lie from the mean of all, so that every draw is equally hard.

Length in characters; capitals, digits and punctuation in signs per 100 characters. Our own
choice: less than one sign in 150 characters, which moves a speed by less than its own spread.
"""


class Passage(BaseModel):
    """A text to copy; straight quotes and plain signs only, so every keyboard can type it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    title: str = Field(min_length=1, max_length=60)
    text: str = Field(min_length=100, max_length=1300)
    practice: bool = False

    @property
    def seconds(self) -> float:
        """Time limit without an accommodation."""
        return PRACTICE_SECONDS if self.practice else SCORED_SECONDS


_FILE = TypeAdapter(dict[str, list[Passage]])


def items() -> Bank:
    """Load every passage and prove the balance of the scored ones.

    Raises:
        ContentError: a file is wrong; the message says which and where.
    """
    bank: dict[str, Passage] = {}
    for path in sorted(ITEMS.glob("*.yaml")):
        for passage in _read(path):
            if passage.id in bank:
                raise ContentError(f"{path.name}: passage {passage.id!r} exists twice; rename one")
            _check_text(path.name, passage)
            bank[passage.id] = passage
    check_balance([passage for passage in bank.values() if not passage.practice])
    if not any(passage.practice for passage in bank.values()):
        raise ContentError("typing: no practice passage; mark one with `practice: true`")
    return bank


def _read(path: Path) -> list[Passage]:
    try:
        # BaseLoader builds strings only; nothing in the file can become an object.
        content = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
        return _FILE.validate_python(content)["passages"]
    except (yaml.YAMLError, ValidationError, KeyError) as error:
        raise ContentError(f"{path.name}: {error}") from error


def _check_text(file: str, passage: Passage) -> None:
    where = f"{file}: passage {passage.id!r}"
    strange = {sign for sign in passage.text if not (sign.isascii() and sign.isprintable())}
    if strange:
        raise ContentError(f"{where} has signs that some keyboards lack: {sorted(strange)}")
    if "  " in passage.text or passage.text != passage.text.strip():
        raise ContentError(f"{where} has doubled or outer spaces; remove them")
    if not passage.practice and len(passage.text) not in SCORED_LENGTH:
        raise ContentError(
            f"{where} has {len(passage.text)} characters; write "
            f"{SCORED_LENGTH.start} to {SCORED_LENGTH.stop - 1}"
        )


def make_up(text: str) -> dict[str, float]:
    """Return what makes a text slow to type; keys and units as in ``TOLERANCE``."""
    length = len(text)
    return {
        "characters": float(length),
        "characters_per_word": (length - text.count(" ")) / len(text.split()),
        "capitals": 100 * sum(sign.isupper() for sign in text) / length,
        "digits": 100 * sum(sign.isdigit() for sign in text) / length,
        "punctuation": 100 * sum(sign in string.punctuation for sign in text) / length,
    }


def check_balance(passages: Iterable[Passage]) -> None:
    """Refuse a bank in which one passage is harder to type than another.

    Raises:
        ContentError: a passage lies further from the mean than ``TOLERANCE`` allows.
    """
    made = {passage.id: make_up(passage.text) for passage in passages}
    if not made:
        raise ContentError("typing: no scored passage; add one to the item files")
    for feature, tolerance in TOLERANCE.items():
        mean = sum(values[feature] for values in made.values()) / len(made)
        for name, values in made.items():
            if abs(values[feature] - mean) > tolerance:
                raise ContentError(
                    f"typing: passage {name!r} has {feature} {values[feature]:.2f}; "
                    f"the mean is {mean:.2f} and at most {tolerance} away is fair"
                )


def draw(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return the passages of one sitting; the same for the same seed."""
    names = sorted(name for name, passage in bank.items() if passage.practice is practice)
    # Not for secrets: the draw must be repeatable from the seed that the log keeps.
    return tuple(random.Random(seed).sample(names, PASSAGES_PER_SITTING))  # noqa: S311
