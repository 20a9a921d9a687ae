"""How hard a question is: as answers have shown it, or as it is thought before there are any.

The prior is of the three-parameter logistic model, on a scale on which applicants are N(0, 1):
difficulty from the writer's level and the form, one discrimination for all, and a guess rate of
one in so many choices. All of it is judgement; calibration replaces it (docs/scoring/grammar.md).
"""

from collections.abc import Mapping

from assessments.kinds.grammar.question import Level, Question
from scoring.ability import Parameters

JUDGED = "judged"
"""Names parameters that nobody has measured."""

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


def prior(question: Question) -> Parameters:
    """Return the prior of a question, or of each part of a passage: they are thought alike."""
    return Parameters(
        a=DISCRIMINATION,
        b=round(LEVEL_AT[question.level] + FORM_ADDS[question.form], 2),
        c=1 / question.choices if question.choices else 0.0,
    )


def parameters(question: Question) -> Parameters:
    """Return what approved answers have shown of a question, or else its prior."""
    return question.measured or prior(question)


def source(question: Question) -> str:
    """Return the name of the calibration that the parameters come from, or ``JUDGED``."""
    return question.calibration or JUDGED
