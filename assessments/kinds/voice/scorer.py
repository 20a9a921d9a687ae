"""The score of a voice sitting, with the evidence for every part of it.

Score [ours, provisional]: read aloud = share of the passage's words read right; repeat and
sentence build = share of the sentence's words said right and in order; short answer = right or
not; retell = share of key points found; open answer = share of key points and courtesies found.
The mean of a task's answers, then the plain mean of the tasks: there are no data yet that would
justify other weights. ``Report.subscores`` holds the same items by skill
(``assessments.kinds.voice.subscores``).

*Fluency and pronunciation are scored and shown, and are not in the score of the sitting*: their
models were checked on read sentences of learners with one first language only. *An open answer
that only repeats the text on the screen finds every key point*: a person who listens hears that at
once, so the report puts the sound first. The standard error of the whole is
provisional: that of the mean of the tasks' means, from the spread of the answers within the tasks
(``scoring.provisional.error_of_means``); where they show no spread, from their number
(``share_error``). The effect of another day takes repeated sittings and is not in it.

An answer that the applicant *skips* earns no points, and the page says so before: leaving out
the hard one must not pay. An answer whose recording is missing, was rejected, is silent or could
not be listened to is "not measured", never 0, for the fault may be ours; a sitting with such an
answer has no score (its other answers keep theirs), so that what is missing never raises a mean.

Of the complete recordings of an item the first ``takes`` are admitted, and the last of those
counts; more than that are shown to a person and never scored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from statistics import fmean
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.voice.marked import Marked
from assessments.kinds.voice.marking import mark, mark_skipped, why_unmeasurable
from assessments.kinds.voice.progress import Answer, progress
from assessments.kinds.voice.speaking import (
    CRITERION_OF,
    TASKS,
    skill_from,
    spoken_scores,
    to_detail,
)
from assessments.kinds.voice.subscores import Subscore, subscores
from scoring.provisional import PROVISIONAL, error_of_means, share_error
from scoring.report import Measure, Report
from speech.spoken import Spoken

LATE_START = 15.0
"""Seconds after the time to prepare from which a start is shown to a person as late."""

_OF_TASKS = (
    ("read_accuracy", "read_aloud"),
    ("completeness", "read_aloud"),
    ("wcpm", "read_aloud"),
    ("words_right_in_order", "repeat"),
    ("repeat_score", "repeat"),
    ("right_answers", "short_answer"),
    ("words_built_in_order", "sentence_build"),
    ("key_points_found", "retell"),
    ("key_points_found", "open_answer"),
    ("courtesies_found", "open_answer"),
)
"""Measures of what was said, with the task that has them."""

_All = Sequence[tuple[Answer, Marked]]

_FLUENCY = (
    "speech_rate",
    "articulation_rate",
    "phonation_time_ratio",
    "mean_length_of_run",
    "pauses_per_minute",
    "mean_pause",
    "p90_pause",
    "words_per_minute",
)


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Return the report of a sitting. A pure function of its arguments; never raises.

    Args:
        bank: all items.
        events: the sitting's log.
        spoken: what was heard, by recording id.
    """
    answers = progress(bank, events).answers
    marked = [(answer, _marked(answer, spoken)) for answer in answers]
    opening = begun(events)
    value, reason = _total(marked, asked=len(opening.items))
    sem, basis = _error(marked, value)
    return Report(
        score=value,
        sem=sem,
        sem_source="" if sem is None else PROVISIONAL,
        sem_basis=basis,
        not_measured=reason,
        measures=_measures(marked),
        points=tuple(point for _, one in marked for point in one.points),
        flags=_flags(marked, spoken, opening.extra_time),
        answers=tuple(_detail(n, *one) for n, one in enumerate(marked, 1)),
        subscores=tuple(skill.to_dict() for skill in _skills(marked, opening.items)),
    )


def _skills(marked: _All, form: Sequence[str]) -> list[Subscore]:
    """Return every skill: those of the sound from both models' answers, the others from items."""
    answers = [one.speaking for answer, one in marked if answer.item.task in TASKS]
    return [
        skill_from(skill.name, answers) if skill.name in CRITERION_OF else skill
        for skill in subscores(_marks(marked, form))
    ]


def _marks(marked: _All, form: Sequence[str]) -> list[tuple[str, float | None]]:
    """Return task and score of each item; those that have left the bank are not measured."""
    marks: list[tuple[str, float | None]] = [(one.item.task, mark.score) for one, mark in marked]
    if len(marked) < len(form):
        marks += [(task, None) for task in dict.fromkeys(task for task, _ in marks)]
    return marks


