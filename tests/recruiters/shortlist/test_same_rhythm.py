"""Logs of keys in the same rhythm are noted on both applicants, once, and shown as a signal."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from applicants.models import Application
from assessments.results.likeness import note_same_rhythm
from assessments.sittings.models import Likeness, Sitting
from database import db
from recruiters.shortlist.reports import report
from tests.support.staff_room import Apply

ONE = [100 + n * 37 % 61 for n in range(150)]
SAME = [gap + n % 3 for n, gap in enumerate(ONE)]
OTHER = [100 + n * 23 % 59 for n in range(150)]


def types(application: Application, keys: list[int], item: str = "late-parcel") -> Sitting:
    sitting = db.session.scalars(
        select(Sitting).where(Sitting.application_id == application.id, Sitting.slug == "alpha")
    ).one()
    result = sitting.results[-1]
    result.content = {**result.content, "detail": {"rhythm": {item: keys}}}
    db.session.flush()
    note_same_rhythm(sitting, {item: keys})
    db.session.commit()
    return sitting


def noted() -> list[tuple[int | None, int]]:
    rows = db.session.scalars(select(Likeness).order_by(Likeness.id))
    return [(likeness.sitting_id, likeness.other_sitting_id) for likeness in rows]


@pytest.fixture
def two(apply: Apply) -> tuple[Application, Application]:
    return apply("Ana", alpha=70, beta=90), apply("Ben", alpha=50, beta=50)


def test_the_same_rhythm_is_noted_on_both_and_shown(
    two: tuple[Application, Application], rosa: FlaskClient
) -> None:
    ana, ben = two
    before = report(ana).profile
    first, second = types(ana, ONE), types(ben, SAME)
    assert noted() == [(second.id, first.id), (first.id, second.id)]
    db.session.expire_all()
    found = report(ana)
    assert "same_rhythm_as_another" in found.sections[0].flags
    assert found.sections[0].same_rhythm[0].application is ben
    assert found.profile == before
    page = " ".join(rosa.get(f"/applications/{ana.public_id}").text.split())
    assert "Tier 1, look at it: the keys came in the rhythm of another applicant" in page


def test_scoring_again_notes_nothing_twice(two: tuple[Application, Application]) -> None:
    ana, ben = two
    types(ana, ONE)
    types(ben, SAME)
    types(ben, SAME)
    types(ana, ONE)
    assert len(noted()) == 2


@pytest.mark.parametrize(
    ("keys", "item"), [(OTHER, "late-parcel"), (SAME, "another"), (SAME[:90], "late-parcel")]
)
def test_another_rhythm_or_another_text_is_not_noted(
    two: tuple[Application, Application], keys: list[int], item: str
) -> None:
    ana, ben = two
    types(ana, ONE)
    types(ben, keys, item)
    assert noted() == []


def test_erasing_either_person_erases_what_was_noted(
    app: Flask, two: tuple[Application, Application]
) -> None:
    ana, ben = two
    types(ana, ONE)
    types(ben, SAME)
    db.session.delete(db.session.get_one(Application, ben.id))
    db.session.commit()
    assert noted() == []
