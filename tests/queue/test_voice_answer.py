"""A voice answer on the real way: upload, queue, forking worker, real Whisper, score."""

import pytest
from sqlalchemy import select

from assessments.sittings.models import RecordingState, Result, SittingState
from database import db
from tests.support.sound import real_speech
from tests.support.voice_answers import answer, hand_in, recording_of, sitting_of, webm
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.queue, pytest.mark.whisper, pytest.mark.timeout(240)]


def test_what_was_said_is_heard_and_scored_once(install, prepared_weights) -> None:
    clips = real_speech()[:3]
    here = install(prepared_weights)
    client, sitting = here.voice_sitting()
    taken = answer(client, sitting, [webm(clip) for clip in clips])
    hand_in(client, sitting)
    here.worker("listening")
    here.worker("scoring", "mail", scheduler=True)
    wait_for(lambda: sitting_of(sitting).state == SittingState.SCORED, f"a score\n{here.said()}")

    for recording, clip in zip(taken, clips, strict=True):
        row = recording_of(recording)
        assert (row.state, row.attempts, row.reason) == (RecordingState.HEARD, 1, "")
        heard = row.spoken
        assert heard is not None
        said = {word.text.strip(" ,.?!").lower() for word in heard.words}
        found = [word for word in clip.words if word.lower() in said]
        assert len(found) >= 0.6 * len(clip.words), (clip, heard.text)
        assert "tiny.en" in heard.model
    result = db.session.scalars(select(Result)).one()
    assert (result.sitting_id, result.revision) == (sitting_of(sitting).id, 1)
    details = {answer["recording"]: answer for answer in result.report.answers}
    assert [details[recording]["not_measured"] for recording in taken] == ["", "", ""]
    assert "Traceback" not in here.said()
