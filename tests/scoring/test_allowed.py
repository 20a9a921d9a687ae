"""Words and abbreviations that are right although dictionaries do not have them."""

import pytest

from scoring.allowed import allowed_words, is_abbreviation, is_derived, is_near_english


@pytest.mark.parametrize(
    "word", ["approx", "Mrs", "dtd", "p.m", "J", "mgmt", "svc", "betw", "Thurs"]
)
def test_an_abbreviation_ends_no_sentence(word: str) -> None:
    assert is_abbreviation(word)


@pytest.mark.parametrize(
    "word", ["pm", "refund", "sorry", "why", "recipt", "maitutulong", "lights"]
)
def test_other_words_end_sentences(word: str) -> None:
    assert not is_abbreviation(word)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("recieve", True),  # two letters swapped
        ("procces", True),  # two errors in seven letters
        ("inconviniance", True),  # three in thirteen
        ("wich", True),
        ("tokwa", False),  # two errors from "token", in five letters
        ("maitutulong", False),
    ],
)
def test_a_misspelt_word_is_near_an_english_word(word: str, near: bool) -> None:
    assert is_near_english(word) is near


def test_a_prefix_and_a_word_are_a_word() -> None:
    assert is_derived("recontracting")
    assert not is_derived("recieve")
    assert not is_derived("untill")  # four letters are too few to tell


def test_lists_have_capitals_too() -> None:
    assert {"lakh", "Lakh", "merienda", "Merienda", "GCash"} <= allowed_words()
