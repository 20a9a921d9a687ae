"""The item-writer's pages, retired questions, and the statistics of what applicants answered."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessments.banks import item_decisions, registry
from assessments.banks.item_decisions import ItemState
from assessments.calibration.item_statistics import answered, whole_test
from assessments.results import tasks
from assessments.sittings.models import Event, Sitting
from database import db
from tests.support.factories import an_invitation, begin, event, post_events, walk_to_tests
from tests.support.staff import person, signed_in

ITEM = "choose-a-few-seats"


def retire(name: str, *, retired: bool = True) -> None:
    state = ItemState.RETIRED if retired else ItemState.USED
    item_decisions.decide("grammar", name, state, reason="seen in a forum", by_id=None, by="Ana")
    db.session.commit()


def test_a_retired_question_is_not_drawn_and_comes_back(app) -> None:
    before = set(item_decisions.drawable("grammar"))
    retire(ITEM)
    assert set(item_decisions.drawable("grammar")) == before - {ITEM}
    assert ITEM in registry.bank("grammar")
    retire(ITEM, retired=False)
    assert set(item_decisions.drawable("grammar")) == before


@pytest.mark.parametrize(
    ("name", "reason", "error"), [("no-such", "x", LookupError), (ITEM, "  ", ValueError)]
)
def test_what_cannot_be_retired(app, name: str, reason: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        item_decisions.decide(
            "grammar", name, ItemState.RETIRED, reason=reason, by_id=None, by="Ana"
        )


def test_approved_parameters_are_in_force_and_stand_in_the_log(client: FlaskClient) -> None:
    content = {
        name: {"a": 1.5, "b": 0.1, "c": 0.0, "share": 1.0} for name in registry.bank("grammar")
    }
    db.session.add(
        item_decisions.ItemParameters(
            slug="grammar", version="2027-1", content=content, why="200 answers", approved_by="Ana"
        )
    )
    db.session.commit()
    walk_to_tests(client, an_invitation(None, "grammar"))
    sitting = begin(client, "grammar")
    noted = [row for row in db.session.query(Event).all() if row.kind == "weighed"]
    assert len(noted) == 1
    assert {item["source"] for item in noted[0].data["items"].values()} == {"2027-1"}
    assert client.get(f"/sittings/{sitting}/state").status_code == 200


def test_no_browser_may_say_what_was_asked(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "grammar"))
    sitting = begin(client, "grammar")
    forged = {"item": ITEM, "a": 1.0, "b": 0.0, "c": 0.0, "source": "judged"}
    assert post_events(client, sitting, event(0, "asked", forged)).status_code == 422


def test_answers_become_statistics(client: FlaskClient) -> None:
    walk_to_tests(client, an_invitation(None, "grammar"))
    public = begin(client, "grammar")
    sitting = db.session.query(Sitting).filter_by(public_id=public).one()
    form = sitting.events[0].data["items"]
    bank = registry.bank("grammar")
    steps = []
    for place, name in enumerate(form[:18]):
        given = _key(bank[name]) if place < 12 else "zzz"
        data = {"item": name, "answer": given, "seconds_on_screen": 4}
        steps.append(event(place, "answered", data))
    post_events(client, public, *steps)
    client.post(f"/sittings/{public}/submit", json={})
    tasks.score_sitting(sitting.id)
    told = answered("grammar")
    assert set(told) == set(form)
    assert told[form[0]][0].earned == 1
    assert told[form[0]][0].rest == pytest.approx(11 / 19)
    assert told[form[15]][0].earned == 0
    assert (told[form[19]][0].given, told[form[19]][0].seconds) == ("", None)
    assert whole_test("grammar") == {"people": 1, "items": 20, "alpha": None, "interval": None}


def _key(question) -> str:
    return getattr(question, "key", None) or question.accepted[0]


def test_retiring_needs_a_reason_and_is_kept_with_the_name(app: Flask) -> None:
    client = signed_in(app, person("trainer", "Theo Cruz"))
    retire = {"state": "retired", "reason": "leaked"}
    for wrong in ({"reason": " "}, {"state": "used"}, {"state": "gone"}):
        assert client.post(f"/items/grammar/{ITEM}", data=retire | wrong).status_code == 422
    assert client.post(f"/items/grammar/{ITEM}", data=retire).status_code == 303
    page = client.get(f"/items/grammar/{ITEM}").get_data(as_text=True)
    assert "leaked" in page
    assert "Theo Cruz" in page
    listed = client.get("/items/grammar?state=retired").get_data(as_text=True)
    assert ITEM in listed
    assert "1 question" in listed
    assert client.get("/items/typing").status_code == 404
    assert client.get("/items/grammar/no-such").status_code == 404


GOOD = {ITEM: {"a": 1.2, "b": 0.4, "c": 0.25, "share": 0.5}}


def test_a_person_approves_parameters(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "parameters.json"
    file.write_text(json.dumps(GOOD))
    told = ["--version", "2027-1", "--by", "Ana", "--why", "220 answers"]
    command = ["assessments", "approve-parameters", "grammar", str(file), *told]
    assert app.test_cli_runner().invoke(args=command).exit_code == 0
    question = item_decisions.drawable("grammar")[ITEM]
    assert (question.measured.b, question.calibration, question.share) == (0.4, "2027-1", 0.5)
    row = item_decisions.in_force("grammar")
    assert (row.approved_by, row.why) == ("Ana", "220 answers")
    again = app.test_cli_runner().invoke(args=command)
    assert again.exit_code == 1
    assert "exists" in again.output


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"no-such": GOOD[ITEM]},
        {ITEM: {**GOOD[ITEM], "a": -1}},
        {ITEM: {**GOOD[ITEM], "c": 1}},
        {ITEM: {**GOOD[ITEM], "share": 0}},
        {ITEM: {"a": 1, "share": 1}},
        {ITEM: {**GOOD[ITEM], "b": "hard"}},
    ],
)
def test_parameters_that_cannot_be(app: Flask, content: dict) -> None:
    with pytest.raises(ValueError, match=r"\w{4}"):
        item_decisions.approve("grammar", content, version="1", why="x", by_id=None, by="Ana")
    assert item_decisions.in_force("grammar") is None
