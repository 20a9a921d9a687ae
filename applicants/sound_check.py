"""Check that the recogniser understands the recorded sentence of the device check.

The recording serves this purpose only. It is deleted as soon as it is transcribed, or when the
applicant continues; only the number of recognised words is kept, never the voice. The check never
blocks: an applicant may continue whatever its result, and the record states the result.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from applicants.models import Application, SoundCheck, SoundCheckState
from assessments.results.tasks import EngineOnDemand
from assessments.sittings.recordings import store
from database import db, now, read_only
from jobs import after_commit, claim, job, sweep
from scoring.words import Outcome, align
from speech.transcription import transcribe_recording
from speech.weights import WeightsError

SENTENCE = "Good morning, how may I help you today?"
SENTENCE_WORDS = len(SENTENCE.split())
UNDERSTOOD_FROM = 6
"""Words of the sentence that must be found. Our own choice, not yet tried on applicants: an accent
or a small model may cost two of the eight words, and six are not found by chance."""
LONGEST_SECONDS = 10.0
MOST_BYTES = 400_000
"""Six seconds of a browser's recording take 50 to 150 KB."""
LONGEST_STAY = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """The result of all attempts together.

    Attributes:
        found: most words of the sentence that were found in an attempt.
        of: words of the sentence.
        tries: number of attempts.
    """

    state: SoundCheckState
    found: int
    of: int
    tries: int


def begin(application: Application, sound: bytes) -> SoundCheck:
    """Store the recording until it is transcribed; the job is sent after the commit."""
    check = SoundCheck(public_id=secrets.token_urlsafe(16), application_id=application.id)
    db.session.add(check)
    db.session.flush()
    store().part(check.public_id).write_bytes(sound)
    after_commit(understand, check.id)
    return check


@job("listening", timeout=60)
def understand(check_id: int) -> None:
    """Look for the sentence's words in a recording and delete the recording; tried only once."""
    if not claim(SoundCheck, check_id, SoundCheck.state == SoundCheckState.WAITING):
        return
    name = db.session.get_one(SoundCheck, check_id).public_id
    db.session.commit()
    try:
        spoken = transcribe_recording(
            store().part(name), engine=EngineOnDemand(), longest_seconds=LONGEST_SECONDS
        )
    except Exception as error:
        _settle(check_id, SoundCheckState.NOT_CHECKED, reason=f"{type(error).__name__}: {error}")
        if not isinstance(error, WeightsError):
            raise
        return
    finally:
        store().drop_part(name)
    found = align(SENTENCE, [word.text for word in spoken.words]).count(Outcome.HIT)
    good = found >= UNDERSTOOD_FROM
    state = SoundCheckState.UNDERSTOOD if good else SoundCheckState.NOT_UNDERSTOOD
    _settle(check_id, state, found=found, text=spoken.text, reason=spoken.rejected)


def _settle(
    check_id: int, state: SoundCheckState, *, found: int = 0, text: str = "", reason: str = ""
) -> None:
    db.session.rollback()
    check = db.session.get(SoundCheck, check_id)
    if check is not None:
        check.state, check.found, check.not_before = state, found, None
        check.text, check.reason = text[:200], reason[:300]
    db.session.commit()


def understanding(application: Application) -> Understanding:
    """Return the result of the attempts so far; the best attempt counts."""
    attempts = db.session.scalars(
        select(SoundCheck).where(SoundCheck.application_id == application.id)
    ).all()
    states = {check.state for check in attempts}
    best = (
        state
        for state in (SoundCheckState.UNDERSTOOD, SoundCheckState.NOT_UNDERSTOOD)
        if state in states
    )
    return Understanding(
        state=next(best, SoundCheckState.NOT_CHECKED),
        found=max((check.found for check in attempts), default=0),
        of=SENTENCE_WORDS,
        tries=len(attempts),
    )


def forget(application: Application) -> None:
    """Delete all attempts of an application, with their transcripts and recordings."""
    attempts = db.session.scalars(
        select(SoundCheck).where(SoundCheck.application_id == application.id)
    ).all()
    for check in attempts:
        _drop(check)
    db.session.flush()


def _drop(check: SoundCheck) -> None:
    store().drop_part(check.public_id)
    db.session.delete(check)


@sweep
def drop_left_sound_checks() -> int:
    """Delete the attempts of applicants who left in the middle of the device check."""
    with read_only():
        abandoned = db.session.scalars(
            select(SoundCheck.id).where(SoundCheck.created_at < now() - LONGEST_STAY)
        ).all()
    for check_id in abandoned:
        check = db.session.get(SoundCheck, check_id)
        if check is not None:
            _drop(check)
        db.session.commit()
    return len(abandoned)
