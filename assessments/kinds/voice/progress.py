"""How far a voice sitting has come: one pass over its log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessments.contract.assessment import Bank, LoggedEvent, PromptGiven, Recorded, begun
from assessments.kinds.voice.events import (
    ItemOpened,
    LookedAway,
    PromptPlayed,
    RecordingStarted,
    Skipped,
)
from assessments.kinds.voice.item import Item

PATIENCE = 120.0
"""Seconds from the first time that a prompt is given out for one play: an honest page on a bad
line has fetched it by then, the longest of 150 KB in 10 seconds at 120 kbit/s; our own choice."""

MOST_FETCHES = 4
"""Most times that it is given out for one play."""


@dataclass(frozen=True, kw_only=True)
class Take:
    """One complete recording: its id, its length in seconds, and the event that brought it."""

    recording: str
    seconds: float
    event: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What has happened to one item; times in seconds since the sitting began.

    Attributes:
        item: the item.
        opened: when it was first opened; None before.
        played: when its prompt was last reported to sound; None before.
        plays: how many plays of its prompt were reported.
        given: when its prompt was given out since the last such report, oldest first.
        fetches: how often its prompt was given out in all.
        started: when the newest recording began; None before.
        starts: how many recordings were begun.
        takes: complete recordings, oldest first.
        skip: the event by which the applicant chose not to answer; None when there is none.
        left: a later item was opened, so this one is not taken up again.
        away: when the page was not in front, as it reported.
    """

    item: Item
    opened: float | None = None
    played: float | None = None
    plays: int = 0
    given: tuple[float, ...] = ()
    fetches: int = 0
    started: float | None = None
    starts: int = 0
    takes: tuple[Take, ...] = ()
    skip: int | None = None
    left: bool = False
    away: tuple[LookedAway, ...] = ()

    @property
    def may_prepare_from(self) -> float | None:
        """When the time to prepare begins: at the end of the prompt, or as its text appears."""
        if self.item.is_heard and self.played is not None:
            return self.played + self.item.sound_seconds
        return self.opened

    def may_hear(self, now: float) -> bool:
        """Whether its prompt is given out at ``now``.

        It may be fetched again until the page has reported that it sounds: the line may have
        broken. A page that never reports has ``PATIENCE`` and ``MOST_FETCHES``, no more.
        """
        if not self.item.is_heard or self.opened is None or self.plays >= self.item.plays:
            return False
        if self.starts or self.takes or self.skipped:
            return False
        if not self.given:
            return True
        return now - self.given[0] <= PATIENCE and len(self.given) < MOST_FETCHES

    @property
    def fetched_again(self) -> int:
        """How often its prompt was given out beyond one time for each play."""
        return max(0, self.fetches - max(1, self.plays))

    @property
    def skipped(self) -> bool:
        """Whether the applicant chose not to answer."""
        return self.skip is not None

    @property
    def counted(self) -> Take | None:
        """The recording that counts: the last of as many as the item allows, or None.

        What came beyond that is kept for people to hear, but was not asked for and never counts:
        several uploads may be open at once.
        """
        allowed = self.takes[: self.item.takes]
        return allowed[-1] if allowed else None

    @property
    def is_answered(self) -> bool:
        """Whether there is nothing that must still be done for it."""
        return self.skipped or bool(self.takes)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can be done for it."""
        if self.skipped:
            return True
        return len(self.takes) >= self.item.takes or (bool(self.takes) and self.left)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """All answers of a sitting, in the order of its form."""

    answers: tuple[Answer, ...]

    @property
    def current(self) -> int | None:
        """Place of the item that is at work; None when all are closed."""
        return next((n for n, one in enumerate(self.answers) if not one.is_closed), None)

    def changed(self, place: int, answer: Answer) -> "Progress":
        """Return the progress with one answer exchanged."""
        return Progress(answers=(*self.answers[:place], answer, *self.answers[place + 1 :]))


def progress(bank: Bank, events: Sequence[LoggedEvent]) -> Progress:
    """Read a log. Events about items that are not at work are without effect.

    A recording is taken for any item of the form, whenever it arrives: it may have been sent
    late because the line was down.
    """
    # An item that has left the bank since then cannot be shown or marked any more.
    form = [name for name in begun(events).items if name in bank]
    now = Progress(answers=tuple(Answer(item=bank[name]) for name in form))
    places = {answer.item.id: place for place, answer in enumerate(now.answers)}
    for event in events[1:]:
        place = places.get(getattr(event.data, "item", ""))
        if place is not None:
            now = _after(now, place, event)
    return now


def _after(now: Progress, place: int, event: LoggedEvent) -> Progress:
    answer = now.answers[place]
    if isinstance(event.data, Recorded):
        take = Take(recording=event.data.recording, seconds=event.data.seconds, event=event.number)
        return now.changed(place, replace(answer, takes=(*answer.takes, take)))
    if isinstance(event.data, LookedAway):
        return now.changed(place, replace(answer, away=(*answer.away, event.data)))
    if isinstance(event.data, ItemOpened):
        return _opened(now, place, event.at)
    if place != now.current:
        return now
    if isinstance(event.data, Skipped):
        return now if answer.takes else now.changed(place, replace(answer, skip=event.number))
    if answer.opened is None:
        return now
    if isinstance(event.data, PromptGiven):
        given = (*answer.given, event.at)
        return now.changed(place, replace(answer, given=given, fetches=answer.fetches + 1))
    if isinstance(event.data, PromptPlayed):
        return now.changed(place, _played(answer, event.data.play, event.at))
    if isinstance(event.data, RecordingStarted):
        started = replace(answer, started=event.at, starts=answer.starts + 1)
        return now.changed(place, started)
    return now


def _played(answer: Answer, play: int, at: float) -> Answer:
    if play != answer.plays or answer.plays >= answer.item.plays:
        return answer
    return replace(answer, played=at, plays=answer.plays + 1, given=())


def _opened(now: Progress, place: int, at: float) -> Progress:
    """Open the item at work, or the one after it when that one has its answer already."""
    current = now.current
    if current is None or now.answers[place].opened is not None:
        return now
    if place == current + 1 and now.answers[current].is_answered:
        now = now.changed(current, replace(now.answers[current], left=True))
    elif place != current:
        return now
    return now.changed(place, replace(now.answers[place], opened=at))
