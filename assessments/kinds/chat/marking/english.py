"""Written English of a sitting: the applicant's own words and the errors in them.

Text from prepared replies, knowledge articles, customers' lines and pasted text is not the
applicant's own, and nothing in it counts as an error. Only messages that reached a customer count.
Filipino is neither English nor an error: its words, and English words in clauses that mix both,
are left out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.marking.criteria import received_lines
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence
from scoring.filipino import filipino_in
from scoring.proofreading import Finding, Kind, Spelling, find_errors

FEWEST_WORDS: Final = 40
"""Fewest own words for which English is measured (proposed)."""
_POINTS_PER_ERROR: Final = 8
_LIGHT: Final = frozenset({Kind.CAPITALS, Kind.PUNCTUATION})
"""Errors that count half, because chat is quick and customers hardly mind them (proposed)."""
_RUN: Final = 5
"""This many words in a row that also occur in a source count as copied from it."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Finder = Callable[[str, frozenset[str]], Sequence[Finding]]
"""``(text, names) -> findings``; nothing in a name is an error."""


@lru_cache(maxsize=4096)
def find_in(text: str, names: frozenset[str], *, spelling: Spelling = "any") -> Sequence[Finding]:
    """Return the errors of a message, by the spelling of one country or of any."""
    findings = find_errors(text, spelling=spelling, names=names)
    return tuple(finding for finding in findings if finding.is_error)


@dataclass(frozen=True, kw_only=True)
class English:
    """The written English of a sitting.

    Attributes:
        value: 0 to 100, or None with a ``reason``.
        words: number of own words that are read as English.
        left_out: number of words that are not the applicant's own.
        filipino: number of own words that are Filipino.
        mixed: number of own English words in clauses that mix in Filipino; they are not read.
        errors: (index of the chat, place in the message, advice: the fault and a correction).
    """

    value: int | None
    reason: str
    words: int
    left_out: int
    filipino: int = 0
    mixed: int = 0
    errors: tuple[tuple[int, Evidence, str], ...] = ()

    @property
    def filipino_share(self) -> float:
        """Share of own words that are Filipino, 0 to 1; 0 without own words."""
        own = self.words + self.mixed + self.filipino
        return self.filipino / own if own else 0.0


def measure(chats: Sequence[tuple[Scenario, Thread]], find: Finder = find_in) -> English:
    """Return the written English of a sitting: 100 minus 8 per error in a hundred own words.

    Rules find only a minority of all errors, so the value says how free of *findable* errors the
    messages are.
    """
    words = left_out = filipino = mixed = 0
    weight = 0.0
    errors: list[tuple[int, Evidence, str]] = []
    for place, (scenario, thread) in enumerate(chats):
        names = frozenset([*scenario.persona.name.split(), scenario.persona.name])
        source_runs = sources(scenario, thread)
        for line in received_lines(thread):
            copied, count = copied_runs(line.text, source_runs)
            left_out += sum(run.size for run in copied)
            in_filipino, in_mixed = _not_english(line.text, copied)
            filipino += in_filipino
            mixed += in_mixed
            words += count - sum(run.size for run in copied) - in_filipino - in_mixed
            for error in find(line.text, names):
                if any(error.start < run.end and run.start < error.end for run in copied):
                    continue
                weight += 0.5 if error.kind in _LIGHT else 1.0
                errors.append((place, _evidence(line.event, error), _advice(error)))
    enough = words >= FEWEST_WORDS
    value = round(max(0.0, 100 - _POINTS_PER_ERROR * weight * 100 / words)) if enough else None
    return English(
        value=value,
        reason="" if enough else "not_enough_text",
        words=words,
        left_out=left_out,
        filipino=filipino,
        mixed=mixed,
        errors=tuple(errors) if enough else (),
    )


def _not_english(text: str, copied: Sequence["CopiedRun"]) -> tuple[int, int]:
    """Return how many own words of a message are Filipino, and how many stand in mixed clauses."""
    found = filipino_in(text)
    own = [
        word.span()
        for word in _WORD.finditer(text)
        if not any(word.start() < run.end and run.start < word.end() for run in copied)
    ]
    filipino = [place for place in own if found.has_word(*place)]
    touched = [place for place in own if found.touches(*place)]
    return len(filipino), len(touched) - len(filipino)


def _evidence(event: int, error: Finding) -> Evidence:
    return Evidence(
        event=event,
        unit="characters",
        start=error.start,
        end=error.end,
        text=error.text,
        rule=f"english: {error.rule}",
    )


def _advice(error: Finding) -> str:
    return f"{error.message} → {error.suggestions[0]}" if error.suggestions else error.message


@dataclass(frozen=True, kw_only=True)
class CopiedRun:
    """Words copied from a source: their characters in the message and their number."""

    start: int
    end: int
    size: int


def sources(scenario: Scenario, thread: Thread) -> frozenset[tuple[str, ...]]:
    """Return every run of five words that is not the applicant's own."""
    texts = [reply.text for reply in scenario.canned]
    texts += [article.body for article in scenario.knowledge]
    texts += list(thread.pasted) + [line.text for line in thread.lines]
    return frozenset(run for text in texts for run in _runs([w.lower() for w in _words(text)]))


def copied_runs(
    text: str, source_runs: frozenset[tuple[str, ...]]
) -> tuple[tuple[CopiedRun, ...], int]:
    """Return the copied runs of a message, in order, and the message's number of words."""
    words = list(_WORD.finditer(text))
    copied: set[int] = set()
    for at, run in enumerate(_runs([word.group().lower() for word in words])):
        if run in source_runs:
            copied.update(range(at, at + _RUN))
    groups: list[list[int]] = []
    for number in sorted(copied):
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    runs = tuple(
        CopiedRun(start=words[group[0]].start(), end=words[group[-1]].end(), size=len(group))
        for group in groups
    )
    return runs, len(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
