"""Alike answers are noted on both sides, once, and go with either person."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from applicants.models import Application
from assessments.results.likeness import note_likeness
from assessments.sittings.models import Likeness, Recording, RecordingState, Sitting
from database import db, now
from speech.spoken import Spoken, Word
from tests.support import factories
from tests.support.texts import OTHER, OWN

ITEM = "open-broken-fan"
Says = Callable[..., Recording]


@pytest.fixture
def says(app: Flask) -> Says:
    """Let a new applicant have said something: ``says("Ana", "…")``."""
    vacancy = factories.a_vacancy("voice")

    def say(name: str, text: str, *, item: str = ITEM, delay: float = 0.0, **more) -> Recording:
        invitation = factories.an_invitation(vacancy, email=f"{name}@example.com", name=name)
        sitting = Sitting(
            public_id=f"sitting-{name}",
            application_id=invitation.application_id,
            slug="voice",
            deadline=now(),
            practice=more.get("practice", False),
        )
        words = tuple(
            Word(text=f" {word}", start=delay + 0.4 * n, end=delay + 0.4 * n + 0.3, probability=0.9)
            for n, word in enumerate(text.split())
        )
        recording = Recording(
            public_id=f"recording-{name}",
            client_id="one",
            item=item,
            mime="audio/webm",
            state=RecordingState.HEARD,
            heard=Spoken(seconds=40.0, words=words, text=text).to_dict(),
            sitting=sitting,
        )
        db.session.add(recording)
        db.session.flush()
        note_likeness(recording)
        db.session.commit()
        return recording

    return say


def noted() -> list[Likeness]:
    return list(db.session.scalars(select(Likeness).order_by(Likeness.id)))


def test_a_copied_answer_is_noted_on_both(says: Says) -> None:
    first = says("ana", OWN)
    copied = says("ben", OWN.replace("really", "very"), delay=0.7)
    assert [(likeness.recording_id, likeness.other_sitting_id) for likeness in noted()] == [
        (copied.id, first.sitting_id),
        (first.id, copied.sitting_id),
    ]
    assert all(likeness.share > 0.8 and likeness.same_sound for likeness in noted())
    assert noted()[0].words.startswith("sorry that the fan")


def test_hearing_again_notes_nothing_twice(says: Says) -> None:
    says("ana", OWN)
    copied = says("ben", OWN)
    note_likeness(copied)
    db.session.commit()
    assert len(noted()) == 2


def test_own_words_are_not_noted(says: Says) -> None:
    says("ana", OWN)
    says("ben", OTHER)
    assert noted() == []


def test_what_all_are_to_say_is_not_compared(says: Says) -> None:
    says("ana", OWN, item="read-refund-steps")
    says("ben", OWN, item="read-refund-steps")
    assert noted() == []


def test_practice_and_rejected_answers_are_left_alone(says: Says) -> None:
    says("ana", OWN, practice=True)
    says("ben", OWN)
    assert noted() == []


def test_erasing_either_person_erases_what_was_noted(app: Flask, says: Says) -> None:
    says("ana", OWN)
    copied = says("ben", OWN)
    application = db.session.get_one(Application, copied.sitting.application_id)
    db.session.delete(application)
    db.session.commit()
    assert noted() == []
