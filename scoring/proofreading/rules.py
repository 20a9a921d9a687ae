"""Our own rules: mistakes of contact-centre and Filipino English, as patterns over words.

The rules are in ``rules/*.yaml``; the file name up to the dash is the kind of mistake. Each rule
has an ``id``; patterns to ``find`` (see ``patterns``), and patterns that silence it where they
overlap (``unless``); a message to ``say``; replacements to ``suggest`` for the words pointed at;
and sentences in which it ``fires`` and in which it must be ``silent``. In a suggestion, ``{2}`` is
replaced by the words of the second element that the pattern points at (by nothing if it points at
only one), ``{2:plural}`` by a form of these words (see ``forms``), and ``{2:swap}`` by their
replacements in the rule's own ``swap``.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from scoring.filipino import particles
from scoring.proofreading.findings import Finding, Kind, Source
from scoring.proofreading.forms import forms
from scoring.proofreading.patterns import Match, Tagged, pattern, tagged
from scoring.proofreading.tokens import Token

_SLOT = re.compile(r"\{(\d+)(?::(\w+))?\}")
_FEWEST_EXAMPLES = 2

Texts = tuple[str, ...]


class Rule(BaseModel):
    """A rule as written in its file."""

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
    """Return all rules, in the order of the files.

    Raises:
        pydantic.ValidationError: a rule is incomplete or has an unknown field.
    """
    loaded: list[Rule] = []
    for file in sorted((Path(__file__).parent / "rules").glob("*.yaml")):
        kind = file.stem.partition("-")[0]
        # BaseLoader reads every value as text: "on" and "no" are words here, not booleans.
        entries = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
        loaded += (Rule.model_validate({"kind": kind, **_listed(entry)}) for entry in entries)
    return tuple(loaded)


def _listed(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with single patterns and suggestions wrapped in tuples."""
    return {
        name: (value,)
        if name in ("find", "unless", "suggest") and isinstance(value, str)
        else value
        for name, value in entry.items()
    }


class _Compiled:
    """A rule with its compiled patterns."""

    def __init__(self, rule: Rule) -> None:
        classes = forms().classes
        swapped = {"swap": frozenset(rule.swap)}
        self.rule = rule
        self.find = tuple(pattern(written, classes | swapped) for written in rule.find)
        self.unless = tuple(pattern(written, classes | swapped) for written in rule.unless)

    def findings(self, sentence: Sequence[Tagged], words: frozenset[str]) -> Iterator[Finding]:
        """Yield the rule's findings in a sentence that contains these words and labels."""
        for wanted in self.find:
            if not wanted.can_match(words):
                continue
            for match in wanted.matches(sentence):
                if not self._silenced(sentence, match):
                    yield self._finding(sentence, match)

    def _silenced(self, sentence: Sequence[Tagged], match: Match) -> bool:
        return any(
            silencer.whole[0] < match.whole[1] and match.whole[0] < silencer.whole[1]
            for exception in self.unless
            for silencer in exception.matches(sentence)
        )

    def _finding(self, sentence: Sequence[Tagged], match: Match) -> Finding:
        tokens = [tag.token for tag in sentence[match.first : match.behind] if tag.token]
        capital = tokens[0].written[0].isupper() and sentence[match.first].label != "<name>"
        suggestions = (self._suggested(template, sentence, match) for template in self.rule.suggest)
        return Finding(
            start=tokens[0].start,
            end=tokens[-1].end,
            text="",
            message=self.rule.say,
            suggestions=tuple(
                dict.fromkeys(
                    suggestion[:1].upper() + suggestion[1:] if capital else suggestion
                    for suggestion in suggestions
                    if suggestion is not None
                )
            ),
            rule=self.rule.id,
            source=Source.RULES,
            kind=self.rule.kind,
            variety=self.rule.variety,
        )

    def _suggested(self, template: str, sentence: Sequence[Tagged], match: Match) -> str | None:
        """Return a filled-in suggestion; None if a form that it needs is unknown."""
        missing = False
        pointed = [group for group in match.pointed if match.first <= group[0] < match.behind]

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
    """Return a word as written inside a sentence: names and "I" keep their capital."""
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
    """Index the rules by word; "" holds the rules that may match any sentence.

    A pattern is indexed by the words of its smallest set; a typical sentence selects about a
    quarter of the rules.
    """
    numbers: dict[str, set[int]] = defaultdict(set)
    for number, rule in enumerate(_compiled()):
        for wanted in rule.find:
            for word in wanted.needed[0] if wanted.needed else ("",):
                numbers[word].add(number)
    return {word: frozenset(rules_of_word) for word, rules_of_word in numbers.items()}


def _candidates(words: frozenset[str]) -> Iterator[_Compiled]:
    """Yield the rules that may match a sentence of these words, in their order."""
    by_word, nothing = _by_word(), frozenset[int]()
    for number in sorted(nothing.union(*(by_word.get(word, nothing) for word in (*words, "")))):
        yield _compiled()[number]


def rule_findings(text: str, split: Iterable[Sequence[Token]]) -> list[Finding]:
    """Return the findings of the rules in the sentences of a text.

    Filipino particles and emoji are skipped.
    """
    findings: list[Finding] = []
    for sentence in split:
        tags = tagged([token for token in sentence if not _is_skipped(token)])
        words = frozenset({tag.lower for tag in tags} | {tag.label for tag in tags})
        for rule in _candidates(words):
            findings += rule.findings(tags, words)
    return [_with_text(finding, text) for finding in findings]


def _is_skipped(token: Token) -> bool:
    """Return whether a token is a Filipino particle or an emoji."""
    return token.lower in particles() or unicodedata.category(token.written[0]) == "So"


def _with_text(finding: Finding, text: str) -> Finding:
    return replace(finding, text=text[finding.start : finding.end])
