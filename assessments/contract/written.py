"""Texts that an applicant writes on a page: their events, and the text in force.

Pure, like ``assessments.contract.assessment``. Shared by the kinds in which applicants write texts.
"""

from collections.abc import Sequence
from typing import Final, get_args

from pydantic import Field

from assessments.contract.assessment import N_, ClientOptions, EventData, LoggedEvent, Option, begun
from scoring.proofreading import Spelling

MOST_CHARACTERS = 6000

SPELLINGS: Final = ClientOptions(
    about=N_("Spelling"),
    options=(
        Option(name="any", label=N_("of any English-speaking country")),
        Option(name="us", label=N_("American")),
        Option(name="gb", label=N_("British")),
        Option(name="au", label=N_("Australian")),
        Option(name="ph", label=N_("Philippine, which is as the American")),
    ),
)
"""The client decides whose spelling is right; fixed for a sitting when it begins."""


class Written(EventData):
    """The whole text at this moment; the last one before the end counts."""

    item: str = Field(max_length=80)
    text: str = Field(max_length=MOST_CHARACTERS)


class Pasted(EventData):
    """Something was pasted into the text; people see it, and it is never scored."""

    item: str = Field(max_length=80)
    characters: int = Field(ge=1, le=1_000_000)


def last_text(item: str, events: Sequence[LoggedEvent]) -> tuple[int, str]:
    """Return the number of the event with the latest text of an item, and the text; else 0, ""."""
    for event in reversed(events):
        if isinstance(event.data, Written) and event.data.item == item:
            return event.number, event.data.text
    return 0, ""


def spelling_of(events: Sequence[LoggedEvent]) -> Spelling:
    """Return the spelling that is right in a sitting; ``any`` if the vacancy does not set it.

    A kind may offer options of its own that start with a spelling and a hyphen.
    """
    chosen = begun(events).policy.partition("-")[0]
    return next((spelling for spelling in get_args(Spelling) if spelling == chosen), "any")
