"""What the browser may say about a grammar sitting, and what the server notes by itself."""

from collections.abc import Mapping

from pydantic import Field

from assessments.contract.assessment import EventData

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


class Flagged(EventData):
    """The applicant marks a question to come back to, or takes the mark away; never scored."""

    item: str = Field(max_length=80)
    on: bool


class Laid(EventData):
    """The pieces of an order that lie in the sentence while some are missing; never scored.

    Kept so that half an order outlives a reload; "" when none lies there any more.
    """

    item: str = Field(max_length=80)
    pieces: str = Field(max_length=MOST_CHARACTERS)


class WentOn(EventData):
    """In an adaptive sitting: the applicant is done with a question, answered or not."""

    item: str = Field(max_length=80)


class Known(EventData):
    """Parameters of an item as they were in force, and the calibration that they come from."""

    a: float = Field(gt=0)
    b: float
    c: float = Field(ge=0, lt=1)
    source: str


class Asked(Known):
    """In an adaptive sitting: the server puts a question."""

    item: str


class Weighed(EventData):
    """In a fixed form: the parameters of all its items, noted at the start if any was measured."""

    items: dict[str, Known]


class OnTrial(EventData):
    """Questions of this sitting that are tried out, noted at its start if there are any.

    In a fixed form they stand in it; an adaptive sitting puts them when their places come.
    """

    items: tuple[str, ...]


class UsageAsked(EventData):
    """Questions about Philippine usage in this sitting, noted at its start if its policy asks any.

    ``places`` says before which place of the sitting's own questions each one comes: so many of a
    fixed form, or so many that count in an adaptive sitting, stand before it.
    """

    items: tuple[str, ...]
    places: tuple[int, ...]


class Enough(EventData):
    """In an adaptive sitting: nothing more is asked."""


EVENTS: Mapping[str, type[EventData]] = {
    "answered": Answered,
    "flagged": Flagged,
    "laid": Laid,
    "went_on": WentOn,
}
OWN_EVENTS: Mapping[str, type[EventData]] = {
    "asked": Asked,
    "weighed": Weighed,
    "enough": Enough,
    "on_trial": OnTrial,
    "usage_asked": UsageAsked,
}
