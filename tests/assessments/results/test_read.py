"""The reading side: which sittings count, which result counts, and the figures of a scope."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from applicants.models import Application
from assessments.results.read import (
    Figures,
    figures,
    figures_of,
    newest_results,
    reports,
    sitting_of,
    sittings_of,
)
from assessments.sittings.models import Recording, RecordingState, Result, Sitting, SittingState
from database import db, now
from tests.support.factories import a_vacancy, an_invitation


@pytest.fixture
def ana(app: Flask) -> Application:
    return an_invitation(a_vacancy("grammar", "typing")).application


@pytest.fixture
def ben(ana: Application) -> Application:
    other = a_vacancy("grammar", title="Voice support")
    return an_invitation(other, email="ben@example.com").application


def sit(application: Application, slug: str, *, practice: bool = False) -> Sitting:
    sitting = Sitting(
        public_id=f"{application.id}-{slug}-{practice}",
        application_id=application.id,
        slug=slug,
        practice=practice,
        state=SittingState.SCORED,
        deadline=now() + timedelta(hours=1),
    )
    db.session.add(sitting)
    db.session.flush()
    return sitting


def add_result(sitting: Sitting, revision: int, score: float | None, **content: object) -> Result:
    result = Result(
        sitting_id=sitting.id,
        revision=revision,
        scorer_version="1",
        score=score,
        sem=None if score is None else 2.0,
        content={"not_measured": "", **content},
    )
    db.session.add(result)
    db.session.flush()
    db.session.expire(sitting, ["results"])
    return result


def only(application: Application):
    return select(Application.id).where(Application.id == application.id)


def test_the_highest_revision_is_the_newest_in_whatever_order_the_rows_were_written(
    ana: Application,
) -> None:
    sitting = sit(ana, "grammar")
    second = add_result(sitting, 2, 80.0)
    first = add_result(sitting, 1, 20.0)
    assert first.id > second.id
    assert db.session.scalars(newest_results()).all() == [second.id]
    assert figures_of(only(ana))[ana.id]["grammar"].score == 80.0
    assert figures(sitting).score == 80.0


def test_newest_results_keep_to_an_assessment_and_to_applications(
    ana: Application, ben: Application
) -> None:
    typing, grammar, of_ben = (
        add_result(sit(who, slug), 1, 50.0).id
        for who, slug in ((ana, "typing"), (ana, "grammar"), (ben, "grammar"))
    )

    def ids(**scope: object) -> set[int]:
        return set(db.session.scalars(newest_results(**scope)))  # type: ignore[arg-type]

    assert ids() == {typing, grammar, of_ben}
    assert ids(slug="grammar") == {grammar, of_ben}
    assert ids(applications=only(ana)) == {typing, grammar}
    assert ids(slug="grammar", applications=only(ben)) == {of_ben}


def test_a_practice_counts_nowhere(ana: Application) -> None:
    practice = sit(ana, "grammar", practice=True)
    add_result(practice, 1, 99.0)
    assert sitting_of(ana.id, "grammar") is None
    assert db.session.scalars(newest_results()).all() == []
    assert figures_of(only(ana)).get(ana.id, {}) == {}
    counted = sit(ana, "grammar")
    assert sitting_of(ana.id, "grammar") is counted
    assert sitting_of(ana.id, "typing") is None
    assert db.session.scalars(sittings_of(ana.id)).all() == [counted]


@pytest.mark.parametrize("case", ["scored", "not_measured", "without_result", "gave_up"])
def test_the_figures_of_a_scope_and_of_a_loaded_sitting_are_the_same(
    ana: Application, case: str
) -> None:
    sitting = sit(ana, "grammar")
    expected = Figures(state="scored")
    if case == "scored":
        add_result(sitting, 1, 70.0)
        expected = Figures(state="scored", has_result=True, score=70.0, sem=2.0)
    if case == "not_measured":
        add_result(sitting, 1, None, not_measured="no_answers")
        expected = Figures(state="scored", has_result=True, reason="no_answers")
    if case == "gave_up":
        recording = Recording(
            public_id="r", client_id="c", item="i", mime="", state=RecordingState.NEEDS_ATTENTION
        )
        sitting.recordings.append(recording)
        db.session.flush()
        expected = Figures(state="scored", gave_up=True)
    assert figures_of(only(ana))[ana.id]["grammar"] == expected
    assert figures(sitting) == expected


def test_reports_are_the_newest_of_each_sitting_since_a_moment(
    ana: Application, ben: Application
) -> None:
    early, late = sit(ana, "grammar"), sit(ben, "grammar")
    early.began_at = now() - timedelta(days=3)
    add_result(early, 1, 10.0, points=["old"])
    add_result(early, 2, 20.0, points=["new"])
    add_result(late, 1, 30.0, points=["late"])
    db.session.flush()

    def points(query) -> list[object]:
        return [content["points"] for content in db.session.scalars(query)]

    assert points(reports("grammar")) == [["late"], ["new"]]
    assert points(reports("grammar", now() - timedelta(days=1))) == [["late"]]
    assert points(reports("grammar", applications=only(ana))) == [["new"]]
    assert points(reports("typing")) == []
    assert db.session.scalars(reports("grammar", parts=(Result.score,))).all() == [30.0, 20.0]
