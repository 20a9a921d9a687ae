"""The dictionary form of English words."""

import pytest

from scoring.lemmas import lemma


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("bills", "bill"),
        ("billed", "bill"),
        ("tries", "try"),
        ("stopped", "stop"),
        ("making", "make"),
        ("was", "be"),
        ("told", "tell"),
        ("boxes", "box"),
        ("this", "this"),
        ("address", "address"),
        ("po", "po"),
        ("", ""),
    ],
)
def test_endings_are_taken_off_where_a_word_is_left(word: str, form: str) -> None:
    assert lemma(word) == form
