"""Similarity of two free answers: for a person to review, never for a score.

Sources: containment of word n-grams is the usual measure of text reuse (Broder 1997, "On the
resemblance and containment of documents"). The limits are ours: in chat messages whole copies
shared 1.00 of their 5-grams, light edits .25 to .36 and independent answers 0 (design notes of
Handa); for speech no such figures have been measured.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import fmean, pstdev

from scoring.rewording import REWORDED, reworded_share

GRAM = 5
LEAST_WORDS = 25
"""Shortest answer that is compared: in shorter answers, strangers use the same words."""

LEAST_GRAMS = 15
"""Fewest 5-grams that must remain after removing those of the text that every applicant sees."""

SAME_WORDING = 0.5
"""Smallest share at which two answers count as alike; with five changed words in fifty they do."""

SAME_SOUND_WORDS = 12
SAME_SOUND_SECONDS = 0.06
"""The recogniser's word times lie on a grid of 0.02 s. No speaker says a dozen words twice with
every gap between word starts within three steps of the grid; a recording played twice does."""

LEAST_PAUSES = 5
EVEN_VARIATION = 0.4
"""Largest SD ÷ mean of the pauses of an even reader; our own choice, not measured."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The wording that two answers share.

    Attributes:
        share: shared 5-grams ÷ 5-grams of the answer that has fewer, 0 to 1, without the 5-grams
            of the text that every applicant sees.
        words: the longest run of words that both answers contain.
        first, other: index of the first word of that run in each answer.
    """

    share: float
    words: tuple[str, ...]
    first: int
    other: int


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def shared_wording(first: str, second: str, *, given: str = "") -> Shared | None:
    """Compare two answers; None when either is too short. ``share`` is symmetric.

    Args:
        first, second: the answers.
        given: the text that every applicant sees.
    """
    left, right = words_of(first), words_of(second)
    if min(len(left), len(right)) < LEAST_WORDS:
        return None
    given_grams = _grams(words_of(given))
    left_grams, right_grams = _grams(left) - given_grams, _grams(right) - given_grams
    fewer = min(len(left_grams), len(right_grams))
    if fewer < LEAST_GRAMS:
        return None
    run = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    return Shared(
        share=len(left_grams & right_grams) / fewer,
        words=tuple(left[run.a : run.a + run.size]),
        first=run.a,
        other=run.b,
    )


def same_text(first: str, second: str, *, given: str = "") -> Shared | None:
    """Return what two written texts share if they are worded alike; None if they are not.

    They are if they share runs of words (``SAME_WORDING``), or if most of either is the other in
    slightly other words (``scoring.rewording``); ``share`` is the larger of the two shares.

    Args:
        first, second: the texts.
        given: the text that every applicant sees.
    """
    shared = shared_wording(first, second, given=given)
    if shared is None:
        return None
    reworded = max(
        reworded_share(first, second, given=given), reworded_share(second, first, given=given)
    )
    if shared.share < SAME_WORDING and reworded < REWORDED:
        return None
    return replace(shared, share=max(shared.share, reworded))


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[n : n + GRAM]) for n in range(len(words) - GRAM + 1)}


def same_sound(first: Sequence[float], second: Sequence[float]) -> bool:
    """Return whether the words of a shared run have the same timing, as in one recording replayed.

    Args:
        first, second: start times of the run's words in each answer, in seconds and in order;
            both of the same length.
    """
    if min(len(first), len(second)) < SAME_SOUND_WORDS:
        return False
    gaps = zip(pairwise(first), pairwise(second), strict=True)
    return all(abs((b - a) - (d - c)) <= SAME_SOUND_SECONDS for (a, b), (c, d) in gaps)


def even_pauses(seconds: Sequence[float]) -> bool:
    """Return whether pauses are as even as those of a person who reads aloud."""
    return len(seconds) >= LEAST_PAUSES and pstdev(seconds) < EVEN_VARIATION * fmean(seconds)
