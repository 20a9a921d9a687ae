"""The writer's own part of a text, and its place in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.writing.own_part import own_part

PROMPT = "Write a reply to Mrs. Santos, whose parcel is late. Tell her what you will do next."


def test_runs_of_six_words_of_the_task_are_left_out():
    text = "Hi! Write a reply to Mrs. Santos, whose parcel is late. I am sorry for the delay."
    own = own_part(text, PROMPT)
    assert own.text == "Hi! I am sorry for the delay."
    assert (own.words, own.copied, own.repeated) == (7, 10, 0)


def test_shorter_runs_are_anybodys_words():
    assert own_part("Dear Santos, whose parcel is late today", PROMPT).copied == 0


def test_marks_and_capitals_do_not_hide_a_copy():
    own = own_part("WRITE a reply, to: mrs santos... whose PARCEL is late", PROMPT)
    assert own.words == 0
    assert own.text == ""


def test_what_was_said_before_counts_once():
    said = "we will send a new kettle to your house today."
    own = own_part(f"Hello, {said} Thank you. And again: {said}")
    assert (own.words, own.repeated) == (15, 10)


def test_a_word_said_many_times_is_repetition_too():
    assert own_part("very " * 30).words < 10


@given(st.text(alphabet="ab .,\n\t", max_size=60))
def test_every_character_that_is_kept_knows_its_place(text: str):
    own = own_part(text)
    assert len(own.places) == len(own.text)
    for kept, place in zip(own.text, own.places, strict=True):
        # White space is one space, and the mark of a point in a list may become a full stop.
        assert kept == text[place] or kept == "." or (kept == " " and text[place] in " \n\t.,ab")


@pytest.mark.parametrize("gap", ["\n", "\n\n", "   ", "\t", "\r\n"])
def test_white_space_is_one_space(gap: str):
    assert own_part(f"One two.{gap}Three{gap}four").text == "One two. Three four"


@given(st.integers(min_value=0, max_value=4))
def test_a_pasted_task_leaves_the_text_as_it_was(place: int):
    parts = ["I am sorry.", "We will call you.", "It comes on Friday.", "Thank you."]
    pasted = " ".join([*parts[:place], PROMPT, *parts[place:]])
    assert own_part(pasted, PROMPT).text == " ".join(parts)
