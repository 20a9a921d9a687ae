"""Advise an applicant on areas to practise: those where the answers fell furthest short.

Only countable results lead to advice: words read, sentences repeated or built, questions answered,
points covered, courtesies. Speed, pauses and pronunciation do not: no norms are known for them,
and an accent is not a fault.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any

from assessments.contract.assessment import Advice
from scoring.report import Report

MOST = 3
GOOD_ENOUGH = 0.9
"""The share from which an area needs no practice: one word in ten may be the program's error."""

_AREAS = (
    "read_aloud",
    "repeat",
    "short_answer",
    "sentence_build",
    "retell",
    "key_points",
    "courtesies",
)
_OPEN_ANSWER = (("key_points", "key_point"), ("courtesies", "courtesy"))
_MOST_EXAMPLES = 5


def practise(report: Report) -> tuple[Advice, ...]:
    """Return at most three areas, the weakest first; empty when nothing falls short."""
    answers = report.answers
    shares: dict[str, list[float]] = {}
    for answer in answers:
        for area, share in _shares(answer):
            shares.setdefault(area, []).append(share)
    means = sorted(
        (fmean(shares[area]), number, area) for number, area in enumerate(_AREAS) if area in shares
    )
    return tuple(
        Advice(name=area, share=share, examples=_misread(answers) if area == "read_aloud" else ())
        for share, _, area in means[:MOST]
        if share < GOOD_ENOUGH
    )


def _shares(answer: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    if answer["score"] is None:
        return
    if answer["task"] != "open_answer":
        yield answer["task"], answer["score"] / 100
        return
    points = answer.get("points", ())
    for area, criterion in _OPEN_ANSWER:
        made = [point["found"] for point in points if point["kind"] == criterion]
        if made or answer.get("skipped"):
            yield area, fmean(made or [0.0])


def _misread(answers: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the words of the texts that were left out or misread, as written, each once."""
    words = (
        step["expected"].strip('.,;:!?"“”').lower()
        for answer in answers
        if answer["task"] == "read_aloud"
        for step in answer.get("alignment", ())
        if step["outcome"] in {"miss", "substitution"}
    )
    return tuple(dict.fromkeys(words))[:_MOST_EXAMPLES]
