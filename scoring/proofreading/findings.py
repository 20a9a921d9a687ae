"""Findings of a text check: a place in the text, the problem, and suggestions."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """The check that reported a finding."""

    HARPER = "harper"
    RULES = "rules"
    LINK_GRAMMAR = "link-grammar"


class Kind(StrEnum):
    """The category of a mistake."""

    AGREEMENT = "agreement"
    ARTICLE = "article"
    CAPITALS = "capitals"
    COMPARISON = "comparison"
    CONNECTOR = "connector"
    GRAMMAR = "grammar"  # rules of Harper without a more specific category
    MODAL = "modal"
    NUMBER = "number"
    ORDER = "order"
    PREPOSITION = "preposition"
    PRONOUN = "pronoun"
    PUNCTUATION = "punctuation"
    REPETITION = "repetition"
    REREAD = "reread"  # a sentence to read again; not an error
    SPELLING = "spelling"
    TENSE = "tense"
    VERB_FORM = "verb_form"
    WORD = "word"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A problem at one place of a text.

    Attributes:
        start, end: position in characters of the text as given; ``end`` is exclusive.
        text: the characters at that position.
        message: the problem in plain English; it is about English and is not translated.
        suggestions: replacements, best first. An empty string means: leave the words out. An empty
            tuple means that no replacement is known.
        rule: name of the rule, unique within its source.
        source: the check that reported it.
        kind: category of the mistake.
        variety: "ph" for educated Philippine usage that clients elsewhere do not use: displayed as
            "the client's variety" and never counted as an error; None for an error.
    """

    start: int
    end: int
    text: str
    message: str
    suggestions: tuple[str, ...]
    rule: str
    source: Source
    kind: Kind
    variety: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether it counts: it is neither regional usage nor a hint to read a sentence again."""
        return self.variety is None and self.kind is not Kind.REREAD

    def overlaps(self, other: "Finding") -> bool:
        """Return whether the two share a character."""
        return self.start < other.end and other.start < self.end


def without_overlaps(*in_order: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, sorted by position, without those that overlap a better finding.

    A finding of an earlier group is better; within a group, the earlier start, then the longer.
    """
    selected: list[Finding] = []
    for group in in_order:
        for finding in sorted(group, key=lambda each: (each.start, -each.end, each.rule)):
            if not any(finding.overlaps(better) for better in selected):
                selected.append(finding)
    return tuple(sorted(selected, key=lambda finding: finding.start))
