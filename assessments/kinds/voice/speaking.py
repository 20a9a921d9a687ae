"""Fluency, prosody and pronunciation of the answers that are long enough to hear them in."""

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
"""Which score of an answer makes a skill of the sitting."""

READ_ONLY = frozenset({"pronunciation"})
"""Skills that are heard only where it is known what should be said."""

ONE_SIDED_90 = 1.645


def script_of(item: Item) -> str:
    """Return what is read out word for word, or nothing."""
    return item.text if item.task == "read_aloud" else ""


def shared_text(item: Item) -> str | None:
    """Return what everybody who answers in own words has heard or read before."""
    return item.asked if item.task in {"retell", "open_answer"} else None


def spoken_scores(item: Item, spoken: Spoken) -> Speaking | None:
    """Return what both models say of an answer; None for tasks that are too short to say it."""
    return speaking(spoken, script_of(item)) if item.task in TASKS else None


def to_detail(found: Speaking | None) -> dict[str, Any] | None:
    """Return it for the report page."""
    if found is None:
        return None
    return {
        "not_measured": found.reason,
        "kind": found.kind,
        "needs_a_person": found.needs_a_person,
        "measures": {name: asdict(score) for name, score in found.measures.items()},
        "listener": {name: asdict(score) for name, score in found.listener.items()},
        "validated_for": list(calibration().about["validated_for"]),
    }


def skill_from(name: str, answers: Sequence[Speaking | None]) -> Subscore:
    """Return a skill of the sitting: the mean over its answers by the named measures.

    Its standard error is that of one answer's prediction (half the 90 % interval ÷ 1.645) ÷ √n.

    Args:
        name: a key of ``CRITERION_OF``.
        answers: of the tasks in ``TASKS``, in order; None: the answer was not measured.
    """
    heard = [one for one in answers if one is None or one.kind != "free" or name not in READ_ONLY]
    found = [one.measures[CRITERION_OF[name]] for one in heard if one and not one.reason]
    if not heard:
        return Subscore(name=name, score=None, sem=None, items=0, not_measured="not_asked")
    if len(found) < len(heard):
        return Subscore(
            name=name,
            score=None,
            sem=None,
            items=len(heard),
            not_measured="not_all_answers_measured",
        )
    models = calibration().models
    widths = [models[one.kind][CRITERION_OF[name]].half_width for one in heard if one]
    return Subscore(
        name=name,
        score=fmean(score.value for score in found),
        sem=fmean(widths) / ONE_SIDED_90 / sqrt(len(found)),
        items=len(found),
    )
