"""Copied words: exact runs, runs with small changes, whole sentences; facts are not copies."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.copied_runs import copied_words

SOURCE = (
    "We collect the second item free of charge; the box may be opened, all parts must be there. "
    "A credit card shows the refund after 7 to 10 banking days. Gifts are never covered by it."
)


def copied(text: str, **options: int) -> str:
    return " ".join(text[start:end] for start, end in copied_words(text, SOURCE, **options))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Eight words in a row of the source, inside another sentence.
        (
            "Good news: we collect the second item free of charge, as you asked.",
            "we collect the second item free of charge",
        ),
        # "second" became "other": pieces of 3 and 4 words that are the same, 7, one fewer than 8.
        ("Yes, we collect the other item free of charge today.", ""),
        # Two more that are the same: 9; the changed word between the pieces is copied with them.
        (
            "Yes, we collect the other item free of charge the box was lost.",
            "we collect the other item free of charge the box",
        ),
        # Three changed words in a row are more than a gap: pieces of 3 and 4 words.
        ("Yes, we collect the old and broken item free of charge today.", ""),
        # A fact in six words of the source is not a copy.
        ("You will see it after 7 to 10 banking days, Ms. Cruz.", ""),
        # A whole sentence of five words or more is.
        ("Hello. All parts must be there. Thank you.", "All parts must be there"),
        ("Hello. Must be there. Thank you.", ""),
    ],
)
def test_worked_examples(text: str, words: str) -> None:
    assert copied(text) == words


def test_shorter_runs_are_copies_where_they_are_asked_for() -> None:
    text = "I must say that gifts are never covered, sorry."
    assert copied(text) == ""
    assert copied(text, run=4) == "gifts are never covered"


def test_a_copy_of_everything_is_copied_wholly_and_own_words_are_not() -> None:
    assert len(copied_words(SOURCE, SOURCE)) == len(SOURCE.replace(";", "").split())
    assert copied_words("Our rider fetches it and you pay nothing for that.", SOURCE) == []
    assert copied_words("", SOURCE) == []
    assert copied_words(SOURCE, "") == []


def test_a_word_in_five_changed_or_left_out_hides_no_copy() -> None:
    words = SOURCE.split()
    changed = " ".join("simply" if place % 5 == 4 else word for place, word in enumerate(words))
    left_out = " ".join(word for place, word in enumerate(words) if place % 5 != 4)
    assert len(copied_words(changed, SOURCE)) > 0.7 * len(words)
    assert len(copied_words(left_out, SOURCE)) > 0.6 * len(words)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(SOURCE.split()), max_size=40).map(" ".join))
def test_the_spans_are_words_of_the_text_in_order(text: str) -> None:
    spans = copied_words(text, SOURCE)
    assert spans == sorted(set(spans))
    assert all(text[start:end].strip(".,;") == text[start:end] for start, end in spans)
    assert set(spans) <= set(copied_words(text, SOURCE, run=3))
