"""Words that are right in the Philippines, and Filipino passages in an English text.

The lists are in ``allowed.txt``. Neither their words nor anything that touches a Filipino passage
is ever an error: mixing languages is not misspelling English.
"""

from collections.abc import Sequence
from functools import cache

from scoring.proofreading.lists import read_lists
from scoring.proofreading.tokens import Token

# A sentence with this many Filipino words, not counting particles, is no longer purely English.
_MIXED_FROM = 2


_FILE = "allowed.txt"


@cache
def allowed_words() -> tuple[str, ...]:
    """Return the words that are never misspelt, each as listed and with a capital first letter."""
    words = [word for words in read_lists(_FILE).values() for word in words]
    return tuple(sorted({*words, *(word[:1].upper() + word[1:] for word in words)}))


@cache
def filipino_words() -> frozenset[str]:
    """Return the Filipino words that are not also English words, in lower case."""
    return particles() | _heavy_words()


@cache
def _heavy_words() -> frozenset[str]:
    return frozenset(word.lower() for word in read_lists(_FILE)["filipino"])


@cache
def particles() -> frozenset[str]:
    """Return the Filipino particles that leave a sentence English: po, na, naman."""
    return frozenset(word.lower() for word in read_lists(_FILE)["particles"])


def is_mixed(sentence: Sequence[Token]) -> bool:
    """Return whether a sentence has too much Filipino for English rules to apply."""
    return sum(token.lower in _heavy_words() for token in sentence) >= _MIXED_FROM
