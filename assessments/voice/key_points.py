"""Phrases in speech: where an answer says what had to be said.

A pattern is a few words as they are said. ``*`` stands for up to three words between, a word that
ends in ``*`` for any word that begins so: ``pick * up``, ``refund*``. Case, figures, contractions
and homophones make no difference (``scoring.spoken_forms``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from scoring.spoken_forms import Token, tokens_of

GAP = 3
"""Most words that ``*`` may stand for: enough for "pick the broken one up"; our own choice."""


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Where a pattern was found: first and last index of the words as recognised."""

    pattern: str
    first: int
    last: int


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    parts = []
    for word in pattern.split():
        if word == "*":
            parts.append(rf"(?:\S+ ){{0,{GAP}}}")
            continue
        said = [re.escape(token.text) for token in tokens_of([word.removesuffix("*")])]
        parts.append(" ".join(said) + (r"\S* " if word.endswith("*") else " "))
    return re.compile("(?<!\\S)" + "".join(parts))


def problem(pattern: str) -> str:
    """Say what is wrong with a pattern, or return an empty string.

    Figures are refused because one way of saying them is a word that means little ("4:00" is
    also "for"); a pattern without a word would be found everywhere.
    """
    if re.search(r"\d", pattern):
        return "write figures as words"
    if not re.search(r"\w", pattern) or pattern.split()[0] == "*" or pattern.split()[-1] == "*":
        return "begin and end with a word, not with a gap"
    return ""


def find(patterns: Sequence[str], words: Sequence[str]) -> Phrase | None:
    """Return the first place where one of the patterns is said, or None.

    Args:
        patterns: what shows the point, any of them.
        words: the recognised words, as the engine wrote them.
    """
    tokens: list[Token] = tokens_of(words)
    text = "".join(f"{token.text} " for token in tokens)
    found = [
        (match.start(), match.end(), pattern)
        for pattern in patterns
        if (match := _expression(pattern).search(text))
    ]
    if not found:
        return None
    start, end, pattern = min(found)
    first = text.count(" ", 0, start)
    last = text.count(" ", 0, end) - 1
    return Phrase(pattern=pattern, first=tokens[first].word, last=tokens[last].word)
