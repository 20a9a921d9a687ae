"""Answers that are like another applicant's: a signal with its evidence, and no score."""

from flask.testing import FlaskClient
from sqlalchemy import select

from applicants.models import Application
from assessments.sittings.models import Likeness, Recording, RecordingState, Sitting
from database import db
from recruiters.shortlist.reports import report
from tests.support.staff_room import Apply

EVEN = [{"start": float(n), "end": n + 0.4} for n in range(6)]


def recorded(application: Application, name: str, pauses: list[dict[str, float]]) -> Recording:
    sitting = db.session.scalars(
        select(Sitting).where(Sitting.application_id == application.id, Sitting.slug == "alpha")
    ).one()
    result = sitting.results[-1]
    answers = [{"number": 1, "recording": name, "pauses": pauses}]
    result.content = {**result.content, "detail": {"answers": answers}}
    recording = Recording(
        public_id=name,
        client_id="one",
        item="open",
        mime="audio/webm",
        state=RecordingState.HEARD,
        sitting=sitting,
    )
    db.session.add(recording)
    db.session.flush()
    return recording


def alike(recording: Recording, other: Recording, *, same_sound: bool = False) -> None:
    db.session.add(
        Likeness(
            recording_id=recording.id,
            other_sitting_id=other.sitting_id,
            share=0.8,
            words="the second one will be refunded",
            same_sound=same_sound,
        )
    )
    db.session.commit()


def test_alike_answers_are_told_by_tier_and_leave_the_scores(
    rosa: FlaskClient, apply: Apply
) -> None:
    ana, ben = apply("Ana", alpha=70, beta=90), apply("Ben", alpha=50, beta=50)
    before = report(ana).profile
    alike(recorded(ana, "of-ana", []), recorded(ben, "of-ben", []), same_sound=True)
    found = report(ana)
    assert found.sections[0].flags == ("same_sound_as_another", "same_words_as_another")
    (match,) = found.sections[0].alike["of-ana"]
    assert match.application is ben
    assert found.profile == before
    page = " ".join(rosa.get(f"/applications/{ana.public_id}").text.split())
    assert "Tier 1, look at it: an answer sounds word for word" in page
    assert "Tier 2, worth a look: an answer in own words is worded like" in page


def test_even_pauses_are_a_signal_only_beside_alike_words(apply: Apply) -> None:
    ana, ben = apply("Ana", alpha=70, beta=90), apply("Ben", alpha=50, beta=50)
    mine, his = recorded(ana, "of-ana", EVEN), recorded(ben, "of-ben", EVEN)
    db.session.commit()
    assert report(ana).sections[0].flags == ()
    alike(mine, his)
    assert report(ana).sections[0].flags == ("same_words_as_another", "reading_likely")
