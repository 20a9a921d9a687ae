"""Filipino in a text: the shared list of words, and the clauses that are not English.

Agents in the Philippines mix English with Tagalog or Cebuano, as their customers do. Whatever
reads English needs to know which words are not English: the checks of a text must not mark them,
counts of English words must not hold them, and the chat matches some by their English meaning. All
use this module and its list, ``filipino.txt``.

A clause is read as Filipino if at least two of its words, or a third of them, are Filipino. A word
is Filipino if it is in the list, is an English word with a Filipino prefix ("na-refund"), or looks
Filipino to a small model: trigrams of characters, counted in the list and in English words. Every
limit is our own choice, set on our own messages.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import Final

from scoring.word_lists import english_by_frequency, english_words, read_lists

Place = tuple[int, int]

_LIST: Final = Path(__file__).with_name("filipino.txt")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*")
_CLAUSE_END: Final = re.compile(r"[.?!…,;:()\n]+(?:\s|$)|\s[-–—]+\s")
_APOSTROPHES: Final = str.maketrans("’‘", "''")
_CLAUSE_FROM: Final = 2
_CLAUSE_SHARE: Final = 1 / 3
_PREFIXED: Final = re.compile(
    r"(?P<sure>i|na|ma|pa|nag|mag|pag|paki|naka|maka|nakaka|nakapag|makapag|napa|mapa|nagpa|magpa"
    r"|nai|mai|ini|ipa|gi|mo|mi)-\w|(?P<doubled>(?:i|nag|mag|pag)[^\Waeiou\d_]{0,2}[aeiou])-\w"
)
"""An English word with a prefix, the second form with the word's first syllable: ire-refund."""
_SURE, _LIKELY = 6.0, 0.0
"""Log odds from which an unlisted word is Filipino: alone, and beside a Filipino word."""
_SMOOTHING: Final = 0.05
_LETTERS: Final = 28
"""Letters after which a word may go on: a to z, ñ and the end."""
_FEWEST_LETTERS: Final = 4
_COMMON_ENGLISH: Final = 20_000
"""English words, most frequent first, of which the model counts trigrams."""


@cache
def particles() -> frozenset[str]:
    """Return the particles that leave a clause English: po, na, naman."""
    return frozenset(read_lists(_LIST)["particles"])


@cache
def meanings() -> dict[str, str]:
    """Return the English meaning of Filipino words that service talk often uses."""
    return {
        word: section.removeprefix("means").strip()
        for section, words in read_lists(_LIST).items()
        if section.startswith("means")
        for word in words
    }


@cache
def also_english() -> frozenset[str]:
    """Return the listed words that are English words or names too: at, may, bang."""
    return frozenset(read_lists(_LIST)["also_english"])


@cache
def filipino_words() -> frozenset[str]:
    """Return all listed words that are only Filipino, in lower case, particles among them."""
    lists = read_lists(_LIST).values()
    return frozenset(word for words in lists for word in words) - also_english()


def is_listed(word: str) -> bool:
    """Return whether a word in lower case is listed, as it is or with a linker: ibang, aking."""
    return any(form in filipino_words() for form in _without_linker(word))


def _without_linker(word: str) -> Sequence[str]:
    if len(word) > 4 and word.endswith("ng") and word not in english_words():
        return (word, word[:-2], word[:-1])
    return (word,)


@dataclass(frozen=True, kw_only=True)
class Filipino:
    """The Filipino in a text.

    Attributes:
        words: the places of Filipino words, particles among them.
        clauses: the places of clauses that are not English, with the English words in them.
    """

    words: tuple[Place, ...] = ()
    clauses: tuple[Place, ...] = ()

    def touches(self, start: int, end: int) -> bool:
        """Return whether there is Filipino in a place."""
        return any(start < each[1] and each[0] < end for each in (*self.words, *self.clauses))


@lru_cache(maxsize=1024)
def filipino_in(text: str) -> Filipino:
    """Return the Filipino words and clauses of a text, in order."""
    words: list[Place] = []
    clauses: list[Place] = []
    start = 0
    for end in [*(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]:
        clause = list(_WORD.finditer(text, start, end))
        start = end
        if not clause:
            continue
        heavy, light = _read(clause)
        words += [clause[place].span() for place in sorted(heavy | light)]
        weighed = len(clause) - len(light)
        if len(heavy) >= _CLAUSE_FROM or (heavy and len(heavy) >= _CLAUSE_SHARE * weighed):
            clauses.append((clause[0].start(), clause[-1].end()))
    return Filipino(words=tuple(words), clauses=tuple(clauses))


def _read(clause: Sequence[re.Match[str]]) -> tuple[set[int], set[int]]:
    """Return the indices of the Filipino words of a clause, and of its particles."""
    small = [match.group().translate(_APOSTROPHES).lower() for match in clause]
    light = {place for place, word in enumerate(small) if word in particles()}
    named = {place for place, match in enumerate(clause) if place and match.group()[0].isupper()}
    sure = {
        place
        for place, word in enumerate(small)
        if place not in light and (_is_filipino(word) if place not in named else _prefixed(word))
    }
    if not sure:
        return sure, light
    beside = {
        place
        for place, word in enumerate(small)
        if place not in light
        and (
            word in also_english()
            or is_listed(word)
            or (place not in named and log_odds(word) > _LIKELY)
        )
    }
    return sure | beside, light


def _is_filipino(word: str) -> bool:
    return is_listed(word) or _prefixed(word) or log_odds(word) > _SURE


def _prefixed(word: str) -> bool:
    match = _PREFIXED.match(word)
    return match is not None and (match["doubled"] or "") not in english_words()


@lru_cache(maxsize=4096)
def log_odds(word: str) -> float:
    """Return how much more likely a word in lower case is as Filipino than as English.

    The natural logarithm of the ratio of both probabilities by trigrams of characters; negative for
    an English word, 0 for a word that is too short to tell.
    """
    letters = re.sub(r"[^a-zñ]", "", word)
    if word in english_words():
        return -_SURE
    if len(letters) < _FEWEST_LETTERS:
        return 0.0
    filipino, english = _models()
    return sum(filipino.log_of(run) - english.log_of(run) for run in _trigrams(letters))


def _trigrams(word: str) -> Iterable[str]:
    edged = f"^^{word}$"
    return (edged[place : place + 3] for place in range(len(edged) - 2))


class _Trigrams:
    """Counts of trigrams and of the pairs that begin them, over the words of a language."""

    def __init__(self, words: Iterable[str]) -> None:
        self._runs = Counter(run for word in words for run in _trigrams(word))
        self._pairs: Counter[str] = Counter()
        for run, count in self._runs.items():
            self._pairs[run[:2]] += count

    def log_of(self, run: str) -> float:
        """Return the log probability of the last letter after the other two, smoothed."""
        return log(
            (self._runs[run] + _SMOOTHING) / (self._pairs[run[:2]] + _SMOOTHING * _LETTERS)
        )


@cache
def _models() -> tuple[_Trigrams, _Trigrams]:
    filipino = (word for word in filipino_words() if word.isalpha())
    return _Trigrams(filipino), _Trigrams(english_by_frequency()[:_COMMON_ENGLISH])
