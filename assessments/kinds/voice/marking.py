"""One answer marked: against its script, or for what it had to say."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from assessments.kinds.voice import key_points
from assessments.kinds.voice.item import Item, Point
from assessments.kinds.voice.marked import Heard, Marked, percent
from assessments.kinds.voice.script_marking import mark_built, mark_read, mark_repeat, mark_short
from scoring import report
from scoring.evidence import Evidence
from scoring.fluency import Fluency, fluency, pauses_of
from scoring.report import Measure
from scoring.words import align
from speech.spoken import Spoken

_CRITERIA = {
    "read_aloud": "read_accuracy",
    "repeat": "words_right_in_order",
    "sentence_build": "words_built_in_order",
}

LONG_ENOUGH = frozenset({"read_aloud", "retell", "open_answer"})
"""Tasks whose answers last long enough for rates and pauses to mean something."""


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
    marked = _marked(item, Heard(spoken=spoken.words, event=event), spoke)
    flow = fluency_measures(spoke) if item.task in LONG_ENOUGH else ()
    return replace(
        marked,
        measures=(*marked.measures, *flow),
        detail={**marked.detail, "pauses": [asdict(pause) for pause in pauses_of(spoken)]},
    )


def _marked(item: Item, heard: Heard, spoke: Fluency) -> Marked:
    match item.task:
        case "read_aloud":
            return mark_read(item, heard, spoke.total)
        case "repeat":
            return mark_repeat(item, heard)
        case "sentence_build":
            return mark_built(item, heard)
        case "short_answer":
            return mark_short(item, heard)
        case "retell" | "open_answer":
            return mark_content(item, heard)


def mark_skipped(item: Item, event: int) -> Marked:
    """Mark an answer that the applicant chose to leave out: no points, nothing measured.

    Args:
        item: what was asked.
        event: number of the ``skipped`` event; evidence points to it.
    """
    left_out = (Evidence(event=event, rule="skipped"),)
    if item.key_points:
        wanted = [(kind, 1.0, point.label) for kind, point in _wanted(item)]
    elif item.task == "short_answer":
        wanted = [("accepted_answer", 1.0, "")]
    else:
        script = align(item.model_answer, ()).script_words
        wanted = [(_CRITERIA[item.task], float(script), "")]
    points = tuple(
        report.Point(criterion=kind, earned=0.0, possible=most, label=label, evidence=left_out)
        for kind, most, label in wanted
    )
    return Marked(score=0.0, points=points, detail={"skipped": True})


def _wanted(item: Item) -> list[tuple[str, Point]]:
    """What an answer in the applicant's own words must hold, with the name of its criterion."""
    wanted = [("key_point", point) for point in item.key_points]
    return wanted + [("courtesy", point) for point in item.courtesies]


def mark_content(item: Item, heard: Heard) -> Marked:
    """Mark what was said: the score is the share of key points and courtesies that were found."""
    points = tuple(_found(kind, point, heard) for kind, point in _wanted(item))
    measures = [Measure(name="key_points_found", value=_share(points, "key_point"), unit="%")]
    if item.task == "open_answer":
        courtesies = _share(points, "courtesy")
        reason = "" if item.courtesies else "none_asked"
        measures.append(Measure(name="courtesies_found", value=courtesies, unit="%", reason=reason))
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
    score = 100 * sum(point.earned for point in points) / len(points)
    return Marked(score=score, measures=tuple(measures), points=points, detail=detail)


def _share(points: Sequence[report.Point], kind: str) -> float | None:
    of_kind = [point.earned for point in points if point.criterion == kind]
    return 100 * sum(of_kind) / len(of_kind) if of_kind else None


def _found(kind: str, point: Point, heard: Heard) -> report.Point:
    phrase = key_points.find(point.any_of, heard.words)
    evidence = () if phrase is None else (heard.span(phrase.first, phrase.last, phrase.pattern),)
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
        ("phonation_time_ratio", percent(spoke.phonation_time_ratio), "%", "no_speech"),
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
