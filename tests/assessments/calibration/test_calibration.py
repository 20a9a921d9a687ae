"""From scored sittings to a proposal, and from there into force only by a person."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessments.banks import item_decisions, registry
from assessments.calibration import material
from assessments.results import tasks
from assessments.sittings.models import Sitting
from database import db
from tests.support.calibration_answers import NAMES, calibrate_once, simulated
from tests.support.factories import an_invitation, begin, event, post_events, walk_to_tests


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """210 simulated people answer sixteen questions."""
    monkeypatch.setattr(material, "answers", lambda slug, since=None: simulated())
    monkeypatch.setattr(material, "calibrate", calibrate_once)


def test_answers_are_read_from_scored_sittings(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "grammar"))
    public = begin(client, "grammar")
    sitting = db.session.query(Sitting).filter_by(public_id=public).one()
    form = sitting.events[0].data["items"]
    bank = registry.bank("grammar")
    chosen = next(name for name in form if bank[name].question_type == "choose")
    data = {"item": chosen, "answer": bank[chosen].key, "seconds_on_screen": 4}
    post_events(client, public, event(0, "answered", data))
    assert material.answers("grammar") == []
    client.post(f"/sittings/{public}/submit", json={})
    tasks.score_sitting(sitting.id)
    assert material.answers("grammar") == [{name: int(name == chosen) for name in form}]


def test_a_proposal_is_not_in_force_until_it_is_approved(
    app: Flask, tmp_path: Path, answered: None
) -> None:
    file, run = tmp_path / "proposal.json", app.test_cli_runner()
    told = run.invoke(args=["assessments", "calibrate", "grammar", "--out", str(file)])
    assert told.exit_code == 0, told.output
    assert "a new scale" in told.output
    assert item_decisions.in_force("grammar") is None
    content = json.loads(file.read_text())
    assert content[NAMES[0]]["b"] < content[NAMES[-1]]["b"]
    assert content[NAMES[0]]["n"] == 210
    told = ["--version", "1", "--by", "Ana", "--why", "210 answers"]
    command = ["assessments", "approve-parameters", "grammar", str(file), *told]
    assert run.invoke(args=command).exit_code == 0
    again = run.invoke(args=["assessments", "calibrate", "grammar"])
    assert "linked by 16 approved questions: 1.000 x" in again.output


def test_what_was_approved_of_other_questions_stays(app: Flask, answered: None) -> None:
    old = {name: {"a": 1.0, "b": n / 8 - 1, "c": 0.0, "share": 0.5} for n, name in enumerate(NAMES)}
    last = sorted(registry.bank("grammar"))[-1]
    other = {last: {"a": 1.0, "b": 0.0, "c": 0.25, "share": 0.4}}
    item_decisions.approve("grammar", old | other, version="1", why="x", by_id=None, by="Ana")
    before = material.material("grammar")
    new = material.estimates_as_json(material.estimates_of(before), before)["items"]
    made = material.proposal("grammar", new)
    assert made.items() >= other.items()
    assert made[NAMES[0]]["share"] == 0.5


def test_without_answers_there_is_a_reason(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["assessments", "calibrate", "grammar"])
    assert told.exit_code == 1
    assert "0 questions have 150 answers" in told.output
