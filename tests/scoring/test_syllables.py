"""Syllables against the dictionary's own counts and by the rule."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.syllables import by_rule, syllables, syllables_in
from training.syllables import pack, read_counts


@pytest.mark.parametrize(
    ("word", "count"),
    [
        # Counts read in the CMU Pronouncing Dictionary.
        ("the", 1),
        ("business", 2),
        ("area", 3),
        ("idea", 3),
        ("created", 3),
        ("customer", 3),
        ("apologize", 4),
        ("every", 3),
        ("people", 2),
        ("unfortunately", 5),
        ("fifteenth", 2),
        # Not in it: by rule.
        ("gigabyte", 3),
        ("hotline", 2),
        ("PLDT", 4),
        ("BDW", 5),
    ],
)
def test_counts_of_known_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_case_and_quotes_make_no_difference() -> None:
    assert syllables("Customer’s") == syllables("customer's") == 3


def test_words_add_up() -> None:
    assert syllables_in(["thank", "you", "for", "calling"]) == 5
    assert syllables_in([]) == 0


@given(st.text(max_size=30))
def test_every_word_has_at_least_one(word: str) -> None:
    assert syllables(word) >= 1
    assert by_rule(word) >= 1


def test_the_recipe_keeps_only_what_the_rule_gets_wrong(tmp_path) -> None:
    dictionary = tmp_path / "small.dict"
    dictionary.write_text("area EH R IY AH\ncat K AE T\nread R EH D\nread(2) R IY D\n3d TH R IY\n")
    counts = read_counts(dictionary)
    assert counts == {"area": 3, "cat": 1, "read": 1}
    assert gzip.decompress(pack(counts)) == b"3 area\n"
    assert pack(counts) == pack(counts)
