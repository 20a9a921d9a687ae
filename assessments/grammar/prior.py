"""How hard a question is thought to be before anybody has answered it.

The prior is of the three-parameter logistic model, on a scale on which applicants are N(0, 1):
difficulty from the writer's level and the form, one discrimination for all, and a guess rate of
one in so many choices. All of it is judgement; calibration replaces it (docs/scoring/grammar.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.grammar.question import Level, Question

LEVEL_AT: Mapping[Level, float] = {"A2": -1.5, "B1": -0.5, "B2": 0.5, "C1": 1.5}
"""Levels one standard deviation apart, around the middle of those who apply."""

FORM_ADDS: Mapping[str, float] = {
    "choose": -0.2,
    "word_order": 0.0,
    "cloze": 0.1,
    "type_correction": 0.1,
    "find_error": 0.2,
    "edit_email": 0.3,
}
"""To know the right word is easier than to make it, and that is easier than to see without a hint
that something is wrong. Kept small: the size of the step is a guess."""

DISCRIMINATION = 1.0


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Parameters of an item that has no answers yet: discrimination, difficulty, guess rate."""

    a: float
    b: float
    c: float


def prior(question: Question) -> Prior:
    """Return the prior of a question, or of each part of a passage: they are thought alike."""
    return Prior(
        a=DISCRIMINATION,
        b=round(LEVEL_AT[question.level] + FORM_ADDS[question.form], 2),
        c=1 / question.choices if question.choices else 0.0,
    )
