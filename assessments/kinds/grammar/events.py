"""Event types of a grammar sitting: those sent by the browser and those added by the server."""

from collections.abc import Mapping

from pydantic import Field

from assessments.contract.assessment import EventData

MOST_CHARACTERS = 3000
"""Twice the longest e-mail."""


class Answered(EventData):
    """The present answer to a question; the last one before the end counts.

    ``answer`` is the letter of an option, the number of a word, the typed words, the pieces of an
    order, a line for each gap, or the whole e-mail; empty if the applicant withdrew the answer.
    ``seconds_on_screen`` is the time the question was visible since the last such event, by the
    browser's clock; it is never scored.
    """

    item: str = Field(max_length=80)
    answer: str = Field(max_length=MOST_CHARACTERS)
    seconds_on_screen: float = Field(ge=0, le=86_400)


class Flagged(EventData):
    """The applicant marks a question to come back to, or removes the mark; never scored."""

    item: str = Field(max_length=80)
    on: bool


class Laid(EventData):
    """The pieces placed so far in an incomplete word order; never scored.

    Logged so that an unfinished order survives a reload; "" if no piece is placed any more.
    """

    item: str = Field(max_length=80)
    pieces: str = Field(max_length=MOST_CHARACTERS)


class WentOn(EventData):
    """In an adaptive sitting: the applicant leaves a question, answered or not."""

    item: str = Field(max_length=80)


class Known(EventData):
    """Parameters of an item in force at the time, and the calibration that they come from."""

    a: float = Field(gt=0)
    b: float
    c: float = Field(ge=0, lt=1)
    source: str


class Asked(Known):
    """In an adaptive sitting: the server asks a question."""

    item: str


class Weighed(EventData):
    """Parameters of all drawn items, logged at the start if any of them was measured."""

    items: dict[str, Known]


class OnTrial(EventData):
    """Questions of this sitting that are on trial, logged at the start if there are any.

    A drawn sitting contains them from the start; an adaptive sitting asks them at their places.
    """

    items: tuple[str, ...]


class UsageAsked(EventData):
    """Questions about Philippine usage, logged at the start if the policy asks any.

    ``places`` gives for each the number of questions before it: drawn questions, or scored
    questions in an adaptive sitting.
    """

    items: tuple[str, ...]
    places: tuple[int, ...]


class Enough(EventData):
    """In an adaptive sitting: the stopping rule ends the questions."""


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
