"""Words that are right in mail and chat although dictionaries of English do not have them.

The lists are in ``allowed.txt``: words of the Philippines and of India, places, brands, words of the
trade, particles of names and abbreviations. Filipino words are in a list that everything shares
(``scoring.filipino``).
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from scoring.word_lists import english_words, read_lists

_LIST: Final = Path(__file__).with_name("allowed.txt")
_MOST_LETTERS: Final = 5
_VOWEL: Final = re.compile(r"[aeiou]")
_INITIAL: Final = re.compile(r"(?:\w\.)*\w")


@cache
def allowed_words() -> frozenset[str]:
    """Return the words that are never misspelt, each as listed and with a capital first letter."""
    words = [word for words in read_lists(_LIST).values() for word in words]
    return frozenset({*words, *(word[:1].upper() + word[1:] for word in words)})


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word.lower() for word in read_lists(_LIST)["abbreviations"])


def is_abbreviation(word: str) -> bool:
    """Return whether a word before a full stop is an abbreviation, so that no sentence ends there.

    It is in the list, is an initial or several ("p.m"), or is no English word and so short that
    letters must be missing: at most five, at most one of them a vowel.
    """
    lower = word.lower()
    return (
        lower in _abbreviations()
        or _INITIAL.fullmatch(lower) is not None
        or (
            len(lower) <= _MOST_LETTERS
            and lower.isalpha()
            and len(_VOWEL.findall(lower)) <= 1
            and lower not in english_words()
        )
    )
