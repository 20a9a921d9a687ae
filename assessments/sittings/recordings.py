"""Recordings: a resumable upload that never loses or doubles a byte, and where they are kept.

The protocol follows the open tus 1.0 rules with a length that is known at the end: create once,
append at an offset, complete (docs/decisions/0008 lists the differences). The length of the file
on disk is the only truth about the offset.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import config
from assessments.contract.assessment import begun
from assessments.sittings import life, log
from assessments.sittings.models import Recording, RecordingState, Sitting
from database import db, now
from web.errors import RequestError

OPEN = (RecordingState.UPLOADING, RecordingState.INCOMPLETE)

MOST_UPLOADS_OF_ITEM = 6
"""Takes, and the leftovers of pages that crashed in the middle of one."""

PATIENCE = timedelta(minutes=30)
"""After a sitting's end: how long a silent upload is waited for, and how late the rest of a
recording that began in time may come. What comes later is kept for people to hear."""


class RecordingError(RequestError):
    """Base of the errors of an upload."""

    code = "recording"


class NotRecordableError(RecordingError):
    """This item cannot be recorded now."""

    code = "not_recordable"


class WrongOffsetError(RecordingError):
    """The chunk does not start where the stored bytes end; ``offset`` says where they do."""

    code = "wrong_offset"

    def __init__(self, offset: int) -> None:
        super().__init__(f"offset is {offset}")
        self.offset = offset
        self.headers = {"Upload-Offset": str(offset)}

    @property
    def details(self) -> dict[str, Any]:
        """Where the stored bytes end."""
        return {"offset": self.offset}


class TooLargeError(RecordingError):
    """The recording would exceed what is accepted."""

    status = 413
    code = "too_large"


class AlreadyCompleteError(RecordingError):
    """The recording is closed; further bytes are not accepted."""

    code = "already_complete"


class NewRecording(BaseModel):
    """What the recorder says when it starts an upload."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    client_id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")
    item: str = Field(max_length=80)
    mime: str = Field(max_length=80, pattern=r"^[ -~]*$")


class Completion(BaseModel):
    """What the recorder says when it has sent everything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: int = Field(ge=0, le=1_000_000_000)
    seconds: float = Field(ge=0, le=3600)


class LocalStore:
    """Recordings as files under one folder; a file appears under its key whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def part(self, name: str) -> Path:
        """Return the place of an unfinished upload."""
        place = self._folder / "parts" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def keep(self, name: str) -> str:
        """Give a finished upload its key and return the key; calling it twice is harmless.

        The part stays until ``drop_part``: if the database forgets this, nothing is lost.
        """
        part = self.part(name)
        with part.open("rb") as content:
            os.fsync(content.fileno())
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        key = f"{digest[:2]}/{name}-{digest[:32]}"
        place = self._folder / key
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.hardlink_to(part)
        return key

    def drop_part(self, name: str) -> None:
        """Remove the leftover of an upload that the database knows to be kept."""
        self.part(name).unlink(missing_ok=True)

    def path(self, key: str) -> Path:
        """Return the file of a key."""
        place = (self._folder / key).resolve()
        if not place.is_relative_to(self._folder):
            raise ValueError("a key stays inside the store")
        return place

    def parts(self) -> Iterator[Path]:
        """Return the unfinished uploads."""
        return (self._folder / "parts").glob("*")

    def delete(self, key: str | None, name: str) -> None:
        """Remove a recording, finished or not; absent ones are fine."""
        self.part(name).unlink(missing_ok=True)
        if key:
            self.path(key).unlink(missing_ok=True)


def store() -> LocalStore:
    """Return the store of this installation."""
    return LocalStore(config.current().recordings_folder)


