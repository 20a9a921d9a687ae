"""One answer marked: against its script, or for what it had to say."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assessments.voice import key_points
from assessments.voice.bank import Item, Point
from scoring import report
from scoring.evidence import Evidence
from scoring.fluency import Fluency, fluency, pauses_of
from scoring.report import Measure
from scoring.words import AlignedWord, Alignment, Outcome, align
from speech.spoken import Spoken, Word


@dataclass(frozen=True, kw_only=True)
class Marked:
    """What one answer came to.

    Attributes:
        score: 0 to 100, or None when it was not measured.
        reason: why it was not measured, as a name; empty otherwise.
        measures: named numbers of this answer.
        points: what was earned, with its place in the sound.
        detail: JSON-ready facts for the report page.
    """

    score: float | None = None
    reason: str = ""
    measures: tuple[Measure, ...] = ()
    points: tuple[report.Point, ...] = ()
    detail: dict[str, Any]


def why_unmeasurable(spoken: Spoken | None) -> str:
    """Return the reason why a recording cannot be marked, or an empty string."""
    if spoken is None:
        return "not_heard"
    if spoken.rejected:
        return spoken.rejected
    return "" if spoken.words else "no_words"


def mark(item: Item, spoken: Spoken, event: int) -> Marked:
    """Mark a recording that can be measured.

    Args:
        item: what was asked.
        spoken: what was heard, not rejected and with words.
        event: number of the event that brought the recording; evidence points to it.
    """
    spoke = fluency(spoken)
    words = [word.text for word in spoken.words]
    if item.task == "open_answer":
        score, measures, points, detail = _content(item, spoken.words, words, event)
    else:
        score, measures, points, detail = _script(item, spoken.words, words, event, spoke)
    detail["pauses"] = [asdict(pause) for pause in pauses_of(spoken)]
    return Marked(
        score=score,
        measures=(*measures, *fluency_measures(spoke)),
        points=points,
        detail=detail,
    )


def mark_skipped(item: Item, event: int) -> Marked:
    """Mark an answer that the applicant chose to leave out: no points, nothing measured.

    Args:
        item: what was asked.
        event: number of the ``skipped`` event; evidence points to it.
    """
    left_out = (Evidence(event=event, rule="skipped"),)
    points: tuple[report.Point, ...]
    if item.task == "open_answer":
        points = tuple(
            report.Point(
                criterion=kind, earned=0.0, possible=1.0, label=point.label, evidence=left_out
            )
            for kind, point in _wanted(item)
        )
    else:
        points = (
            report.Point(
                criterion="words_right_in_order" if item.task == "repeat" else "read_accuracy",
                earned=0.0,
                possible=float(align(item.text, ()).script_words),
                evidence=left_out,
            ),
        )
    return Marked(score=0.0, points=points, detail={"skipped": True})


_Parts = tuple[float, tuple[Measure, ...], tuple[report.Point, ...], dict[str, Any]]


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _script(
    item: Item, spoken: Sequence[Word], words: Sequence[str], event: int, spoke: Fluency
) -> _Parts:
    """Mark against the script: the score is the share of its words right and in order."""
    alignment = align(item.text, words)
    right = _percent(alignment.read_accuracy) or 0.0
    if item.task == "repeat":
        repeat = alignment.repeat_score
        measures: tuple[Measure, ...] = (
            Measure(name="words_right_in_order", value=right, unit="%"),
            Measure(
                name="repeat_score", value=None if repeat is None else float(repeat), unit="points"
            ),
        )
    else:
        wcpm = alignment.wcpm(spoke.total)
        measures = (
            Measure(name="read_accuracy", value=right, unit="%"),
            Measure(name="completeness", value=_percent(alignment.completeness), unit="%"),
            Measure(
                name="wcpm", value=wcpm, unit="wpm", reason="no_speech" if wcpm is None else ""
            ),
        )
    point = report.Point(
        criterion=measures[0].name,
        earned=float(alignment.count(Outcome.HIT)),
        possible=float(alignment.script_words),
        evidence=_runs(alignment, spoken, event),
    )
    return right, measures, (point,), {"alignment": [_step(step) for step in alignment.steps]}


def _step(step: AlignedWord) -> dict[str, Any]:
    return {
        "outcome": step.outcome.value,
        "expected": step.expected,
        "heard": step.heard,
        "spoken": list(step.spoken),
    }


def _span(spoken: Sequence[Word], first: int, last: int, event: int, rule: str) -> Evidence:
    return Evidence(
        event=event,
        unit="seconds",
        start=spoken[first].start,
        end=spoken[last].end,
        text=" ".join(word.text.strip() for word in spoken[first : last + 1]),
        rule=rule,
    )


def _runs(alignment: Alignment, spoken: Sequence[Word], event: int) -> tuple[Evidence, ...]:
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
    return tuple(_span(spoken, first, last, event, rule) for rule, first, last in runs)


def _wanted(item: Item) -> list[tuple[str, Point]]:
    """What an open answer must hold, with the name of its criterion."""
    wanted = [("key_point", point) for point in item.key_points]
    return wanted + [("courtesy", point) for point in item.courtesies]


def _content(item: Item, spoken: Sequence[Word], words: Sequence[str], event: int) -> _Parts:
    """Mark what was said: the score is the share of key points and courtesies that were found."""
    points = tuple(_found(kind, point, spoken, words, event) for kind, point in _wanted(item))
    earned = sum(point.earned for point in points)
    measures = tuple(
        Measure(name=name, value=_share_found(points, kind), unit="%", reason=reason)
        for name, kind, reason in (
            ("key_points_found", "key_point", ""),
            ("courtesies_found", "courtesy", "" if item.courtesies else "none_asked"),
        )
    )
    detail = {
        "points": [
            {
                "kind": point.criterion,
                "label": point.label,
                "found": bool(point.earned),
                "evidence": [asdict(span) for span in point.evidence],
            }
            for point in points
        ]
    }
    return 100 * earned / len(points), measures, points, detail


def _share_found(points: Sequence[report.Point], kind: str) -> float | None:
    of_kind = [point.earned for point in points if point.criterion == kind]
    return 100 * sum(of_kind) / len(of_kind) if of_kind else None


def _found(
    kind: str, point: Point, spoken: Sequence[Word], words: Sequence[str], event: int
) -> report.Point:
    phrase = key_points.find(point.any_of, words)
    evidence = (
        () if phrase is None else (_span(spoken, phrase.first, phrase.last, event, phrase.pattern),)
    )
    return report.Point(
        criterion=kind,
        earned=float(phrase is not None),
        possible=1.0,
        label=point.label,
        evidence=evidence,
    )


def fluency_measures(spoke: Fluency) -> tuple[Measure, ...]:
    """Return the measures of fluency with their units; None where there was no speech."""
    rows = (
        ("speech_rate", spoke.speech_rate, "syllables/s", "no_speech"),
        ("articulation_rate", spoke.articulation_rate, "syllables/s", "no_speech"),
        ("phonation_time_ratio", _percent(spoke.phonation_time_ratio), "%", "no_speech"),
        ("mean_length_of_run", spoke.mean_length_of_run, "syllables", "no_speech"),
        ("pauses_per_minute", spoke.pauses_per_minute, "pauses/min", "no_speech"),
        ("mean_pause", spoke.mean_pause, "s", "no_pauses" if spoke.total else "no_speech"),
        ("p90_pause", spoke.p90_pause, "s", "no_pauses" if spoke.total else "no_speech"),
        ("words_per_minute", spoke.words_per_minute, "wpm", "no_speech"),
    )
    return tuple(
        Measure(name=name, value=value, unit=unit, reason=reason if value is None else "")
        for name, value, unit, reason in rows
    )
