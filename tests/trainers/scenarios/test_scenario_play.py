"""Trainers chat with the customer of a scenario."""

import re

import pytest
from flask.testing import FlaskClient

from tests.support.scenario_drafts import LIST, SHIPPED


def test_a_trainer_chats_with_the_customer(theo: FlaskClient) -> None:
    page = theo.get(f"{LIST}/{SHIPPED}/play").text
    for do in (
        {"do": "say", "say": "Hello, may I have your order number?"},
        {"do": "wait", "wait": "50"},
    ):
        carried = {
            name: re.search(rf'name="{name}" value="([^"]*)"', page)[1].replace("&#34;", '"')  # type: ignore[index]
            for name in ("moves", "waited")
        }
        answer = theo.post(f"{LIST}/{SHIPPED}/play", data={**carried, **do})
        assert answer.status_code == 200
        page = answer.text
    assert "My order number is SH-20731." in page
    assert "Hello? Are you still there?" in page
    assert "ask_reference" in page
    assert "of 100" in page
    assert "- say: Hello, may I have your order number?" in page


@pytest.mark.parametrize(
    "moves",
    [
        "no json",
        "{}",
        "[1]",
        '[{"act": "nothing"}]',
        '[{"say": 3}]',
        "[" * 3000,
        '[{"close": true}]' * 2,
    ],
)
def test_a_chat_that_no_page_sent_begins_again(moves: str, theo: FlaskClient) -> None:
    answer = theo.post(f"{LIST}/{SHIPPED}/play", data={"moves": moves, "do": "say", "say": "Hi"})
    assert answer.status_code == 422
    assert "begins again" in answer.text


def test_a_move_that_cannot_be_done_is_said(theo: FlaskClient) -> None:
    for data in (
        {"do": "say"},
        {"do": "act:nothing"},
        {"do": "article"},
        {"do": "say", "say": "Hi", "wait": "soon"},
    ):
        assert theo.post(f"{LIST}/{SHIPPED}/play", data=data).status_code == 422
