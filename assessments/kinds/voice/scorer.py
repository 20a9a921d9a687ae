"""Score a voice sitting, with the evidence for every part of the score.

Score [ours, provisional]: read aloud = share of the passage's words read right; repeat and
sentence build = share of the sentence's words said right and in order; short answer = right or
not; retell = share of key points found; open answer = share of key points and courtesies found.
The score of the sitting is the mean of each task's answers, then the plain mean of the tasks: no
data yet justify other weights. ``Report.subscores`` holds the same items by skill
(``assessments.kinds.voice.subscores``).

*Fluency and pronunciation are scored and reported but do not count in the score of the sitting*:
their models were checked only on sentences read by learners with one first language. *An open
answer that only repeats the text on the screen makes every key point*: anyone who listens to it
notices at once, so the report puts the recording first. The standard error of the whole score is
provisional: that of the mean of the tasks' means, from the spread of the answers within the tasks
(``scoring.provisional.error_of_means``); without such a spread, from the number of answers
(``share_error``). It does not include the effect of another day, which takes repeated sittings.

An answer that the applicant *skips* earns no points, and the page says so beforehand: skipping a
hard item must not pay. An answer whose recording is missing, was rejected, is silent or could not
be transcribed is "not measured", never 0, because the fault may be ours. A sitting with such an
answer has no score (its other answers keep theirs), so that a missing answer never raises a mean.

Of the complete recordings of an item, the first ``takes`` are accepted, and the last of those
counts; any further recordings are reported to a person and never scored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from statistics import fmean
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.voice.answer_scoring import (
    AnswerScore,
    score_answer,
    score_skipped,
    why_unmeasurable,
)
from assessments.kinds.voice.item import Item
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
"""Seconds after preparation time from which the start of a recording is flagged as late."""

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
"""Measures of content, each with its task."""

_Scored = Sequence[tuple[Answer, AnswerScore]]

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


def score(bank: Bank[Item], events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Return the report of a sitting. A pure function of its arguments; never raises.

    Args:
        bank: all items.
        events: the sitting's log.
        spoken: transcribed recordings by recording id.
    """
    answers = progress(bank, events).answers
    scored = [(answer, _score_of(answer, spoken)) for answer in answers]
    opening = begun(events)
    value, reason = _total(scored, asked=len(opening.items))
    sem, basis = _error(scored, value)
    return Report(
        score=value,
        sem=sem,
        sem_source="" if sem is None else PROVISIONAL,
        sem_basis=basis,
        not_measured=reason,
        measures=_measures(scored),
        points=tuple(point for _, answer_score in scored for point in answer_score.points),
        flags=_flags(scored, spoken, opening.extra_time),
        answers=tuple(_detail(n, *pair) for n, pair in enumerate(scored, 1)),
        subscores=tuple(skill.to_dict() for skill in _skills(scored, opening.items)),
    )


def _skills(scored: _Scored, form: Sequence[str]) -> list[Subscore]:
    """Return every skill: speaking skills from the two models, the others from item scores."""
    answers = [
        answer_score.speaking for answer, answer_score in scored if answer.item.task in TASKS
    ]
    return [
        skill_from(skill.name, answers) if skill.name in CRITERION_OF else skill
        for skill in subscores(_item_scores(scored, form))
    ]


def _item_scores(scored: _Scored, form: Sequence[str]) -> list[tuple[str, float | None]]:
    """Return task and score of each item; an item that has left the bank is not measured."""
    scores: list[tuple[str, float | None]] = [
        (answer.item.task, answer_score.score) for answer, answer_score in scored
    ]
    if len(scored) < len(form):
        scores += [(task, None) for task in dict.fromkeys(task for task, _ in scores)]
    return scores


