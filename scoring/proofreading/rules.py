"""Our own rules: mistakes of contact-centre and Filipino English, as patterns over words.

The rules stand in ``rules/*.yaml``, the file's name, up to a dash, is the kind of mistake. Each
rule has an ``id``; patterns to ``find`` (``patterns``), and patterns that silence it where they
overlap (``unless``); what to ``say``; what to ``suggest`` in place of the words pointed at; and
sentences in which it ``fires`` and in which it must be ``silent``. In a suggestion ``{2}`` stands
for the words of the second element that the pattern points at (nothing, where it points at one
only), ``{2:plural}`` for a form of them (``forms``), and ``{2:swap}`` for what the rule's own
``swap`` puts in their place.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from scoring.proofreading.forms import forms
from scoring.proofreading.found import Found, Kind, Source
from scoring.proofreading.patterns import Match, Tagged, pattern, tagged
from scoring.proofreading.taglish import particles
from scoring.proofreading.tokens import Token

_SLOT = re.compile(r"\{(\d+)(?::(\w+))?\}")
_FEWEST_EXAMPLES = 2

Texts = tuple[str, ...]


class Rule(BaseModel):
    """A rule as its file has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"[a-z0-9]+(-[a-z0-9]+)*")
    kind: Kind
    find: Texts = Field(min_length=1)
    unless: Texts = ()
    say: str = Field(min_length=10)
    suggest: Texts = ()
    swap: dict[str, str] = {}
    variety: Literal["ph"] | None = None
    fires: Texts = Field(min_length=_FEWEST_EXAMPLES)
    silent: Texts = Field(min_length=_FEWEST_EXAMPLES)


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule of the pack, in the order of the files.

    Raises:
        pydantic.ValidationError: a rule lacks something.
    """
    found: list[Rule] = []
    for file in sorted((Path(__file__).parent / "rules").glob("*.yaml")):
        kind = file.stem.partition("-")[0]
        # Everything is text: "on" and "no" are words here, not truth values.
        entries = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
        found += (Rule.model_validate({"kind": kind, **_listed(entry)}) for entry in entries)
    return tuple(found)


def _listed(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with a single pattern or suggestion as a list of one."""
    return {
        name: (value,)
        if name in ("find", "unless", "suggest") and isinstance(value, str)
        else value
        for name, value in entry.items()
    }


class _Compiled:
    """A rule with its patterns read."""

    def __init__(self, rule: Rule) -> None:
        classes = forms().classes
        swapped = {"swap": frozenset(rule.swap)}
        self.rule = rule
        self.find = tuple(pattern(written, classes | swapped) for written in rule.find)
        self.unless = tuple(pattern(written, classes | swapped) for written in rule.unless)

    def found_in(self, sentence: Sequence[Tagged], words: frozenset[str]) -> Iterator[Found]:
        """Give what the rule finds in a sentence that holds these words."""
        for one in self.find:
            if not one.can_match(words):
                continue
            for match in one.matches(sentence):
                if not self._silenced(sentence, match):
                    yield self._found(sentence, match)

    def _silenced(self, sentence: Sequence[Tagged], match: Match) -> bool:
        return any(
            other.whole[0] < match.whole[1] and match.whole[0] < other.whole[1]
            for one in self.unless
            for other in one.matches(sentence)
        )

    def _found(self, sentence: Sequence[Tagged], match: Match) -> Found:
        tokens = [tag.token for tag in sentence[match.first : match.behind] if tag.token]
        capital = tokens[0].written[0].isupper() and sentence[match.first].label != "<name>"
        suggestions = (self._suggested(one, sentence, match) for one in self.rule.suggest)
        return Found(
            start=tokens[0].start,
            end=tokens[-1].end,
            text="",
            message=self.rule.say,
            suggestions=tuple(
                dict.fromkeys(
                    one[:1].upper() + one[1:] if capital else one
                    for one in suggestions
                    if one is not None
                )
            ),
            rule=self.rule.id,
            source=Source.RULES,
            kind=self.rule.kind,
            variety=self.rule.variety,
        )

    def _suggested(self, template: str, sentence: Sequence[Tagged], match: Match) -> str | None:
        """Return a suggestion; None where a form that it needs is not known."""
        missing = False
        pointed = [one for one in match.pointed if match.first <= one[0] < match.behind]

        def fill(slot: re.Match[str]) -> str:
            nonlocal missing
            words = [
                tag.token
                for start, end in pointed[int(slot[1]) - 1 : int(slot[1])]
                for tag in sentence[start:end]
                if tag.token
            ]
            if not slot[2]:
                return " ".join(_inside(word) for word in words)
            table = self.rule.swap if slot[2] == "swap" else forms().changes[slot[2]]
            changed = [table.get(word.lower) for word in words]
            missing = missing or None in changed
            return " ".join(filter(None, changed))

        filled = " ".join(_SLOT.sub(fill, template).split())
        return None if missing else re.sub(r" ([,.?!;])", r"\1", filled)


def _inside(token: Token) -> str:
    """Return a word as it is written inside a sentence: names and "I" keep their capital."""
    written = token.written
    if written[0].isupper() and written[1:].islower() and token.lower in _small_words():
        return written.lower()
    return written


@cache
def _small_words() -> frozenset[str]:
    names = ("days", "months", "countries", "clause_starts")
    words = set().union(*(forms().classes[name] for name in forms().classes if name not in names))
    return frozenset(words - {"i", "i'm", "i'll", "i've"})


@cache
def _compiled() -> tuple[_Compiled, ...]:
    return tuple(_Compiled(rule) for rule in rules())


@cache
def _by_word() -> Mapping[str, frozenset[int]]:
    """Return the places of the rules that a word calls up; under "" those that any sentence does.

    A pattern is called up by the words of its smallest set; a sentence calls up every fourth rule.
    """
    places: dict[str, set[int]] = defaultdict(set)
    for place, rule in enumerate(_compiled()):
        for one in rule.find:
            for word in one.needed[0] if one.needed else ("",):
                places[word].add(place)
    return {word: frozenset(those) for word, those in places.items()}


def _called_up(words: frozenset[str]) -> Iterator[_Compiled]:
    """Give the rules that may find something in a sentence of these words, in their order."""
    by_word, nothing = _by_word(), frozenset[int]()
    for place in sorted(nothing.union(*(by_word.get(word, nothing) for word in (*words, "")))):
        yield _compiled()[place]


def rules_find(text: str, split: Iterable[Sequence[Token]]) -> list[Found]:
    """Return what the rules find in the sentences of a text; Filipino particles are passed over."""
    found: list[Found] = []
    for sentence in split:
        seen = tagged([token for token in sentence if not _passed_over(token)])
        words = frozenset({tag.lower for tag in seen} | {tag.label for tag in seen})
        for rule in _called_up(words):
            found += rule.found_in(seen, words)
    return [_with_text(one, text) for one in found]


def _passed_over(token: Token) -> bool:
    """Return whether a token is a Filipino particle or a picture."""
    return token.lower in particles() or unicodedata.category(token.written[0]) == "So"


def _with_text(one: Found, text: str) -> Found:
    return Found(**{**vars(one), "text": text[one.start : one.end]})
