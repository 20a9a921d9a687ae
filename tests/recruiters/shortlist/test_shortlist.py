import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Staff
from applicants import invitations
from applicants.decisions import Verdict
from applicants.models import ApplicationState, Vacancy
from assessments.sittings.models import Sitting
from database import db, now
from recruiters.shortlist.decisions import decide
from recruiters.shortlist.shortlists import Choice, shortlist
from recruiters.shortlist.standings import CellState, Stage
from tests.support.staff_room import Apply, add_result, queries_of


def names(vacancy: Vacancy, **choice: object) -> list[str]:
    return [row.name for row in shortlist(vacancy, Choice(**choice)).page.items]


def test_people_are_ranked_by_the_weighted_score(vacancy: Vacancy, apply: Apply) -> None:
    # weights 1 and 3: Ana (90 + 3·50)/4 = 60, Ben (50 + 3·90)/4 = 80
    apply("Ana", alpha=90, beta=50)
    apply("Ben", alpha=50, beta=90)
    rows = shortlist(vacancy, Choice()).page.items
    assert [(row.name, row.profile.value) for row in rows] == [("Ben", 80), ("Ana", 60)]
    assert [row.standing.place for row in rows if row.standing] == [1, 2]


def test_not_measured_is_no_zero_and_has_no_place(vacancy: Vacancy, apply: Apply) -> None:
    apply("Half", alpha=99, beta=None)
    apply("Low", alpha=5, beta=5)
    apply("Zero", alpha=0, beta=0)
    rows = shortlist(vacancy, Choice()).page.items
    assert [row.name for row in rows] == ["Low", "Zero", "Half"]
    half = rows[2]
    assert half.standing is None
    assert half.stage is Stage.SCORED
    assert (half.profile.value, half.profile.measured) == (99, 1)
    assert (half.cells[1].state, half.cells[1].reason) == (CellState.NOT_MEASURED, "no_answers")
    assert rows[1].profile.value == 0


def test_a_difference_within_its_error_is_a_tie(vacancy: Vacancy, apply: Apply) -> None:
    # Both tests with SEM 4: sem = sqrt((1/4·4)² + (3/4·4)²) = 3.162; of the difference 4.472
    apply("First", sem=4, alpha=80, beta=80)
    apply("Near", sem=4, alpha=76, beta=76)
    apply("Far", sem=4, alpha=75, beta=75)
    rows = shortlist(vacancy, Choice()).page.items
    assert [(row.name, row.standing.place, row.standing.tied) for row in rows if row.standing] == [
        ("First", 1, True),
        ("Near", 1, True),
        ("Far", 3, False),
    ]


def test_a_tie_is_shown_as_a_tie(rosa: FlaskClient, vacancy: Vacancy, apply: Apply) -> None:
    apply("First", sem=4, alpha=80, beta=80)
    apply("Near", sem=4, alpha=76, beta=76)
    page = rosa.get(f"/vacancies/{vacancy.public_id}").text
    assert len(re.findall(r'<b>1</b> <span class="pill">tie</span>', page)) == 2


@pytest.mark.parametrize(
    ("state", "scores", "expected"),
    [
        (ApplicationState.INVITED, {}, Stage.INVITED),
        (ApplicationState.STARTED, {}, Stage.IN_PROGRESS),
        (ApplicationState.STARTED, {"alpha": "open"}, Stage.IN_PROGRESS),
        (ApplicationState.STARTED, {"alpha": 70}, Stage.IN_PROGRESS),
        (ApplicationState.FINISHED, {"alpha": 70, "beta": "submitted"}, Stage.BEING_SCORED),
        (ApplicationState.STARTED, {"alpha": "expired", "beta": 70}, Stage.BEING_SCORED),
        (
            ApplicationState.FINISHED,
            {"alpha": 70, "beta": "needs_attention"},
            Stage.NEEDS_ATTENTION,
        ),
        (ApplicationState.FINISHED, {"alpha": 70, "beta": None}, Stage.SCORED),
    ],
)
def test_the_stage_says_how_far_somebody_has_come(
    vacancy: Vacancy, apply: Apply, state: str, scores: dict[str, object], expected: Stage
) -> None:
    apply("Ana", state=state, **scores)
    found = shortlist(vacancy, Choice())
    assert found.page.items[0].stage is expected
    assert found.stages == {expected: 1}


