"""Words that are right in the Philippines, and stretches of Filipino inside an English text.

The lists stand in ``allowed.txt``. Nothing in them, and nothing that touches a Filipino stretch,
is ever an error: who mixes languages has not misspelt English.
"""

from collections.abc import Sequence
from functools import cache

from scoring.proofreading.lists import read_lists
from scoring.proofreading.tokens import Token

# That many Filipino words, particles aside, and a sentence is no longer English alone.
_MIXED_FROM = 2


_FILE = "allowed.txt"


@cache
def allowed_words() -> tuple[str, ...]:
    """Return every word that is never misspelt, as written, and as written at a sentence's head."""
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
    """Return the small Filipino words that an English sentence goes on around: po, na, naman."""
    return frozenset(word.lower() for word in read_lists(_FILE)["particles"])


def is_mixed(sentence: Sequence[Token]) -> bool:
    """Return whether so much of a sentence is Filipino that English rules say nothing about it."""
    return sum(token.lower in _heavy_words() for token in sentence) >= _MIXED_FROM
