"""Whether a written text says something: words that stand together in one sentence.

An entry is one or more words, in any order, all in one sentence; a word that ends in ``*`` fits
longer words, ``a|b`` fits either: ``refund* 5|five day*``. Case and curly marks make no
difference. What is no English word and has six letters or more may have one slip of the key (a
letter changed, left out, added or swapped): content is asked here, spelling elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from rapidfuzz.distance import OSA

_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)\s+|\n+|;\s*", re.IGNORECASE
)
_WORD: Final = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
FUNCTION_WORDS: Final = frozenset(
    {
        "a", "an", "the", "i", "you", "we", "he", "she", "it", "they", "me", "him", "her",
        "us", "them", "my", "your", "our", "their", "its", "this", "that", "these", "those",
        "am", "is", "are", "was", "were", "be", "been", "being", "do", "does", "did", "have",
        "has", "had", "will", "would", "can", "could", "may", "might", "shall", "should",
        "must", "and", "or", "but", "so", "if", "because", "as", "of", "to", "in", "on", "at",
        "for", "with", "from", "by", "about", "into", "what", "which", "who", "when", "where",
        "how", "not", "no", "there", "here", "i'm", "i'll", "i've", "it's", "that's",
        "you're", "we're", "we'll", "don't", "can't",
    }
)  # fmt: skip
"""Words that hold a sentence together; half of the words of written English are of this kind."""

FORGIVEN_FROM: Final = 6
"""Shortest word in which a slip is forgiven: in shorter ones it makes another word."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where an entry was found: characters of the text from ``start`` to before ``end``."""

    entry: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class _Written:
    word: str
    start: int
    end: int


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences and lines of a text, none of them blank."""
    found = []
    start = 0
    for stop in _SENTENCE_END.finditer(text):
        found.append((start, stop.start()))
        start = stop.end()
    found.append((start, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip()]


def find(text: str, entries: Sequence[str], *, unless: Sequence[str] = ()) -> Found | None:
    """Return the first place where one of the entries stands, or None.

    Args:
        text: what was written.
        entries: any of them is enough; the earliest sentence wins, in it the earliest entry.
        unless: a sentence in which one of these stands too does not count ("not refund*").
    """
    for words in _sentences_of(text):
        if any(_in_sentence(words, entry) for entry in unless):
            continue
        for entry in entries:
            found = _in_sentence(words, entry)
            if found:
                return found
    return None


def problem(entry: str) -> str:
    """Say what is wrong with an entry, or return an empty string."""
    if not entry.split() or not all(re.search(r"\w", part) for part in entry.split()):
        return f"{entry!r}: write one or more words"
    words = [one.rstrip("*") for part in entry.split() for one in part.split("|")]
    if any(len(word) < 2 and not word.isdigit() for word in words):
        return f"{entry!r}: a word of one letter is found everywhere"
    return ""


def words_in(text: str) -> list[str]:
    """Return the words and figures of a text as they were written."""
    return _WORD.findall(text)


def function_share(words: Sequence[str]) -> float:
    """Return the share of function words, 0 to 1; strings of key words have hardly any."""
    if not words:
        return 0.0
    return sum(word.lower().replace("’", "'") in FUNCTION_WORDS for word in words) / len(words)


def _sentences_of(text: str) -> Iterator[list[_Written]]:
    for start, end in sentences(text):
        yield [
            _Written(
                word=_folded(match.group()), start=start + match.start(), end=start + match.end()
            )
            for match in _WORD.finditer(text[start:end])
        ]


def _folded(word: str) -> str:
    plain = word.lower().replace("’", "'")
    # "1,890.00" is "1890", a clock time stays as it is.
    return re.sub(r"\.00$", "", plain).replace(",", "") if plain[0].isdigit() else plain


def _in_sentence(words: Sequence[_Written], entry: str) -> Found | None:
    places = []
    for part in entry.lower().split():
        place = next((one for one in words if _fits(one.word, part)), None)
        if place is None:
            return None
        places.append(place)
    return Found(
        entry=entry, start=min(one.start for one in places), end=max(one.end for one in places)
    )


@cache
def _fits(word: str, part: str) -> bool:
    for wanted in part.split("|"):
        stem = wanted.rstrip("*")
        if word == stem or (stem != wanted and word.startswith(stem)):
            return True
        if len(stem) >= FORGIVEN_FROM and word[0].isalpha() and word not in _english():
            # Of a longer word the beginning is compared, a letter more or less than the stem has.
            lengths = range(len(stem) - 1, len(stem) + 2) if stem != wanted else (len(word),)
            if any(OSA.distance(word[:n], stem, score_cutoff=1) <= 1 for n in lengths):
                return True
    return False


@cache
def _english() -> frozenset[str]:
    """Return the English words (about 82,000, from symspellpy) that are no slip of another."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = listed.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines if line)
