"""The life of a sitting: begin, append, look, hand in, run out of time."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assessments.banks import editions, registry
from assessments.banks.item_decisions import drawable
from assessments.contract.assessment import Assessment, Bank, LoggedEvent, begun
from assessments.sittings import log
from assessments.sittings.incoming import MOST_EVENTS, Batch, admitted
from assessments.sittings.models import Event, Recording, RecordingState, Sitting, SittingState
from database import db, now
from scoring.report import Report
from speech.spoken import Spoken
from web.errors import RequestError

GRACE = timedelta(seconds=15)
"""What was sent before the deadline may still be on its way."""
MOST_BYTES_OF_LOG = 4_000_000
"""A log is read whole at every look; the largest honest ones hold some 200 KB."""


class SittingError(RequestError):
    """Base of the errors of a request about a sitting."""

    code = "sitting"


class LogFullError(SittingError):
    """The log holds more than any honest sitting does; nothing further is taken."""

    code = "log_full"


class OutOfOrderError(SittingError):
    """Events before this one have not arrived; ``expected`` is the sequence to go on from."""

    code = "out_of_order"

    def __init__(self, expected: int) -> None:
        super().__init__(f"expected {expected}")
        self.expected = expected

    @property
    def details(self) -> dict[str, Any]:
        """The sequence to continue from."""
        return {"expected": self.expected}


class OtherSittingError(SittingError):
    """The events were recorded in another sitting."""

    code = "other_sitting"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A sitting with everything that its assessment computes from, loaded once for a request.

    Attributes:
        events: the log in order, without late and refused events.
        bank: the items by id, each in the version that was drawn for this sitting.
    """

    sitting: Sitting
    assessment: Assessment
    events: Sequence[LoggedEvent]
    bank: Bank

    def state(self, moment: datetime | None = None) -> dict[str, Any]:
        """Return what the page shows at a moment; None means now."""
        return self.assessment.state(self.bank, self.events, elapsed(self.sitting, moment))

    def score(self, spoken: Mapping[str, Spoken]) -> Report:
        """Score the sitting. Needs no database, so no transaction has to be open.

        Args:
            spoken: the transcribed recordings by public id.
        """
        return self.assessment.score(self.bank, self.events, spoken)

    def playback(self) -> Mapping[str, Any] | None:
        """Return what a replay of the sitting needs; None when this assessment has no replay."""
        play = self.assessment.playback
        return play(self.bank, self.events) if play else None


def load(sitting: Sitting) -> Opened:
    """Load the log and the items of a sitting: one reading of the whole log.

    Raises:
        ContentError: an item of this sitting can no longer be read.
    """
    events = log.read(sitting)
    return Opened(
        sitting=sitting,
        assessment=registry.get(sitting.slug),
        events=events,
        bank=editions.bank_of(sitting.slug, begun(events).form),
    )


@dataclass(frozen=True, kw_only=True)
class Appended:
    """The outcome of a batch.

    Attributes:
        refused: the sequences that were refused, each with the reason.
        late: the batch came after the deadline.
        opened: the sitting with the batch in its log, where appending had to load it.
    """

    refused: tuple[tuple[int, str], ...]
    late: bool
    opened: Opened | None = None


def begin(
    application_id: int,
    slug: str,
    *,
    minutes: float,
    extra_time: float = 1.0,
    practice: bool = False,
    form: str = "",
    policy: str = "",
) -> Sitting:
    """Open the sitting of an application and a kind; the same one however often it is asked.

    A practice may be repeated: the former one is thrown away.
    """
    found = _find(application_id, slug, practice=practice)
    if found is not None and (not practice or (found.is_open and not is_over(found))):
        return found
    if found is not None:
        db.session.delete(found)
        db.session.flush()
    assessment = registry.get(slug)
    moment = now()
    sitting = Sitting(
        public_id=secrets.token_urlsafe(16),
        application_id=application_id,
        slug=slug,
        practice=practice,
        began_at=moment,
        deadline=moment + timedelta(minutes=minutes * extra_time),
    )
    try:
        with db.session.begin_nested():
            db.session.add(sitting)
    except IntegrityError:
        found = _find(application_id, slug, practice=practice)
        assert found is not None
        return found
    seed = secrets.randbelow(2**31)
    items = assessment.drawing(form)(drawable(slug), seed, practice)
    opening = {
        "seed": seed,
        "form": list(items),
        "form_name": form,
        "policy": "" if practice else policy,
        "extra_time": extra_time,
        "seconds": (sitting.deadline - moment).total_seconds(),
    }
    log.append_own(sitting, "begun", opening)
    _follow(sitting)
    return sitting


