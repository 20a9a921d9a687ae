"""The sentence of the device check: understood or not, never kept, never in the way."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from applicants import sound_check
from applicants.models import Application, SoundCheck, SoundCheckState
from assessments.sittings.recordings import store
from database import db, now
from speech.spoken import Spoken, Word
from speech.weights import WeightsError
from tests.support.factories import an_invitation, path_of, walk_to_tests
from tests.support.sittings import row_vacancy

SOUND = b"made up, never decoded here"
RECORD = {"browser": "tests", "screen": "1280x800", "microphone": "working"}


def heard(text: str) -> Spoken:
    words = tuple(
        Word(text=word, start=float(n), end=n + 0.5, probability=0.9)
        for n, word in enumerate(text.split())
    )
    return Spoken(seconds=5.0, words=words, text=text, rejected="" if words else "no_speech")


def hears(monkeypatch: pytest.MonkeyPatch, answer: Spoken | Exception) -> None:
    def hear(*_: object, **__: object) -> Spoken:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(sound_check, "transcribe_recording", hear)


@pytest.fixture
def at_the_check(client: FlaskClient) -> FlaskClient:
    invitation = an_invitation(None, "voice")
    client.post(path_of(invitation))
    client.post("/consent", data={"agree": "y"})
    return client


def send(client: FlaskClient, sound: bytes = SOUND) -> SoundCheck:
    answer = client.post("/device-check/sentence", data=sound)
    assert answer.status_code == 201, answer.json
    db.session.expire_all()
    return db.session.scalars(
        select(SoundCheck).where(SoundCheck.public_id == answer.json["check"])
    ).one()


def asked(client: FlaskClient, check: SoundCheck) -> dict:
    return client.get(f"/device-check/sentence/{check.public_id}").json


def kept(client: FlaskClient) -> dict:
    assert client.post("/device-check", json=RECORD).status_code == 200
    db.session.expire_all()
    device = db.session.scalars(select(Application)).one().device
    assert device is not None
    return device["understanding"]


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("Good morning, how may I help you today?", "understood", 8),
        ("good morning how may i help you to day", "understood", 8),
        ("Good morning, how can I help you to the", "understood", 6),
        ("Good morning, how are you?", "not_understood", 4),
        ("Thank you for watching.", "not_understood", 1),
        ("today you help I may how morning good", "not_understood", 1),
        ("", "not_understood", 0),
    ],
)
def test_a_sentence_is_understood_from_six_words_in_order(
    at_the_check: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    state: str,
    found: int,
) -> None:
    check = send(at_the_check)
    assert asked(at_the_check, check) == {"state": "waiting", "text": "", "found": 0, "of": 8}
    hears(monkeypatch, heard(text))
    sound_check.understand(check.id)
    answer = asked(at_the_check, check)
    assert answer["state"] == state
    assert answer["text"] == text
    assert (answer["found"], answer["of"]) == (found, 8)


def test_the_sound_is_gone_as_soon_as_it_was_heard(
    at_the_check: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer in (heard(sound_check.SENTENCE), heard(""), OSError("disk"), WeightsError("none")):
        check = send(at_the_check)
        part = store().part(check.public_id)
        assert part.read_bytes() == SOUND
        hears(monkeypatch, answer)
        if isinstance(answer, OSError):
            with pytest.raises(OSError, match="disk"):
                sound_check.understand(check.id)
        else:
            sound_check.understand(check.id)
        assert not part.exists()


def test_what_cannot_be_heard_is_not_checked_and_blocks_nobody(
    at_the_check: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    hears(monkeypatch, WeightsError("no weights"))
    check = send(at_the_check)
    sound_check.understand(check.id)
    assert asked(at_the_check, check)["state"] == "not_checked"
    assert kept(at_the_check) == {"state": "not_checked", "found": 0, "of": 8, "tries": 1}


def test_the_best_try_stays_as_figures_and_nothing_else(
    at_the_check: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("nothing of it", sound_check.SENTENCE, "good morning"):
        hears(monkeypatch, heard(text))
        sound_check.understand(send(at_the_check).id)
    waiting = send(at_the_check)
    number, name = waiting.id, waiting.public_id
    assert kept(at_the_check) == {"state": "understood", "found": 8, "of": 8, "tries": 4}
    assert db.session.scalars(select(SoundCheck)).all() == []
    assert not store().part(name).exists()
    # The job of a try that was forgotten finds nothing to do.
    sound_check.understand(number)


def test_a_busy_worker_is_not_checked(at_the_check: FlaskClient) -> None:
    send(at_the_check)
    assert kept(at_the_check)["state"] == "not_checked"


def test_without_a_microphone_nothing_was_understood(at_the_check: FlaskClient) -> None:
    answer = at_the_check.post("/device-check", json={**RECORD, "microphone": "none"})
    assert answer.status_code == 200
    device = db.session.scalars(select(Application)).one().device
    assert device is not None
    assert device["understanding"] is None


def test_a_browser_cannot_claim_to_be_understood(at_the_check: FlaskClient) -> None:
    claim = {**RECORD, "understanding": {"state": "understood"}}
    assert at_the_check.post("/device-check", json=claim).status_code == 422


def test_twice_is_once(at_the_check: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    check = send(at_the_check)
    hears(monkeypatch, heard(sound_check.SENTENCE))
    sound_check.understand(check.id)
    hears(monkeypatch, heard("something else"))
    sound_check.understand(check.id)
    assert asked(at_the_check, check)["text"] == sound_check.SENTENCE


@pytest.mark.parametrize(("size", "status"), [(0, 400), (400_000, 201), (400_001, 413)])
def test_a_sentence_has_a_size(at_the_check: FlaskClient, size: int, status: int) -> None:
    answer = at_the_check.post("/device-check/sentence", data=bytes(size))
    assert answer.status_code == status


@pytest.mark.parametrize(("size", "status"), [(0, 204), (131_072, 204), (600_001, 413)])
def test_the_line_is_timed_with_little(at_the_check: FlaskClient, size: int, status: int) -> None:
    assert at_the_check.get("/device-check/line").status_code == 204
    assert at_the_check.post("/device-check/line", data=bytes(size)).status_code == status


def test_another_applicant_learns_nothing(app, at_the_check: FlaskClient) -> None:
    check = send(at_the_check)
    other = app.test_client()
    walk_to_tests(other, an_invitation(row_vacancy(), email="ben@example.com"))
    assert other.get(f"/device-check/sentence/{check.public_id}").status_code == 404


def test_who_leaves_in_the_middle_leaves_nothing(at_the_check: FlaskClient) -> None:
    check = send(at_the_check)
    assert sound_check.drop_left_sound_checks() == 0
    part = store().part(check.public_id)
    check = db.session.scalars(select(SoundCheck)).one()
    check.created_at = now() - timedelta(hours=2)
    db.session.commit()
    assert sound_check.drop_left_sound_checks() == 1
    assert not part.exists()
    assert db.session.scalars(select(SoundCheck)).all() == []


def test_a_state_of_the_database_is_a_known_one() -> None:
    assert {state.value for state in SoundCheckState} == {
        "waiting",
        "understood",
        "not_understood",
        "not_checked",
    }
