"""Score fluency, prosody and pronunciation of the answers that are long enough for it."""

from collections.abc import Sequence
from dataclasses import asdict
from math import sqrt
from statistics import fmean
from typing import Any

from assessments.kinds.voice.item import Item
from assessments.kinds.voice.subscores import Subscore
from scoring.speaking import Speaking, calibration, speaking
from speech.spoken import Spoken

TASKS = frozenset({"read_aloud", "retell", "open_answer"})

CRITERION_OF = {"fluency": "fluency", "pronunciation": "accuracy"}
"""The skills of a sitting, each with the score of an answer from which it is computed."""

READ_ONLY = frozenset({"pronunciation"})
"""Skills that are measured only in tasks whose words are known beforehand."""

ONE_SIDED_90 = 1.645


def script_of(item: Item) -> str:
    """Return the text that is read aloud word for word, or an empty string."""
    return item.text if item.task == "read_aloud" else ""


def shared_text(item: Item) -> str | None:
    """Return the prompt of a task answered in own words, which all applicants share; else None."""
    return item.asked if item.task in {"retell", "open_answer"} else None


def spoken_scores(item: Item, spoken: Spoken) -> Speaking | None:
    """Return the scores of an answer by both models; None for tasks that are too short."""
    return speaking(spoken, script_of(item)) if item.task in TASKS else None


def to_detail(scores: Speaking | None) -> dict[str, Any] | None:
    """Return the speaking scores as JSON-ready values for the report page."""
    if scores is None:
        return None
    return {
        "not_measured": scores.reason,
        "kind": scores.kind,
        "needs_a_person": scores.needs_a_person,
        "measures": {name: asdict(score) for name, score in scores.measures.items()},
        "listener": {name: asdict(score) for name, score in scores.listener.items()},
        "validated_for": list(calibration().about["validated_for"]),
    }


def skill_from(name: str, answers: Sequence[Speaking | None]) -> Subscore:
    """Return a skill of the sitting: the mean of its answers' scores by the measures model.

    Its standard error is that of one answer's prediction (half the 90 % interval ÷ 1.645) ÷ √n.

    Args:
        name: a key of ``CRITERION_OF``.
        answers: scores of the tasks in ``TASKS``, in order; None where an answer was not measured.
    """
    asked = [
        answer
        for answer in answers
        if answer is None or answer.kind != "free" or name not in READ_ONLY
    ]
    scores = [
        answer.measures[CRITERION_OF[name]] for answer in asked if answer and not answer.reason
    ]
    if not asked:
        return Subscore(name=name, score=None, sem=None, items=0, not_measured="not_asked")
    if len(scores) < len(asked):
        return Subscore(
            name=name,
            score=None,
            sem=None,
            items=len(asked),
            not_measured="not_all_answers_measured",
        )
    models = calibration().models
    widths = [models[answer.kind][CRITERION_OF[name]].half_width for answer in asked if answer]
    return Subscore(
        name=name,
        score=fmean(score.value for score in scores),
        sem=fmean(widths) / ONE_SIDED_90 / sqrt(len(scores)),
        items=len(scores),
    )
