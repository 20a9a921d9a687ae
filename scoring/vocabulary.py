"""The words of an open answer: how many, how different, how long. Information, never points.

**HD-D** (McCarthy & Jarvis 2007, Language Testing 24(4); 2010, Behavior Research Methods 42(2)) is
the expected share of different words among 42 words drawn from the answer without putting back:
the sum over all types of the chance to be drawn, ``1 - C(N - n, 42) / C(N, 42)``, over 42. Unlike
types over tokens it does not fall with the length of the answer.

Under ``FEWEST_WORDS`` nothing is given. Zenker & Kyle 2021 (Assessing Writing 47, 100505) found
HD-D stable from 50 words on, in essays of second-language writers; speech was not looked at.

How rare the words are is not measured: the list that symspellpy brings was counted on web pages,
where "hello", "sorry" and "okay" stand behind place 2,000.
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
"""Words drawn for HD-D, as its authors set it."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Words of one answer.

    Attributes:
        tokens: words, fillers, figures and spelled-out letters left out.
        types: different words.
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

    "follow-up" is two words, "don't" is one. Fillers, figures and single letters other than "a"
    and "I" are left out. Forms are not brought together: "call" and "calls" are two types.
    """
    found: list[str] = []
    for written in words:
        if is_filler(written):
            continue
        plain = unicodedata.normalize("NFKC", written).lower().replace("’", "'")
        found += [word for word in _WORD.findall(plain) if len(word) > 1 or word in "ai"]
    return found


def hdd(words: Iterable[str]) -> float | None:
    """Return HD-D of the words as they are; None for fewer than 42."""
    counts = Counter(words)
    tokens = counts.total()
    if tokens < SAMPLE:
        return None
    every = comb(tokens, SAMPLE)
    # One division at the end: whole numbers keep it exact, whatever the order of the words.
    drawn = sum(every - comb(tokens - count, SAMPLE) for count in counts.values())
    return drawn / (every * SAMPLE)


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """Describe the words of an open answer.

    Args:
        words: the recognised words, in order, as the engine wrote them.
    """
    found = vocabulary_words(words)
    counted = Vocabulary(tokens=len(found), types=len(set(found)))
    if len(found) < FEWEST_WORDS:
        return Vocabulary(tokens=counted.tokens, types=counted.types, reason="not_enough_words")
    return Vocabulary(
        tokens=counted.tokens,
        types=counted.types,
        hdd=hdd(found),
        mean_word_length=sum(len(word.replace("'", "")) for word in found) / len(found),
    )
