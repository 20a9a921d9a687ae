"""Advise an applicant on practice: keys, letter pairs, proofreading, listening, replying.

There is no advice on speed itself: speed follows from the others.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from assessments.contract.assessment import Advice
from scoring.report import Report

MOST = 3
EXAMPLES = 5
LEAST_SLIPS = 2
"""One slip at a key may be chance."""

GOOD_ACCURACY = 97.0
"""Percent of the final text; above it proofreading gains little. Our own choice."""

SLOW_SECONDS = 0.4
"""A slower letter pair is worth practising; 60 words a minute are 0.2 s per key."""


def practise(report: Report) -> tuple[Advice, ...]:
    """Return at most ``MOST`` pieces of advice, the weakest skill first."""
    pieces = sorted(_advice(report), key=lambda advice: advice.share)
    return tuple(pieces[:MOST])


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
        visible = [pair.replace(" ", "␣") for pair in dict.fromkeys(pairs)]
        yield Advice(name="pairs", share=0.95, examples=tuple(visible[:EXAMPLES]))


def _keys(keys: Sequence[Sequence[Any]]) -> Iterator[Advice]:
    """Yield advice on the keys with the most slips, left or corrected."""
    missed = [
        (wrong + corrected, due, name)
        for name, due, wrong, corrected, *_ in keys
        if wrong + corrected >= LEAST_SLIPS
    ]
    if missed:
        missed.sort(key=lambda key: (-key[0], key[2]))
        slips, due = sum(key[0] for key in missed), sum(key[1] for key in missed)
        yield Advice(
            name="keys",
            share=max(0.0, 1 - slips / max(due, 1)),
            examples=tuple(name.upper().replace(" ", "␣") for *_, name in missed[:EXAMPLES]),
        )
