"""Filipino in a text: the shared list of words, and the clauses that are not English.

Agents in the Philippines mix English with Tagalog or Cebuano, as their customers do. Whatever
reads English needs to know which words are not English: the checks of a text must not mark them,
counts of English words must not hold them, and the chat matches some by their English meaning. All
use this module and its list, ``filipino.txt``.

A clause is read as Filipino if two of its words are, and a tenth, or a single word that is a third
of it; particles do not count. A word is Filipino if it is in the list, is an English word with a
Filipino prefix ("na-refund"), or looks Filipino to a small model: trigrams of characters, counted
in the list and in English words. Every limit is our own choice, set on our own messages.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import Final

from scoring.allowed import allowed_words, is_abbreviation
from scoring.word_lists import english_by_frequency, english_words, read_lists

Place = tuple[int, int]

_LIST: Final = Path(__file__).with_name("filipino.txt")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*")
_CLAUSE_END: Final = re.compile(r"[.?!…,;:()\n]+(?:\s|$)|\s[-–—]+\s")
_LAST: Final = re.compile(r"(?P<word>(?:\w\.)*\w*)[.?!…\n]+\s*$")
"""The end of a sentence and the word before it, in the last few letters of a text."""
_MOST_LETTERS: Final = 20
_APOSTROPHES: Final = str.maketrans("’‘", "''")
_SHARE_OF_ONE, _SHARE_OF_MORE = 1 / 3, 1 / 10
_PREFIXED: Final = re.compile(
    r"(?P<sure>i|na|ma|pa|nag|mag|pag|paki|naka|maka|nakaka|nakapag|makapag|napa|mapa|nagpa|magpa"
    r"|nai|mai|ini|ipa|gi|mo|mi)-\w|(?P<doubled>(?:i|nag|mag|pag)[^\Waeiou\d_]{0,2}[aeiou])-\w"
)
"""An English word with a prefix, the second form with the word's first syllable: ire-refund."""
_SURE, _LIKELY = 6.0, 0.0
"""Log odds from which an unlisted word is Filipino: alone, and beside a Filipino word."""
_SLIP: Final = 2
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

    def has_word(self, start: int, end: int) -> bool:
        """Return whether a Filipino word touches a place."""
        return any(start < word[1] and word[0] < end for word in self.words)

    def touches(self, start: int, end: int) -> bool:
        """Return whether there is Filipino in a place."""
        in_clause = any(start < clause[1] and clause[0] < end for clause in self.clauses)
        return in_clause or self.has_word(start, end)


@lru_cache(maxsize=1024)
def filipino_in(text: str) -> Filipino:
    """Return the Filipino words and clauses of a text, in order."""
    clauses = _clauses_of(text)
    mixed = any(
        _is_sure(word) or word.lower in particles() for clause in clauses for word in clause
    )
    words: list[Place] = []
    places: list[Place] = []
    for clause in clauses:
        heavy = [word for word in clause if _is_sure(word) or (mixed and _is_likely(word))]
        light = [word for word in clause if word.lower in particles()]
        names = [word for word in clause if word.capital and not word.first]
        share = len(heavy) / max(1, len({*clause} - {*light, *names} | {*heavy}))
        if share >= (_SHARE_OF_ONE if len(heavy) == 1 else _SHARE_OF_MORE):
            places.append((clause[0].place[0], clause[-1].place[1]))
            heavy += [word for word in clause if word.lower in also_english()]
        words += sorted(word.place for word in {*heavy, *light})
    return Filipino(words=tuple(words), clauses=tuple(places))


@dataclass(frozen=True)
class _Word:
    """A word: its place, in lower case, if it has a capital, and if it is first in its sentence."""

    place: Place
    lower: str
    capital: bool
    first: bool


def _clauses_of(text: str) -> list[list[_Word]]:
    """Return the words of each clause of a text that has any."""
    clauses: list[list[_Word]] = []
    start = 0
    for end in [*(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]:
        found = list(_WORD.finditer(text, start, end))
        small = [match.group().translate(_APOSTROPHES).lower() for match in found]
        before = _LAST.search(text, max(0, start - _MOST_LETTERS), start)
        opens = not start or (before is not None and not is_abbreviation(before["word"]))
        clauses.append(
            [
                _Word(match.span(), lower, not match.group().islower(), opens and not number)
                for number, (match, lower) in enumerate(zip(found, small, strict=True))
            ]
        )
        start = end
    return [clause for clause in clauses if clause]


def _is_sure(word: _Word) -> bool:
    """Return whether a word is Filipino whatever is beside it; two letters may be a slip."""
    return len(word.lower) > _SLIP and _is_filipino(word, _SURE)


def _is_likely(word: _Word) -> bool:
    """Return whether a word is Filipino in a text that has other Filipino words."""
    return _is_filipino(word, _LIKELY)


def _is_filipino(word: _Word, least: float) -> bool:
    """Return whether a word is Filipino, but no particle; a capital may make it a name."""
    if word.lower in particles():
        return False
    if _prefixed(word.lower):
        return True
    if is_listed(word.lower):
        return word.first or not word.capital
    return not word.capital and log_odds(word.lower) > least


def _prefixed(word: str) -> bool:
    match = _PREFIXED.match(word)
    return match is not None and (match["doubled"] or "") not in english_words()


@lru_cache(maxsize=4096)
def log_odds(word: str) -> float:
    """Return how much more likely a word in lower case is as Filipino than as English.

    The natural logarithm of the ratio of both probabilities by trigrams of characters; negative for
    an English word, 0 for a word that is too short to tell or has no vowel.
    """
    letters = re.sub(r"[^a-zñ]", "", word)
    if word in english_words() or word in allowed_words():
        return -_SURE
    if len(letters) < _FEWEST_LETTERS or not re.search(r"[aeiou]", letters):
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
        return log((self._runs[run] + _SMOOTHING) / (self._pairs[run[:2]] + _SMOOTHING * _LETTERS))


@cache
def _models() -> tuple[_Trigrams, _Trigrams]:
    filipino = (word for word in filipino_words() if word.isalpha())
    return _Trigrams(filipino), _Trigrams(english_by_frequency()[:_COMMON_ENGLISH])