def test_the_newest_result_counts(vacancy: Vacancy, apply: Apply) -> None:
    application = apply("Ana", alpha=10, beta=10)
    again = [
        add_result(sitting, 90, why="a recording arrived")
        for sitting in db.session.scalars(select(Sitting))
    ]
    db.session.commit()
    assert len(again) == 2
    row = shortlist(vacancy, Choice()).page.items[0]
    assert (row.public_id, row.profile.value) == (application.public_id, 90)


def test_the_weights_of_today_rank_everybody(vacancy: Vacancy, apply: Apply) -> None:
    apply("Ana", alpha=90, beta=50)
    apply("Ben", alpha=50, beta=90)
    vacancy.battery = [{**part, "weight": 4 - part["weight"]} for part in vacancy.battery]
    db.session.commit()
    assert names(vacancy) == ["Ana", "Ben"]


def test_a_practice_never_counts(vacancy: Vacancy, apply: Apply) -> None:
    application = apply("Ana", alpha=70)
    sitting = db.session.get_one(Sitting, 1)
    assert sitting.application_id == application.id
    sitting.practice = True
    db.session.commit()
    row = shortlist(vacancy, Choice()).page.items[0]
    assert row.cells[0].state is CellState.NOT_BEGUN
    assert row.profile.value is None


def test_search_and_filters(vacancy: Vacancy, apply: Apply, rosa: FlaskClient) -> None:
    ana = apply("Ana Ñunez", alpha=90, beta=90)
    apply("Ben", alpha=50)
    by = db.session.scalars(select(Staff)).first()
    assert by is not None
    decide(ana, verdict=Verdict.HOLD, reason="Waiting for a place", by=by, evidence_seen=True)
    decide(ana, verdict=Verdict.SHORTLIST, reason="A place is free", by=by, evidence_seen=True)
    db.session.commit()
    assert names(vacancy, search=" ana ñ") == ["Ana Ñunez"]
    assert names(vacancy, search="PERSON2@") == ["Ben"]
    assert names(vacancy, search="%") == []
    assert names(vacancy, stage="in_progress") == ["Ben"]
    assert names(vacancy, verdict="shortlist") == ["Ana Ñunez"]
    assert names(vacancy, verdict="hold") == []
    assert names(vacancy, verdict="none") == ["Ben"]
    empty = rosa.get(f"/vacancies/{vacancy.public_id}?q=nobody&stage=nonsense&page=x")
    assert "Nobody fits this filter" in empty.text


def test_a_filter_does_not_change_places(vacancy: Vacancy, apply: Apply) -> None:
    apply("Ana", alpha=90, beta=90)
    apply("Ben", alpha=50, beta=50)
    row = shortlist(vacancy, Choice(search="ben")).page.items[0]
    assert row.standing is not None
    assert row.standing.place == 2


def test_hidden_names_are_nowhere_on_the_page(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply
) -> None:
    ana = apply("Ana Santos", alpha=90, beta=90)
    place = f"/vacancies/{vacancy.public_id}"
    assert "Ana Santos" in rosa.get(place).text
    switched = rosa.post("/names", data={"hide": "yes", "back": place})
    assert (switched.status_code, switched.location) == (303, place)
    for address in (place, f"/applications/{ana.public_id}"):
        page = rosa.get(address).text
        assert f"Applicant {ana.id}" in page
        assert "Ana Santos" not in page
        assert "person1@example.com" not in page
    assert "Nobody fits" in rosa.get(f"{place}?q=santos").text
    assert f"Applicant {ana.id}" in rosa.get(f"{place}?q={ana.id}").text
    rosa.post("/names", data={"hide": "no", "back": "//evil.example"})
    assert "Ana Santos" in rosa.get(place).text


