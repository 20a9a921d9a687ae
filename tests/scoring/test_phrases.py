"""Words that stand together in one sentence of a written text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.phrases import find, problem, sentences, words_in


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Your refund arrives in 5 days.", "refund day*"),
        ("In five days you get a REFUND", "refund 5|five"),
        ("We’ll send ₱1,890.00 back", "1890 back"),
        ("we will refnd you", "refund* you"),
        ("It was recieved", "receive*"),
        ("I apologise for the delay", "apolog*"),
        ("come at 3:30", "3:30"),
        ("your replacemet is on its way", "replacement"),
    ],
)
def test_it_is_found_however_it_stands(text, entry):
    found = find(text, [entry])
    assert found is not None
    assert found.entry == entry
    assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("We refund. Wait five days.", "refund days"),
        ("the order is here", "older"),  # five letters: another word, not a slip
        ("it costs 1,980 pesos", "1890"),
        ("refunds", "refund days"),
        ("prefund", "fund*"),
        ("", "refund"),
    ],
)
def test_it_is_not_found_where_it_does_not_stand(text, entry):
    assert find(text, [entry]) is None


def test_the_place_is_in_the_text_as_it_was_written():
    text = "Hello. In  FIVE days we  refund you."
    found = find(text, ["refund five"])
    assert text[found.start : found.end] == "FIVE days we  refund"


def test_a_title_with_a_stop_ends_no_sentence():
    assert find("Please call Ms. Pangan before five.", ["call pangan"])
    assert find("ASK DR. YASAY", ["ask yasay"])
    assert not find("It was his farm. Pangan called.", ["farm called"])


def test_a_sentence_that_denies_it_does_not_count_but_another_may():
    unless = ["not", "cannot", "can't"]
    assert find("We cannot refund you.", ["refund"], unless=unless) is None
    later = find("We can't refund the fee. We refund the fare.", ["refund"], unless=unless)
    assert later is not None
    assert later.start == len("We can't refund the fee. We ")


def test_entries_that_say_nothing_are_refused():
    assert problem("refund* day*") == ""
    assert problem("5 days") == ""
    assert "one or more words" in problem("  ")
    assert "one letter" in problem("a")


def test_words_and_figures():
    assert words_in("I can't pay 1,890.50 at 3:30!") == [
        "I",
        "can't",
        "pay",
        "1,890.50",
        "at",
        "3:30",
    ]


@given(st.text(max_size=200))
def test_sentences_cover_all_words_of_any_text(text):
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()).replace(";", "") == "".join(text.split()).replace(";", "")


@given(st.lists(st.sampled_from(["refund", "order", "sorry", "five"]), min_size=1, max_size=6))
def test_every_word_that_was_written_is_found(words):
    for word in words:
        assert find(" ".join(words), [word]) is not None
