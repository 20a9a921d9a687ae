"""How alike two answers in own words are: for a person to look at, never for a score.

Sources: containment of word n-grams is the usual measure of text reuse (Broder 1997, "On the
resemblance and containment of documents"). The limits are ours: in chat messages whole copies had
1.00 of their 5-grams in common, light edits .25 to .36 and own words none (design notes of Handa);
for speech none has been measured.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import fmean, pstdev

GRAM = 5
LEAST_WORDS = 25
"""In a shorter answer people who never met say the same."""

LEAST_GRAMS = 15
"""So many 5-grams must be left after those of the text that everybody has before them."""

SAME_WORDING = 0.5
"""From this share on two answers count as alike: five changed words in fifty still do."""

SAME_SOUND_WORDS = 12
SAME_SOUND_SECONDS = 0.06
"""Words of the recogniser lie on a grid of 0.02 s. Nobody says a dozen words twice with every
beginning within three steps of it; the same recording played twice does."""

LEAST_PAUSES = 5
EVEN_VARIATION = 0.4
"""Deviation ÷ mean of the pauses of somebody who reads evenly; our own choice, not measured."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What two answers have in common.

    Attributes:
        share: 5-grams that both have ÷ those of the answer that has fewer, 0 to 1; what stands in
            the text that everybody has is left out.
        words: the longest run of words that both have, in the order said.
        first, other: where that run begins, in words of each answer.
    """

    share: float
    words: tuple[str, ...]
    first: int
    other: int


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, marks left out."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def shared_wording(one: str, other: str, *, given: str = "") -> Shared | None:
    """Compare two answers; None when one is too short to tell. Symmetric in ``share``.

    Args:
        given: the text that everybody who answers has before them.
    """
    mine, theirs = words_of(one), words_of(other)
    if min(len(mine), len(theirs)) < LEAST_WORDS:
        return None
    known = _grams(words_of(given))
    left, right = _grams(mine) - known, _grams(theirs) - known
    fewer = min(len(left), len(right))
    if fewer < LEAST_GRAMS:
        return None
    run = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match()
    return Shared(
        share=len(left & right) / fewer,
        words=tuple(mine[run.a : run.a + run.size]),
        first=run.a,
        other=run.b,
    )


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[n : n + GRAM]) for n in range(len(words) - GRAM + 1)}


def same_sound(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether the same words begin at the same times, so that one recording was played twice.

    Args:
        one, other: beginnings of the shared run's words, seconds, in order, as many of each.
    """
    if min(len(one), len(other)) < SAME_SOUND_WORDS:
        return False
    gaps = zip(pairwise(one), pairwise(other), strict=True)
    return all(abs((b - a) - (d - c)) <= SAME_SOUND_SECONDS for (a, b), (c, d) in gaps)


def even_pauses(seconds: Sequence[float]) -> bool:
    """Whether pauses are as even as those of somebody who reads."""
    return len(seconds) >= LEAST_PAUSES and pstdev(seconds) < EVEN_VARIATION * fmean(seconds)
