"""A person begins an estimate, a worker makes it, a person decides; the server watches."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from assessments.banks import item_decisions
from assessments.calibration import material, runs
from assessments.calibration.runs import CalibrationRun, RunState, StaleError
from database import db, now
from tests.support.calibration_answers import NAMES, calibrate_once, sat, simulated
from tests.support.staff import person, signed_in

PAGE = "/calibration/grammar"
EARLIER = now() - timedelta(days=3)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "answers", lambda slug, since=None: simulated())
    monkeypatch.setattr(material, "calibrate", calibrate_once)


@pytest.fixture
def rosa(app: Flask) -> FlaskClient:
    return signed_in(app, person("recruiter", "Rosa Lim"))


def newest(*, watch: bool = False) -> CalibrationRun:
    db.session.expire_all()
    found = runs.newest("grammar", watch=watch)
    assert found is not None
    return found


def made(client: FlaskClient) -> CalibrationRun:
    assert client.post(PAGE).status_code == 303
    runs.estimate_parameters(newest().id)
    return newest()


def approve(version: str = "1", *, b: float = 0.0, since: timedelta = timedelta(days=2)) -> None:
    """Approve parameters near the truth, some days ago; the first question is off by ``b``."""
    content = {
        name: {"a": 1.0, "b": n / 5 - 1.5, "c": 0.0, "share": 0.5, "se_b": 0.1}
        for n, name in enumerate(NAMES)
    }
    content[NAMES[0]]["b"] += b
    row = item_decisions.approve("grammar", content, version=version, why="x", by_id=None, by="Ana")
    row.approved_at = now() - since
    db.session.commit()


def words(client: FlaskClient, address: str = PAGE) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_from_the_button_to_force(rosa: FlaskClient, answered: None) -> None:
    assert "Nothing has been approved yet" in words(rosa)
    assert rosa.post(PAGE).status_code == 303
    assert "It waits for a worker" in words(rosa)
    run = newest()
    runs.estimate_parameters(run.id)
    shown = words(rosa)
    assert "16 questions, from 210 people; " in shown
    assert "This would be the first scale" in shown
    assert "(judged)" in shown
    assert item_decisions.in_force("grammar") is None
    told = {"decision": "approve", "why": "210 answers each", "without_misfits": "y"}
    assert rosa.post(f"{PAGE}/{run.public_id}", data=told).status_code == 303
    row = item_decisions.in_force("grammar")
    assert row is not None
    assert (row.approved_by, row.why) == ("Rosa Lim", "210 answers each")
    assert row.version.endswith(f"-{run.id}")
    assert {"a", "b", "c", "share", "se_b"} <= row.content[NAMES[0]].keys()
    assert (newest().state, newest().decided_by) == (RunState.APPROVED, "Rosa Lim")
    assert "210 answers each" in words(rosa)
    assert item_decisions.drawable("grammar")[NAMES[0]].calibration == row.version


def test_what_does_not_fit_may_stay_as_it_is(app: Flask, rosa: FlaskClient, answered: None) -> None:
    run = made(rosa)
    content = dict(run.content or {})
    content["items"][NAMES[3]]["flags"] = ["misfit"]
    db.session.expire_all()
    run.content = {**content, "items": dict(content["items"])}
    db.session.commit()
    staff = {"by_id": 1, "by": "Ana"}
    row = runs.approve(run, why="x", without="misfit", **staff)
    assert NAMES[3] not in row.content
    assert NAMES[4] in row.content
    with pytest.raises(StaleError):
        runs.approve(run, why="again", **staff)
    with pytest.raises(StaleError):
        runs.discard(run, why="again", **staff)


def test_a_discarded_estimate_changes_nothing(rosa: FlaskClient, answered: None) -> None:
    address = f"{PAGE}/{made(rosa).public_id}"
    for wrong in ({"decision": "discard", "why": " "}, {"why": "x"}, {"decision": "no"}):
        assert rosa.post(address, data=wrong).status_code == 422
    assert newest().state == RunState.PROPOSED
    rosa.post(address, data={"decision": "discard", "why": "one school only"})
    assert (newest().state, newest().why) == (RunState.DISCARDED, "one school only")
    assert item_decisions.in_force("grammar") is None
    rosa.post(address, data={"decision": "approve", "why": "after all"})
    assert item_decisions.in_force("grammar") is None


def test_an_estimate_against_another_scale_is_not_approved(
    rosa: FlaskClient, answered: None
) -> None:
    run = made(rosa)
    approve("1")
    assert "Other parameters came into force" in words(rosa)
    rosa.post(f"{PAGE}/{run.public_id}", data={"decision": "approve", "why": "x"})
    row = item_decisions.in_force("grammar")
    assert row is not None
    assert row.version == "1"


def test_an_older_estimate_is_not_decided_on(rosa: FlaskClient, answered: None) -> None:
    old = made(rosa)
    made(rosa)
    rosa.post(f"{PAGE}/{old.public_id}", data={"decision": "approve", "why": "x"})
    assert item_decisions.in_force("grammar") is None


def test_only_recruiters_begin_and_decide(app: Flask, rosa: FlaskClient, answered: None) -> None:
    run = made(rosa)
    theo = signed_in(app, person("trainer", "Theo Cruz"))
    assert "A recruiter decides on it" in words(theo)
    told = {"decision": "approve", "why": "x"}
    for address in (PAGE, f"{PAGE}/{run.public_id}"):
        assert theo.post(address, data=told).status_code == 403
        assert app.test_client().post(address, data=told).status_code == 401
    assert app.test_client().get(PAGE).status_code == 302
    assert item_decisions.in_force("grammar") is None
    assert rosa.get("/calibration/typing").status_code == 404
    assert rosa.get("/calibration/no-such").status_code == 404


def test_too_few_answers_are_said_with_their_number(rosa: FlaskClient) -> None:
    sat(dict.fromkeys(NAMES, 1))
    run = made(rosa)
    assert (run.state, run.reason) == (RunState.REFUSED, "few_items")
    assert "1 people were scored; the question with most answers has 1" in words(rosa)


def test_a_job_that_fails_is_tried_again_and_then_given_up(
    app: Flask, rosa: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(slug: str, since: object = None) -> list[dict[str, int]]:
        raise RuntimeError("no memory")

    monkeypatch.setattr(material, "answers", broken)
    rosa.post(PAGE)
    run_id = newest().id
    for attempt in range(config.current().job_attempts):
        newest().not_before = None
        db.session.commit()
        with pytest.raises(RuntimeError):
            runs.estimate_parameters(run_id)
        if attempt == 0:
            assert "it is tried again" in words(rosa)
    assert newest().state == RunState.NEEDS_ATTENTION
    assert "no memory" in words(rosa)
    assert runs.send_waiting_runs() == 0


def test_a_lost_job_is_sent_again(rosa: FlaskClient) -> None:
    rosa.post(PAGE)
    assert runs.send_waiting_runs() == 1
    newest().attempts = config.current().job_attempts
    db.session.commit()
    runs.send_waiting_runs()
    assert (newest().state, newest().reason) == (RunState.NEEDS_ATTENTION, "worker_died")


def test_nothing_is_watched_before_an_approval_and_a_newer_result(app: Flask) -> None:
    assert runs.watch_parameters() == 0
    approve()
    sat(dict.fromkeys(NAMES, 1), EARLIER)
    assert runs.watch_parameters() == 0
    sat(dict.fromkeys(NAMES, 1))
    assert runs.watch_parameters() == 1
    assert runs.watch_parameters() == 0
    assert runs.newest("grammar") is None


def test_only_answers_after_the_approval_are_watched(app: Flask, rosa: FlaskClient) -> None:
    approve()
    for answers in simulated(3):
        sat(answers, EARLIER)
    for answers in simulated(2):
        sat(answers)
    runs.watch_parameters()
    runs.estimate_parameters(newest(watch=True).id)
    run = newest(watch=True)
    assert (run.state, run.reason) == (RunState.REFUSED, "few_items")
    assert runs.watch_figures(run, NAMES[0])["n"] == 2
    assert "of 2 people who began since the approval, too few" in words(rosa)
    assert "Not measured yet: 2 of 150 answers" in words(rosa, f"/items/grammar/{NAMES[0]}")


def test_drift_is_shown_with_number_and_date(app: Flask, rosa: FlaskClient, answered: None) -> None:
    approve(b=1.5)
    sat(dict.fromkeys(NAMES, 1))
    runs.watch_parameters()
    runs.estimate_parameters(newest(watch=True).id)
    run = newest(watch=True)
    assert run.state == RunState.MEASURED
    drift = runs.watch_figures(run, NAMES[0])["drift"]
    assert drift < -2
    assert f"{NAMES[0]} : Easier than when it was approved" in words(rosa)
    listed = words(rosa, "/items/grammar?state=drifted")
    assert f"drifted by {drift:+.1f} errors" in listed
    page = words(rosa, f"/items/grammar/{NAMES[0]}")
    assert "b 0.00, c 0.00 (1)" in page
    assert f"{now():%b} {now().year}" in page
    assert f"drift {drift:+.1f} standard errors" in page
    other = sorted(set(item_decisions.drawable("grammar")) - set(NAMES))[0]
    assert "its writer’s judgement" in words(rosa, f"/items/grammar/{other}")
    approve("2", since=timedelta(0))
    assert "Not measured yet" in words(rosa, f"/items/grammar/{NAMES[0]}")


def test_old_watches_are_dropped_and_decisions_kept(app: Flask) -> None:
    for day in range(4):
        db.session.add(
            CalibrationRun(
                public_id=f"run-{day}",
                slug="grammar",
                watch=day != 0,
                state=RunState.MEASURED,
                ended_at=None if day == 1 else now(),
            )
        )
    db.session.commit()
    assert runs.drop_old_watches() == 2
    assert [run.public_id for run in db.session.query(CalibrationRun)] == ["run-0", "run-3"]
