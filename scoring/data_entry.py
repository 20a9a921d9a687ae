"""Fields, dictated words and replies: how much of what was asked for stands there, and right.

Sources: field accuracy is the usual measure of data-entry tests, a field being right or wrong as a
whole; the word rule is eSkill's (a word is wrong when it is misspelled, inserted or missing), here
without capitals and punctuation, which nobody can hear; both are conventions.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from scoring.slips import plain

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class Entered:
    """One field: what was asked for, what stands there, and how many characters apart they are."""

    expected: str
    typed: str
    distance: int

    @property
    def right(self) -> bool:
        """Whether every character is right; outer spaces do not count."""
        return self.distance == 0


def entered(expected: str, typed: str, *, accepted: Sequence[str] = ()) -> Entered:
    """Compare one field or reply with what was asked for, or with the nearest that is accepted."""
    text = plain(typed).strip()
    nearest = min(
        (expected, *accepted), key=lambda one: Levenshtein.distance(plain(one).strip(), text)
    )
    return Entered(
        expected=nearest,
        typed=typed,
        distance=Levenshtein.distance(plain(nearest).strip(), text),
    )


def field_accuracy(fields: Sequence[Entered]) -> float | None:
    """Return the fields that are right ÷ all fields, in %; None when there is none."""
    return 100 * sum(field.right for field in fields) / len(fields) if fields else None


def character_accuracy(fields: Sequence[Entered]) -> float | None:
    """Return 100 · (1 - distance ÷ the longer of the two texts), the mean over fields, in %."""
    if not fields:
        return None
    return 100 * sum(_share(field) for field in fields) / len(fields)


def _share(field: Entered) -> float:
    longer = max(len(plain(field.expected).strip()), len(plain(field.typed).strip()))
    return 1 - field.distance / longer if longer else 1.0


def word_accuracy(expected: str, typed: str) -> float | None:
    """Return 100 · (1 - word distance ÷ words asked for), at least 0, in %; None without words.

    Capitals and punctuation do not count.
    """
    wanted, found = _words(expected), _words(typed)
    if not wanted:
        return None
    return max(0.0, 100 * (1 - Levenshtein.distance(wanted, found) / len(wanted)))


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text).lower())
