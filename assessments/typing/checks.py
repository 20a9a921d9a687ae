"""What `flask assessments check` says of the typing bank, and what it refuses."""

from collections.abc import Sequence

from assessments.base import Bank, ContentError
from assessments.typing.form import enough, exposure


def check(bank: Bank) -> Sequence[str]:
    """Look at the whole bank and return lines for the author who asked.

    Raises:
        ContentError: a form cannot be drawn from the bank.
    """
    if lacking := list(enough(bank)):
        raise ContentError("typing: " + "; ".join(lacking))
    return list(exposure(bank))
