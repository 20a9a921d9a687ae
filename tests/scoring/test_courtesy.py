"""Cues of courtesy, each with the sentence that gives it."""

import pytest

from scoring.courtesy import Cue, courtesies

REPLY = """Dear Ms. Cruz,

I understand how upsetting this must be. I am very sorry for the delay. I will check the order now.
You will receive the refund within three days. If you have any questions, write to me.

Kind regards,
Ana"""


def test_a_full_reply_gives_every_cue_with_its_words() -> None:
    found = {courtesy.cue: courtesy for courtesy in courtesies(REPLY)}
    assert set(found) == set(Cue)
    assert found[Cue.FEELING].sentence == "I understand how upsetting this must be."
    assert found[Cue.APOLOGY].sentence == "I am very sorry for the delay."
    assert found[Cue.OWNERSHIP].sentence == "I will check the order now."
    assert all(
        REPLY[courtesy.start : courtesy.end] == courtesy.sentence for courtesy in found.values()
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "Your order was shipped on Monday",
        "We will not apologize for this.",
        "I don't understand how it works.",
    ],
)
def test_what_gives_no_cue(text: str) -> None:
    assert courtesies(text) == ()


def test_curly_apostrophes_are_apostrophes() -> None:
    text = "I’m sorry to hear that. We’ll refund it."
    assert [courtesy.cue for courtesy in courtesies(text)] == [Cue.APOLOGY, Cue.OWNERSHIP]
    assert courtesies(text)[0].sentence == "I’m sorry to hear that."


def test_only_the_first_sentence_counts() -> None:
    text = "I apologize. I apologize again. I apologize once more."
    assert len([courtesy for courtesy in courtesies(text) if courtesy.cue is Cue.APOLOGY]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "There is nothing we can check.",
        "Nobody said sorry for the delay.",
        "You should be sorry for that.",
        "You are sorry for the wrong thing.",
    ],
)
def test_what_nobody_says_or_the_customer_should_say_is_no_courtesy(text: str) -> None:
    assert courtesies(text) == ()
