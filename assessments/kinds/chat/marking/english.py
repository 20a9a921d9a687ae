"""Written English of a sitting: the applicant's own words, and the errors that are found in them.

Prepared replies, knowledge articles, what customers wrote and what was pasted are not own words,
and nothing in them is an error. Of the messages those count that reached a customer.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.marking.criteria import heard_lines
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence
from scoring.proofreading import Finding, Kind, Spelling, find_errors

FEWEST_WORDS: Final = 40
"""Own words below which nothing is said about somebody's English (proposed)."""
_POINTS_PER_ERROR: Final = 8
_LIGHT: Final = frozenset({Kind.CAPITALS, Kind.PUNCTUATION})
"""Errors that count half: chat is quick, and a customer hardly minds them (proposed)."""
_RUN: Final = 5
"""So many words in a row that stand in a source are copied from it."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Finder = Callable[[str, frozenset[str]], Sequence[Finding]]
"""``(text, names) -> what is wrong in it``; nothing in a name is an error."""


@lru_cache(maxsize=4096)
def find_in(text: str, names: frozenset[str], *, spelling: Spelling = "any") -> Sequence[Finding]:
    """Return the errors of a message, by the spelling of one country or of any."""
    found = find_errors(text, spelling=spelling, names=names)
    return tuple(one for one in found if one.is_error)


@dataclass(frozen=True, kw_only=True)
class English:
    """The block's value, 0 to 100, or None with the reason; and what it rests on.

    ``errors`` are (place of the chat, where in which message, what is wrong and what to write).
    """

    value: int | None
    reason: str
    words: int
    left_out: int
    errors: tuple[tuple[int, Evidence, str], ...] = ()


def measure(chats: Sequence[tuple[Scenario, Thread]], find: Finder = find_in) -> English:
    """Return the written English of a sitting: 100 less 8 for each error in a hundred own words.

    A minority of all errors can be found by rule, so the value says how free of *findable* errors
    the messages are.
    """
    words = left_out = 0
    weight = 0.0
    errors: list[tuple[int, Evidence, str]] = []
    for place, (scenario, thread) in enumerate(chats):
        names = frozenset([*scenario.persona.name.split(), scenario.persona.name])
        known = sources(scenario, thread)
        for line in heard_lines(thread):
            copied, count = copied_places(line.text, known)
            words += count - sum(place.size for place in copied)
            left_out += sum(place.size for place in copied)
            for one in find(line.text, names):
                if any(one.start < gone.end and gone.start < one.end for gone in copied):
                    continue
                weight += 0.5 if one.kind in _LIGHT else 1.0
                errors.append((place, _evidence(line.event, one), _advice(one)))
    if words < FEWEST_WORDS:
        return English(value=None, reason="not_enough_text", words=words, left_out=left_out)
    value = round(max(0.0, 100 - _POINTS_PER_ERROR * weight * 100 / words))
    return English(value=value, reason="", words=words, left_out=left_out, errors=tuple(errors))


def _evidence(event: int, one: Finding) -> Evidence:
    return Evidence(
        event=event, unit="characters", start=one.start, end=one.end, text=one.text,
        rule=f"english: {one.rule}",
    )  # fmt: skip


def _advice(one: Finding) -> str:
    return f"{one.message} → {one.suggestions[0]}" if one.suggestions else one.message


@dataclass(frozen=True, kw_only=True)
class Copied:
    """A run of words that stands in a source: its characters in the message, and its words."""

    start: int
    end: int
    size: int


def sources(scenario: Scenario, thread: Thread) -> frozenset[tuple[str, ...]]:
    """Return every run of five words that is not the applicant's own."""
    texts = [one.text for one in scenario.canned] + [one.body for one in scenario.knowledge]
    texts += list(thread.pasted) + [line.text for line in thread.lines]
    return frozenset(run for text in texts for run in _runs([w.lower() for w in _words(text)]))


def copied_places(text: str, known: frozenset[tuple[str, ...]]) -> tuple[tuple[Copied, ...], int]:
    """Return the copied runs of a message, in order, and how many words it has in all."""
    places = list(_WORD.finditer(text))
    copied: set[int] = set()
    for at, run in enumerate(_runs([place.group().lower() for place in places])):
        if run in known:
            copied.update(range(at, at + _RUN))
    found: list[list[int]] = []
    for number in sorted(copied):
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return (
        tuple(
            Copied(start=places[run[0]].start(), end=places[run[-1]].end(), size=len(run))
            for run in found
        ),
        len(places),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
