"""Parameters of a question: measured from answers, or judged before there are any.

The prior is of the three-parameter logistic model, on a scale on which applicants are N(0, 1):
difficulty from the writer's level and the question type, the same discrimination for all, and a
guess rate of 1 / number of choices. All of it is judgement; calibration replaces it
(docs/scoring/grammar.md).
"""

from collections.abc import Mapping

from assessments.kinds.grammar.question import Level, Question
from scoring.ability import Parameters

JUDGED = "judged"
"""Source of parameters that were not measured."""

LEVEL_AT: Mapping[Level, float] = {"A2": -1.5, "B1": -0.5, "B2": 0.5, "C1": 1.5}
"""Levels one standard deviation apart, centred on the mean of applicants."""

QUESTION_TYPE_ADDS: Mapping[str, float] = {
    "choose": -0.2,
    "word_order": 0.0,
    "cloze": 0.1,
    "type_correction": 0.1,
    "find_error": 0.2,
    "edit_email": 0.3,
}
"""Recognising the right word is easier than producing it, which is easier than noticing an error
without a hint. The steps are small because their size is a guess."""

DISCRIMINATION = 1.0


def prior(question: Question) -> Parameters:
    """Return the prior of a question, or of each part of a passage: all parts share it."""
    return Parameters(
        a=DISCRIMINATION,
        b=round(LEVEL_AT[question.level] + QUESTION_TYPE_ADDS[question.question_type], 2),
        c=1 / question.choices if question.choices else 0.0,
    )


def parameters(question: Question) -> Parameters:
    """Return the approved measured parameters of a question, or else its prior."""
    return question.measured or prior(question)


def source(question: Question) -> str:
    """Return the name of the calibration that the parameters come from, or ``JUDGED``."""
    return question.calibration or JUDGED