def _score_of(answer: Answer, spoken: Mapping[str, Spoken]) -> AnswerScore:
    take = answer.counted
    if take is None:
        if answer.skip is None:
            return AnswerScore(reason="no_recording", detail={})
        return score_skipped(answer.item, answer.skip)
    transcribed = spoken.get(take.recording)
    reason = why_unmeasurable(transcribed)
    if transcribed is None or reason:
        return AnswerScore(reason=reason, detail={})
    answer_score = score_answer(answer.item, transcribed, take.event)
    return replace(answer_score, speaking=spoken_scores(answer.item, transcribed))


def _total(scored: _Scored, *, asked: int) -> tuple[float | None, str]:
    """Return the score, or why there is no score; ``asked`` is the number of items drawn."""
    if not any(answer.is_answered for answer, _ in scored):
        return None, "no_answers"
    by_task = _by_task(scored)
    if not by_task:
        return None, "no_answer_measured"
    if len(scored) < asked or any(answer_score.score is None for _, answer_score in scored):
        return None, "not_all_answers_measured"
    return fmean(fmean(scores) for scores in by_task.values()), ""


def _by_task(scored: _Scored) -> dict[str, list[float]]:
    """Return the scores of the measured answers, by task."""
    by_task: dict[str, list[float]] = {}
    for answer, answer_score in scored:
        if answer_score.score is not None:
            by_task.setdefault(answer.item.task, []).append(answer_score.score)
    return by_task


def _error(scored: _Scored, value: float | None) -> tuple[float | None, str]:
    """Return the provisional standard error of the score and the name of its basis."""
    if value is None:
        return None, ""
    by_task = _by_task(scored)
    spread = error_of_means(list(by_task.values()))
    if spread is not None:
        return spread, "spread_of_answers"
    weights = [1 / len(scores) for scores in by_task.values() for _ in scores]
    return share_error(weights, value), "number_of_answers"


def _measures(scored: _Scored) -> tuple[Measure, ...]:
    """Return each measure once for the sitting: the mean of the answers that have it."""
    tasks = {answer.item.task for answer, _ in scored}
    measures = [
        _mean(scored, task, name, f"retell_{name}" if task == "retell" else name)
        for name, task in _OF_TASKS
        if task in tasks
    ]
    for task in ("open_answer", "retell", "read_aloud"):
        if task in tasks:
            measures += [_mean(scored, task, name, f"{task}_{name}") for name in _FLUENCY]
    return tuple(measures)


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


def _mean(scored: _Scored, task: str, name: str, sitting_name: str) -> Measure:
    of_task = [answer_score for answer, answer_score in scored if answer.item.task == task]
    measures = [
        measure
        for answer_score in of_task
        for measure in answer_score.measures
        if measure.name == name
    ]
    values = [measure.value for measure in measures if measure.value is not None]
    reasons = [answer_score.reason for answer_score in of_task if answer_score.reason]
    reasons += ["skipped" for answer_score in of_task if answer_score.detail.get("skipped")]
    reasons += [measure.reason for measure in measures if measure.reason]
    return Measure(
        name=sitting_name,
        value=fmean(values) if values else None,
        unit=_UNITS.get(name, "%"),
        reason="" if values else next(iter(reasons), "not_heard"),
    )


def _flags(scored: _Scored, spoken: Mapping[str, Spoken], factor: float) -> tuple[str, ...]:
    """Return the flags of a sitting; no flag changes a score."""
    flags: list[str] = []
    for answer, _ in scored:
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
        if (take := answer.counted) and (transcribed := spoken.get(take.recording)):
            flags += transcribed.flags
    return tuple(dict.fromkeys(flags))


def _detail(number: int, answer: Answer, answer_score: AnswerScore) -> dict[str, Any]:
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
        "away": [{"during": away.during, "seconds": away.seconds} for away in answer.away],
        "recording": take.recording if take else None,
        "seconds": take.seconds if take else None,
        "recordings": min(len(answer.takes), item.takes),
        "score": answer_score.score,
        "not_measured": answer_score.reason,
        "measures": [asdict(measure) for measure in answer_score.measures],
        "speaking": to_detail(answer_score.speaking),
        **answer_score.detail,
    }
