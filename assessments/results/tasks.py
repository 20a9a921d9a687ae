"""The background jobs of sittings: transcribe a recording, score a sitting.

Every job is idempotent: it claims its row, and skips a row that is done. No transaction is open
while a recording is decoded or transcribed.
"""

import gc
import math
from datetime import timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

import config
from assessments.banks import registry
from assessments.results.held import held_if_alike, hold
from assessments.results.likeness import note_likeness, note_same_rhythm, note_same_texts
from assessments.sittings import life
from assessments.sittings.models import Recording, RecordingState, Result, Sitting, SittingState
from assessments.sittings.recordings import store
from database import db, now, read_only
from jobs import after_commit, claim, failed, job
from scoring.report import Report
from scoring.writing import load as load_text_models
from speech.engine import Engine, Transcript
from speech.spoken import Span
from speech.transcription import transcribe_recording
from speech.weights import WeightsError
from speech.whisper import Whisper, prepare

ENDED = (SittingState.SUBMITTED, SittingState.EXPIRED)
HEARD_LATER = "a recording was heard after scoring"
WITHOUT_WEIGHTS = timedelta(minutes=2)
"""How long a recording waits before the weights are looked for again."""


@cache
def _whisper() -> Engine:
    prepared = prepare(
        config.current().whisper_model,
        folder=config.current().weights_folder,
        places=config.current().weights_places,
    )
    return Whisper(prepared, threads=config.current().whisper_threads)


def load_model() -> str:
    """Load the speech model before a worker forks, so that its children share it.

    Returns:
        Why it could not be loaded; empty on success. Without weights the worker still runs, and
        recordings wait until an operator has installed them.
    """
    try:
        _whisper()
    except WeightsError as error:
        return str(error)
    _keep_for_children()
    return ""


def load_writing() -> None:
    """Load the models for texts before a worker forks: each child would need 2 s to load them.

    They must not rely on a thread that is started here: threads do not survive a fork.
    """
    load_text_models()
    _keep_for_children()


def _keep_for_children() -> None:
    gc.collect()
    gc.freeze()  # a collection in a child would write to, and so copy, every shared page


class EngineOnDemand:
    """Loads the model, unless it is loaded already, at the first recording that contains speech."""

    def transcribe(
        self, samples: NDArray[np.float32], *, speech: tuple[Span, ...], script: str = ""
    ) -> Transcript:
        """Transcribe 16 kHz mono sound."""
        return _whisper().transcribe(samples, speech=speech, script=script)


@job("listening", timeout=280)
def listen(recording_id: int) -> None:
    """Transcribe a received recording; then send its sitting to be scored if it is ready."""
    kept = Recording.store_key.is_not(None)
    if not claim(Recording, recording_id, Recording.state == RecordingState.RECEIVED, kept):
        return
    recording = db.session.get_one(Recording, recording_id)
    name, key, claimed = recording.public_id, recording.store_key, recording.claimed_seconds
    assessment = registry.get(recording.sitting.slug)
    item = registry.bank(assessment.slug).get(recording.item)
    script = assessment.script(item) if item is not None else ""
    longest = min(recording.longest_seconds or math.inf, config.current().max_recording_seconds)
    db.session.commit()
    assert key is not None
    try:
        spoken = transcribe_recording(
            store().path(key),
            engine=EngineOnDemand(),
            claimed_seconds=claimed,
            longest_seconds=longest,
            script=script,
        )
    except WeightsError as error:
        _wait_for_weights(recording_id, error)
        return
    except Exception as error:
        recording = db.session.get_one(Recording, recording_id)
        if not failed(recording, listen, error):
            recording.state = RecordingState.NEEDS_ATTENTION
            send_if_ready(recording.sitting)
        db.session.commit()
        raise
    recording = db.session.get_one(Recording, recording_id)
    if recording.state not in {RecordingState.RECEIVED, RecordingState.NEEDS_ATTENTION}:
        return
    recording.heard = spoken.to_dict()
    recording.state = RecordingState.REJECTED if spoken.rejected else RecordingState.HEARD
    recording.reason = spoken.rejected
    recording.not_before = None
    store().drop_part(name)
    db.session.flush()
    note_likeness(recording)
    if recording.sitting.state == SittingState.SCORED:
        due_again(recording.sitting)
    send_if_ready(recording.sitting)
    db.session.commit()


def _wait_for_weights(recording_id: int, error: WeightsError) -> None:
    """Keep a recording until an operator has installed the weights; no attempt is spent."""
    recording = db.session.get_one(Recording, recording_id)
    recording.attempts = 0
    recording.not_before = now() + WITHOUT_WEIGHTS
    recording.reason = str(error)[:300]
    db.session.commit()


def due_again(sitting: Sitting) -> None:
    """Make an ended sitting due for scoring again, after a late recording or a fix."""
    in_time = sitting.ended_at is not None and sitting.ended_at < sitting.deadline
    sitting.state = SittingState.SUBMITTED if in_time else SittingState.EXPIRED
    sitting.attempts, sitting.not_before = 0, None
    db.session.flush()


def send_if_ready(sitting: Sitting) -> bool:
    """Send a sitting to be scored after the commit if it has ended and no recording is missing."""
    ready = sitting.state in ENDED and not sitting.practice and not life.awaited_recordings(sitting)
    if ready:
        after_commit(score_sitting, sitting.id, attempt=sitting.attempts)
    return ready


@job("scoring", timeout=120)
def score_sitting(sitting_id: int) -> None:
    """Score, once, a sitting that has ended and whose recordings are all transcribed."""
    sitting = db.session.get(Sitting, sitting_id)
    if sitting is None or sitting.practice or life.awaited_recordings(sitting):
        return
    if not claim(Sitting, sitting_id, Sitting.state.in_(ENDED)):
        return
    try:
        report = report_of(sitting_id)
        sitting = db.session.get_one(Sitting, sitting_id, with_for_update=True)
        if sitting.state not in ENDED:
            return
        _add_result(sitting, report, why=HEARD_LATER if sitting.results else "")
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


def report_of(sitting_id: int) -> Report:
    """Score a sitting from its log and its transcripts, without blocking writers."""
    with read_only():
        sitting = db.session.get_one(Sitting, sitting_id)
        opened = life.load(sitting)
        spoken = {
            recording.public_id: recording.spoken
            for recording in sitting.recordings
            if recording.spoken is not None and not recording.late
        }
    return opened.score(spoken)


def rescore(sitting_id: int, *, why: str) -> None:
    """Score a sitting again and add the result as a new revision, with the reason. Commits.

    Raises:
        ValueError: there is no reason.
    """
    if not why:
        raise ValueError("a re-score needs a reason")
    report = report_of(sitting_id)
    _add_result(db.session.get_one(Sitting, sitting_id, with_for_update=True), report, why=why)
    db.session.commit()


def _add_result(sitting: Sitting, report: Report, *, why: str) -> None:
    note_same_rhythm(sitting, report.rhythms)
    alike = note_same_texts(sitting, report.texts)
    db.session.expire(sitting, ["likenesses"])
    report = held_if_alike(sitting, report)
    db.session.add(
        Result(
            sitting_id=sitting.id,
            revision=len(sitting.results) + 1,
            scorer_version=registry.get(sitting.slug).version,
            score=report.score,
            sem=report.sem,
            content=report.to_dict(),
            why=why,
        )
    )
    db.session.flush()
    db.session.expire(sitting, ["results"])
    hold(db.session.get_one(Sitting, other) for other in alike)
