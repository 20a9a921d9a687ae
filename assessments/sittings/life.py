"""The life of a sitting: begin, load, append events, submit, expire."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assessments.banks import editions, item_decisions, registry
from assessments.contract.assessment import Assessment, Bank, LoggedEvent, begun
from assessments.sittings import log
from assessments.sittings.incoming import MOST_EVENTS, Batch, admitted
from assessments.sittings.models import Event, Recording, RecordingState, Sitting, SittingState
from database import db, now
from scoring.report import Report
from speech.spoken import Spoken
from web.errors import RequestError

GRACE = timedelta(seconds=15)
"""Time after the deadline for requests that were sent before it to arrive."""
MOST_BYTES_OF_LOG = 4_000_000
"""Every request reads the whole log; the largest honest logs have about 200 KB."""


class SittingError(RequestError):
    """Base of the errors of a request about a sitting."""

    code = "sitting"


class LogFullError(SittingError):
    """The log is larger than that of any honest sitting; no more events are accepted."""

    code = "log_full"


class OutOfOrderError(SittingError):
    """Earlier events have not arrived; ``expected`` is the sequence to continue from."""

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


class UntouchedError(SittingError):
    """Parts were left as they were and the hand-in is not confirmed; ``count`` says how many."""

    code = "untouched"

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} parts are untouched")
        self.count = count

    @property
    def details(self) -> dict[str, Any]:
        """The number of untouched parts."""
        return {"count": self.count}


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A sitting with all the input of its assessment's functions, loaded once per request.

    Attributes:
        events: the log in order, without late and refused events.
        bank: the items by id, each in the version that was drawn for this sitting.
    """

    sitting: Sitting
    assessment: Assessment
    events: Sequence[LoggedEvent]
    bank: Bank

    def state(self, moment: datetime | None = None) -> dict[str, Any]:
        """Return the state for the page at a moment; None means now."""
        return self.assessment.state(self.bank, self.events, elapsed(self.sitting, moment))

    def score(self, spoken: Mapping[str, Spoken]) -> Report:
        """Score the sitting. Needs no database, so no transaction has to be open.

        Args:
            spoken: the transcribed recordings by public id.
        """
        return self.assessment.score(self.bank, self.events, spoken)

    def playback(self) -> Mapping[str, Any] | None:
        """Return the data of a replay; None if this assessment has no replay."""
        replay = self.assessment.replay
        return replay.playback(self.bank, self.events) if replay else None


def load(sitting: Sitting) -> Opened:
    """Load the log and the items of a sitting; reads the whole log.

    Raises:
        ContentError: an item of this sitting can no longer be read.
    """
    events = log.read(sitting)
    return Opened(
        sitting=sitting,
        assessment=registry.get(sitting.slug),
        events=events,
        bank=editions.bank_of(sitting.slug, begun(events).items),
    )


@dataclass(frozen=True, kw_only=True)
class Appended:
    """The outcome of a batch.

    Attributes:
        refused: the sequences that were refused, each with the reason.
        late: the batch came after the deadline.
        opened: the sitting with the batch in its log; None if appending did not have to load it.
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
    chosen: Sequence[str] = (),
) -> Sitting:
    """Open the sitting of an application and a kind; return the existing sitting if there is one.

    Practice can be repeated once it is over: the earlier practice is deleted.

    Args:
        form: name of the length; empty for the usual one.
        policy: name of the client's option; empty for the usual one.
        chosen: names of the set or of the items from which to draw; empty for any.
    """
    found = _find(application_id, slug, practice=practice)
    if found is not None and (not practice or (found.is_open and not is_over(found))):
        return found
    if found is not None:
        db.session.delete(found)
        db.session.flush()
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
    items = item_decisions.draw(slug, seed, practice=practice, length=form, chosen=chosen)
    opening = {
        "seed": seed,
        "items": list(items),
        "length": form,
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
    """Return whether further events are not scored: it has ended, or time and grace are over."""
    return not sitting.is_open or (moment or now()) > sitting.deadline + GRACE


def seconds_left(sitting: Sitting, moment: datetime | None = None) -> float:
    """Return the seconds until the deadline by the server's clock, never below 0."""
    return max(0.0, (sitting.deadline - (moment or now())).total_seconds())


def elapsed(sitting: Sitting, moment: datetime | None = None) -> float:
    """Return the seconds since the sitting began."""
    return ((moment or now()) - sitting.began_at).total_seconds()


def give_prompt(sitting: Sitting, item: str) -> bool:
    """Log that an item's spoken prompt is delivered; return False if it may not be played now."""
    # Serialised by the lock: of two simultaneous requests only the first may find it undelivered.
    db.session.refresh(sitting, with_for_update=True)
    if is_over(sitting) or item not in load(sitting).state().get("media", []):
        return False
    log.append_own(sitting, "prompt_given", {"item": item})
    return True


def append(sitting: Sitting, batch: Batch) -> Appended:
    """Append a browser's events in order, each once, validated and with the server's time.

    An event that its kind does not admit is logged as refused; the others are appended. Events
    after the deadline are stored as late and never scored.

    Raises:
        OtherSittingError: the batch belongs to another sitting.
        OutOfOrderError: earlier events are missing; nothing of the batch may be committed.
        LogFullError: the log is larger than that of any honest sitting.
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
        event_type, data, why = admitted(sitting.slug, incoming)
        if why:
            refused.append((incoming.sequence, why))
        db.session.add(
            Event(
                sitting_id=sitting.id,
                number=number,
                kind=event_type,
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
    """Append the events that the assessment derives from the log; the caller holds the lock.

    Returns:
        The sitting with these events. None if the assessment has no ``following``: then the log
        is not read while other writers wait for the lock.
    """
    following = registry.get(sitting.slug).following
    if following is None:
        return None
    opened = load(sitting)
    derived = following.follow(item_decisions.drawable(sitting.slug), opened.events)
    rows = [log.append_own(sitting, event_type, data) for event_type, data in derived]
    new = [log.logged(sitting, row) for row in rows]
    return replace(opened, events=[*opened.events, *new])


def submit(sitting: Sitting, *, confirmed: bool = True) -> bool:
    """Submit an open sitting; after the deadline it expires instead. Return True if it was open.

    Args:
        confirmed: whether the applicant confirms to hand in untouched parts; not asked for once the
            time is up.

    Raises:
        UntouchedError: parts are untouched and the applicant has not confirmed the hand-in.
    """
    db.session.refresh(sitting, with_for_update=True)
    if not sitting.is_open:
        return False
    if not confirmed and seconds_left(sitting) and (count := _untouched(sitting)):
        raise UntouchedError(count)
    expired = is_over(sitting)
    log.append_own(sitting, "expired" if expired else "submitted", {})
    sitting.state = SittingState.EXPIRED if expired else SittingState.SUBMITTED
    sitting.ended_at = min(now(), sitting.deadline)
    return True


def _untouched(sitting: Sitting) -> int:
    """Return the number of parts left as they were; 0 for a kind that does not count them."""
    count = registry.get(sitting.slug).untouched
    if count is None:
        return 0
    opened = load(sitting)
    return count(opened.bank, opened.events)


def awaited_recordings(sitting: Sitting) -> Sequence[Recording]:
    """Return the recordings that scoring waits for: still uploading, or not yet transcribed."""
    return [
        recording
        for recording in sitting.recordings
        if recording.state in {RecordingState.UPLOADING, RecordingState.RECEIVED}
        and not recording.late
    ]
