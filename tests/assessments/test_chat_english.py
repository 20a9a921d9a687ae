"""Own words of a chat: what is left out, when nothing is said, what an error costs."""

import pytest

from assessments.chat.customer import step
from assessments.chat.english import FEWEST_WORDS, measure, own_text
from tests.assessments.chat_cases import log, scenario

OWN = (
    "I am sorry that the pot came broken. I will now look at your order and see what we can do "
    "for you today. Please give me one moment while I read the rule about things that break on "
    "the way to a customer."
)
CANNED = scenario().canned[1].text


def read(*texts: str, pasted: str = ""):
    one = scenario()
    moves = [(20 + 10 * place, text) for place, text in enumerate(texts)]
    moves += [(19, "pasted", {"text": pasted})] if pasted else []
    return one, step(one, log(*sorted(moves)), 200)


def test_own_words_are_all_that_stays() -> None:
    text, words, left_out = own_text(*read(OWN))
    assert (text, left_out) == (OWN, 0)
    assert words == len(OWN.split()) >= FEWEST_WORDS


@pytest.mark.parametrize(
    "copied", [CANNED, scenario().knowledge[0].body[:200], scenario().opening], ids=str
)
def test_prepared_replies_articles_and_the_customers_words_are_left_out(copied: str) -> None:
    text, words, left_out = own_text(*read(f"{OWN} {copied}"))
    assert words <= len(OWN.split()) + 3
    assert left_out >= 10
    assert "I am sorry that the pot came broken." in text


def test_pasted_text_is_left_out_and_no_fault() -> None:
    text, words, left_out = own_text(*read(OWN, pasted=OWN))
    assert (text.strip(" .\n"), words) == ("", 0)
    assert left_out == len(OWN.split())


def test_too_few_words_are_not_measured() -> None:
    found = measure([read("Hello, may I have your order number?")], lambda text, names: 0)
    assert (found.value, found.reason) == (None, "not_enough_text")


def test_without_a_finder_nothing_is_said() -> None:
    found = measure([read(OWN)], None)
    assert (found.value, found.reason, found.words) == (None, "no_error_finder", 44)


@pytest.mark.parametrize(
    ("errors", "value"),
    [(0, 100), (1, 82), (3, 45), (9, 0)],  # 44 words: 8 x 100 / 44 = 18.18 for each
)
def test_an_error_costs_eight_points_in_a_hundred_words(errors: int, value: int) -> None:
    assert measure([read(OWN)], lambda text, names: errors).value == value
