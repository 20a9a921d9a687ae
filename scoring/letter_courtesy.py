"""Courtesies of a letter, found by lists of phrases: greeting, thanks, apology, offer, sign-off.

These are the courtesies that a task calls for. ``scoring.courtesy`` finds cues that address the
customer as a person.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

from scoring.phrases import PhraseMatch, find, words_in

CourtesyName = Literal["greeting", "thanks", "apology", "offer_help", "sign_off"]

_GREETINGS: Final = ("dear", "hi", "hello", "good morning|afternoon|evening|day", "greetings")
_SIGN_OFFS: Final = (
    "regards",
    "sincerely",
    "respectfully",
    "best wishes",
    "kind regards",
    "best",
    "cheers",
    "faithfully",
    "yours",
    "thank you",
    "thanks",
    "truly",
)
_COURTESIES: Final[Mapping[CourtesyName, tuple[str, ...]]] = {
    "greeting": _GREETINGS,
    "thanks": ("thank*", "appreciate* you*", "grateful"),
    "apology": ("sorry", "apolog*", "regret* inconvenience|trouble|delay|mistake"),
    "offer_help": (
        "any|other|further|more question*|concern*|help|assistance",
        "anything else",
        "reply|write|contact|message|call|email|reach us|me if|should|anytime|when*",
        "let know",
        "feel free",
        "hesitate",
        "happy|glad help|assist",
        "here help|assist",
    ),
    "sign_off": _SIGN_OFFS,
}
_OPENING: Final = re.compile(
    r"\s*(?:dear|hi|hello|greetings|good (?:morning|afternoon|evening|day))\b", re.IGNORECASE
)
_LETTER_WORDS: Final = 20
_FIRST_WORDS: Final = 8
_LAST_WORDS: Final = 14


def courtesy_in(text: str, name: CourtesyName) -> PhraseMatch | None:
    """Return the first place of a courtesy in a letter, or None."""
    start, end = _zone(name, text)
    match = find(text[start:end], _COURTESIES[name])
    return replace(match, start=match.start + start, end=match.end + start) if match else None


def letters_in(text: str) -> int:
    """Return the number of letters in a text: 1, and 1 more for each later line that greets.

    Such a line begins with a greeting; ``_LETTER_WORDS`` words or more stand between it and the
    greeting before, and after it.
    """
    letters, since = 1, 0
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        rest = sum(len(words_in(other)) for other in lines[number:])
        if since >= _LETTER_WORDS <= rest and _OPENING.match(line):
            letters, since = letters + 1, 0
        since += len(words_in(line))
    return letters


def _zone(name: str, text: str) -> tuple[int, int]:
    """Return the span to search: first words for a greeting, last for a sign-off, else all."""
    places = words_in(text)
    if name == "greeting" and len(places) > _FIRST_WORDS:
        return 0, _place_of(text, _FIRST_WORDS)
    if name == "sign_off" and len(places) > _LAST_WORDS:
        return _place_of(text, len(places) - _LAST_WORDS), len(text)
    return 0, len(text)


def _place_of(text: str, number: int) -> int:
    """Return the start of the word with that number, counted from 0."""
    at = 0
    for place, word in enumerate(words_in(text)):
        at = text.index(word, at)
        if place == number:
            return at
        at += len(word)
    return len(text)
