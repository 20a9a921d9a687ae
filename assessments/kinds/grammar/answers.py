"""Read the answers of a sitting, and the order of its questions, from its event log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assessments.contract.assessment import LoggedEvent, begun
from assessments.kinds.grammar.events import (
    Answered,
    Asked,
    Enough,
    Flagged,
    Known,
    Laid,
    OnTrial,
    UsageAsked,
    Weighed,
    WentOn,
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer that counts for a question.

    Attributes:
        event: number of the last ``answered`` event of the question.
        given: the answer as the applicant left it; never blank.
        seconds: total time the question was on screen, by the browser's clock.
    """

    event: int
    given: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """The progress of a sitting.

    Attributes:
        asked: the questions asked so far, in order; all of them if the sitting is not adaptive.
        adaptive: whether each question was chosen after the answers before it.
        answers: the answers that count, by question.
        known: the parameters in force, by question; old logs have none.
        current: the question now open in an adaptive sitting; "" if no question is open.
        stopped: whether the stopping rule ended an adaptive sitting.
        flagged: questions that the applicant has marked to come back to.
        trial: questions on trial, in the order in which they come; never scored.
        usage: questions about Philippine usage, each with the number of scored questions before it;
            never part of the score.
    """

    asked: tuple[str, ...]
    adaptive: bool
    answers: Mapping[str, Answer]
    known: Mapping[str, Known]
    current: str = ""
    stopped: bool = False
    flagged: frozenset[str] = frozenset()
    trial: tuple[str, ...] = ()
    usage: Mapping[str, int] = field(default_factory=dict)

    @property
    def unscored(self) -> frozenset[str]:
        """The questions that do not count: those on trial and those about usage."""
        return frozenset(self.trial) | self.usage.keys()

    def scored(self) -> "Course":
        """Return the course with scored questions only."""
        return self.without(self.unscored)

    def without(self, removed: Collection[str]) -> "Course":
        """Return the course as if these questions had never been asked."""
        return replace(
            self,
            asked=tuple(item for item in self.asked if item not in removed),
            answers={item: answer for item, answer in self.answers.items() if item not in removed},
            known={item: known for item, known in self.known.items() if item not in removed},
        )


def is_adaptive(events: Sequence[LoggedEvent]) -> bool:
    """Whether each question is chosen after the answers before it; such a sitting draws none."""
    return not begun(events).items


def read(events: Sequence[LoggedEvent]) -> Course:
    """Read the course of a sitting from its log."""
    return _read_adaptive(events) if is_adaptive(events) else _read_fixed(events)


def _read_fixed(events: Sequence[LoggedEvent]) -> Course:
    usage = _usage(events)
    asked = _with(begun(events).items, usage)
    known: Mapping[str, Known] = {}
    flagged: set[str] = set()
    trial: tuple[str, ...] = ()
    for event in events:
        if isinstance(event.data, Weighed):
            known = event.data.items
        elif isinstance(event.data, OnTrial):
            trial = event.data.items
        elif isinstance(event.data, Flagged) and event.data.item in asked:
            (flagged.add if event.data.on else flagged.discard)(event.data.item)
    answers = read_answers(events, asked)
    return Course(
        asked=asked,
        adaptive=False,
        answers=answers,
        known=known,
        flagged=frozenset(flagged),
        trial=trial,
        usage=usage,
    )


def _usage(events: Sequence[LoggedEvent]) -> Mapping[str, int]:
    for event in events:
        if isinstance(event.data, UsageAsked):
            return dict(zip(event.data.items, event.data.places, strict=False))
    return {}


def _with(items: Sequence[str], usage: Mapping[str, int]) -> tuple[str, ...]:
    """Return the items with the questions about usage inserted at their places."""
    whole = list(items)
    for item, place in sorted(usage.items(), key=lambda planned: planned[1], reverse=True):
        whole.insert(place, item)
    return tuple(whole)


def _read_adaptive(events: Sequence[LoggedEvent]) -> Course:
    """Read an adaptive sitting: only the open question can be answered; repeats are ignored."""
    asked: list[str] = []
    known: dict[str, Known] = {}
    counting: list[LoggedEvent] = []
    current, stopped = "", False
    trial: tuple[str, ...] = ()
    for event in events:
        if isinstance(event.data, Asked):
            current = event.data.item
            asked.append(current)
            known[current] = event.data
        elif isinstance(event.data, Answered) and event.data.item == current:
            counting.append(event)
        elif isinstance(event.data, WentOn) and event.data.item == current:
            current = ""
        elif isinstance(event.data, OnTrial):
            trial = event.data.items
        stopped = stopped or isinstance(event.data, Enough)
    return Course(
        asked=tuple(asked),
        adaptive=True,
        answers=read_answers(counting, asked),
        known=known,
        current=current,
        stopped=stopped,
        trial=trial,
        usage=_usage(events),
    )


def read_laid(events: Sequence[LoggedEvent]) -> Mapping[str, str]:
    """Return the pieces laid last in each incomplete order, by item."""
    return {event.data.item: event.data.pieces for event in events if isinstance(event.data, Laid)}


def read_answers(events: Sequence[LoggedEvent], asked: Sequence[str]) -> Mapping[str, Answer]:
    """Return the last answer to each question that was asked; withdrawn answers are left out."""
    counting = frozenset(asked)
    answers: dict[str, Answer] = {}
    seconds: dict[str, float] = {}
    for event in events:
        if not isinstance(event.data, Answered) or event.data.item not in counting:
            continue
        item = event.data.item
        seconds[item] = seconds.get(item, 0.0) + event.data.seconds_on_screen
        answers[item] = Answer(event=event.number, given=event.data.answer, seconds=seconds[item])
    return {item: answer for item, answer in answers.items() if answer.given.strip()}
