"""Read one text of a sitting from its log: checked, cut at the time limit, ready to replay.

A part of a sitting (a passage, a dictation, a record, a set of chat prompts) has one clock and one
stream of batches. Each of its fields has its own text and its own ``Run``.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.typing.draw import fields_of, part_seconds
from assessments.kinds.typing.events import (
    Keys,
    PassageEnded,
    PassageStarted,
    ReplySent,
    Resumed,
    Stroke,
)
from assessments.kinds.typing.item import Item
from scoring.keystrokes import Edit

CURSOR_KEYS = frozenset(
    {"ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"}
)


@dataclass(frozen=True, kw_only=True)
class KeyEvent:
    """A physical key going down or up, in seconds since the part began."""

    seconds: float
    down: bool
    code: str


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Arrival of a batch by the server's clock and its last stroke by the browser's clock.

    Both in seconds since the part began.
    """

    server: float
    browser: float


@dataclass(kw_only=True)
class Run:
    """The log of one field of one part.

    Attributes:
        item: the item of the part.
        field: the index of the record's field or of the prompt.
        full: the part's own limit in seconds, including the accommodation's factor.
        limit: seconds available for the part: its own limit or, once it has begun, the time left
            in the sitting, whichever is less.
        closes: when the sitting closes, in seconds since it began; None if it does not.
        started: server time of the first key (or of the click that opened the task), in seconds
            since the sitting began; None before.
        touch: whether touch was the only pointer of the device when the part began.
        ended: whether the applicant ended the part.
        sent: when the reply was sent, by the server's clock, in seconds since the part began.
        page: the page that may type now.
        reloads: how often another page took over.
        stray: number of batches from replaced pages; they do not count.
        fault: why the log cannot be replayed; empty if it can.
        edits: the changes of this field's text within the time limit.
        sources: for each edit the number of its event and its index in the batch.
        input_types: for each edit the browser's input type.
        keys: physical keys in this field within the time limit.
        notes: what the page noted in this field (``paste``, ``drop``, ``composition`` …).
        last: time of the part's last stroke by the browser's clock, in seconds.
        arrivals: the counted batches of this field that began within the time limit.
    """

    item: Item
    field: int = 0
    full: float
    limit: float
    closes: float | None = None
    started: float | None = None
    touch: bool = False
    ended: bool = False
    sent: float | None = None
    page: str = ""
    reloads: int = 0
    stray: int = 0
    fault: str = ""
    edits: list[Edit] = dataclasses.field(default_factory=list)
    sources: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    input_types: list[str] = dataclasses.field(default_factory=list)
    keys: list[KeyEvent] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    last: float = 0.0
    arrivals: list[Arrival] = dataclasses.field(default_factory=list)
    _batch: int = 0
    _length: int = 0

    @property
    def fixes(self) -> int:
        """F: the number of edits that only erase and of cursor keys."""
        erasing = sum(1 for edit in self.edits if not edit.text and edit.end > edit.start)
        return erasing + sum(1 for key in self.keys if key.down and key.code in CURSOR_KEYS)

    @property
    def received(self) -> float:
        """Server time of the last counted batch, in seconds since the part began."""
        return self.arrivals[-1].server if self.arrivals else 0.0

    def over(self, now: float) -> bool:
        """Whether the part has ended at ``now`` (seconds since the sitting began)."""
        return self.ended or (self.started is not None and now - self.started >= self.limit)

    def take(self, event: LoggedEvent) -> None:
        """Add one event of this part."""
        match event.data:
            case PassageStarted() as opening if self.started is None:
                self.started, self.page, self.touch = event.at, opening.page, opening.touch
                if self.closes is not None:
                    self.limit = min(self.limit, max(0.0, self.closes - event.at))
            case Resumed() as again if self.started is not None and not self.ended:
                self.page, self._batch = again.page, 0
                self.reloads += 1
            case ReplySent(field=self.field) as reply if reply.page == self.page:
                if self.sent is None and self.started is not None:
                    self.sent = event.at - self.started
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
        own = keys.field == self.field
        if own:
            self._note_arrival(event.at, keys)
        for place, stroke in enumerate(keys.strokes):
            seconds = stroke[0] / 1000
            if seconds < self.last:
                self.fault = "time_runs_back"
                return
            self.last = seconds
            if own:
                self._take_stroke(stroke, (event.number, place))
        if own and keys.length != self._length and not self.fault:
            self.fault = "wrong_length"

    def _take_stroke(self, stroke: Stroke, source: tuple[int, int]) -> None:
        seconds = stroke[0] / 1000
        if stroke[1] == "edit":
            edit = Edit(seconds=seconds, start=stroke[2], end=stroke[3], text=stroke[4])
            self._take_edit(edit, stroke[5], source)
        elif seconds <= self.limit and stroke[1] == "note":
            self.notes.append(stroke[2])
        elif seconds <= self.limit:
            self.keys.append(KeyEvent(seconds=seconds, down=stroke[1] == "down", code=stroke[2]))

    def _note_arrival(self, at: float, keys: Keys) -> None:
        first, last = keys.strokes[0][0] / 1000, keys.strokes[-1][0] / 1000
        if first <= self.limit:
            self.arrivals.append(Arrival(server=at - (self.started or 0.0), browser=last))

    def _take_edit(self, edit: Edit, input_type: str, source: tuple[int, int]) -> None:
        if self.fault:
            return
        if self.sent is not None:
            self.fault = "reply_was_sent"
            return
        if not edit.start <= edit.end <= self._length:
            self.fault = "impossible_edit"
            return
        self._length += len(edit.text) - (edit.end - edit.start)
        if edit.seconds <= self.limit:
            self.edits.append(edit)
            self.sources.append(source)
            self.input_types.append(input_type)


def read_run(events: Sequence[LoggedEvent], item: Item, field: int = 0) -> Run:
    """Read one field of a part from a sitting's log; never raises on admitted events."""
    opening = begun(events)
    full = part_seconds(opening, item)
    run = Run(item=item, field=field, full=full, limit=full, closes=opening.seconds)
    for event in events:
        if getattr(event.data, "item", None) == item.id:
            run.take(event)
    return run


def read_part(events: Sequence[LoggedEvent], item: Item) -> tuple[Run, ...]:
    """Read every field of a part, in order; at least one."""
    return tuple(read_run(events, item, field) for field in range(fields_of(item)))


def read_runs(events: Sequence[LoggedEvent], bank: Bank[Item]) -> tuple[Run, ...]:
    """Read every field of every part of the sitting, in order.

    An item that is no longer in the bank cannot be read and is left out.
    """
    items = [name for name in begun(events).items if name in bank]
    return tuple(run for name in items for run in read_part(events, bank[name]))
