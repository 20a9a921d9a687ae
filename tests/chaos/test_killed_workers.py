"""Workers that die, and what becomes of the work: nothing lost, nothing twice."""

import signal

import pytest
from sqlalchemy import select

from assessments.sittings.models import RecordingState, Result, SittingState
from database import db
from tests.support.installation import Installation, kill_all, work_horse
from tests.support.sound import real_speech
from tests.support.voice_answers import answer, hand_in, recording_of, sitting_of, webm
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.queue, pytest.mark.whisper, pytest.mark.timeout(300)]


def answered(here: Installation, clips: int = 1) -> tuple[str, list[str]]:
    client, sitting = here.voice_sitting()
    taken = answer(client, sitting, [webm(clip) for clip in real_speech()[:clips]])
    hand_in(client, sitting)
    return sitting, taken


def wait_for_claim(recording: str, attempts: int) -> None:
    wait_for(lambda: recording_of(recording).attempts == attempts, f"attempt {attempts}")


def wait_for_lease(recording: str) -> None:
    from database import now

    wait_for(lambda: (recording_of(recording).not_before or now()) <= now(), "the lease to end")


@pytest.mark.parametrize("victim", ["work horse", "whole worker"])
def test_a_killed_transcription_is_done_again(install, prepared_weights, victim: str) -> None:
    here = install(prepared_weights, job_lease_seconds=2)
    sitting, (recording,) = answered(here)
    worker = here.worker("listening")
    wait_for_claim(recording, 1)
    wait_for(lambda: work_horse(worker), "the work horse")
    if victim == "work horse":
        horse = work_horse(worker)
        assert horse is not None
        horse.send_signal(signal.SIGKILL)
    else:
        kill_all(worker)
    assert recording_of(recording).state == RecordingState.RECEIVED
    wait_for_lease(recording)
    here.resume()
    if victim == "whole worker":
        here.worker("listening")
    wait_for(lambda: recording_of(recording).state == RecordingState.HEARD, "a transcript")
    here.work_off("scoring")
    assert sitting_of(sitting).state == SittingState.SCORED
    assert recording_of(recording).attempts == 2
    assert recording_of(recording).spoken.words
    here.resume()
    here.work_off("listening", "scoring")
    assert [result.revision for result in db.session.scalars(select(Result))] == [1]


def test_a_recording_that_kills_every_worker_leaves_the_other_answers(
    install, prepared_weights
) -> None:
    here = install(prepared_weights, job_lease_seconds=1, job_attempts=2)
    sitting, (bad, good) = answered(here, clips=2)
    for attempt in (1, 2):
        worker = here.worker("listening")
        wait_for_claim(bad, attempt)
        kill_all(worker)
        wait_for_lease(bad)
        here.resume()
    here.resume()
    assert recording_of(bad).state == RecordingState.NEEDS_ATTENTION
    assert recording_of(bad).reason == "worker_died"
    here.work_off("listening")
    assert recording_of(good).state == RecordingState.HEARD
    here.work_off("scoring")
    assert sitting_of(sitting).state == SittingState.SCORED
    report = db.session.scalars(select(Result)).one().report
    answers = {answer["recording"]: answer for answer in report.answers}
    assert (answers[bad]["score"], answers[bad]["not_measured"]) == (None, "not_heard")
    assert answers[good]["score"] is not None
    assert answers[good]["not_measured"] == ""