def create(sitting: Sitting, new: NewRecording) -> tuple[Recording, bool]:
    """Open an upload, or find the one that the same recorder opened; say whether it is new.

    After the end of a sitting an upload is still taken, as late: a voice that was recorded on a
    dead line is kept for people to hear, and is not scored.

    Raises:
        NotRecordableError: the item is not to be recorded now.
    """
    found = _find(sitting, new.client_id)
    if found is not None:
        return found, False
    late = life.is_over(sitting)
    if late:
        admitted = dict.fromkeys(begun(log.read(sitting)).form)
    else:
        admitted = life.load(sitting).state().get("recordable", {})
    earlier = sum(recording.item == new.item for recording in sitting.recordings)
    if new.item not in admitted or earlier >= MOST_UPLOADS_OF_ITEM:
        raise NotRecordableError
    recording = Recording(
        public_id=secrets.token_urlsafe(16),
        sitting_id=sitting.id,
        client_id=new.client_id,
        item=new.item,
        mime=new.mime,
        longest_seconds=admitted[new.item],
        late=late,
    )
    try:
        with db.session.begin_nested():
            db.session.add(recording)
    except IntegrityError:
        found = _find(sitting, new.client_id)
        assert found is not None
        return found, False
    return recording, True


def _find(sitting: Sitting, client_id: str) -> Recording | None:
    return db.session.scalar(
        select(Recording).where(
            Recording.sitting_id == sitting.id, Recording.client_id == client_id
        )
    )


def offset(recording: Recording) -> int:
    """Return how many bytes are safely here."""
    if recording.state not in OPEN:
        return recording.bytes
    part = store().part(recording.public_id)
    return part.stat().st_size if part.exists() else 0


@contextmanager
def _opened(part: Path) -> Iterator[IO[bytes]]:
    with part.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def append(recording: Recording, at: int, chunk: bytes) -> int:
    """Append a chunk and return the new offset. Holds no database transaction.

    Raises:
        AlreadyCompleteError, WrongOffsetError, TooLargeError: nothing was written.
    """
    if recording.state not in OPEN:
        raise AlreadyCompleteError
    with _opened(store().part(recording.public_id)) as file:
        here = file.seek(0, 2)
        if here != at:
            raise WrongOffsetError(here)
        if here + len(chunk) > config.current().max_recording_bytes:
            raise TooLargeError
        file.write(chunk)
        file.flush()
        return here + len(chunk)


def is_superseded(recording: Recording) -> bool:
    """Whether a newer recording of the same item has begun to arrive.

    An honest page records an item again only when the former recording is safe, or was lost with
    a crash. So of several open uploads the newest counts; the others are kept for people to
    hear: nobody records an item many times and then completes the best.
    """
    return any(
        other.id > recording.id and other.item == recording.item and offset(other) > 0
        for other in recording.sitting.recordings
    )


def complete(recording: Recording, completion: Completion) -> bool:
    """Close an upload and put it into the sitting's log; False when that was done before.

    It counts as late when it came long after the end, or when it is superseded.

    Raises:
        WrongOffsetError: bytes are missing.
    """
    db.session.refresh(recording, with_for_update=True)
    if recording.state not in OPEN:
        return False
    here = offset(recording)
    if here != completion.bytes:
        raise WrongOffsetError(here)
    sitting = recording.sitting
    # The log's next number is this request's alone, as when events are appended.
    db.session.refresh(sitting, with_for_update=True)
    recording.bytes = here
    recording.claimed_seconds = completion.seconds
    recording.touched_at = now()
    too_late = now() > sitting.deadline + PATIENCE
    recording.late = recording.late or too_late or is_superseded(recording)
    recording.state = RecordingState.LATE if recording.late else RecordingState.RECEIVED
    if sitting.practice:
        store().delete(None, recording.public_id)
    else:
        store().part(recording.public_id).touch()
        recording.store_key = store().keep(recording.public_id)
    log.append_own(
        sitting,
        "recorded",
        {
            "item": recording.item,
            "recording": recording.public_id,
            "seconds": completion.seconds,
        },
        late=recording.late,
    )
    return True
