"""Texts that are another text in slightly other words."""

import pytest

from scoring.likeness import same_text
from scoring.rewording import REWORDED, lemmas_of, reworded_share

TASK = (
    "You work in the booking office of a ferry company. Mr. Ramos has a ticket for Friday morning. "
    "The ferry has been cancelled because of a typhoon. He can sail on Saturday at the same time "
    "or get his money back. He needs to decide before noon tomorrow."
)
COPIED = (
    "I work at the booking office of a big ferry company. Mr. Ramos has one ticket for this Friday "
    "morning. His ferry was cancelled, sadly, because of some typhoon. He may sail on Saturday at "
    "that same hour or get all his money back. He really needs to decide well before noon tomorrow."
)
OWN = (
    "Dear Mr. Ramos, I am writing with bad news: no boat will leave on Friday, since a typhoon is "
    "on its way. If you can wait a day, we have kept a seat for you on the Saturday sailing. "
    "Should you prefer a refund, tell us by tomorrow at noon and the bank will have it within the "
    "week."
)
SPUN = (
    "Dear Sir Ramos, I am writing with sad news: no ship will leave on Friday, since a storm is on "
    "its way. If you could wait one day, we have saved a seat for you on the Saturday trip. Should "
    "you want a refund, inform us by tomorrow noon and the bank will have it within a week."
)


def test_lemmas_fold_endings_persons_and_articles() -> None:
    assert lemmas_of("She was billed the first bills") == ("(person)", "be", "bill", "1", "bill")


def test_a_task_in_slightly_other_words_is_found() -> None:
    assert reworded_share(COPIED, TASK) >= REWORDED


def test_facts_in_own_words_are_not() -> None:
    assert reworded_share(OWN, TASK) < 0.2


def test_a_spun_text_is_like_the_text_it_was_made_from() -> None:
    shared = same_text(SPUN, OWN, given=TASK)
    assert shared is not None
    assert shared.share >= REWORDED
    assert same_text(OWN, SPUN, given=TASK) is not None


def test_what_both_took_from_the_task_says_nothing() -> None:
    assert reworded_share(f"{OWN} {COPIED}", f"{TASK} Thank you.", given=TASK) == 0.0


@pytest.mark.parametrize("text", ["", "Thank you.", "Dear Mr. Ramos,"])
def test_nothing_and_courtesies_are_no_rewording(text: str) -> None:
    assert reworded_share(text, TASK) == 0.0
