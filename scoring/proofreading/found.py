"""What a check of a text returns: places in it, each with what is wrong and what to write."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Who found it."""

    HARPER = "harper"
    RULES = "rules"
    LINK_GRAMMAR = "link-grammar"


class Kind(StrEnum):
    """What sort of mistake it is."""

    AGREEMENT = "agreement"
    ARTICLE = "article"
    CAPITALS = "capitals"
    COMPARISON = "comparison"
    CONNECTOR = "connector"
    GRAMMAR = "grammar"  # Harper's rules that it gives no closer name
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
class Found:
    """One thing found in a text.

    Attributes:
        start, end: where it stands, in characters of the text as it was given.
        text: the characters there.
        message: what is wrong, in plain English; it is about English, and stays English.
        suggestions: what to write instead, best first; an empty string: leave the words out; no
            suggestion at all: none is known.
        rule: the rule's name, unique within its source.
        source: who found it.
        kind: what sort of mistake.
        variety: "ph" for educated Philippine usage that clients elsewhere do not write: shown as
            "the client's variety", never counted as an error; None for an error.
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
        """Whether it counts: neither a matter of variety nor a sentence to read again."""
        return self.variety is None and self.kind is not Kind.REREAD

    def overlaps(self, other: "Found") -> bool:
        """Return whether the two share a character."""
        return self.start < other.end and other.start < self.end


def apart(*in_order: Iterable[Found]) -> tuple[Found, ...]:
    """Return what was found, sorted by place, with nothing that overlaps something better.

    Better is what stands in an earlier group; within a group the earlier start, then the longer.
    """
    kept: list[Found] = []
    for group in in_order:
        for one in sorted(group, key=lambda found: (found.start, -found.end, found.rule)):
            if not any(one.overlaps(other) for other in kept):
                kept.append(one)
    return tuple(sorted(kept, key=lambda found: found.start))
