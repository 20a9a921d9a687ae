"""Accuracy of typed fields, dictated words and replies.

Sources: field accuracy is the usual measure of data-entry tests, with each field right or wrong as
a whole. The word rule is eSkill's (a word is wrong when it is misspelled, inserted or missing);
here it ignores capitals and punctuation, which a dictation does not convey. Both are conventions.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from scoring.slips import plain

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class Entered:
    """One field: the expected text, the typed text, and their distance in characters."""

    expected: str
    typed: str
    distance: int

    @property
    def right(self) -> bool:
        """Whether every character is right; leading and trailing spaces do not count."""
        return self.distance == 0


def entered(expected: str, typed: str, *, accepted: Sequence[str] = ()) -> Entered:
    """Compare a typed field or reply with the nearest of the expected and accepted texts."""
    text = plain(typed).strip()
    nearest = min(
        (expected, *accepted),
        key=lambda wording: Levenshtein.distance(plain(wording).strip(), text),
    )
    return Entered(
        expected=nearest,
        typed=typed,
        distance=Levenshtein.distance(plain(nearest).strip(), text),
    )


def field_accuracy(fields: Sequence[Entered]) -> float | None:
    """Return the share of fields that are right, in %; None without fields."""
    return 100 * sum(field.right for field in fields) / len(fields) if fields else None


def character_accuracy(fields: Sequence[Entered]) -> float | None:
    """Return the mean over fields of 100 · (1 - distance ÷ length of the longer text), in %."""
    if not fields:
        return None
    return 100 * sum(_share(field) for field in fields) / len(fields)


def _share(field: Entered) -> float:
    longer = max(len(plain(field.expected).strip()), len(plain(field.typed).strip()))
    return 1 - field.distance / longer if longer else 1.0


def word_accuracy(expected: str, typed: str) -> float | None:
    """Return 100 · (1 - word distance ÷ expected words), at least 0, in %; None without words.

    Capitals and punctuation do not count.
    """
    wanted, given = _words(expected), _words(typed)
    if not wanted:
        return None
    return max(0.0, 100 * (1 - Levenshtein.distance(wanted, given) / len(wanted)))


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text).lower())
