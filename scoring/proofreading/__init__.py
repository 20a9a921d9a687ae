"""The errors of a written text that can be shown to its writer.

Only precise sources speak here: Harper with our settings and our own rules. Together they find a
minority of the errors there are; a text in which nothing was found is not a text without errors.
Everything works offline; nothing that an applicant wrote leaves the process.
"""

from collections.abc import Collection, Iterable

from scoring.proofreading.found import Found, Kind, Source, apart
from scoring.proofreading.harper_lints import Spelling, harper_finds
from scoring.proofreading.parser import can_parse, read_again
from scoring.proofreading.rules import rules_find
from scoring.proofreading.taglish import filipino_words, is_mixed
from scoring.proofreading.tokens import Token, sentences, tokens_of

__all__ = [
    "MOST_CHARACTERS",
    "Found",
    "Kind",
    "Source",
    "Spelling",
    "can_parse",
    "find_errors",
    "read_again",
]

MOST_CHARACTERS = 20_000
"""What stands behind is not read: about 3,500 words, far beyond any task, a third of a second."""


def find_errors(
    text: str, *, spelling: Spelling = "any", names: Collection[str] = ()
) -> tuple[Found, ...]:
    """Return what is wrong in a text, sorted by place, not overlapping.

    Filipino words and particles, Philippine place names, brands and forms of address are never
    errors, and nothing is said about a sentence that is half Filipino.

    Args:
        text: as it was written; at most ``MOST_CHARACTERS`` of it are read.
        spelling: the spelling of one country, or "any" for British, American and Australian alike.
        names: names and terms of the task (a customer, a product): nothing in them is an error.

    Returns:
        Errors, and with ``variety`` "ph" what is Philippine usage and no error.
    """
    text = text[:MOST_CHARACTERS]
    if not text.strip():
        return ()
    split = sentences(text)
    left_alone = [*_places_of(names, text), *_filipino_places(split)]
    by_rule, by_harper = (
        [one for one in found if not _touches(one, left_alone)]
        for found in (rules_find(text, split), harper_finds(text, spelling))
    )
    return apart(by_rule, by_harper)


Place = tuple[int, int]


def _places_of(names: Iterable[str], text: str) -> Iterable[Place]:
    wanted = {token.lower.removesuffix("'s") for name in names for token in tokens_of(name)} - {
        "the",
        "a",
        "an",
        "of",
        "and",
        "in",
        "for",
    }
    for token in tokens_of(text):
        if token.lower.removesuffix("'s") in wanted:
            yield token.start, token.end


def _filipino_places(split: Iterable[list[Token]]) -> Iterable[Place]:
    """Give Filipino words with the space around them, and whole sentences that are mixed."""
    for sentence in split:
        if is_mixed(sentence):
            yield sentence[0].start, sentence[-1].end
        else:
            yield from (
                (token.start - 1, token.end + 1)
                for token in sentence
                if token.lower in filipino_words()
            )


def _touches(one: Found, places: Iterable[Place]) -> bool:
    return any(one.start < end and start < one.end for start, end in places)
