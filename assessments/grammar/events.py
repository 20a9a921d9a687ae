"""What the browser may say about a grammar sitting."""

from collections.abc import Mapping

from pydantic import Field

from assessments.base import EventData

MOST_CHARACTERS = 3000
"""Twice the longest e-mail."""


class Answered(EventData):
    """An answer as it stands now; the last one before the end counts.

    ``answer`` is the letter of an option, the number of a word, the typed words, the pieces of an
    order, a line for each gap, or the whole e-mail; empty when it was taken away.
    ``seconds_on_screen`` is how long the question was shown since the last such event, by the
    browser's clock: information, never scored.
    """

    item: str = Field(max_length=80)
    answer: str = Field(max_length=MOST_CHARACTERS)
    seconds_on_screen: float = Field(ge=0, le=86_400)


EVENTS: Mapping[str, type[EventData]] = {"answered": Answered}
