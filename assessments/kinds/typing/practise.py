"""What an applicant could practise: keys, pairs of letters, reading over, listening, replying.

Speed itself is no advice: it comes with the others.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from assessments.contract.assessment import Advice
from scoring.report import Report

MOST = 3
EXAMPLES = 5
LEAST_SLIPS = 2
"""A key that was missed once was missed by chance."""

GOOD_ACCURACY = 97.0
"""Percent of the final text; above it there is little to read over. Our own choice."""

SLOW_SECONDS = 0.4
"""A pair of letters that takes longer is worth practising; 60 words a minute are 0.2 s a key."""


def practise(report: Report) -> tuple[Advice, ...]:
    """Return at most three things, the weakest first."""
    found = sorted(_advice(report), key=lambda one: one.share)
    return tuple(found[:MOST])


def _advice(report: Report) -> Iterator[Advice]:
    for name, measure, enough in (
        ("read_over", "accuracy", GOOD_ACCURACY),
        ("listen", "words_heard_right", 90.0),
        ("fields", "field_accuracy", 90.0),
        ("replies", "reply_words_right", 90.0),
    ):
        value = getattr(report.measure(measure), "value", None)
        if value is not None and value < enough:
            yield Advice(name=name, share=value / 100)
    yield from _keys(report.detail.get("keys", []))
    pairs = [
        letters
        for part in report.detail.get("parts", [])
        for letters, milliseconds, _ in part.get("slow_pairs", [])
        if milliseconds > 1000 * SLOW_SECONDS
    ]
    if pairs:
        shown = [pair.replace(" ", "␣") for pair in dict.fromkeys(pairs)]
        yield Advice(name="pairs", share=0.95, examples=tuple(shown[:EXAMPLES]))


def _keys(keys: Sequence[Sequence[Any]]) -> Iterator[Advice]:
    """Give the keys with the most slips, left or put right."""
    missed = [
        (wrong + corrected, due, name)
        for name, due, wrong, corrected, *_ in keys
        if wrong + corrected >= LEAST_SLIPS
    ]
    if missed:
        missed.sort(key=lambda one: (-one[0], one[2]))
        slips, due = sum(one[0] for one in missed), sum(one[1] for one in missed)
        yield Advice(
            name="keys",
            share=max(0.0, 1 - slips / max(due, 1)),
            examples=tuple(name.upper().replace(" ", "␣") for *_, name in missed[:EXAMPLES]),
        )
