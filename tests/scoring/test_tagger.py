"""The tagger that ships: what it reads, and that it tells right from wrong over a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import tagger
from tests.support.texts import GOOD, SIMPLE, WEAK


def rate(text: str) -> float:
    of_words = tagger.read(text).of_words
    return sum(of_words) / len(of_words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I don't know, ma'am.", ["I", "do", "n't", "know", ",", "ma", "'", "am", "."]),
        ("She's paid ₱1,250.50!", ["She", "'s", "paid", "₱", "1,250.50", "!"]),
        ("we’ll\n\ncall", ["we", "’ll", "call"]),
        ("", []),
    ],
)
def test_words_by_hand(text: str, words: list[str]):
    assert tagger.split_words(text) == words


def test_whole_sentences_go_together_and_long_ones_are_cut():
    short = [*["word"] * 19, "."]
    rows = list(tagger.stretches(short * 3))
    assert [len(row) for row in rows] == [40, 20]
    assert [len(row) for row in tagger.stretches(["word"] * 120)] == [50, 50, 20]


@given(st.lists(st.sampled_from(["a", ".", "?", '"', "b", "!"]), max_size=200))
def test_no_word_is_lost_between_stretches(words: list[str]):
    rows = list(tagger.stretches(words))
    assert [word for row in rows for word in row] == words
    assert all(len(row) <= tagger.MOST_WORDS for row in rows)


def test_nothing_to_read_is_nothing_measured():
    assert tagger.read(" \n ") is None


def test_every_word_has_a_probability():
    said = tagger.read("Antidisestablishmentarianism " * 60 + "ok")
    assert len(said.words) == len(said.wrong) == 61
    assert all(0 <= chance <= 1 for chance in said.wrong)


def test_a_text_with_mistakes_is_told_from_the_same_text_without():
    assert rate(WEAK) > 1.5 * rate(GOOD)
    assert tagger.read(WEAK).rate > tagger.read(GOOD).rate


def test_harder_sentences_have_a_higher_level():
    hard = (
        "Notwithstanding the reservations of its shareholders, the corporation pursued an "
        "acquisition whose consequences nobody had adequately anticipated."
    )
    assert tagger.read(hard).level > tagger.read(SIMPLE).level


def test_reading_twice_gives_the_same():
    assert tagger.read(WEAK) == tagger.read(WEAK)


def test_marks_are_left_out_of_the_words():
    said = tagger.read("Yes, it is!")
    assert len(said.of_words) == 3