def _find(application_id: int, slug: str, *, practice: bool) -> Sitting | None:
    return db.session.scalar(
        select(Sitting)
        .where(
            Sitting.application_id == application_id,
            Sitting.slug == slug,
            Sitting.practice == practice,
        )
        .with_for_update()
    )


def is_over(sitting: Sitting, moment: datetime | None = None) -> bool:
    """Whether nothing more is scored: handed in, or the time and the grace are over."""
    return not sitting.is_open or (moment or now()) > sitting.deadline + GRACE


def seconds_left(sitting: Sitting, moment: datetime | None = None) -> float:
    """Return the seconds until the deadline by the server's clock, never below 0."""
    return max(0.0, (sitting.deadline - (moment or now())).total_seconds())


def elapsed(sitting: Sitting, moment: datetime | None = None) -> float:
    """Return the seconds since the sitting began."""
    return ((moment or now()) - sitting.began_at).total_seconds()


def give_prompt(sitting: Sitting, item: str) -> bool:
    """Note that the spoken prompt of an item is given out; False when it is not to be, now."""
    # One at a time: two requests at once must not both find that it was not given yet.
    db.session.refresh(sitting, with_for_update=True)
    if is_over(sitting) or item not in load(sitting).state().get("media", []):
        return False
    log.append_own(sitting, "prompt_given", {"item": item})
    return True


def append(sitting: Sitting, batch: Batch) -> Appended:
    """Append what a browser recorded: in order, each event once, checked and stamped.

    An event that its kind does not admit is noted as refused and the rest goes on. After the
    deadline events are kept as late and never scored.

    Raises:
        OtherSittingError: the batch belongs to another sitting.
        OutOfOrderError: events before it are missing; nothing of the batch was kept.
        LogFullError: the log holds more than any honest sitting does.
    """
    if batch.sitting != sitting.public_id:
        raise OtherSittingError
    db.session.refresh(sitting, with_for_update=True)
    late = is_over(sitting)
    number = log.next_number(sitting)
    expected: dict[str, int] = {}
    refused = []
    for incoming in batch.events:
        if incoming.stream not in expected:
            expected[incoming.stream] = log.expected_sequence(sitting, incoming.stream)
        if incoming.sequence < expected[incoming.stream]:
            continue
        if incoming.sequence > expected[incoming.stream]:
            raise OutOfOrderError(expected[incoming.stream])
        sitting.log_bytes += len(json.dumps(incoming.data))
        if number >= MOST_EVENTS or sitting.log_bytes > MOST_BYTES_OF_LOG:
            raise LogFullError
        kind, data, why = admitted(sitting.slug, incoming)
        if why:
            refused.append((incoming.sequence, why))
        db.session.add(
            Event(
                sitting_id=sitting.id,
                number=number,
                kind=kind,
                at=now(),
                data=data,
                stream=incoming.stream,
                sequence=incoming.sequence,
                late=late,
            )
        )
        sitting.late_events += late
        number += 1
        expected[incoming.stream] += 1
    db.session.flush()
    db.session.expire(sitting, ["events"])
    opened = None if late else _follow(sitting)
    return Appended(refused=tuple(refused), late=late, opened=opened)


def _follow(sitting: Sitting) -> Opened | None:
    """Let the assessment note what follows from the log; the caller holds the sitting's lock.

    Returns the sitting with what was noted. None when the assessment has no events of its own:
    its log is not read while other writers wait for the lock.
    """
    if not registry.get(sitting.slug).own_events:
        return None
    opened = load(sitting)
    noted = opened.assessment.follow(drawable(sitting.slug), opened.events)
    rows = [log.append_own(sitting, kind, data) for kind, data in noted]
    new = [log.logged(sitting, row) for row in rows]
    return replace(opened, events=[*opened.events, *new])


def submit(sitting: Sitting) -> bool:
    """Hand the sitting in, once; past the deadline it expires instead. True if it ended now."""
    db.session.refresh(sitting, with_for_update=True)
    if not sitting.is_open:
        return False
    expired = is_over(sitting)
    log.append_own(sitting, "expired" if expired else "submitted", {})
    sitting.state = SittingState.EXPIRED if expired else SittingState.SUBMITTED
    sitting.ended_at = min(now(), sitting.deadline)
    return True


def unheard(sitting: Sitting) -> Sequence[Recording]:
    """Return the recordings that scoring still waits for."""
    return [
        recording
        for recording in sitting.recordings
        if recording.state in {RecordingState.UPLOADING, RecordingState.RECEIVED}
        and not recording.late
    ]
