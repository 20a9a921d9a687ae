"""An estimate is read, made and decided on once, on both databases."""

from collections.abc import Callable

import pytest
from flask import Flask

from assessments.banks import item_decisions
from assessments.banks.item_decisions import ItemParameters
from assessments.calibration import material, runs
from assessments.calibration.runs import CalibrationRun, RunState, StaleError
from database import db
from tests.support.calibration_answers import NAMES, calibrate_once, sat, simulated
from tests.support.concurrency import count, in_app, together
from tests.support.staff import person


@pytest.fixture
def proposed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> CalibrationRun:
    monkeypatch.setattr(material, "answers", lambda slug, since=None: simulated())
    monkeypatch.setattr(material, "calibrate", calibrate_once)
    rosa = person("recruiter", "Rosa Lim")
    run = runs.begin("grammar", by_id=rosa.id, by=rosa.name)
    db.session.commit()
    runs.estimate_parameters(run.id)
    return run


def test_answers_are_read_from_what_was_scored(app: Flask) -> None:
    told = [dict.fromkeys(NAMES[:3], 1), dict.fromkeys(NAMES[2:5], 0)]
    for answers in told:
        sat(answers)
    assert material.answers("grammar") == told[::-1]


def test_two_people_approve_once(app: Flask, proposed: CalibrationRun) -> None:
    def approve(run_id: int) -> None:
        run = db.session.get_one(CalibrationRun, run_id)
        try:
            runs.approve(run, why="x", by_id=1, by="Rosa Lim")
            db.session.commit()
        except StaleError:
            db.session.rollback()

    works: list[Callable[[], None]] = [in_app(app, approve, proposed.id)] * 2
    together(*works)
    db.session.expire_all()
    assert proposed.state == RunState.APPROVED
    assert count(ItemParameters) == 1
    row = item_decisions.in_force("grammar")
    assert row is not None
    assert row.content.keys() == set(NAMES)
    assert [approval.version for approval in item_decisions.approvals("grammar")] == [row.version]


def test_two_workers_make_an_estimate_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def answers(slug: str, since: object = None) -> list[dict[str, int]]:
        made.append(slug)
        return []

    monkeypatch.setattr(material, "answers", answers)
    rosa = person("recruiter", "Rosa Lim")
    run = runs.begin("grammar", by_id=rosa.id, by=rosa.name)
    db.session.commit()
    together(*[in_app(app, runs.estimate_parameters, run.id)] * 2)
    db.session.expire_all()
    assert made == ["grammar"]
    assert run.state == RunState.REFUSED
    runs.watch_parameters()
    assert count(CalibrationRun) == 1
