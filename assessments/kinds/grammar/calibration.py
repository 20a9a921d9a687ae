"""Parameters that answers have shown, put to the items of a bank."""

from collections.abc import Mapping
from typing import Any

from assessments.contract.assessment import Bank
from assessments.kinds.grammar.prior import parameters
from assessments.kinds.grammar.question import BUNDLES, Question
from scoring.ability import Parameters


def calibrated(bank: Bank, version: str, content: Mapping[str, Any]) -> Bank:
    """Return the bank with approved parameters; items that have none keep their prior."""
    return {
        name: question.model_copy(
            update={
                "measured": Parameters(a=told["a"], b=told["b"], c=told["c"]),
                "calibration": version,
                "share": told["share"],
            }
        )
        if (told := content.get(name))
        else question
        for name, question in bank.items()
    }


def in_force(question: Question) -> Mapping[str, float] | None:
    """Return parameters and share of a question that stands on its own; None of any other.

    Parts of a passage or an e-mail are no independent answers, which the model takes for granted.
    """
    if not question.measures_ability or question.form in BUNDLES:
        return None
    told = parameters(question)
    return {"a": told.a, "b": told.b, "c": told.c, "share": question.share}


def on_trial(bank: Bank, decided: Mapping[str, bool]) -> Bank:
    """Return the bank with these questions on trial, or not."""
    return {
        name: question.model_copy(update={"trial": decided[name]}) if name in decided else question
        for name, question in bank.items()
    }
