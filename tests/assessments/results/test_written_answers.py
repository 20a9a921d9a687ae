"""Written texts in a recruiter's hands: compared with those of others, read blind and rated."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from applicants.models import Application
from assessments.banks import registry
from assessments.results.likeness import note_same_texts
from assessments.sittings.models import Likeness, Result, Sitting, SittingState
from database import db, now
from recruiters.review.agreement import agreement_with_machine
from recruiters.review.models import Review
from recruiters.review.reviews import newest_reviews
from recruiters.shortlist.reports import report
from tests.assessments.kinds.writing.logs import writing
from tests.support import factories
from tests.support.logs import logged
from tests.support.staff import person, signed_in


@pytest.fixture
def rosa(app: Flask) -> FlaskClient:
    return signed_in(app, person("recruiter", "Rosa Lim"))


def wrote(name: str, *kinds: str) -> Application:
    """Return an application whose two texts, samples of these kinds, the real scorer has scored."""
    invitation = factories.an_invitation(
        factories.a_vacancy("writing", title=f"Vacancy of {name}"),
        email=f"{name}@example.com",
        name=name,
    )
    ended = now() - timedelta(hours=1)
    sitting = Sitting(
        public_id=f"sitting-{name}",
        application_id=invitation.application_id,
        slug="writing",
        state=SittingState.SCORED,
        deadline=ended + timedelta(minutes=10),
        ended_at=ended,
    )
    scored = registry.get("writing").score(
        registry.bank("writing"), logged("writing", writing(kinds=kinds)), {}
    )
    sitting.results.append(
        Result(
            revision=1,
            scorer_version="writing-1",
            score=scored.score,
            sem=scored.sem,
            content=scored.to_dict(),
            why="",
        )
    )
    db.session.add(sitting)
    db.session.flush()
    note_same_texts(sitting, scored.texts)
    db.session.commit()
    return invitation.application


def noted() -> list[tuple[int | None, int]]:
    rows = db.session.scalars(select(Likeness).order_by(Likeness.id))
    return [(row.sitting_id, row.other_sitting_id) for row in rows]


def test_a_text_like_another_applicants_is_noted_on_both_and_scores_the_same(
    rosa: FlaskClient,
) -> None:
    ana, ben = wrote("Ana", "good", "good"), wrote("Ben", "good", "plain")
    assert noted() == [(2, 1), (1, 2)]
    found = report(ben).sections[0]
    assert "same_text_as_another" in found.flags
    assert found.same_texts[0].application is ana
    assert found.same_rhythm == ()
    page = " ".join(rosa.get(f"/applications/{ben.public_id}").text.split())
    assert "Tier 1, look at it: a text is worded like another applicant’s" in page
    assert f"/applications/{ana.public_id}#writing" in page


def test_scoring_again_notes_nothing_twice(app: Flask) -> None:
    wrote("Ana", "good", "good")
    wrote("Ben", "good", "good")
    for sitting in db.session.scalars(select(Sitting)):
        note_same_texts(sitting, sitting.results[-1].report.texts)
    assert len(noted()) == 2


def test_own_words_and_the_page_in_them_are_not_noted(app: Flask) -> None:
    wrote("Ana", "good", "good")
    wrote("Ben", "plain", "plain")
    assert noted() == []


def test_a_text_is_rated_blind_and_compared_with_the_machine(rosa: FlaskClient) -> None:
    ana = wrote("Ana", "good", "plain")
    scored = report(ana).sections[0].report
    place = f"/applications/{ana.public_id}/writing/answers/2/rating"
    page = rosa.get(place).text
    item = scored.answers[1]["item"]
    assert scored.texts[item].split("\n")[0] in page
    assert page.count("<legend>") == 2
    assert "<audio" not in page
    assert f"{scored.answers[1]['score']:.0f} of 100" not in page
    assert f"{scored.answers[1]['score']}" not in page
    sent = rosa.post(place, data={"content": "4", "english": "2", "note": "Clear enough."})
    assert (sent.status_code, sent.location) == (303, f"/applications/{ana.public_id}#writing-2")
    (kept,) = db.session.scalars(select(Review)).all()
    assert kept.levels == {"content": 4, "english": 2}
    assert kept.machine == {"english": scored.answers[1]["score"]}
    compared = agreement_with_machine(newest_reviews())
    agreement = {criterion.criterion: criterion for criterion in compared}
    assert (agreement["english"].pearson.n, agreement["content"].pearson.n) == (1, 0)
    shown = " ".join(rosa.get(f"/applications/{ana.public_id}").text.split())
    assert "Clear enough." in shown
    assert 'id="writing-2"' in shown


def test_a_text_that_was_not_written_cannot_be_rated(rosa: FlaskClient) -> None:
    ana = wrote("Ana", "good", "good")
    result = db.session.scalars(select(Result)).one()
    detail = {**result.content["detail"], "texts": {}}
    result.content = {**result.content, "detail": detail}
    db.session.commit()
    place = f"/applications/{ana.public_id}/writing/answers/1/rating"
    assert rosa.get(place).status_code == 404
