"""Written English of a sitting: the applicant's own words, and what the writing room finds there.

Prepared replies, knowledge articles, what customers wrote and what was pasted are not own words.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from assessments.chat.criteria import heard_lines
from assessments.chat.scenario import Scenario
from assessments.chat.thread import Thread

FEWEST_WORDS: Final = 40
"""Own words below which nothing is said about somebody's English (proposed)."""
_POINTS_PER_ERROR: Final = 8
_RUN: Final = 5
"""So many words in a row that stand in a source are copied from it."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Finder = Callable[[str, Iterable[str]], int]
"""``(text, names) -> errors``: how many errors the writing room finds in a text."""
FIND: Final[Finder | None] = None
"""The finder of the writing room; None while this installation has none."""


@dataclass(frozen=True, kw_only=True)
class English:
    """The block's value, 0 to 100, or None with the reason; and what it rests on."""

    value: int | None
    reason: str
    words: int
    left_out: int
    errors: int | None = None


def measure(chats: Sequence[tuple[Scenario, Thread]], find: Finder | None = FIND) -> English:
    """Return the written English of a sitting: 100 less 8 for each error in a hundred own words.

    Of the messages those count that reached a customer.
    """
    own = [own_text(scenario, thread) for scenario, thread in chats]
    text = "\n".join(part for part, _, _ in own if part)
    words, left_out = sum(count for _, count, _ in own), sum(count for _, _, count in own)
    if words < FEWEST_WORDS:
        return English(value=None, reason="not_enough_text", words=words, left_out=left_out)
    if find is None:
        return English(value=None, reason="no_error_finder", words=words, left_out=left_out)
    names = [scenario.persona.name for scenario, _ in chats]
    errors = find(text, names)
    value = round(max(0.0, 100 - _POINTS_PER_ERROR * errors * 100 / words))
    return English(value=value, reason="", words=words, left_out=left_out, errors=errors)


def own_text(scenario: Scenario, thread: Thread) -> tuple[str, int, int]:
    """Return the applicant's own part of a chat, its words, and how many words were left out."""
    sources = [one.text for one in scenario.canned] + [one.body for one in scenario.knowledge]
    sources += list(thread.pasted) + [line.text for line in thread.lines]
    known = {run for source in sources for run in _runs(_plain(source))}
    parts, words, left_out = [], 0, 0
    for line in heard_lines(thread):
        kept, count, gone = _without(line.text, known)
        parts.append(kept)
        words += count
        left_out += gone
    return "\n".join(part for part in parts if part.strip()), words, left_out


def _without(text: str, known: set[tuple[str, ...]]) -> tuple[str, int, int]:
    """Return a message without its copied runs of words."""
    places = list(_WORD.finditer(text))
    plain = [place.group().lower() for place in places]
    copied: set[int] = set()
    for at, run in enumerate(_runs(plain)):
        if run in known:
            copied.update(range(at, at + _RUN))
    if not copied:
        return text, len(places), 0
    kept = []
    at = 0
    for number, place in enumerate(places):
        if number in copied:
            kept.append(text[at : place.start()])
            at = place.end()
    return "".join([*kept, text[at:]]), len(places) - len(copied), len(copied)


def _plain(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
