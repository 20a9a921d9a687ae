"""Recordings: a resumable upload that never loses or duplicates a byte, and the store of files.

The protocol follows the open tus 1.0 rules, with a length that is known only at the end: create
once, append at an offset, complete (docs/decisions/0008 lists the differences). Until an upload is
complete, the size of the file on disk is its offset.
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
"""Counts every take, and the unfinished uploads of pages that crashed during a take."""

PATIENCE = timedelta(minutes=30)
"""How long an upload may stall after its sitting has ended, and how long after the deadline a
recording that started in time may be completed. A later one is stored as late: for staff only."""


class RecordingError(RequestError):
    """Base of the errors of an upload."""

    code = "recording"


class NotRecordableError(RecordingError):
    """The item cannot be recorded now."""

    code = "not_recordable"


class WrongOffsetError(RecordingError):
    """The chunk does not start at the end of the stored bytes, which is ``offset``."""

    code = "wrong_offset"

    def __init__(self, offset: int) -> None:
        super().__init__(f"offset is {offset}")
        self.offset = offset
        self.headers = {"Upload-Offset": str(offset)}

    @property
    def details(self) -> dict[str, Any]:
        """The end of the stored bytes."""
        return {"offset": self.offset}


class TooLargeError(RecordingError):
    """The recording would exceed the size limit."""

    status = 413
    code = "too_large"


class AlreadyCompleteError(RecordingError):
    """The recording is complete; no more bytes are accepted."""

    code = "already_complete"


class NewRecording(BaseModel):
    """The recorder's request to start an upload."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    client_id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")
    item: str = Field(max_length=80)
    mime: str = Field(max_length=80, pattern=r"^[ -~]*$")


class Completion(BaseModel):
    """The recorder's request after the last byte."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: int = Field(ge=0, le=1_000_000_000)
    seconds: float = Field(ge=0, le=3600)


class LocalStore:
    """Recordings as files in one folder; a file appears under its key only when it is complete."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def part(self, name: str) -> Path:
        """Return the file of an unfinished upload, which may not exist yet."""
        place = self._folder / "parts" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def keep(self, name: str) -> str:
        """Store a finished upload under a key and return the key; calling it twice is harmless.

        The part stays until ``drop_part``: nothing is lost if the database rolls back.
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
        """Delete the part of an upload whose key is committed to the database."""
        self.part(name).unlink(missing_ok=True)

    def path(self, key: str) -> Path:
        """Return the file of a key."""
        place = (self._folder / key).resolve()
        if not place.is_relative_to(self._folder):
            raise ValueError("a key stays inside the store")
        return place

    def parts(self) -> Iterator[Path]:
        """Return the files of all parts: uploads that are unfinished or not yet dropped."""
        return (self._folder / "parts").glob("*")

    def delete(self, key: str | None, name: str) -> None:
        """Delete a recording, finished or not; missing files are no error."""
        self.part(name).unlink(missing_ok=True)
        if key:
            self.path(key).unlink(missing_ok=True)


def store() -> LocalStore:
    """Return the store of this installation."""
    return LocalStore(config.current().recordings_folder)


def create(sitting: Sitting, new: NewRecording) -> tuple[Recording, bool]:
    """Open an upload, or find the upload with the same ``client_id``; return whether it is new.

    After the end of a sitting an upload is accepted as late: an answer recorded while the
    connection was down is stored for staff, and is not scored.

    Raises:
        NotRecordableError: the item cannot be recorded now, or has too many uploads.
    """
    found = _find(sitting, new.client_id)
    if found is not None:
        return found, False
    late = life.is_over(sitting)
    if late:
        admitted = dict.fromkeys(begun(log.read(sitting)).items)
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
    """Return the number of bytes stored."""
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
    """Return whether bytes of a newer recording of the same item have arrived.

    An honest page records an item again only when the earlier recording is stored, or was lost in
    a crash. So of several open uploads the newest counts, and the others are stored as late, for
    staff only: an applicant cannot record an item many times and then complete the best take.
    """
    return any(
        other.id > recording.id and other.item == recording.item and offset(other) > 0
        for other in recording.sitting.recordings
    )


def complete(recording: Recording, completion: Completion) -> bool:
    """Complete an upload and log it; return False if it was complete already.

    It is late if the deadline was more than ``PATIENCE`` ago, or if it is superseded.

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
    # The lock reserves the log's next number for this request.
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
