"""A vacancy chooses the customers of the chat: any, a parallel set, or some by name."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from applicants import invitations
from applicants.models import Application, Vacancy
from assessments.banks import item_decisions, registry
from assessments.kinds.chat import ASSESSMENT as CHAT
from database import db
from tests.support.staff_room import FORM, KINDS

NEW = "/vacancies/new"
CHOSEN = {
    **{name: value for name, value in FORM.items() if not name.startswith("alpha")},
    "chat_use": "y",
    "chat_place": "1",
    "chat_weight": "20",
    "chat_minutes": "14",
    "chat_form": "three",
    "chat_bar": "",
    "chat_source": "any",
    "beta_place": "2",
}
NAMED = {**CHOSEN, "chat_source": "named"}
EACH = ["cracked-rice-cooker", "internet-six-days", "promo-fare-back"]


@pytest.fixture(autouse=True)
def with_the_chat(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "kinds", lambda: (CHAT, KINDS[1]))


def newest() -> Vacancy:
    db.session.expire_all()
    return db.session.scalars(select(Vacancy).order_by(Vacancy.id.desc())).first()  # type: ignore[return-value]


def chat_of(vacancy: Vacancy) -> dict[str, object]:
    return next(part for part in vacancy.battery if part["slug"] == "chat")


def edit_page(vacancy: Vacancy) -> str:
    return f"/vacancies/{vacancy.public_id}/edit"


def ticked(page: str) -> list[str]:
    """Return the values of the radio buttons and checkboxes of the choice that are chosen."""
    tags = re.findall(r"<input[^>]*>", page)
    own = [tag for tag in tags if " checked" in tag and re.search(r'name="chat_(sou|nam)', tag)]
    return [re.search(r'value="([^"]*)"', tag)[1] for tag in own]  # type: ignore[index]


def test_any_set_is_the_usual_choice_and_is_not_stored(rosa: FlaskClient) -> None:
    page = rosa.get(NEW).text
    assert ticked(page) == ["any"]
    assert "Any set (recommended)" in page
    assert "Set A: Rice cooker arrived with a cracked pot; " in page
    assert rosa.post(NEW, data=CHOSEN).status_code == 303
    assert "chosen" not in chat_of(newest())
    assert "chosen" not in newest().battery[1]


def test_a_set_is_stored_and_shown_again(rosa: FlaskClient) -> None:
    assert rosa.post(NEW, data={**CHOSEN, "chat_source": "set:B"}).status_code == 303
    assert chat_of(newest())["chosen"] == ["set:B"]
    assert ticked(rosa.get(edit_page(newest())).text) == ["set:B"]


def test_customers_by_name_are_stored_and_shown_again(rosa: FlaskClient) -> None:
    assert rosa.post(NEW, data={**NAMED, "chat_named": EACH}).status_code == 303
    assert chat_of(newest())["chosen"] == EACH
    assert ticked(rosa.get(edit_page(newest())).text) == ["named", *EACH]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Choose at least one below."),
        ({"chat_named": ["no-such-customer"]}, "Choose at least one below."),
        ({"chat_named": EACH[:2]}, "Three customers need a routine case"),
        ({"chat_named": "practice-late-parcel"}, "Choose at least one below."),
        ({"chat_source": "set:Z"}, "Not a valid choice."),
    ],
)
def test_a_choice_from_which_nothing_can_be_drawn_is_refused_and_kept(
    rosa: FlaskClient, changes: dict[str, object], says: str
) -> None:
    answer = rosa.post(NEW, data={**NAMED, **changes})
    assert answer.status_code == 422
    assert says in answer.text
    assert 'href="#chat_source-0"' in answer.text
    assert set(ticked(answer.text)) >= {*changes.get("chat_named", [])} & set(EACH)  # type: ignore[misc]


def test_one_customer_needs_one_name(rosa: FlaskClient) -> None:
    data = {**NAMED, "chat_form": "one", "chat_named": EACH[:1]}
    assert rosa.post(NEW, data=data).status_code == 303
    assert chat_of(newest())["chosen"] == EACH[:1]


def test_the_choice_is_not_checked_without_the_test(rosa: FlaskClient) -> None:
    data = {name: value for name, value in NAMED.items() if name != "chat_use"}
    assert rosa.post(NEW, data=data).status_code == 303


def test_a_choice_changes_after_an_invitation_for_those_who_are_invited_later(
    rosa: FlaskClient,
) -> None:
    assert rosa.post(NEW, data={**CHOSEN, "chat_source": "set:A"}).status_code == 303
    vacancy = newest()
    first = invited(vacancy, "ana@example.com")
    page = rosa.get(edit_page(vacancy)).text
    assert "Whoever was invited keeps the choice of that day" in page
    answer = rosa.post(edit_page(vacancy), data={**CHOSEN, "chat_source": "set:D"})
    assert answer.status_code == 303
    second = invited(newest(), "ben@example.com")
    assert [chat["chosen"] for chat in (first.battery[0], second.battery[0])] == [
        ["set:A"],
        ["set:D"],
    ]


def invited(vacancy: Vacancy, email: str) -> Application:
    made = invitations.invite(
        vacancy_id=vacancy.id,
        role=vacancy.title,
        employer=vacancy.employer,
        battery=vacancy.battery,
        name="Ana",
        email=email,
    )
    db.session.commit()
    return made.application


def test_a_vacancy_from_before_there_was_a_choice_is_saved_as_it_was(rosa: FlaskClient) -> None:
    assert rosa.post(NEW, data=CHOSEN).status_code == 303
    before = newest().battery
    assert rosa.post(edit_page(newest()), data=CHOSEN).status_code == 303
    assert newest().battery == before


def test_the_page_says_that_a_choice_is_lost(
    rosa: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rosa.post(NEW, data={**NAMED, "chat_named": EACH}).status_code == 303
    lost = "What this vacancy has chosen cannot be drawn any more"
    assert lost not in rosa.get(edit_page(newest())).text
    bank = registry.bank("chat")
    without = {name: item for name, item in bank.items() if name != EACH[0]}
    monkeypatch.setattr(item_decisions, "drawable", lambda slug: without)
    page = rosa.get(edit_page(newest())).text
    assert lost in page
    assert ticked(page) == ["named", *EACH[1:]]