def test_an_expired_link_is_said(rosa: FlaskClient, vacancy: Vacancy) -> None:
    invitation = invitations.invite(
        vacancy_id=vacancy.id,
        role=vacancy.title,
        employer=vacancy.employer,
        battery=vacancy.battery,
        name="Ana",
        email="ana@example.com",
    )
    db.session.commit()
    place = f"/vacancies/{vacancy.public_id}"
    assert "link expired" not in rosa.get(place).text
    invitation.expires_at = now() - timedelta(minutes=1)
    db.session.commit()
    assert "link expired" in rosa.get(place).text


def test_names_are_text_and_never_markup(rosa: FlaskClient, vacancy: Vacancy, apply: Apply) -> None:
    bad = "<script>alert(1)</script>"
    found = apply(bad, alpha=90, beta=90)
    apply("x" * 120, alpha=80, beta=80)
    vacancy.title = '"><img src=x onerror=alert(1)>'
    db.session.commit()
    for address in (
        "/vacancies",
        f"/vacancies/{vacancy.public_id}?q={bad}",
        f"/vacancies/{vacancy.public_id}",
        f"/applications/{found.public_id}",
        f"/vacancies/{vacancy.public_id}/invite",
    ):
        page = rosa.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_sixty_people_take_as_many_queries_as_three(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply
) -> None:
    place = f"/vacancies/{vacancy.public_id}"
    for number in range(3):
        apply(f"Person {number}", alpha=50 + number, beta=60)
    few, _ = queries_of(rosa, place)
    for number in range(57):
        apply(f"Person {number}", alpha=20 + number, beta=None if number % 5 == 0 else 40)
    many, size = queries_of(rosa, place)
    assert many == few <= 6
    assert size < 100_000


def test_a_full_page_of_four_tests_stays_under_100_kb(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply
) -> None:
    # Twice the two kinds stand for four; the longest address and a long name in every row.
    vacancy.battery = [
        {**part, "slug": slug, "bar": 60.0}
        for slug in ("alpha", "beta", "gamma", "delta")
        for part in vacancy.battery[:1]
    ]
    vacancy.bar = 70.0
    db.session.commit()
    for number in range(50):
        apply(
            f"Maria Concepcion dela Cruz-Villanueva {number}",
            **dict.fromkeys(("alpha", "beta", "gamma", "delta"), 30.7 + number),
        )
    _, size = queries_of(rosa, f"/vacancies/{vacancy.public_id}")
    assert 60_000 < size < 100_000


def test_fifty_people_stand_on_a_page(rosa: FlaskClient, vacancy: Vacancy, apply: Apply) -> None:
    for number in range(53):
        apply(f"Person {number}", alpha=number, beta=number)
    place = f"/vacancies/{vacancy.public_id}"
    first = shortlist(vacancy, Choice())
    assert (len(first.page.items), first.page.pages, first.applicants) == (50, 2, 53)
    last = rosa.get(f"{place}?page=2").text
    assert last.count("/applications/") == 3
    assert "page=1" in last
    for odd in ("0", "-3", "99999999999999999999", "x"):
        assert rosa.get(f"{place}?page={odd}").status_code == 200


def test_an_empty_shortlist_says_what_to_do(rosa: FlaskClient, vacancy: Vacancy) -> None:
    page = rosa.get(f"/vacancies/{vacancy.public_id}").text
    assert "Nobody was invited yet" in page
    assert f"/vacancies/{vacancy.public_id}/invite" in page


def test_a_sample_says_that_it_is_one(rosa: FlaskClient, vacancy: Vacancy) -> None:
    assert "Sample" not in rosa.get("/vacancies").text
    vacancy.sample = True
    db.session.commit()
    assert "Sample" in rosa.get("/vacancies").text
    assert "made up" in rosa.get(f"/vacancies/{vacancy.public_id}").text
