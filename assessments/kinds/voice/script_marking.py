"""Answers with a script marked: read aloud, repeat, sentence build, short answer."""

from typing import Any

from assessments.kinds.voice.answers import judge
from assessments.kinds.voice.item import Item
from assessments.kinds.voice.marked import Heard, Marked, percent
from scoring import report
from scoring.evidence import Evidence
from scoring.report import Measure
from scoring.words import AlignedWord, Alignment, Outcome, align

EXACT = 4
"""The repeat score of an answer without any change, fillers aside."""


def mark_read(item: Item, heard: Heard, seconds: float | None) -> Marked:
    """Mark a passage read aloud: the score is the share of its words read right.

    Args:
        item: the passage.
        heard: what was heard.
        seconds: from the first to the last speech; None without speech.
    """
    alignment = align(item.text, heard.words)
    right = percent(alignment.read_accuracy) or 0.0
    wcpm = alignment.wcpm(seconds)
    measures = (
        Measure(name="read_accuracy", value=right, unit="%"),
        Measure(name="completeness", value=percent(alignment.completeness), unit="%"),
        Measure(name="wcpm", value=wcpm, unit="wpm", reason="no_speech" if wcpm is None else ""),
    )
    return _scripted(right, measures, alignment, heard)


def mark_repeat(item: Item, heard: Heard) -> Marked:
    """Mark a sentence said back: the score is the share of its words right and in order."""
    alignment = align(item.text, heard.words)
    right = percent(alignment.read_accuracy) or 0.0
    repeat = alignment.repeat_score
    measures = (
        Measure(name="words_right_in_order", value=right, unit="%"),
        Measure(
            name="repeat_score", value=None if repeat is None else float(repeat), unit="points"
        ),
    )
    return _scripted(right, measures, alignment, heard)


def mark_built(item: Item, heard: Heard) -> Marked:
    """Mark a sentence put together from phrases, against the accepted sentence that fits best.

    The score is the share of its words right and in order; all points are for the exact sentence
    only (fillers aside): a word too much costs as much as one left out.
    """
    tried = [align(sentence, heard.words) for sentence in item.sentences]
    alignment = max(tried, key=built_score)
    right = built_score(alignment)
    measures = (Measure(name="words_built_in_order", value=right, unit="%"),)
    return _scripted(right, measures, alignment, heard)


def built_score(alignment: Alignment) -> float:
    """Return 0 to 100 for a sentence that was built; 100 for the exact one only."""
    share = alignment.read_accuracy or 0.0
    if alignment.repeat_score != EXACT:
        share = min(share, 1 - 1 / max(1, alignment.script_words))
    return 100 * share


def _scripted(
    score: float, measures: tuple[Measure, ...], alignment: Alignment, heard: Heard
) -> Marked:
    point = report.Point(
        criterion=measures[0].name,
        earned=float(alignment.count(Outcome.HIT)),
        possible=float(alignment.script_words),
        evidence=_runs(alignment, heard),
    )
    detail: dict[str, Any] = {"alignment": [_step(step) for step in alignment.steps]}
    return Marked(score=score, measures=measures, points=(point,), detail=detail)


def _step(step: AlignedWord) -> dict[str, Any]:
    return {
        "outcome": step.outcome.value,
        "expected": step.expected,
        "heard": step.heard,
        "spoken": list(step.spoken),
    }


def _runs(alignment: Alignment, heard: Heard) -> tuple[Evidence, ...]:
    """Return where words were right, changed or added, neighbours of a kind together."""
    runs: list[tuple[str, int, int]] = []
    for step in alignment.steps:
        if not step.spoken:
            continue
        rule, first, last = step.outcome.value, step.spoken[0], step.spoken[-1]
        if runs and runs[-1][0] == rule and first <= runs[-1][2] + 1:
            runs[-1] = (rule, runs[-1][1], max(last, runs[-1][2]))
        else:
            runs.append((rule, first, last))
    return tuple(heard.span(first, last, rule) for rule, first, last in runs)


def mark_short(item: Item, heard: Heard) -> Marked:
    """Mark a short answer: all points or none."""
    judged = judge(item, heard.words)
    value = 100.0 if judged.right else 0.0
    evidence = tuple(
        heard.span(phrase.first, phrase.last, phrase.pattern) for phrase in judged.phrases
    )
    point = report.Point(
        criterion="accepted_answer",
        earned=float(judged.right),
        possible=1.0,
        evidence=evidence if judged.right else (heard.whole(judged.reason),),
    )
    detail = {
        "reply": {
            "right": judged.right,
            "reason": judged.reason,
            "accepted": [answer.replace("*", "…") for answer in item.answers],
        }
    }
    measure = Measure(name="right_answers", value=value, unit="%")
    return Marked(score=value, measures=(measure,), points=(point,), detail=detail)
