"""Percentiles: by hand, and never from a pool that is too small."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import event, select

from applicants.models import Application
from assessments.banks import registry
from assessments.contract.assessment import Comparison
from assessments.sittings.models import Sitting
from database import db
from recruiters.comparison.pools import LEAST, Pool, compare
from recruiters.vacancies.vacancies import add_vacancy
from scoring.report import Measure
from scoring.scale import percentile_rank
from tests.support.staff_room import Apply, add_result, sit


def test_a_mid_rank_by_hand() -> None:
    # Two below, two equal of five: 100 (2 + 1) / 5.
    assert percentile_rank(3, [1, 2, 3, 3, 9]) == 60
    assert percentile_rank(0, [1, 2]) == 0
    assert percentile_rank(9, [1, 2]) == 100
    with pytest.raises(ValueError, match="pool is empty"):
        percentile_rank(1, [])


def speed(value: float | None) -> Measure:
    return Measure(name="speed", value=value, unit="wpm", reason="" if value else "too_short")


def sitting_of(application: Application) -> Sitting:
    return db.session.scalars(
        select(Sitting).where(Sitting.application_id == application.id, Sitting.slug == "alpha")
    ).one()


@pytest.fixture
def ana(apply: Apply) -> Application:
    ana = apply("Ana", alpha=70)
    add_result(sitting_of(ana), 70, measures=(speed(50.0),))
    db.session.commit()
    return ana


def others(apply: Apply, values: list[float | None]) -> None:
    for number, value in enumerate(values):
        other = apply(f"Other {number}", alpha=50)
        add_result(sitting_of(other), 50, measures=(speed(99.0),))
        add_result(sitting_of(other), 50, why="again", measures=(speed(value),))
    db.session.commit()


def test_the_newest_results_of_the_vacancy_are_the_pool(ana: Application, apply: Apply) -> None:
    others(apply, [40.0] * 20 + [50.0] * 4 + [60.0] * 8 + [None] * 3)
    found = compare(ana, sitting_of(ana))
    assert found is not None
    assert (found.pool, found.size) == (Pool.VACANCY, 35)
    (standing,) = found.standings
    assert (standing.value, standing.others) == (50.0, 32)
    assert standing.percentile == pytest.approx(100 * (20 + 2) / 32)


def test_a_small_pool_gives_no_percentile(ana: Application, apply: Apply) -> None:
    others(apply, [40.0] * (LEAST - 1))
    found = compare(ana, sitting_of(ana))
    assert found is not None
    assert found.size == LEAST - 1
    assert [standing.percentile for standing in found.standings] == [None]


def test_too_few_in_the_vacancy_and_all_are_compared(ana: Application, apply: Apply) -> None:
    others(apply, [40.0] * LEAST)
    elsewhere = add_vacancy(
        title="Voice support, Davao",
        employer="Bayan Care",
        battery=[{"slug": "alpha", "weight": 1.0, "minutes": 10, "bar": None}],
    )
    db.session.flush()
    ana.vacancy_id = elsewhere.id
    db.session.commit()
    found = compare(ana, sitting_of(ana))
    assert found is not None
    assert (found.pool, found.size) == (Pool.ALL, LEAST)


def test_a_sitting_without_a_result_is_not_compared(apply: Apply) -> None:
    ben = apply("Ben")
    sitting = sit(ben, "alpha", "submitted")
    assert compare(ben, sitting) is None


@pytest.fixture
def named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = registry.kinds()
    compared = replace(first, comparison=Comparison(labels="alpha/labels.html"))
    monkeypatch.setattr(registry, "kinds", lambda: (compared, *others))
    labels = "{% macro measure_title(name) %}{{ name|upper }}{% endmacro %}"
    loader = app.jinja_loader
    assert loader is not None
    app.jinja_loader = ChoiceLoader(  # type: ignore[assignment]
        [DictLoader({"alpha/labels.html": labels}), loader]
    )


@pytest.mark.usefixtures("named")
def test_the_page_says_who_is_compared_and_asks_no_more_for_many(
    rosa: FlaskClient, ana: Application, apply: Apply
) -> None:
    def count() -> tuple[int, str]:
        asked: list[str] = []

        def note(connection, cursor, statement, *rest) -> None:
            asked.append(statement)

        db.session.expire_all()
        event.listen(db.engine, "before_cursor_execute", note)
        page = rosa.get(f"/applications/{ana.public_id}/alpha/pool")
        event.remove(db.engine, "before_cursor_execute", note)
        assert page.status_code == 200
        return len(asked), page.text

    few, page = count()
    assert "The pool is too small: 0 of 30" in page
    others(apply, [40.0] * 40)
    many, page = count()
    assert many <= few
    assert "Compared with 40 other applicants for this vacancy" in page
    assert "SPEED" in page


@pytest.mark.usefixtures("named")
def test_strangers_and_tests_without_names_for_their_measures(
    rosa: FlaskClient, theo: FlaskClient, apply: Apply
) -> None:
    cara = apply("Cara", alpha=70, beta=60)
    pool = f"/applications/{cara.public_id}"
    assert "Cara" in rosa.get(f"{pool}/alpha/pool").text
    rosa.post("/names", data={"hide": "yes"})
    assert "Cara" not in rosa.get(f"{pool}/alpha/pool").text
    assert rosa.get(f"{pool}/beta/pool").status_code == 404
    assert rosa.get(f"{pool}/gamma/pool").status_code == 404
    assert rosa.get("/applications/none/alpha/pool").status_code == 404
    assert theo.get(f"{pool}/alpha/pool").status_code == 403
