"""Insert errors into correct English by rule, so that a tagger can learn to detect them.

A sentence is a list of ``Token``. ``corrupt`` draws the number of errors, draws the type of each
from ``SHARES``, and tries the places where that type can occur. All draws use the ``random.Random``
that the caller passes. A dropped word marks the next word as wrong. Changes that usually are also
right (can for could, a for the) are not made.
"""

import random
from collections.abc import Mapping, Sequence

from training.writing.edits import RULES, Rule
from training.writing.tokens import Token

RATES = (0.0, 0.0, 0.04, 0.08, 0.12, 0.18, 0.25)
"""Errors per word; a rate is drawn for each stretch of text."""

SHARES = {
    "drop_mark": 13,
    "add_mark": 3,
    "determiner": 11,
    "preposition": 11,
    "verb": 14,
    "auxiliary": 4,
    "number": 6,
    "pronoun": 3,
    "confused": 8,
    "adverb": 2,
    "drop_word": 5,
    "add_word": 3,
    "order": 4,
    "spelling": 12,
    "joined": 2,
    "short_form": 1,
}
"""Shares of the error types: close to the published shares of ERRANT types among learners' edits
(writing.md 2.2), but with more spelling and punctuation, which a reader notices first."""


def corrupt(
    tokens: Sequence[Token],
    *,
    rate: float,
    draw: random.Random,
    shares: Mapping[str, float] = SHARES,
) -> list[Token]:
    """Return the tokens with about ``rate`` errors per word; wrong tokens are marked."""
    current = list(tokens)
    names, weights = list(shares), list(shares.values())
    expected = rate * len(current)
    errors = int(expected) + (draw.random() < expected % 1)
    for _ in range(errors):
        for _ in range(6):
            rule = RULES[draw.choices(names, weights)[0]]
            places = list(range(len(current)))
            draw.shuffle(places)
            changed = next(
                (new for place in places[:30] if (new := _apply(rule, current, place, draw))), None
            )
            if changed is not None:
                current = changed
                break
    return current


def _apply(rule: Rule, tokens: list[Token], place: int, draw: random.Random) -> list[Token] | None:
    """Return the tokens with the rule applied at this place; None if it does not apply."""
    if tokens[place].wrong:
        return None
    new = rule(tokens, place, draw)
    if new is None or [token.text for token in new] == [token.text for token in tokens]:
        return None
    return new
