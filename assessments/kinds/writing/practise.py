"""What an applicant could practise: the sorts of errors found most often, and the range of words.

The least certain part of the score, the words that a model guesses to be wrong, leads to no advice:
it cannot say which word it means.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import fmean
from typing import Any, Final

from assessments.contract.assessment import Advice
from scoring.report import Report

MOST: Final = 3
LEAST_FOUND: Final = 2
"""One error may be a slip, or right after all; two of one sort are worth a look."""

_MOST_EXAMPLES: Final = 4
_SORTS: Final[Mapping[str, str]] = {
    "agreement": "verbs", "tense": "verbs", "verb_form": "verbs", "modal": "verbs",
    "article": "nouns", "number": "nouns", "pronoun": "nouns",
    "preposition": "joining", "connector": "joining", "order": "joining", "comparison": "joining",
    "punctuation": "marks", "capitals": "marks",
    "spelling": "spelling", "word": "words", "repetition": "words", "grammar": "reading",
}  # fmt: skip
"""Families of ``scoring.proofreading.Kind``; a kind that is not here leads to no advice."""


def practise(report: Report) -> tuple[Advice, ...]:
    """Return at most three areas, that with the most errors first."""
    errors = list(_errors(report))
    counted = Counter(family for family, _ in errors)
    found = [family for family, count in counted.most_common() if count >= LEAST_FOUND]
    if _range_is_low(report):
        found = [*found[: MOST - 1], "range"]
    return tuple(
        Advice(
            name=name,
            share=1 - counted[name] / max(len(errors), 1),
            examples=_examples(one for family, one in errors if family == name),
        )
        for name in found[:MOST]
    )


def _errors(report: Report) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for answer in report.answers:
        for one in (answer.get("english") or {}).get("found", ()):
            if one["sort"] == "error" and one["kind"] in _SORTS:
                yield _SORTS[one["kind"]], one


def _examples(found: Iterator[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return "what was written → what to write" of those with a suggestion, each once."""
    pairs = (f"{one['text']} → {one['suggestions'][0]}" for one in found if any(one["suggestions"]))
    return tuple(dict.fromkeys(pairs))[:_MOST_EXAMPLES]


def _range_is_low(report: Report) -> bool:
    """Whether the words are less varied than in the middle of the reference group."""
    points = [
        one["points"]
        for answer in report.answers
        for one in (answer.get("english") or {}).get("contributions", ())
        if one["name"] == "range"
    ]
    return bool(points) and fmean(points) < 0
