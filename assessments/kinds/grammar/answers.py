"""The answers of a sitting as the log tells them, and in which order its questions came."""

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
    """What counts for one question.

    Attributes:
        event: number of the last ``answered`` event of the question.
        given: the answer; never blank.
        seconds: how long the question was on screen in all, by the browser's clock.
    """

    event: int
    given: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """How far a sitting has come.

    Attributes:
        form: the questions put so far, in order; all of them in a fixed form.
        adaptive: whether each question was chosen after the answers before it.
        answers: those that count, by question.
        known: the parameters in force, by question; questions of old logs have none.
        current: in an adaptive sitting the question before the applicant now, "" when none is.
        stopped: an adaptive sitting was ended by its own rule.
        flagged: questions that the applicant has marked to come back to.
        trial: questions that are tried out, in the order in which they come; never scored.
        usage: questions about Philippine usage and how many of the sitting's own questions come
            before each; never in the score.
    """

    form: tuple[str, ...]
    adaptive: bool
    answers: Mapping[str, Answer]
    known: Mapping[str, Known]
    current: str = ""
    stopped: bool = False
    flagged: frozenset[str] = frozenset()
    trial: tuple[str, ...] = ()
    usage: Mapping[str, int] = field(default_factory=dict)

    @property
    def beside(self) -> frozenset[str]:
        """The questions that stand beside those that count."""
        return frozenset(self.trial) | self.usage.keys()

    def scored(self) -> "Course":
        """Return the course as if nothing stood beside what counts."""
        return self.without(self.beside)

    def without(self, out: Collection[str]) -> "Course":
        """Return the course as if these questions had not been put."""
        return replace(
            self,
            form=tuple(item for item in self.form if item not in out),
            answers={item: answer for item, answer in self.answers.items() if item not in out},
            known={item: known for item, known in self.known.items() if item not in out},
        )


def is_adaptive(events: Sequence[LoggedEvent]) -> bool:
    """Whether the questions of a sitting are chosen one by one: then none was drawn before."""
    return not begun(events).items


def read(events: Sequence[LoggedEvent]) -> Course:
    """Read the whole course of a sitting."""
    return _read_adaptive(events) if is_adaptive(events) else _read_fixed(events)


def _read_fixed(events: Sequence[LoggedEvent]) -> Course:
    usage = _usage(events)
    form = _with(begun(events).items, usage)
    known: Mapping[str, Known] = {}
    flagged: set[str] = set()
    trial: tuple[str, ...] = ()
    for event in events:
        if isinstance(event.data, Weighed):
            known = event.data.items
        elif isinstance(event.data, OnTrial):
            trial = event.data.items
        elif isinstance(event.data, Flagged) and event.data.item in form:
            (flagged.add if event.data.on else flagged.discard)(event.data.item)
    answers = read_answers(events, form)
    return Course(
        form=form,
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


def _with(form: Sequence[str], usage: Mapping[str, int]) -> tuple[str, ...]:
    whole = list(form)
    for item, place in sorted(usage.items(), key=lambda one: one[1], reverse=True):
        whole.insert(place, item)
    return tuple(whole)


def _read_adaptive(events: Sequence[LoggedEvent]) -> Course:
    """Only the question that is before the applicant can be answered; a late repeat is nothing."""
    form: list[str] = []
    known: dict[str, Known] = {}
    counting: list[LoggedEvent] = []
    current, stopped = "", False
    trial: tuple[str, ...] = ()
    for event in events:
        if isinstance(event.data, Asked):
            current = event.data.item
            form.append(current)
            known[current] = event.data
        elif isinstance(event.data, Answered) and event.data.item == current:
            counting.append(event)
        elif isinstance(event.data, WentOn) and event.data.item == current:
            current = ""
        elif isinstance(event.data, OnTrial):
            trial = event.data.items
        stopped = stopped or isinstance(event.data, Enough)
    return Course(
        form=tuple(form),
        adaptive=True,
        answers=read_answers(counting, form),
        known=known,
        current=current,
        stopped=stopped,
        trial=trial,
        usage=_usage(events),
    )


def read_laid(events: Sequence[LoggedEvent]) -> Mapping[str, str]:
    """Return what was laid last of each order, whole ones left out: those are answers."""
    return {one.data.item: one.data.pieces for one in events if isinstance(one.data, Laid)}


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
