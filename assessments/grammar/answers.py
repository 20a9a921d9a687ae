"""The answers of a sitting as the log tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.base import LoggedEvent
from assessments.grammar.events import Answered


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What counts for one question.

    Attributes:
        event: number of the last ``answered`` event of the question.
        given: the answer; never blank.
        seconds: how long the question was on screen in all, by the browser's clock.
    """

    event: int
    given: str
    seconds: float


def read_answers(events: Sequence[LoggedEvent], form: Sequence[str]) -> Mapping[str, Answer]:
    """Return the last answer to each question of the form; one that was taken away is none."""
    asked = frozenset(form)
    answers: dict[str, Answer] = {}
    seconds: dict[str, float] = {}
    for event in events:
        if not isinstance(event.data, Answered) or event.data.item not in asked:
            continue
        item = event.data.item
        seconds[item] = seconds.get(item, 0.0) + event.data.seconds_on_screen
        answers[item] = Answer(event=event.number, given=event.data.answer, seconds=seconds[item])
    return {item: answer for item, answer in answers.items() if answer.given.strip()}
