"""Words that are right in mail and chat although dictionaries of English do not have them.

The lists are in ``allowed.txt``: words of the Philippines and of India, places, brands, words of
the trade, particles of names and abbreviations. Filipino words are in a list that everything
shares (``scoring.filipino``).
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from scoring.word_lists import english_by_frequency, english_words, read_lists

_LIST: Final = Path(__file__).with_name("allowed.txt")
_MOST_LETTERS: Final = 5
_COMMON: Final = 40_000
"""English words, the most frequent first, that a misspelt word can stand for."""
_PREFIX: Final = re.compile(r"(?:re|un|pre|non|mis|over|under|sub)(?=\w{5})")
_VOWEL: Final = re.compile(r"[aeiou]")
_CONSONANTS: Final = re.compile(r"[^\W\d_aeiouy]+")
_INITIAL: Final = re.compile(r"(?:\w\.)*\w")


@cache
def allowed_words() -> frozenset[str]:
    """Return the words that are never misspelt, each as listed and with a capital first letter."""
    words = [word for words in read_lists(_LIST).values() for word in words]
    return frozenset({*words, *(word[:1].upper() + word[1:] for word in words)})


def is_derived(word: str) -> bool:
    """Return whether a word in lower case is a prefix and an English word: recontracting."""
    match = _PREFIX.match(word)
    return match is not None and word[match.end() :] in english_words()


@lru_cache(maxsize=4096)
def is_near_english(word: str) -> bool:
    """Return whether a word is a few typing errors from an English word, or is one.

    At most one error in a word of up to six letters, two up to nine, three in a longer word. What
    is farther from every common English word is a name, or a word of another language.
    """
    most = 1 + (len(word) > 6) + (len(word) > 9)
    nearest = process.extractOne(word.lower(), _common(), scorer=OSA.distance, score_cutoff=most)
    return nearest is not None


@cache
def _common() -> tuple[str, ...]:
    return english_by_frequency()[:_COMMON]


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word.lower() for word in read_lists(_LIST)["abbreviations"])


def is_abbreviation(word: str) -> bool:
    """Return whether a word before a full stop is an abbreviation, so that no sentence ends there.

    It is in the list, is an initial or several ("p.m"), has no vowel, or is no English word and so
    short that letters must be missing: at most five, at most one of them a vowel. Sentences do end
    with "6 pm".
    """
    lower = word.lower()
    return lower != "pm" and (
        lower in _abbreviations()
        or _INITIAL.fullmatch(lower) is not None
        or _CONSONANTS.fullmatch(lower) is not None
        or (
            len(lower) <= _MOST_LETTERS
            and lower.isalpha()
            and len(_VOWEL.findall(lower)) <= 1
            and lower not in english_words()
        )
    )
