"""The instructions say what comes, and the draw gives what the vacancy has chosen."""

import re

import pytest
from flask.testing import FlaskClient

from applicants.models import Vacancy
from assessments.banks import registry
from assessments.kinds.chat.draw import parallel_sets
from assessments.kinds.chat.scenario import SLOTS
from assessments.sittings import life, log
from assessments.sittings.models import Sitting
from database import db
from tests.support import factories

SETS = parallel_sets(registry.bank("chat"))


def chat_vacancy(**part: object) -> Vacancy:
    vacancy = factories.a_vacancy("chat")
    vacancy.battery = [{**vacancy.battery[0], **part}]
    return vacancy


def at_the_chat(client: FlaskClient, vacancy: Vacancy) -> str:
    """Go to the instructions as someone who is invited now; return their words."""
    factories.walk_to_tests(client, factories.an_invitation(vacancy))
    return re.sub(r"\s+", " ", client.get("/tests/chat").text)


def drawn(client: FlaskClient, way: str = "start") -> tuple[str, ...]:
    key = factories.begin(client, "chat", way)
    sitting = db.session.scalars(db.select(Sitting).filter_by(public_id=key)).one()
    return life.begun(log.read(sitting)).items


@pytest.mark.parametrize("form", ["", "one"])
def test_one_customer_is_announced_and_comes(client: FlaskClient, form: str) -> None:
    page = at_the_chat(client, chat_vacancy(**({"form": form} if form else {})))
    assert "One customer writes to you." in page
    assert "Your time to answer counts." in page
    assert "Each chat ends with a wrap-up: a short record for your colleagues." in page
    assert "longer for each" not in page
    assert len(drawn(client)) == 1


def test_three_customers_are_announced_and_come(client: FlaskClient) -> None:
    page = at_the_chat(client, chat_vacancy(form="three"))
    assert "3 customers write to you." in page
    assert "While two or three chats are open, you may take longer for each." in page
    assert "The practice has one customer." in page
    assert len(drawn(client)) == 3


def test_the_number_is_that_of_the_draw(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a complete set, a test of three customers has one."""
    from assessments.banks import item_decisions

    routine = {
        name: item
        for name, item in registry.bank("chat").items()
        if item.practice or item.slot == "routine"
    }
    monkeypatch.setattr(item_decisions, "drawable", lambda slug: routine)
    assert "One customer writes to you." in at_the_chat(client, chat_vacancy(form="three"))
    assert len(drawn(client)) == 1


def test_the_set_of_the_vacancy_is_drawn(client: FlaskClient) -> None:
    at_the_chat(client, chat_vacancy(form="three", chosen=["set:C"]))
    assert drawn(client) == tuple(SETS["C"][slot][0] for slot in SLOTS)


def test_a_customer_that_the_vacancy_names_is_drawn_and_practice_is_as_ever(
    client: FlaskClient,
) -> None:
    page = at_the_chat(client, chat_vacancy(form="one", chosen=["ferry-other-day"]))
    assert "One customer writes to you." in page
    assert drawn(client, "practice") == ("practice-late-parcel",)
    assert drawn(client) == ("ferry-other-day",)


def test_a_choice_that_is_changed_later_does_not_reach_whoever_was_invited(
    client: FlaskClient,
) -> None:
    vacancy = chat_vacancy(form="one", chosen=["ferry-other-day"])
    at_the_chat(client, vacancy)
    vacancy.battery = [{**vacancy.battery[0], "chosen": ["atm-no-cash"]}]
    db.session.commit()
    assert drawn(client) == ("ferry-other-day",)


def test_a_choice_that_is_out_of_use_does_not_keep_an_applicant_from_the_test(
    client: FlaskClient,
) -> None:
    at_the_chat(client, chat_vacancy(form="three", chosen=["gone"]))
    assert len(drawn(client)) == 3
