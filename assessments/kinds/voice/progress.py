"""Work out the progress of a voice sitting in one pass over its log."""

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
"""Seconds for which a prompt is served for one play, from the first time it was served.

An honest page on a slow line has fetched it by then: the longest prompt, 150 KB, takes 10 seconds
at 120 kbit/s; our own choice."""

MOST_FETCHES = 4
"""Most times that a prompt is served for one play."""


@dataclass(frozen=True, kw_only=True)
class Take:
    """One complete recording: its id, its length in seconds, and the event that brought it."""

    recording: str
    seconds: float
    event: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The events of one item; times in seconds since the sitting began.

    Attributes:
        item: the item.
        opened: when it was first opened; None if it has not been.
        played: when its prompt was last reported to play; None if it has not been.
        plays: how many plays of its prompt were reported.
        given: when its prompt was served since the last such report, oldest first.
        fetches: how often its prompt was served in all.
        started: when the newest recording began; None if there is no recording.
        starts: how many recordings were started.
        takes: complete recordings, oldest first.
        skip: the number of the event by which the applicant skipped the item; None if not skipped.
        left: whether a later item was opened, so that this item cannot be continued.
        away: the times when the page reported that it had been in the background.
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
        """When preparation time starts: at the end of the prompt, or when its text appears."""
        if self.item.is_heard and self.played is not None:
            return self.played + self.item.sound_seconds
        return self.opened

    def may_hear(self, now: float) -> bool:
        """Whether its prompt is served at ``now``.

        A page may fetch it again until it reports that the prompt plays: the line may have broken.
        A page that never reports is limited by ``PATIENCE`` and ``MOST_FETCHES``.
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
        """How often its prompt was served beyond once for each play."""
        return max(0, self.fetches - max(1, self.plays))

    @property
    def skipped(self) -> bool:
        """Whether the applicant chose not to answer."""
        return self.skip is not None

    @property
    def counted(self) -> Take | None:
        """The recording that counts: the last of those that the item allows, or None.

        Several uploads may be open at once, so more recordings may arrive. They are kept for people
        to hear but never count.
        """
        allowed = self.takes[: self.item.takes]
        return allowed[-1] if allowed else None

    @property
    def is_answered(self) -> bool:
        """Whether the applicant may go to the next item: it has a recording or was skipped."""
        return self.skipped or bool(self.takes)

    @property
    def is_closed(self) -> bool:
        """Whether it accepts no more recordings."""
        if self.skipped:
            return True
        return len(self.takes) >= self.item.takes or (bool(self.takes) and self.left)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """All answers of a sitting, in the order of its items."""

    answers: tuple[Answer, ...]

    @property
    def current(self) -> int | None:
        """Index of the current item; None when all are closed."""
        return next((n for n, answer in enumerate(self.answers) if not answer.is_closed), None)

    def changed(self, place: int, answer: Answer) -> "Progress":
        """Return the progress with one answer replaced."""
        return Progress(answers=(*self.answers[:place], answer, *self.answers[place + 1 :]))


def progress(bank: Bank[Item], events: Sequence[LoggedEvent]) -> Progress:
    """Return the progress that a log shows; ignore events about items that are not current.

    A recording is accepted for any item of the draw, whenever it arrives: it may be late because
    the line was down.
    """
    # An item that has since left the bank can no longer be shown or scored.
    names = [name for name in begun(events).items if name in bank]
    now = Progress(answers=tuple(Answer(item=bank[name]) for name in names))
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
    """Open the current item, or the item after it when the current item has its answer already."""
    current = now.current
    if current is None or now.answers[place].opened is not None:
        return now
    if place == current + 1 and now.answers[current].is_answered:
        now = now.changed(current, replace(now.answers[current], left=True))
    elif place != current:
        return now
    return now.changed(place, replace(now.answers[place], opened=at))
