"""Find content in a written text: words that occur together in one sentence.

An entry is one or more words that must all occur in one sentence, in any order. A word that ends in
``*`` also matches longer words, and ``a|b`` matches either word: ``refund* 5|five day*``. Case and
curly quotes make no difference. A written word that is not English may differ by one typing error
(a letter changed, missing, added or swapped) from an entry's word of six letters or more: this
module checks content, not spelling.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from scoring.lemmas import english_words

_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)\s+|\n+|;\s*", re.IGNORECASE
)
_WORD: Final = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_FUNCTION_WORDS_TEXT: Final = """
    a an the i you we he she it they me him her us them my your our their its this that these
    those am is are was were be been being do does did have has had will would can could may might
    shall should must and or but so if because as of to in on at for with from by about into what
    which who when where how not no there here i'm i'll i've it's that's you're we're we'll don't
    can't
"""
FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS_TEXT.split())
"""Function words, which make up half of the words of written English."""

FORGIVEN_FROM: Final = 6
"""Shortest word in which a typing error is tolerated: in shorter words it makes another word."""


@dataclass(frozen=True, kw_only=True)
class PhraseMatch:
    """A place where an entry occurs: characters of the text from ``start`` to before ``end``."""

    entry: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class _Written:
    word: str
    start: int
    end: int


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the non-blank sentences and lines of a text."""
    spans = []
    start = 0
    for stop in _SENTENCE_END.finditer(text):
        spans.append((start, stop.start()))
        start = stop.end()
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def find(text: str, entries: Sequence[str], *, unless: Sequence[str] = ()) -> PhraseMatch | None:
    """Return the first place where any of the entries occurs, or None.

    Args:
        text: the written text.
        entries: entries, any of which is enough; the earliest sentence wins, and within it the
            first entry of the list.
        unless: entries that rule out a sentence in which they occur ("not refund*").
    """
    for words in _sentences_of(text):
        if any(_in_sentence(words, entry) for entry in unless):
            continue
        for entry in entries:
            if match := _in_sentence(words, entry):
                return match
    return None


def problem(entry: str) -> str:
    """Return what is wrong with an entry, or an empty string."""
    if not entry.split() or not all(re.search(r"\w", part) for part in entry.split()):
        return f"{entry!r}: write one or more words"
    words = [word.rstrip("*") for part in entry.split() for word in part.split("|")]
    if any(len(word) < 2 and not word.isdigit() for word in words):
        return f"{entry!r}: a word of one letter is found everywhere"
    return ""


def words_in(text: str) -> list[str]:
    """Return the words and numbers of a text as written."""
    return _WORD.findall(text)


def function_share(words: Sequence[str]) -> float:
    """Return the share of function words, 0 to 1; a mere list of keywords has hardly any."""
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
    # "1,890.00" becomes "1890"; a clock time is unchanged.
    return re.sub(r"\.00$", "", plain).replace(",", "") if plain[0].isdigit() else plain


def _in_sentence(words: Sequence[_Written], entry: str) -> PhraseMatch | None:
    matched = []
    for part in entry.lower().split():
        first = next((written for written in words if _fits(written.word, part)), None)
        if first is None:
            return None
        matched.append(first)
    return PhraseMatch(
        entry=entry,
        start=min(written.start for written in matched),
        end=max(written.end for written in matched),
    )


@cache
def _fits(word: str, part: str) -> bool:
    for wanted in part.split("|"):
        stem = wanted.rstrip("*")
        if word == stem or (stem != wanted and word.startswith(stem)):
            return True
        if len(stem) >= FORGIVEN_FROM and word[0].isalpha() and word not in english_words():
            # For a starred stem, compare the beginning of the word, one letter longer or shorter.
            lengths = range(len(stem) - 1, len(stem) + 2) if stem != wanted else (len(word),)
            if any(OSA.distance(word[:n], stem, score_cutoff=1) <= 1 for n in lengths):
                return True
    return False
