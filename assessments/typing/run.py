"""One passage as the log tells it: checked, cut at the time limit, ready to replay."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.base import LoggedEvent, begun
from assessments.typing.events import Keys, PassageEnded, PassageStarted, Resumed
from assessments.typing.item import Passage
from scoring.keystrokes import Edit

CURSOR_KEYS = frozenset(
    {"ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"}
)


@dataclass(frozen=True, kw_only=True)
class KeyEvent:
    """A physical key going down or up, in seconds since the passage began."""

    seconds: float
    down: bool
    code: str


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """When a batch came, by the server's clock, and when its last stroke was, by the browser's.

    Both in seconds since the passage began.
    """

    came: float
    said: float


@dataclass(kw_only=True)
class Run:
    """What happened in one passage.

    Attributes:
        limit: seconds there are for the passage: its own limit or, once it has begun, what the
            sitting had left, whichever is less.
        closes: when the sitting closes, in seconds since it began; None when it does not.
        started: server time of the first key, in seconds since the sitting began; None before.
        ended: whether the applicant ended the passage.
        page: the page that may type now.
        reloads: how often another page took over.
        stray: batches of a page that had been replaced; not counted.
        fault: why the log cannot be replayed, empty when it can.
        edits: the changes of text within the time limit.
        sources: for each edit the number of its event and its place in the batch.
        input_types: for each edit the browser's word for it.
        keys: physical keys within the time limit.
        notes: what the page noted (``paste``, ``drop``, ``composition``).
        last: time of the last stroke by the browser's clock, in seconds.
        arrivals: the counted batches that began within the time limit.
    """

    limit: float
    closes: float | None = None
    started: float | None = None
    ended: bool = False
    page: str = ""
    reloads: int = 0
    stray: int = 0
    fault: str = ""
    edits: list[Edit] = field(default_factory=list)
    sources: list[tuple[int, int]] = field(default_factory=list)
    input_types: list[str] = field(default_factory=list)
    keys: list[KeyEvent] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    last: float = 0.0
    arrivals: list[Arrival] = field(default_factory=list)
    _batch: int = 0
    _length: int = 0

    @property
    def fixes(self) -> int:
        """F: edits that only erase, and cursor keys."""
        erasing = sum(1 for edit in self.edits if not edit.text and edit.end > edit.start)
        return erasing + sum(1 for key in self.keys if key.down and key.code in CURSOR_KEYS)

    @property
    def received(self) -> float:
        """Server time at which the last counted batch came, since the passage began."""
        return self.arrivals[-1].came if self.arrivals else 0.0

    def over(self, now: float) -> bool:
        """Whether the passage is done at ``now`` (seconds since the sitting began)."""
        return self.ended or (self.started is not None and now - self.started >= self.limit)

    def take(self, event: LoggedEvent) -> None:
        """Add one event of this passage."""
        match event.data:
            case PassageStarted() as opening if self.started is None:
                self.started, self.page = event.at, opening.page
                if self.closes is not None:
                    self.limit = min(self.limit, max(0.0, self.closes - event.at))
            case Resumed() as again if self.started is not None and not self.ended:
                self.page, self._batch = again.page, 0
                self.reloads += 1
            case PassageEnded() as end if end.page == self.page:
                self.ended = True
            case Keys() as keys if self.started is not None and not self.ended:
                self._take_keys(event, keys)

    def _take_keys(self, event: LoggedEvent, keys: Keys) -> None:
        if self.fault:
            return
        if keys.page != self.page:
            self.stray += 1
            return
        if keys.batch != self._batch:
            self.fault = "batch_missing"
            return
        self._batch += 1
        self._note_arrival(event.at, keys)
        for place, stroke in enumerate(keys.strokes):
            seconds = stroke[0] / 1000
            if seconds < self.last:
                self.fault = "time_runs_back"
                return
            self.last = seconds
            if stroke[1] == "edit":
                self._take_edit(
                    Edit(seconds=seconds, start=stroke[2], end=stroke[3], text=stroke[4]),
                    stroke[5],
                    (event.number, place),
                )
            elif seconds <= self.limit and stroke[1] == "note":
                self.notes.append(stroke[2])
            elif seconds <= self.limit:
                self.keys.append(
                    KeyEvent(seconds=seconds, down=stroke[1] == "down", code=stroke[2])
                )
        if keys.length != self._length and not self.fault:
            self.fault = "wrong_length"

    def _note_arrival(self, at: float, keys: Keys) -> None:
        first, last = keys.strokes[0][0] / 1000, keys.strokes[-1][0] / 1000
        if first <= self.limit:
            self.arrivals.append(Arrival(came=at - (self.started or 0.0), said=last))

    def _take_edit(self, edit: Edit, input_type: str, source: tuple[int, int]) -> None:
        if self.fault:
            return
        if not edit.start <= edit.end <= self._length:
            self.fault = "impossible_edit"
            return
        self._length += len(edit.text) - (edit.end - edit.start)
        if edit.seconds <= self.limit:
            self.edits.append(edit)
            self.sources.append(source)
            self.input_types.append(input_type)


def read_run(events: Sequence[LoggedEvent], passage: Passage) -> Run:
    """Read the run of one passage from a sitting's log; never raises on admitted events."""
    opening = begun(events)
    run = Run(limit=passage.seconds * opening.extra_time, closes=opening.seconds)
    for event in events:
        if getattr(event.data, "item", None) == passage.id:
            run.take(event)
    return run
