"""Courtesies of a letter, by lists of phrases: a greeting among its first words, thanks, a close.

For the courtesies that a task calls for. ``scoring.courtesy`` looks for what a reply does for the
customer as a person.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

from scoring.phrases import Found, find, words_in

CourtesyName = Literal["greeting", "thanks", "apology", "offer_help", "sign_off"]

_GREETINGS: Final = ("dear", "hi", "hello", "good morning|afternoon|evening|day", "greetings")
_SIGN_OFFS: Final = (
    "regards", "sincerely", "respectfully", "best wishes", "kind regards", "best", "cheers",
    "faithfully", "yours", "thank you", "thanks", "truly",
)  # fmt: skip
_COURTESIES: Final[Mapping[CourtesyName, tuple[str, ...]]] = {
    "greeting": _GREETINGS,
    "thanks": ("thank*", "appreciate* you*", "grateful"),
    "apology": ("sorry", "apolog*", "regret* inconvenience|trouble|delay|mistake"),
    "offer_help": (
        "any|other|further|more question*|concern*|help|assistance", "anything else",
        "reply|write|contact|message|call|email|reach us|me if|should|anytime|when*",
        "let know", "feel free", "hesitate", "happy|glad help|assist",
        "here help|assist",
    ),
    "sign_off": _SIGN_OFFS,
}  # fmt: skip
_FIRST_WORDS: Final = 8
_LAST_WORDS: Final = 14


def courtesy_in(text: str, name: CourtesyName) -> Found | None:
    """Return where a letter has a courtesy, or None."""
    start, end = _zone(name, text)
    found = find(text[start:end], _COURTESIES[name])
    return replace(found, start=found.start + start, end=found.end + start) if found else None


def _zone(name: str, text: str) -> tuple[int, int]:
    """A greeting stands among the first words, a goodbye among the last."""
    places = words_in(text)
    if name == "greeting" and len(places) > _FIRST_WORDS:
        return 0, _place_of(text, _FIRST_WORDS)
    if name == "sign_off" and len(places) > _LAST_WORDS:
        return _place_of(text, len(places) - _LAST_WORDS), len(text)
    return 0, len(text)


def _place_of(text: str, number: int) -> int:
    """Return where the word of that number begins."""
    at = 0
    for place, word in enumerate(words_in(text)):
        at = text.index(word, at)
        if place == number:
            return at
        at += len(word)
    return len(text)