def _marked(answer: Answer, spoken: Mapping[str, Spoken]) -> Marked:
    take = answer.counted
    if take is None:
        if answer.skip is None:
            return Marked(reason="no_recording", detail={})
        return mark_skipped(answer.item, answer.skip)
    heard = spoken.get(take.recording)
    reason = why_unmeasurable(heard)
    if heard is None or reason:
        return Marked(reason=reason, detail={})
    return replace(mark(answer.item, heard, take.event), speaking=spoken_scores(answer.item, heard))


def _total(marked: _All, *, asked: int) -> tuple[float | None, str]:
    """Return the score, or why there is none; ``asked`` is how long the form was."""
    if not any(answer.is_answered for answer, _ in marked):
        return None, "no_answers"
    by_task = _by_task(marked)
    if not by_task:
        return None, "no_answer_measured"
    if len(marked) < asked or any(one.score is None for _, one in marked):
        return None, "not_all_answers_measured"
    return fmean(fmean(scores) for scores in by_task.values()), ""


def _by_task(marked: _All) -> dict[str, list[float]]:
    """Return the scores of the measured answers, by task."""
    by_task: dict[str, list[float]] = {}
    for answer, result in marked:
        if result.score is not None:
            by_task.setdefault(answer.item.task, []).append(result.score)
    return by_task


def _error(marked: _All, value: float | None) -> tuple[float | None, str]:
    """Return the provisional standard error of the score and the name of its basis."""
    if value is None:
        return None, ""
    by_task = _by_task(marked)
    spread = error_of_means(list(by_task.values()))
    if spread is not None:
        return spread, "spread_of_answers"
    weights = [1 / len(scores) for scores in by_task.values() for _ in scores]
    return share_error(weights, value), "number_of_answers"


def _measures(marked: _All) -> tuple[Measure, ...]:
    """Return each measure once for the sitting: the mean of the answers that have it."""
    tasks = {answer.item.task for answer, _ in marked}
    shown = [
        _mean(marked, task, name, f"retell_{name}" if task == "retell" else name)
        for name, task in _OF_TASKS
        if task in tasks
    ]
    for task in ("open_answer", "retell", "read_aloud"):
        if task in tasks:
            shown += [_mean(marked, task, name, f"{task}_{name}") for name in _FLUENCY]
    return tuple(shown)


_UNITS = {
    "wcpm": "wpm",
    "repeat_score": "points",
    "speech_rate": "syllables/s",
    "articulation_rate": "syllables/s",
    "mean_length_of_run": "syllables",
    "pauses_per_minute": "pauses/min",
    "mean_pause": "s",
    "p90_pause": "s",
    "words_per_minute": "wpm",
}


def _mean(marked: _All, task: str, name: str, shown_as: str) -> Measure:
    of_task = [one for answer, one in marked if answer.item.task == task]
    found = [measure for one in of_task for measure in one.measures if measure.name == name]
    values = [measure.value for measure in found if measure.value is not None]
    reasons = [one.reason for one in of_task if one.reason]
    reasons += ["skipped" for one in of_task if one.detail.get("skipped")]
    reasons += [measure.reason for measure in found if measure.reason]
    return Measure(
        name=shown_as,
        value=fmean(values) if values else None,
        unit=_UNITS.get(name, "%"),
        reason="" if values else next(iter(reasons), "not_heard"),
    )


def _flags(marked: _All, spoken: Mapping[str, Spoken], factor: float) -> tuple[str, ...]:
    """Return flags for a person to look at; no flag changes a score."""
    flags: list[str] = []
    for answer, _ in marked:
        ready = answer.may_prepare_from or 0.0
        ready += answer.item.prepare_seconds * factor
        if answer.starts == 1 and answer.started and answer.started > ready + LATE_START:
            flags.append("late_start")
        if len(answer.takes) > answer.item.takes:
            flags.append("more_recordings_than_allowed")
        if answer.fetched_again:
            flags.append("prompt_fetched_again")
        if answer.away:
            flags.append("looked_away")
        if (take := answer.counted) and (heard := spoken.get(take.recording)):
            flags += heard.flags
    return tuple(dict.fromkeys(flags))


def _detail(number: int, answer: Answer, one: Marked) -> dict[str, Any]:
    item = answer.item
    take = answer.counted
    return {
        "number": number,
        "item": item.id,
        "task": item.task,
        "level": item.level,
        "text": item.asked,
        "heard": item.is_heard,
        "fetched_again": answer.fetched_again,
        "away": [{"during": one.during, "seconds": one.seconds} for one in answer.away],
        "recording": take.recording if take else None,
        "seconds": take.seconds if take else None,
        "recordings": min(len(answer.takes), item.takes),
        "score": one.score,
        "not_measured": one.reason,
        "measures": [asdict(measure) for measure in one.measures],
        "speaking": to_detail(one.speaking),
        **one.detail,
    }
