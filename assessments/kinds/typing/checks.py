"""What `flask assessments check` says of the typing bank, and what it refuses."""

from collections.abc import Sequence

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.typing.bank_checks import by_exercise, faults, figures, sounds
from assessments.kinds.typing.form import enough, exposure, minutes_of


def check(bank: Bank) -> Sequence[str]:
    """Look at the whole bank and return lines for the author who asked.

    Raises:
        ContentError: a form cannot be drawn from the bank, or items are too few, too much alike
            or uneven; the message names every item and says what to do.
    """
    scored = by_exercise(bank, chained=lambda name: minutes_of(name) is not None)
    if wrong := [*enough(bank), *faults(scored)]:
        raise ContentError("typing/items: " + "\n".join(wrong))
    return [*figures(scored), sounds(bank), *exposure(bank)]
