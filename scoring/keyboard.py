"""Slips by key and by finger, on a US QWERTY keyboard.

The finger is the finger that touch typing teaches for the key (the home row asdf jkl; and the
columns above and below it); the finger that the typist actually used is unknown. The map describes
QWERTY, the layout of Philippine keyboards; other layouts differ.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.copying import Corrected
from scoring.slips import Alignment

ROWS: tuple[tuple[str, str], ...] = (
    ("`1234567890-=", "~!@#$%^&*()_+"),
    ("qwertyuiop[]\\", "QWERTYUIOP{}|"),
    ("asdfghjkl;'", 'ASDFGHJKL:"'),
    ("zxcvbnm,./", "ZXCVBNM<>?"),
    (" ", " "),
)
"""Keys of each row: the characters that they type alone, and with Shift."""

FINGERS: dict[str, str] = {
    "left_little": "`1qaz",
    "left_ring": "2wsx",
    "left_middle": "3edc",
    "left_index": "45rtfgvb",
    "right_index": "67yuhjnm",
    "right_middle": "8ik,",
    "right_ring": "9ol.",
    "right_little": "0-=p[]\\;'/",
    "thumb": " ",
}

_KEY_OF = {
    sign: key
    for alone, shifted in ROWS
    for key, with_shift in zip(alone, shifted, strict=True)
    for sign in (key, with_shift)
}
_FINGER_OF = {key: finger for finger, keys in FINGERS.items() for key in keys}


def key_of(character: str) -> str | None:
    """Return the key that types a character, named by what it types alone; None without a key."""
    return _KEY_OF.get(character)


def finger_of(key: str) -> str:
    """Return the finger that touch typing teaches for a key of ``ROWS``."""
    return _FINGER_OF[key]


@dataclass(frozen=True, kw_only=True)
class Strikes:
    """How often a key (or finger) was due, and the slips on it.

    Attributes:
        name: the key, named by what it types alone, or the finger.
        due: how often the text called for it.
        wrong: uncorrected slips: another character, or a missing one.
        corrected: corrected slips.
        extra: how often it was struck too often and not corrected.
        instead: the characters typed most often in its place, at most three.
    """

    name: str
    due: int
    wrong: int
    corrected: int
    extra: int
    instead: tuple[str, ...] = ()

    @property
    def error_rate(self) -> float | None:
        """(wrong + corrected) ÷ (due + corrected), 0 to 1; None when it was never due."""
        tried = self.due + self.corrected
        return (self.wrong + self.corrected) / tried if tried else None


class StrikeCounts:
    """Strike counts added up over several texts."""

    def __init__(self) -> None:
        self.due: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.corrected: Counter[str] = Counter()
        self.extra: Counter[str] = Counter()
        self.instead: dict[str, Counter[str]] = {}

    def add(self, alignment: Alignment, corrections: Iterable[Corrected]) -> None:
        """Count one text."""
        self.due.update(
            key for sign in alignment.presented[: alignment.reached] if (key := _KEY_OF.get(sign))
        )
        for slip in alignment.slips:
            if slip.kind == "insert":
                self._extra(alignment.typed[slip.typed])
            else:
                typed = alignment.typed[slip.typed] if slip.kind == "replace" else ""
                self._wrong(self.wrong, alignment.presented[slip.presented], typed)
        for correction in corrections:
            self._wrong(self.corrected, correction.expected, correction.typed)

    def _extra(self, typed: str) -> None:
        if key := _KEY_OF.get(typed):
            self.extra[key] += 1

    def _wrong(self, counter: Counter[str], expected: str, typed: str) -> None:
        if key := _KEY_OF.get(expected):
            counter[key] += 1
            if typed:
                self.instead.setdefault(key, Counter())[typed] += 1

    def by_key(self) -> list[Strikes]:
        """Return every key that was due or struck, in the order of the keyboard."""
        order = [key for alone, _ in ROWS for key in alone]
        return [
            self._strikes(key, key)
            for key in order
            if self.due[key] or self.extra[key] or self.corrected[key]
        ]

    def by_finger(self) -> list[Strikes]:
        """Return every finger, from the left little finger to the thumb."""
        return [self._strikes(finger, keys) for finger, keys in FINGERS.items()]

    def _strikes(self, name: str, keys: Sequence[str]) -> Strikes:
        instead: Counter[str] = Counter()
        for key in keys:
            instead.update(self.instead.get(key, Counter()))
        return Strikes(
            name=name,
            due=sum(self.due[key] for key in keys),
            wrong=sum(self.wrong[key] for key in keys),
            corrected=sum(self.corrected[key] for key in keys),
            extra=sum(self.extra[key] for key in keys),
            instead=tuple(sign for sign, _ in instead.most_common(3)) if len(keys) == 1 else (),
        )
