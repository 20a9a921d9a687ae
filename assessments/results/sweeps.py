"""Sweeps: find the work that is due according to the database, and do it or send its job again.

The queries never block writers, and each row is updated in a transaction of its own.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

import config
from assessments.results.tasks import ENDED, due_again, listen, score_sitting, send_if_ready
from assessments.sittings import life
from assessments.sittings.models import Recording, RecordingState, Sitting, SittingState
from assessments.sittings.recordings import PATIENCE, store
from database import db, now, read_only
from jobs import after_commit, send, sweep

ORPHANS_KEPT_FOR = timedelta(days=1)


def retry_all() -> int:
    """Reset the attempts of everything that needs attention, after a fix, and send it. Commits."""
    recordings = db.session.scalars(
        select(Recording).where(
            Recording.state == RecordingState.NEEDS_ATTENTION, Recording.store_key.is_not(None)
        )
    ).all()
    for recording in recordings:
        recording.state = RecordingState.RECEIVED
        recording.attempts, recording.not_before = 0, None
        after_commit(listen, recording.id)
    stuck = db.session.scalars(
        select(Sitting).where(Sitting.state == SittingState.NEEDS_ATTENTION)
    ).all()
    for sitting in stuck:
        due_again(sitting)
        send_if_ready(sitting)
    db.session.commit()
    return len(recordings) + len(stuck)


@sweep
def expire_overdue_sittings() -> int:
    """Expire open sittings whose time is over."""
    with read_only():
        overdue = db.session.scalars(
            select(Sitting.id).where(
                Sitting.state == SittingState.OPEN, Sitting.deadline < now() - life.GRACE
            )
        ).all()
    for sitting_id in overdue:
        sitting = db.session.get(Sitting, sitting_id)
        if sitting is not None and life.submit(sitting):
            send_if_ready(sitting)
        db.session.commit()
    return len(overdue)


@sweep
def give_up_on_stalled_uploads() -> int:
    """Stop waiting for stalled uploads (``PATIENCE``) of sittings that have ended."""
    with read_only():
        stalled = db.session.scalars(
            select(Recording.id)
            .join(Sitting)
            .where(
                Recording.state == RecordingState.UPLOADING,
                Recording.touched_at < now() - PATIENCE,
                Sitting.state != SittingState.OPEN,
            )
        ).all()
    for recording_id in stalled:
        recording = db.session.get(Recording, recording_id)
        if recording is not None and recording.state == RecordingState.UPLOADING:
            recording.state = RecordingState.INCOMPLETE
            db.session.flush()
            send_if_ready(recording.sitting)
        db.session.commit()
    return len(stalled)


@sweep
def delete_orphaned_uploads() -> int:
    """Delete unfinished uploads without a recording that needs them.

    They remain from repeated practice and from erased applicants.
    """
    before = (now() - ORPHANS_KEPT_FOR).timestamp()
    old = {part.name: part for part in store().parts() if part.stat().st_mtime < before}
    if not old:
        return 0
    with read_only():
        wanted = db.session.scalars(
            select(Recording.public_id)
            .join(Sitting)
            .where(
                Recording.public_id.in_(old),
                Recording.state.in_((RecordingState.UPLOADING, RecordingState.INCOMPLETE)),
                Sitting.practice.is_(False),
            )
        ).all()
    for name in old.keys() - set(wanted):
        store().drop_part(name)
    return len(old) - len(wanted)


@sweep
def send_due_jobs() -> int:
    """Send every job that is due according to the database and that no worker has claimed."""
    return _send_recordings() + _send_sittings()


def _due(model: Any) -> Any:
    return or_(model.not_before.is_(None), model.not_before <= now())


def _send_recordings() -> int:
    with read_only():
        due = db.session.execute(
            select(Recording.id, Recording.attempts).where(
                Recording.state == RecordingState.RECEIVED,
                Recording.store_key.is_not(None),
                _due(Recording),
            )
        ).all()
    for recording_id, attempts in due:
        if attempts < config.current().job_attempts:
            send(listen, recording_id, attempt=attempts)
            continue
        recording = db.session.get_one(Recording, recording_id)
        recording.state = RecordingState.NEEDS_ATTENTION
        recording.reason = recording.reason or "worker_died"
        db.session.flush()
        send_if_ready(recording.sitting)
        db.session.commit()
    return len(due)


def _send_sittings() -> int:
    with read_only():
        due = db.session.scalars(
            select(Sitting).where(
                Sitting.state.in_(ENDED), Sitting.practice.is_(False), _due(Sitting)
            )
        ).all()
        waiting = [
            (sitting.id, sitting.attempts)
            for sitting in due
            if not life.awaited_recordings(sitting)
        ]
    for sitting_id, attempts in waiting:
        if attempts < config.current().job_attempts:
            send(score_sitting, sitting_id, attempt=attempts)
            continue
        sitting = db.session.get_one(Sitting, sitting_id)
        sitting.state = SittingState.NEEDS_ATTENTION
        sitting.reason = sitting.reason or "worker_died"
        db.session.commit()
    return len(waiting)
