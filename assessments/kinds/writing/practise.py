"""Advise an applicant on areas to practise: the most frequent errors, and the range of words.

The least certain part of the score, the model's estimate of wrong words, leads to no advice: the
model cannot say which word it means.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import fmean
from typing import Any, Final

from assessments.contract.assessment import Advice
from scoring.report import Report

MOST: Final = 3
LEAST_FOUND: Final = 2
"""One error may be a slip, or a false alarm; two of the same family are worth a look."""

_MOST_EXAMPLES: Final = 4
_FAMILIES: Final[Mapping[str, str]] = {
    "agreement": "verbs",
    "tense": "verbs",
    "verb_form": "verbs",
    "modal": "verbs",
    "article": "nouns",
    "number": "nouns",
    "pronoun": "nouns",
    "preposition": "joining",
    "connector": "joining",
    "order": "joining",
    "comparison": "joining",
    "punctuation": "marks",
    "capitals": "marks",
    "spelling": "spelling",
    "word": "words",
    "repetition": "words",
    "grammar": "reading",
}
"""Families of ``scoring.proofreading.Kind``; errors that are not listed lead to no advice."""


def practise(report: Report) -> tuple[Advice, ...]:
    """Return at most three areas, the one with the most errors first."""
    errors = list(_errors(report))
    counted = Counter(family for family, _ in errors)
    areas = [family for family, count in counted.most_common() if count >= LEAST_FOUND]
    if _range_is_low(report):
        areas = [*areas[: MOST - 1], "range"]
    return tuple(
        Advice(
            name=name,
            share=1 - counted[name] / max(len(errors), 1),
            examples=_examples(error for family, error in errors if family == name),
        )
        for name in areas[:MOST]
    )


def _errors(report: Report) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for answer in report.answers:
        for error in (answer.get("english") or {}).get("found", ()):
            if error["sort"] == "error" and error["kind"] in _FAMILIES:
                yield _FAMILIES[error["kind"]], error


def _examples(errors: Iterator[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return "wrong → right" for the errors that have a suggestion, each once."""
    pairs = (
        f"{error['text']} → {error['suggestions'][0]}"
        for error in errors
        if any(error["suggestions"])
    )
    return tuple(dict.fromkeys(pairs))[:_MOST_EXAMPLES]


def _range_is_low(report: Report) -> bool:
    """Whether the words are less varied than in the middle of the reference group."""
    points = [
        addend["points"]
        for answer in report.answers
        for addend in (answer.get("english") or {}).get("contributions", ())
        if addend["name"] == "range"
    ]
    return bool(points) and fmean(points) < 0
