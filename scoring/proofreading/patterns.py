"""The pattern language of the rules: one element per word.

White space separates the elements; each matches one token of a sentence. The token ``^`` precedes
the first word and ``$`` follows the last; punctuation marks are separate tokens.

======================  ==========================================================================
``he|she|has``          one of these words, in lower case
``<plural>``            a word of that class or list (``forms``); mixes with words: ``<be>|seem``
``<plural>~sales~news``  words of the class except these; ``|`` separates alternatives, ``~`` binds
                        more tightly
``!of|with``            any token except these
``/\\d{1,2}/``           a token that the regular expression matches as a whole
``_``                   any token
``x?`` ``x{0,4}``       an optional element; an element that may occur 0 to 4 times
``[has been]``          brackets: the words the rule points at; without them the whole pattern
======================  ==========================================================================

Two classes are computed, not listed: ``<name>`` is a capitalised word inside a sentence (except
"I"), ``<digits>`` a number in digits.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.proofreading.tokens import Token

_ELEMENT = re.compile(r"(?P<body>.+?)(?P<often>\?|\{\d+,\d+\})?")
_NAME, _DIGITS = "<name>", "<digits>"


class PatternError(ValueError):
    """A pattern is invalid; the message gives the reason."""


@dataclass(frozen=True)
class Element:
    """The tokens that one element of a pattern admits, and how often."""

    words: frozenset[str]
    regex: re.Pattern[str] | None = None
    negated: bool = False
    least: int = 1
    most: int = 1

    def admits(self, token: "Tagged") -> bool:
        """Return whether the element matches a token."""
        if self.regex:
            return bool(self.regex.fullmatch(token.lower))
        return (token.lower in self.words or token.label in self.words) is not self.negated


@dataclass(frozen=True, slots=True)
class Tagged:
    """A token as patterns see it: in lower case, with its label (the word, a name or digits)."""

    lower: str
    label: str
    token: Token | None


def tagged(sentence: Sequence[Token]) -> list[Tagged]:
    """Return a sentence as patterns see it, with its two ends."""
    inside = [
        Tagged(token.lower, _label(token, first=place == 0), token)
        for place, token in enumerate(sentence)
    ]
    return [Tagged("^", "^", None), *inside, Tagged("$", "$", None)]


def _label(token: Token, *, first: bool) -> str:
    if token.lower.isdigit():
        return _DIGITS
    if not first and token.written[0].isupper() and token.lower not in ("i", "i'm", "i'll", "i've"):
        return _NAME
    return token.lower


@dataclass(frozen=True)
class Match:
    """The place of a pattern in a tagged sentence.

    Attributes:
        groups: for each element, its first token and the token after its last.
        pointed: the groups that the rule points at.
        first, behind: the first token that the rule points at, and the token after the last.
    """

    groups: tuple[tuple[int, int], ...]
    pointed: tuple[tuple[int, int], ...]
    first: int
    behind: int

    @property
    def whole(self) -> tuple[int, int]:
        """The tokens of the whole pattern."""
        return self.groups[0][0], self.groups[-1][1]


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern.

    Attributes:
        elements: the elements in order.
        marked: the first element that the rule points at, and the element after the last.
        needed: sets of words, smallest first; a matching sentence has a word of each set.
    """

    elements: tuple[Element, ...]
    marked: tuple[int, int]
    needed: tuple[frozenset[str], ...]

    def can_match(self, words: frozenset[str]) -> bool:
        """Return whether a sentence of these words and labels may match at all."""
        return not any(map(words.isdisjoint, self.needed))

    def matches(self, sentence: Sequence[Tagged]) -> Iterator[Match]:
        """Yield the matches from left to right; the words that they point at do not overlap."""
        behind = 0
        first = self.elements[0]
        for start, token in enumerate(sentence):
            if first.least and not first.admits(token):
                continue
            ends = self._ends(sentence, start, 0)
            if ends is None:
                continue
            groups = tuple(pairwise((start, *ends)))
            pointed = groups[slice(*self.marked)]
            begin, end = max(pointed[0][0], 1), min(pointed[-1][1], len(sentence) - 1)
            if begin >= behind and end > begin:
                behind = end
                yield Match(groups, pointed, begin, end)

    def _ends(self, sentence: Sequence[Tagged], place: int, element: int) -> tuple[int, ...] | None:
        """Return the ends of this element and all later ones, longest first; None: no match."""
        if element == len(self.elements):
            return ()
        wanted = self.elements[element]
        most = 0
        while (
            most < wanted.most
            and place + most < len(sentence)
            and wanted.admits(sentence[place + most])
        ):
            most += 1
        for taken in range(most, wanted.least - 1, -1):
            rest = self._ends(sentence, place + taken, element + 1)
            if rest is not None:
                return (place + taken, *rest)
        return None


def pattern(written: str, classes: Mapping[str, frozenset[str]]) -> Pattern:
    """Compile a pattern.

    Raises:
        PatternError: a class is unknown, or brackets or an element are malformed.
    """
    elements: list[Element] = []
    opened: int | None = None
    closed: int | None = None
    for part in written.split():
        if part.startswith("["):
            opened = len(elements)
        elements.append(_element(part.removeprefix("[").removesuffix("]"), classes))
        if part.endswith("]"):
            closed = len(elements)
    if not elements or (opened is None) is not (closed is None):
        raise PatternError(f"brackets do not close in {written!r}")
    marked = (opened or 0, len(elements) if closed is None else closed)
    sets = [
        element.words
        for element in elements
        if element.least and not element.negated and not element.regex
    ]
    return Pattern(tuple(elements), marked, tuple(sorted(sets, key=len)))


def _element(part: str, classes: Mapping[str, frozenset[str]]) -> Element:
    if part in ("?", "_"):
        return Element(frozenset(), negated=part == "_") if part == "_" else Element(frozenset("?"))
    match = _ELEMENT.fullmatch(part)
    if not match:
        raise PatternError(f"no element: {part!r}")
    body, least, most = match["body"], 1, 1
    if match["often"] == "?":
        least = 0
    elif match["often"]:
        least, most = map(int, match["often"].strip("{}").split(","))
    if body == "_":
        return Element(frozenset(), negated=True, least=least, most=most)
    if len(body) > 2 and body.startswith("/") and body.endswith("/"):
        return Element(frozenset(), regex=re.compile(body[1:-1]), least=least, most=most)
    words = _words(body.removeprefix("!"), classes)
    return Element(words, negated=body.startswith("!"), least=least, most=most)


def _words(written: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the words of all alternatives; "a~b~c" is the words of a that are not in b or c."""
    words: set[str] = set()
    for alternative in filter(None, written.split("|")):
        admitted, *barred = (_word_or_class(term, classes) for term in alternative.split("~"))
        words |= admitted.difference(*barred)
    return frozenset(words)


def _word_or_class(written: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if not written.startswith("<") or written in (_NAME, _DIGITS):
        return frozenset({written})
    if written[1:-1] not in classes:
        raise PatternError(f"no class is called {written}")
    return classes[written[1:-1]]
