"""What happens behind: listen to a recording, score a sitting, and find what was left undone.

Every job is idempotent: it claims its row, and a row that is done is left alone. No transaction is
open while a recording is decoded or heard.
"""

from datetime import timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import or_, select

from assessments import registry, sittings
from assessments.models import Recording, RecordingState, Result, Sitting, SittingState
from assessments.recordings import store
from extensions import db, now
from jobs import after_commit, claim, failed, job, settings, sweep
from speech.engine import Engine, Transcript
from speech.listening import listen as hear
from speech.spoken import Span
from speech.whisper import Whisper, prepare

ENDED = (SittingState.SUBMITTED, SittingState.EXPIRED)
PATIENCE_WITH_UPLOADS = timedelta(minutes=30)


@cache
def _whisper() -> Engine:
    prepared = prepare(
        settings().whisper_model, folder=settings().weights_folder, places=settings().weights_places
    )
    return Whisper(prepared, threads=settings().whisper_threads)


class EngineOnDemand:
    """Loads the model at the first recording that somebody speaks in; silence needs none."""

    def transcribe(self, samples: NDArray[np.float32], *, speech: tuple[Span, ...]) -> Transcript:
        """Return the words of 16 kHz mono sound."""
        return _whisper().transcribe(samples, speech=speech)


@job("listening", timeout=900)
def listen(recording_id: int) -> None:
    """Turn a received recording into what was heard; then score the sitting if it is ready."""
    kept = Recording.store_key.is_not(None)
    if not claim(Recording, recording_id, Recording.state == RecordingState.RECEIVED, kept):
        return
    recording = db.session.get_one(Recording, recording_id)
    name, key, claimed = recording.public_id, recording.store_key, recording.claimed_seconds
    db.session.commit()
    assert key is not None
    try:
        spoken = hear(
            store().path(key),
            engine=EngineOnDemand(),
            claimed_seconds=claimed,
            longest_seconds=settings().max_recording_seconds,
        )
    except Exception as error:
        recording = db.session.get_one(Recording, recording_id)
        if not failed(recording, listen, error):
            recording.state = RecordingState.NEEDS_ATTENTION
            send_if_ready(recording.sitting)
        db.session.commit()
        raise
    recording = db.session.get_one(Recording, recording_id)
    if recording.state != RecordingState.RECEIVED:
        return
    recording.heard = spoken.to_dict()
    recording.state = RecordingState.REJECTED if spoken.rejected else RecordingState.HEARD
    recording.reason = spoken.rejected
    recording.not_before = None
    store().drop_part(name)
    db.session.flush()
    send_if_ready(recording.sitting)
    db.session.commit()


def send_if_ready(sitting: Sitting) -> bool:
    """Send a sitting to be scored after the commit, when nothing is missing any more."""
    ready = sitting.state in ENDED and not sitting.practice and not sittings.unheard(sitting)
    if ready:
        after_commit(score_sitting, sitting.id, attempt=sitting.attempts)
    elif sitting.state == SittingState.SCORED and not sittings.unheard(sitting):
        rescore(sitting, why="a recording arrived after scoring")
    return ready


@job("scoring", timeout=300)
def score_sitting(sitting_id: int) -> None:
    """Score a sitting that has ended and whose recordings are all heard; once."""
    sitting = db.session.get(Sitting, sitting_id)
    if sitting is None or sitting.practice or sittings.unheard(sitting):
        return
    if not claim(Sitting, sitting_id, Sitting.state.in_(ENDED)):
        return
    try:
        sitting = db.session.get_one(Sitting, sitting_id)
        _add_result(sitting, why="")
        sitting.state = SittingState.SCORED
        sitting.not_before = None
        sitting.reason = ""
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        sitting = db.session.get_one(Sitting, sitting_id)
        if not failed(sitting, score_sitting, error):
            sitting.state = SittingState.NEEDS_ATTENTION
        db.session.commit()
        raise


def rescore(sitting: Sitting, *, why: str) -> Result:
    """Add a new revision of a sitting's result, with the reason; the old ones stay."""
    if not why:
        raise ValueError("a re-score needs a reason")
    return _add_result(sitting, why=why)


def _add_result(sitting: Sitting, *, why: str) -> Result:
    assessment = registry.get(sitting.slug)
    spoken = {
        recording.public_id: recording.spoken
        for recording in sitting.recordings
        if recording.spoken is not None and not recording.late
    }
    report = assessment.score(registry.bank(sitting.slug), sittings.log(sitting), spoken)
    result = Result(
        sitting_id=sitting.id,
        revision=len(sitting.results) + 1,
        scorer_version=assessment.version,
        score=report.score,
        sem=report.sem,
        content=report.to_dict(),
        why=why,
    )
    db.session.add(result)
    db.session.flush()
    db.session.expire(sitting, ["results"])
    return result


@sweep
def end_what_is_over() -> int:
    """Expire sittings whose time ran out while nobody looked; delete finished practice."""
    moment = now()
    overdue = db.session.scalars(
        select(Sitting).where(
            Sitting.state == SittingState.OPEN, Sitting.deadline < moment - sittings.GRACE
        )
    ).all()
    for sitting in overdue:
        sittings.submit(sitting)
        send_if_ready(sitting)
    db.session.commit()
    return len(overdue)


@sweep
def give_up_on_stalled_uploads() -> int:
    """Stop waiting for recordings whose browser went silent after the sitting's end."""
    stalled = db.session.scalars(
        select(Recording)
        .join(Sitting)
        .where(
            Recording.state == RecordingState.UPLOADING,
            Recording.touched_at < now() - PATIENCE_WITH_UPLOADS,
            Sitting.state != SittingState.OPEN,
        )
    ).all()
    for recording in stalled:
        recording.state = RecordingState.INCOMPLETE
        db.session.flush()
        send_if_ready(recording.sitting)
    db.session.commit()
    return len(stalled)


@sweep
def send_what_is_undone() -> int:
    """Send every job again that the database says is due and nobody holds."""
    moment = now()
    spent = settings().job_attempts
    received = db.session.scalars(
        select(Recording).where(
            Recording.state == RecordingState.RECEIVED,
            Recording.store_key.is_not(None),
            or_(Recording.not_before.is_(None), Recording.not_before <= moment),
        )
    ).all()
    sent = 0
    for recording in received:
        if recording.attempts >= spent:
            recording.state = RecordingState.NEEDS_ATTENTION
            recording.reason = recording.reason or "worker_died"
            db.session.flush()
            send_if_ready(recording.sitting)
        else:
            after_commit(listen, recording.id, attempt=recording.attempts)
            sent += 1
    ended = db.session.scalars(
        select(Sitting).where(
            Sitting.state.in_(ENDED),
            or_(Sitting.not_before.is_(None), Sitting.not_before <= moment),
        )
    ).all()
    for sitting in ended:
        if sitting.attempts >= spent:
            sitting.state = SittingState.NEEDS_ATTENTION
            sitting.reason = sitting.reason or "worker_died"
        else:
            sent += send_if_ready(sitting)
    db.session.commit()
    return sent
