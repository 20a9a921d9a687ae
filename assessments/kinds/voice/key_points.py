"""Find phrases in a spoken answer that show a key point.

A pattern is a few words as they are said. ``*`` between words matches up to three words; a word
that ends in ``*`` matches any word that starts with it: ``pick * up``, ``refund*``. Case, figures,
contractions and homophones make no difference (``scoring.spoken_forms``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from scoring.spoken_forms import Token, tokens_of

GAP = 3
"""Most words that ``*`` matches: enough for "pick the broken one up"; our own choice."""


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Where a pattern matched: first and last index of the words as recognised."""

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
        stem = word.removesuffix("*")
        said = " ".join(re.escape(token.text) for token in tokens_of([stem]))
        # Homophones are joined only for whole words: "check*" also matches "checked", but "high*",
        # which sounds like "hi", does not match "his".
        begun = rf"{re.escape(stem.lower())}\S* |" if stem != word else ""
        parts.append(f"(?:{begun}{said} )")
    return re.compile("(?<!\\S)" + "".join(parts))


def problem(pattern: str) -> str:
    """Return a complaint about a pattern, or an empty string.

    Figures are refused because one way of saying them may be a common word ("4:00" is also "for");
    a pattern without a word would match everywhere.
    """
    if re.search(r"\d", pattern):
        return "write figures as words"
    if not re.search(r"\w", pattern) or pattern.split()[0] == "*" or pattern.split()[-1] == "*":
        return "begin and end with a word, not with a gap"
    return ""


@dataclass(frozen=True, kw_only=True)
class Match:
    """Where a pattern matched: the tokens from ``start`` up to, not including, ``end``."""

    pattern: str
    start: int
    end: int


def matches(patterns: Sequence[str], tokens: Sequence[Token]) -> list[Match]:
    """Return every place where one of the patterns is said, from left to right."""
    text = "".join(f"{token.text} " for token in tokens)
    every = [
        Match(
            pattern=pattern,
            start=text.count(" ", 0, match.start()),
            end=text.count(" ", 0, match.end()),
        )
        for pattern in patterns
        for match in _expression(pattern).finditer(text)
    ]
    return sorted(every, key=lambda match: (match.start, match.end, match.pattern))


def find(patterns: Sequence[str], words: Sequence[str]) -> Phrase | None:
    """Return the first place where one of the patterns is said, or None.

    Args:
        patterns: any of them shows the point.
        words: the recognised words, as the engine wrote them.
    """
    tokens = tokens_of(words)
    places = matches(patterns, tokens)
    return phrase_of(places[0], tokens) if places else None


def phrase_of(match: Match, tokens: Sequence[Token]) -> Phrase:
    """Return the place of a match in the words as recognised."""
    return Phrase(
        pattern=match.pattern, first=tokens[match.start].word, last=tokens[match.end - 1].word
    )
