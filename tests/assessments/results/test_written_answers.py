"""Written texts in a recruiter's hands: compared with those of others, read blind and rated."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from applicants.models import Application, Vacancy
from assessments.banks import registry
from assessments.results.held import READ, WORDED_ALIKE
from assessments.results.likeness import note_same_texts
from assessments.results.tasks import _add_result
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


def wrote(name: str, *kinds: str, compared: bool = True) -> Application:
    """Return an application whose two texts, samples of these kinds, the real scorer has scored.

    ``compared``: whether they were compared with those of others.
    """
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
    if compared:
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


# ---- a score that is held until a person has read the texts ----


@pytest.fixture
def scored_by_job(app: Flask) -> Callable[..., Application]:
    """Add an applicant whose two texts a job scores, as after a hand-in."""

    def add(name: str, *kinds: str) -> Application:
        application = wrote(name, *kinds, compared=False)
        sitting = sitting_of(application)
        report = sitting.results[-1].report
        db.session.delete(sitting.results[-1])
        db.session.flush()
        db.session.expire(sitting)
        _add_result(sitting, report, why="")
        db.session.commit()
        return application

    return add


def sitting_of(application: Application) -> Sitting:
    return db.session.scalars(select(Sitting).where(Sitting.application_id == application.id)).one()


def rate(browser: FlaskClient, application: Application, number: int, content: int = 3) -> None:
    place = f"/applications/{application.public_id}/writing/answers/{number}/rating"
    sent = browser.post(place, data={"content": str(content), "english": "2", "note": ""})
    assert sent.status_code == 303


def test_texts_like_anothers_have_no_score_on_either_side(
    rosa: FlaskClient, scored_by_job: Callable[..., Application]
) -> None:
    ana = scored_by_job("Ana", "good", "plain")
    before = sitting_of(ana).result.score
    assert before is not None
    ben = scored_by_job("Ben", "good", "plain")
    for application in (ana, ben):
        result = sitting_of(application).result
        assert (result.score, result.report.not_measured) == (None, "same_text_as_another")
        assert result.report.held_score == before
    assert sitting_of(ana).result.why == WORDED_ALIKE
    words = "not scored until a person has read it: a text is worded like another applicant’s"
    listed = rosa.get(f"/vacancies/{db.session.get_one(Vacancy, ana.vacancy_id).public_id}").text
    assert words in " ".join(listed.split())
    page = " ".join(rosa.get(f"/applications/{ana.public_id}").text.split())
    assert words in page
    assert "Not scored until a person has read it." in page


def test_a_held_score_counts_once_a_person_has_read_every_text(
    rosa: FlaskClient, scored_by_job: Callable[..., Application]
) -> None:
    ana = scored_by_job("Ana", "good", "off-task")
    held = sitting_of(ana).result.report
    assert (held.score, held.not_measured) == (None, "off_the_task")
    rate(rosa, ana, 1)
    assert sitting_of(ana).result.score is None
    rate(rosa, ana, 2, content=0)  # a person, too, found nothing of what was asked
    assert sitting_of(ana).result.score is None
    rate(rosa, ana, 2, content=1)
    db.session.expire_all()
    read = sitting_of(ana).result
    assert (read.score, read.sem, read.why) == (held.held_score, held.held_sem, READ)
    assert read.report.read_by == "Rosa Lim"
    assert "Rosa Lim" in rosa.get(f"/applications/{ana.public_id}").text


def test_texts_that_a_person_has_read_stay_read_when_they_are_scored_again(
    rosa: FlaskClient, scored_by_job: Callable[..., Application]
) -> None:
    ana = scored_by_job("Ana", "good", "off-task")
    held = sitting_of(ana).result.report
    rate(rosa, ana, 1)
    rate(rosa, ana, 2)
    db.session.expire_all()
    _add_result(sitting_of(ana), held, why="a new scorer")
    assert sitting_of(ana).result.score == held.held_score


def test_a_rating_of_texts_with_a_score_adds_no_result(
    rosa: FlaskClient, scored_by_job: Callable[..., Application]
) -> None:
    ana = scored_by_job("Ana", "good", "plain")
    rate(rosa, ana, 1)
    rate(rosa, ana, 2)
    db.session.expire_all()
    assert len(sitting_of(ana).results) == 1
