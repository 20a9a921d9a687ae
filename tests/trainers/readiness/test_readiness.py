import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from accounts.models import Staff
from applicants.decisions import Verdict
from applicants.models import Vacancy
from assessments.sittings.models import Sitting
from database import db
from recruiters.shortlist.decisions import decide
from recruiters.shortlist.shortlists import Choice, shortlist
from tests.support.staff_room import Apply, add_result
from trainers.readiness import readiness


@pytest.fixture
def hire(apply: Apply, theo: FlaskClient):
    by = db.session.scalars(select(Staff)).first()
    assert by is not None

    def make(name: str, verdict: Verdict = Verdict.HIRE, **scores: object) -> None:
        application = apply(name, **scores)
        for step in (Verdict.SHORTLIST, verdict):
            decide(application, verdict=step, reason="A secret reason.", by=by, evidence_seen=True)
        db.session.commit()

    return make


def test_nobody_hired_says_what_happens_next(theo: FlaskClient) -> None:
    assert "Nobody was hired yet" in theo.get("/trainers").text


def test_only_the_hired_are_shown_and_no_decision_text(theo: FlaskClient, hire) -> None:
    hire("Ana Santos", alpha=70, beta=90)
    hire("Ben Cruz", Verdict.HOLD, alpha=70, beta=90)
    hire("Eve Lim", Verdict.DECLINE, alpha=70, beta=90)
    page = theo.get("/trainers").text
    assert "Ana Santos" in page
    assert "Ben Cruz" not in page
    assert "Eve Lim" not in page
    assert "secret reason" not in page
    assert "/applications/" not in page


def test_what_holds_somebody_back_most_stands_first(
    vacancy: Vacancy,
    theo: FlaskClient,
    hire,
) -> None:
    vacancy.battery = [{**part, "bar": 60.0} for part in vacancy.battery]
    db.session.commit()
    hire("Fine", alpha=70, beta=90)
    hire("Far", alpha=95, beta=45)
    hire("Near", alpha=58, beta=90)
    hire("Unknown", alpha=None, beta=None)
    found = readiness(1).items
    assert [trainee.name for trainee in found] == ["Far", "Near", "Fine", "Unknown"]
    assert found[0].held_back_by is not None
    assert (found[0].held_back_by.slug, found[0].held_back_by.margin) == ("beta", -15)
    assert found[2].held_back_by is None
    assert [skill.reason for skill in found[3].unmeasured] == ["no_answers", "no_answers"]
    page = theo.get("/trainers").text
    assert "Beta test: 15 below the bar" in page
    assert "nothing: at or above every bar" in page
    assert "no answers were given" in page


def test_without_bars_the_lowest_score_stands_first(
    vacancy: Vacancy,
    theo: FlaskClient,
    hire,
) -> None:
    vacancy.battery = [{**part, "bar": None} for part in vacancy.battery]
    db.session.commit()
    hire("High", alpha=70, beta=90)
    hire("Low", alpha=95, beta=45)
    assert [trainee.name for trainee in readiness(1).items] == ["Low", "High"]
    assert "this role has no bars" in theo.get("/trainers").text


def test_the_bar_of_today_counts_here_as_for_recruiters(
    vacancy: Vacancy, theo: FlaskClient, hire
) -> None:
    hire("Ana", alpha=70, beta=90)
    assert readiness(1).items[0].held_back_by is None
    vacancy.battery = [{**part, "bar": 80.0} for part in vacancy.battery]
    db.session.commit()
    skills = readiness(1).items[0].skills
    assert {slug: skill.bar for slug, skill in skills.items()} == {"alpha": 80, "beta": 80}
    held = readiness(1).items[0].held_back_by
    assert held is not None
    assert (held.slug, held.margin) == ("alpha", -10)
    row = shortlist(vacancy, Choice()).page.items[0]
    assert [cell.bar for cell in row.cells] == [skill.bar for skill in skills.values()]
    page = theo.get("/trainers").text
    assert "Alpha test: 10 below the bar" in page
    assert "Bars are those that the vacancy has today" in page


def test_the_newest_result_counts_and_a_practice_does_not(hire) -> None:
    hire("Ana", alpha=70, beta=90)
    first, second = db.session.scalars(select(Sitting).order_by(Sitting.id)).all()
    add_result(first, 33, why="a recording arrived after scoring")
    second.practice = True
    db.session.commit()
    skills = readiness(1).items[0].skills
    assert (skills["alpha"].score, skills["alpha"].sem) == (33, 2)
    assert (skills["beta"].score, skills["beta"].reason) == (None, "not_sat")


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("open", "not_finished"),
        ("submitted", "being_scored"),
        ("needs_attention", "needs_attention"),
    ],
)
def test_what_is_under_way_is_said(hire, state: str, reason: str) -> None:
    hire("Ana", alpha=state)
    assert readiness(1).items[0].skills["alpha"].reason == reason


def test_no_report_is_loaded(hire) -> None:
    hire("Ana", alpha=70, beta=None)
    asked: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    readiness(1)
    event.remove(db.engine, "before_cursor_execute", note)
    columns = [statement.split("FROM")[0] for statement in asked]
    assert any("result.score" in listed for listed in columns)
    for listed in columns:
        # The one reason is picked out of the report by the database.
        assert listed.count("content") == listed.count("JSON_EXTRACT(result.content")
        assert "application.battery" not in listed


def test_many_people_take_as_many_queries_as_few_and_pages(theo: FlaskClient, hire) -> None:
    def count() -> int:
        asked: list[str] = []

        def note(connection, cursor, statement, *rest) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                asked.append(statement)

        db.session.expire_all()
        event.listen(db.engine, "before_cursor_execute", note)
        answer = theo.get("/trainers")
        event.remove(db.engine, "before_cursor_execute", note)
        assert len(answer.data) < 100_000
        return len(asked)

    hire("Ana", alpha=70, beta=90)
    few = count()
    for number in range(29):
        hire(f"Person {number}", alpha=40 + number, beta=90)
    assert count() == few <= 5
    assert (readiness(2).pages, len(readiness(2).items), readiness(99).page) == (2, 5, 2)
    assert "page=2" in theo.get("/trainers").text
