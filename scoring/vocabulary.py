"""Vocabulary of an open answer: number, diversity and length of words. Information, never points.

**HD-D** (McCarthy & Jarvis 2007, Language Testing 24(4); 2010, Behavior Research Methods 42(2)) is
the expected share of different words among 42 words drawn from the answer without replacement: the
sum over all types of the probability of being drawn, ``1 - C(N - n, 42) / C(N, 42)``, divided by
42. Unlike the type-token ratio it does not fall with the length of the answer.

Answers of fewer than ``FEWEST_WORDS`` words are not measured. Zenker & Kyle 2021 (Assessing Writing
47, 100505) found HD-D stable from 50 words in essays of second-language writers; they did not study
speech.

Word rarity is not measured: the list in symspellpy was counted on web pages, where "hello", "sorry"
and "okay" rank below place 2,000.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

from scoring.words import is_filler

FEWEST_WORDS = 50
SAMPLE = 42
"""Words drawn for HD-D, as in the original papers."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Vocabulary of one answer.

    Attributes:
        tokens: number of words, without fillers, numbers and spelled-out letters.
        types: number of different words.
        hdd: expected share of different words among 42, 0 to 1.
        mean_word_length: letters per word.
        reason: why ``hdd`` and ``mean_word_length`` are None: ``not_enough_words``; else empty.
    """

    tokens: int
    types: int
    hdd: float | None = None
    mean_word_length: float | None = None
    reason: str = ""


def vocabulary_words(words: Iterable[str]) -> list[str]:
    """Return the words that count as vocabulary, in lower case and in order.

    "follow-up" is two words, "don't" is one. Fillers, numbers and single letters other than "a"
    and "I" are left out. Inflected forms are not merged: "call" and "calls" are two types.
    """
    counted: list[str] = []
    for written in words:
        if is_filler(written):
            continue
        plain = unicodedata.normalize("NFKC", written).lower().replace("’", "'")
        counted += [word for word in _WORD.findall(plain) if len(word) > 1 or word in "ai"]
    return counted


def hdd(words: Iterable[str]) -> float | None:
    """Return the HD-D of the words as given; None for fewer than 42 words."""
    counts = Counter(words)
    tokens = counts.total()
    if tokens < SAMPLE:
        return None
    every = comb(tokens, SAMPLE)
    # Divide only at the end: integers keep the sum exact, whatever the order of the words.
    drawn = sum(every - comb(tokens - count, SAMPLE) for count in counts.values())
    return drawn / (every * SAMPLE)


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """Describe the words of an open answer.

    Args:
        words: the recognised words, in order, as the engine wrote them.
    """
    counted = vocabulary_words(words)
    tokens, types = len(counted), len(set(counted))
    if tokens < FEWEST_WORDS:
        return Vocabulary(tokens=tokens, types=types, reason="not_enough_words")
    return Vocabulary(
        tokens=tokens,
        types=types,
        hdd=hdd(counted),
        mean_word_length=sum(len(word.replace("'", "")) for word in counted) / tokens,
    )
