"""Parameters that answers have shown, put to the items of a bank."""

from collections.abc import Mapping
from typing import Any

from assessments.base import Bank
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
