"""Rows of an installation at revision 0009 survive the migrations after it, on both databases."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from accounts.models import Staff
from app import create_app
from assessments.banks import registry
from assessments.banks.item_decisions import ItemState, decide, newest_decisions
from assessments.sittings.models import Sitting
from config import Settings
from database import db
from launch.programs import HOME
from recruiters.review.agreement import agreement_with_machine
from recruiters.review.models import Review, ReviewOf
from recruiters.review.points import points_given
from recruiters.review.reviews import keep, newest_reviews
from scoring.report import Report

MIGRATIONS = str(HOME / "migrations")
BEFORE = "0009"
DAY = "2026-03-04 05:06:07.000000"
FILLED = (
    "INSERT INTO staff (id, public_id, name, email, role, password_hash, active, created_at) "
    f"VALUES (1, 's1', 'Rosa Lim', 'rosa@example.com', 'recruiter', 'x', true, '{DAY}'), "
    f"(2, 's2', 'Ben Uy', 'ben@example.com', 'recruiter', 'x', true, '{DAY}')",
    "INSERT INTO applicant (id, public_id, name, email, created_at) "
    f"VALUES (1, 'p1', 'Ana Reyes', 'ana@example.com', '{DAY}')",
    "INSERT INTO vacancy (id, public_id, title, employer, battery, sample, created_at) "
    f"VALUES (1, 'v1', 'Chat support', 'Bayan Care', '[]', false, '{DAY}')",
    "INSERT INTO application (id, public_id, applicant_id, vacancy_id, employer, role, battery, "
    "state, invited_at, released_by) "
    f"VALUES (1, 'a1', 1, 1, 'Bayan Care', 'Chat support', '[]', 'finished', '{DAY}', '')",
    *(
        "INSERT INTO sitting (id, public_id, application_id, slug, practice, state, began_at, "
        "deadline, late_events, log_bytes, attempts, reason) "
        f"VALUES ({key}, 'sitting-{key}', 1, '{slug}', false, 'scored', '{DAY}', '{DAY}', "
        "0, 0, 0, '')"
        for key, slug in ((1, "voice"), (2, "chat"))
    ),
)
RATINGS: tuple[dict[str, Any], ...] = (
    {
        "id": 3,
        "sitting_id": 1,
        "number": 2,
        "item": "open.1",
        "levels": {"task": 3, "fluency": 2},
        "machine": {"task": 88.5},
        "saw_score": False,
        "note": "Clear “enough”.",
        "rated_by_id": 1,
        "rated_by": "Rosa Lim",
    },
    {
        "id": 5,
        "sitting_id": 2,
        "number": 4,
        "item": "1.care.cue",
        "levels": {"met": 1},
        "machine": {"met": 0.5},
        "saw_score": True,
        "note": "Warm.",
        "rated_by_id": 1,
        "rated_by": "Rosa Lim",
    },
    {
        "id": 9,
        "sitting_id": 2,
        "number": 6,
        "item": "1.conduct.rude_words",
        "levels": {"met": 0},
        "machine": {"met": 0.0},
        "saw_score": True,
        "note": "Not rude.",
        "rated_by_id": 2,
        "rated_by": "Ben Uy",
    },
)
RETIREMENTS: tuple[dict[str, Any], ...] = tuple(
    {
        "id": key,
        "slug": "grammar",
        "item": item,
        "retired": retired,
        "trial": trial,
        "reason": f"reason {key}",
        "made_by_id": by,
        "made_by": "Rosa Lim",
    }
    for key, item, retired, trial, by in (
        (2, "first", True, False, 1),
        (3, "second", False, True, None),
        (4, "first", False, False, 1),
        (7, "third", True, True, 2),
    )
)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        upgrade(directory=MIGRATIONS, revision=BEFORE)
        yield app
        db.session.remove()
        db.engine.dispose()


def insert(table: str, row: dict[str, Any], moment: str) -> None:
    plain = {
        name: json.dumps(value) if isinstance(value, dict) else value for name, value in row.items()
    }
    names = ", ".join([*plain, moment])
    values = ", ".join(f":{name}" for name in plain)
    db.session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values}, '{DAY}')"), plain)


def fill() -> None:
    for statement in FILLED:
        db.session.execute(text(statement))
    for rating in RATINGS:
        insert("rating", rating, "rated_at")
    for retirement in RETIREMENTS:
        insert("item_retirement", retirement, "made_at")
    db.session.commit()


def rows_of(table: str, moment: str) -> list[dict[str, Any]]:
    """Return the rows as they were inserted, whatever the driver makes of JSON and of times."""
    rows = db.session.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings().all()
    db.session.rollback()
    plain = []
    for row in rows:
        values = dict(row)
        assert str(values.pop(moment)).startswith("2026-03-04 05:06:07")
        for name in ("levels", "machine"):
            if isinstance(values.get(name), str):
                values[name] = json.loads(values[name])
        for name in ("retired", "trial", "saw_score"):
            if name in values:
                values[name] = bool(values[name])
        plain.append(values)
    return plain


def test_ratings_become_reviews_of_answers_and_points(app: Flask) -> None:
    fill()
    upgrade(directory=MIGRATIONS)
    answer, point, fault = newest_reviews()
    assert (answer.id, answer.subject, answer.number, answer.item) == (
        3,
        ReviewOf.ANSWER,
        2,
        "open.1",
    )
    assert (answer.levels, answer.met) == ({"task": 3, "fluency": 2}, None)
    assert (answer.machine, answer.saw_score) == ({"task": 88.5}, False)
    assert (answer.note, answer.reviewed_by_id, answer.reviewed_by) == (
        "Clear “enough”.",
        1,
        "Rosa Lim",
    )
    assert answer.reviewed_at == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert (point.subject, point.levels, point.met) == (ReviewOf.POINT, {}, True)
    assert (point.machine, point.saw_score, point.note) == ({"met": 0.5}, True, "Warm.")
    assert (fault.subject, fault.met, fault.reviewed_by) == (ReviewOf.POINT, False, "Ben Uy")
    report = Report(
        score=50.0,
        sem=2.0,
        to_review=(
            {"number": 4, "item": "1.care.cue", "possible": 8},
            {"number": 6, "item": "1.conduct.rude_words", "possible": 5},
        ),
    )
    assert points_given(report, newest_reviews([2])) == {4: 8.0, 6: 0.0}
    task = agreement_with_machine(newest_reviews(subject=ReviewOf.ANSWER))[0]
    assert (task.pearson.n, task.bias.value) == (1, 13.5)


def test_new_reviews_are_counted_on_from_the_old_ones(app: Flask) -> None:
    fill()
    upgrade(directory=MIGRATIONS)
    ben, voice = db.session.get_one(Staff, 2), db.session.get_one(Sitting, 1)
    review = keep(
        voice,
        ReviewOf.ANSWER,
        number=2,
        item="open.1",
        levels={"task": 1},
        machine={},
        note="",
        saw_score=False,
        by=ben,
    )
    db.session.commit()
    assert review.id == 10
    item = next(iter(registry.bank("grammar")))
    decide("grammar", item, ItemState.RETIRED, reason="known outside", by_id=2, by="Ben Uy")
    db.session.commit()
    assert newest_decisions("grammar")[item].id == 8


def test_a_review_is_of_an_answer_or_of_a_point(app: Flask) -> None:
    fill()
    upgrade(directory=MIGRATIONS)
    for subject, met in (("answer", True), ("point", None)):
        db.session.add(
            Review(
                sitting_id=1,
                subject=subject,
                number=1,
                item="x",
                met=met,
                machine={},
                saw_score=False,
                note="",
                reviewed_by_id=1,
                reviewed_by="Rosa Lim",
            )
        )
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_a_retirement_becomes_a_decision_with_one_state(app: Flask) -> None:
    fill()
    upgrade(directory=MIGRATIONS)
    newest = newest_decisions("grammar")
    assert {item: (row.id, row.state) for item, row in newest.items()} == {
        "first": (4, ItemState.USED),
        "second": (3, ItemState.TRIAL),
        "third": (7, ItemState.RETIRED),
    }
    assert [row["state"] for row in rows_of("item_decision", "made_at")] == [
        "retired",
        "trial",
        "used",
        "retired",
    ]
    second = newest["second"]
    assert (second.reason, second.made_by_id, second.made_by) == ("reason 3", None, "Rosa Lim")
    assert second.made_at == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_an_installation_can_go_back_with_its_rows(app: Flask) -> None:
    fill()
    upgrade(directory=MIGRATIONS)
    assert not {"rating", "item_retirement"} & set(inspect(db.engine).get_table_names())
    downgrade(directory=MIGRATIONS, revision=BEFORE)
    assert not {"review", "item_decision"} & set(inspect(db.engine).get_table_names())
    assert rows_of("rating", "rated_at") == list(RATINGS)
    # A retired item has no trial of its own: that column said nothing of it.
    assert rows_of("item_retirement", "made_at") == [
        row | {"trial": row["trial"] and not row["retired"]} for row in RETIREMENTS
    ]
    upgrade(directory=MIGRATIONS)
    assert len(newest_reviews()) == 3


def test_an_installation_without_such_rows_is_migrated(app: Flask) -> None:
    upgrade(directory=MIGRATIONS)
    assert not newest_reviews()
    assert newest_decisions("grammar") == {}
