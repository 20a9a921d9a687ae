"""Ratings by people: blind, kept once, beside the machine's score, and compared with it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from accounts.models import Staff
from accounts.staff import add_staff
from applicants.models import Application
from assessments.sittings.models import Recording, RecordingState, Sitting
from database import db
from recruiters.review.agreement import agreement_among_people, agreement_with_machine
from recruiters.review.answers import find_answer, review
from recruiters.review.models import Review
from recruiters.review.reviews import newest_reviews
from scoring.agreement import pearson
from tests.support.staff import PASSWORD, signed_in
from tests.support.staff_room import Apply

HEARD = {"value": 61.0, "low": 50.0, "high": 72.0, "parts": {}}
SPEAKING = {"measures": {"fluency": HEARD, "accuracy": {**HEARD, "value": 73.0}, "total": HEARD}}


def answer_of(number: int, **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "item": f"item-{number}",
        "task": "repeat",
        "text": f"Say line {number}.",
        "recording": f"sound-{number}",
        "score": 88.0,
        "speaking": None,
        **more,
    }


@pytest.fixture
def ana(apply: Apply) -> Application:
    """Three answers: a short one, one whose sound was scored, one whose sound is gone."""
    ana = apply("Ana", alpha=70, beta=90)
    with_answers(ana, [answer_of(1), answer_of(2, speaking=SPEAKING), answer_of(3)])
    return ana


def with_answers(application: Application, answers: list[dict[str, Any]]) -> Sitting:
    sitting = db.session.scalars(
        select(Sitting).where(Sitting.application_id == application.id, Sitting.slug == "alpha")
    ).one()
    result = sitting.results[-1]
    result.content = {**result.content, "detail": {"answers": answers}}
    for answer in answers:
        recording = Recording(
            public_id=answer["recording"],
            sitting_id=sitting.id,
            client_id=answer["recording"],
            item=answer["item"],
            mime="audio/webm",
            state=RecordingState.HEARD,
            store_key=None if answer["number"] == 3 else "aa/x",
        )
        db.session.add(recording)
    db.session.commit()
    return sitting


def place(application: Application, number: int) -> str:
    return f"/applications/{application.public_id}/alpha/answers/{number}/rating"


def test_the_page_is_blind(rosa: FlaskClient, ana: Application) -> None:
    page = rosa.get(place(ana, 2))
    assert page.status_code == 200
    assert "Say line 2." in page.text
    assert "/recordings/sound-2/sound" in page.text
    assert page.text.count("<legend>") == 3
    for figure in ("88", "61", "73", "50", "72"):
        assert f"{figure}<" not in page.text
        assert f"{figure} of 100" not in page.text
    assert rosa.get(place(ana, 1)).text.count("<legend>") == 1


@pytest.mark.parametrize("number", [0, 3, 4])
def test_what_is_not_there_or_has_no_sound_cannot_be_rated(
    rosa: FlaskClient, ana: Application, number: int
) -> None:
    assert rosa.get(place(ana, number)).status_code == 404
    assert rosa.post(place(ana, number), data={"task": "2"}).status_code == 404
    assert rosa.get(f"/applications/{ana.public_id}/gamma/answers/1/rating").status_code == 404
    assert rosa.get("/applications/nobody/alpha/answers/1/rating").status_code == 404


def test_a_rating_is_kept_once_with_the_scores_of_that_moment(
    rosa: FlaskClient, ana: Application
) -> None:
    typed = {"task": "3", "fluency": "2", "accuracy": "4", "note": "  Clear enough. "}
    for _ in range(2):
        sent = rosa.post(place(ana, 2), data=typed)
        assert (sent.status_code, sent.location) == (
            303,
            f"/applications/{ana.public_id}#alpha-2",
        )
    (kept,) = db.session.scalars(select(Review)).all()
    assert kept.levels == {"task": 3, "fluency": 2, "accuracy": 4}
    assert kept.machine == {"task": 88.0, "fluency": 61.0, "accuracy": 73.0}
    assert (kept.note, kept.saw_score, kept.reviewed_by) == ("Clear enough.", False, "Rosa Lim")
    rosa.post(place(ana, 2), data=typed | {"task": "1"})
    assert [review.levels["task"] for review in db.session.scalars(select(Review))] == [3, 1]
    assert [review.levels["task"] for review in newest_reviews()] == [1]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"fluency": "2", "accuracy": "4", "note": "kept"}, "Choose a level."),
        ({"task": "5", "fluency": "2", "accuracy": "4", "note": "kept"}, "Not a valid choice"),
        (
            {"task": "2", "fluency": "2", "accuracy": "4", "note": "kept" + "x" * 1000},
            "at most 1000 characters",
        ),
    ],
)
def test_a_bad_rating_keeps_what_was_typed(
    rosa: FlaskClient, ana: Application, typed: dict[str, str], says: str
) -> None:
    page = rosa.post(place(ana, 2), data=typed)
    assert page.status_code == 422
    assert says in page.text
    assert "kept" in page.text
    assert "checked" in page.text
    assert db.session.scalar(select(Review)) is None


def test_only_recruiters_rate(client: FlaskClient, theo: FlaskClient, ana: Application) -> None:
    for address in (place(ana, 1), "/agreement"):
        assert theo.get(address).status_code == 403
        assert client.get(address).status_code == 302
    assert theo.post(place(ana, 1), data={"task": "1"}).status_code == 403


def staff(name: str) -> Staff:
    return db.session.scalars(select(Staff).where(Staff.name == name)).one()


def test_agreement_counts_each_rater_once_and_leaves_out_who_knew_the_score(
    rosa: FlaskClient, apply: Apply
) -> None:
    people = [apply(f"Person {n}", alpha=50, beta=60) for n in range(12)]
    by = staff("Rosa Lim")
    for n, application in enumerate(people):
        sitting = with_answers(
            application, [answer_of(1, recording=f"sound-{n}", score=8.0 * n, item="same")]
        )
        answer = find_answer(application, sitting.slug, 1)
        assert answer is not None
        level = min(4, n // 2)
        review(answer, levels={"task": 0}, note="first thought", saw_score=False, by=by)
        review(answer, levels={"task": level}, note="", saw_score=n == 11, by=by)
    task, fluency, accuracy, content, english = agreement_with_machine(newest_reviews())
    machine = [8.0 * n for n in range(11)]
    human = [25.0 * min(4, n // 2) for n in range(11)]
    assert (task.pearson.n, task.knew_the_score) == (11, 1)
    assert task.pearson.value == pytest.approx(pearson(machine, human).value)
    assert task.pearson.low is not None
    # levels of the machine: 0 0 1 1 1 2 2 2 3 3 3, of people: 0 0 1 1 2 2 3 3 4 4 4
    assert task.exact.value == pytest.approx(5 / 11)
    assert task.adjacent.value == 1.0
    assert task.bias.value == pytest.approx(440 / 11 - 600 / 11)
    for other in (fluency, accuracy, content, english):
        assert (other.pearson.value, other.pearson.reason) == (None, "too_few")
    assert not any(agreement.pearson.n for agreement in agreement_among_people(newest_reviews()))
    page = " ".join(rosa.get("/agreement").text.split())
    assert "12 ratings, 1 rater." in page
    assert "too few ratings" in page


def test_two_people_on_one_answer_are_compared(
    app: Flask, rosa: FlaskClient, ana: Application
) -> None:
    ben, _ = add_staff(name="Ben Uy", email="ben@example.com", role="recruiter", password=PASSWORD)
    db.session.commit()
    benjamin = signed_in(app, ben)
    rosa.post(place(ana, 1), data={"task": "3"})
    benjamin.post(place(ana, 1), data={"task": "2"})
    (task, *_others) = agreement_among_people(newest_reviews())
    assert (task.pearson.n, task.exact.value, task.adjacent.value) == (1, 0.0, 1.0)


def test_a_page_without_ratings_says_how_to_begin(rosa: FlaskClient) -> None:
    assert "Nobody has rated an answer yet" in rosa.get("/agreement").text


def test_more_ratings_take_no_more_queries(rosa: FlaskClient, ana: Application) -> None:
    asked: list[str] = []

    def count(address: str) -> int:
        asked.clear()
        assert rosa.get(address).status_code == 200
        return len(asked)

    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    report = f"/applications/{ana.public_id}"
    counts = []
    for number in (1, 2):
        rosa.post(place(ana, number), data={"task": "3", "fluency": "1", "accuracy": "1"})
        counts.append((count(report), count("/agreement")))
    assert counts[0] == counts[1]
