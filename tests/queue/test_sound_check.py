"""The sentence of the device check on the real way: queue, forking worker, real Whisper."""

import pytest
from hibari import Hibari

from applicants import sound_check
from applicants.models import SoundCheck, SoundCheckState
from assessments.sittings.recordings import store
from database import db
from tests.support import sound
from tests.support.factories import an_invitation, path_of
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.queue, pytest.mark.whisper, pytest.mark.timeout(240)]


def state_of(name: str) -> SoundCheck:
    db.session.rollback()
    return db.session.query(SoundCheck).filter_by(public_id=name).one()


def test_the_sentence_is_understood_and_deleted(install, prepared_weights, tmp_path) -> None:
    here = install(prepared_weights)
    client = here.app.test_client()
    client.post(path_of(an_invitation(None, "voice")))
    client.post("/consent", data={"agree": "y"})
    wav = tmp_path / "sentence.wav"
    Hibari().save(sound_check.SENTENCE, str(wav))
    other = sound.encoded(sound.samples_of(sound.real_speech()[0].path), "webm")
    names = [
        client.post("/device-check/sentence", data=body).json["check"]
        for body in (sound.encoded(sound.samples_of(wav), "webm"), other, b"no sound at all")
    ]
    here.work_off("listening")
    wait_for(lambda: state_of(names[2]).state != SoundCheckState.WAITING, here.said())
    first, second, third = (state_of(name) for name in names)
    assert first.state == SoundCheckState.UNDERSTOOD, first.text
    assert first.found >= sound_check.UNDERSTOOD_FROM
    assert (second.state, second.text != "") == (SoundCheckState.NOT_UNDERSTOOD, True)
    assert (third.state, third.reason) == (SoundCheckState.NOT_UNDERSTOOD, "not_audio")
    assert not any(store().part(name).exists() for name in names)
