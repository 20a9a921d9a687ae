"""Apply approved parameters and trial decisions to the items of a bank."""

from collections.abc import Mapping
from typing import Any

from assessments.contract.assessment import Bank
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.prior import parameters
from assessments.kinds.grammar.question import BUNDLES, Question
from scoring.ability import Parameters


def calibrated(bank: Bank[AnyItem], version: str, content: Mapping[str, Any]) -> Bank[AnyItem]:
    """Return the bank with approved parameters; items without any keep their prior."""
    return {
        name: question.model_copy(
            update={
                "measured": Parameters(a=approved["a"], b=approved["b"], c=approved["c"]),
                "calibration": version,
                "share": approved["share"],
            }
        )
        if (approved := content.get(name))
        else question
        for name, question in bank.items()
    }


def in_force(question: Question) -> Mapping[str, float] | None:
    """Return parameters and share of a stand-alone question that measures ability, else None.

    The model assumes independent answers; the parts of a passage or an e-mail are not independent.
    """
    if not question.measures_ability or question.question_type in BUNDLES:
        return None
    known = parameters(question)
    return {"a": known.a, "b": known.b, "c": known.c, "share": question.share}


def on_trial(bank: Bank[AnyItem], decided: Mapping[str, bool]) -> Bank[AnyItem]:
    """Return the bank with each question put on trial, or taken off it, as ``decided`` says."""
    return {
        name: question.model_copy(update={"trial": decided[name]}) if name in decided else question
        for name, question in bank.items()
    }
