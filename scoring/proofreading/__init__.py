"""Find errors in a written text that are certain enough to show to the writer.

Only precise sources are used: Harper with our settings, and our own rules. Together they find a
minority of all errors, so a text without findings may still contain errors. Everything works
offline; an applicant's text never leaves the machine.
"""

from collections.abc import Collection, Iterable

from scoring.filipino import filipino_in
from scoring.proofreading.findings import Finding, Kind, Source, without_overlaps
from scoring.proofreading.harper_lints import Spelling, harper_findings
from scoring.proofreading.parser import can_parse, read_again
from scoring.proofreading.rules import rule_findings
from scoring.proofreading.tokens import Token, sentences, tokens_of
from scoring.proofreading.verbatim import verbatim_places

__all__ = [
    "MOST_CHARACTERS",
    "Finding",
    "Kind",
    "Source",
    "Spelling",
    "can_parse",
    "find_errors",
    "read_again",
]

MOST_CHARACTERS = 20_000
"""Longest text that is read: about 3,500 words, far beyond any task; it takes 0.3 seconds."""


def find_errors(
    text: str, *, spelling: Spelling = "any", names: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return the findings in a text, sorted by position, without overlaps.

    Filipino words, Philippine place names, brands, forms of address, web addresses and codes are
    never errors, and clauses that are Filipino or mix it with English are not checked.

    Args:
        text: as written; only the first ``MOST_CHARACTERS`` are read.
        spelling: the spelling of one country, or "any" for British, American and Australian alike.
        names: names and terms of the task (a customer, a product); they are never errors.

    Returns:
        Errors, and findings with ``variety`` "ph": Philippine usage, which is not an error.
    """
    text = text[:MOST_CHARACTERS]
    if not text.strip():
        return ()
    split = sentences(text)
    exempt = [*_places_of(names, text), *_filipino_places(text, split), *verbatim_places(text)]
    by_rule, by_harper = (
        [finding for finding in findings if not _touches(finding, exempt)]
        for findings in (rule_findings(text, split), harper_findings(text, spelling))
    )
    return without_overlaps(by_rule, by_harper)


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


def _filipino_places(text: str, split: Iterable[list[Token]]) -> Iterable[Place]:
    """Yield Filipino words with the space around them, and the clauses that are not English.

    The first word of a sentence that is partly Filipino is exempt too: its capital is not English.
    """
    filipino = filipino_in(text)
    yield from filipino.clauses
    yield from ((start - 1, end + 1) for start, end in filipino.words)
    for sentence in split:
        first = (sentence[0].start, sentence[0].end)
        if any(first[0] < end and start < sentence[-1].end for start, end in filipino.clauses):
            yield first


def _touches(finding: Finding, places: Iterable[Place]) -> bool:
    return any(finding.start < end and start < finding.end for start, end in places)
