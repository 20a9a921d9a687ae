"""Vocabulary of open speech: HD-D by hand and by property."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.vocabulary import FEWEST_WORDS, Vocabulary, hdd, vocabulary, vocabulary_words


def letters(n: int) -> str:
    """Return a word of its own for every number."""
    return "w" + "".join(chr(ord("a") + int(digit)) for digit in str(n))


def test_which_words_count() -> None:
    text = "Um, I’d like a follow-up call, please: order A B 1024, uhh, Niño's — 5GB."
    assert vocabulary_words(text.split()) == [
        "i'd",
        "like",
        "a",
        "follow",
        "up",
        "call",
        "please",
        "order",
        "a",
        "niño's",
        "gb",
    ]


def test_too_few_words_is_not_measured() -> None:
    words = [letters(n) for n in range(FEWEST_WORDS - 1)]
    assert vocabulary(words) == Vocabulary(
        tokens=FEWEST_WORDS - 1, types=FEWEST_WORDS - 1, reason="not_enough_words"
    )
    assert vocabulary([]).reason == "not_enough_words"
    assert vocabulary([*words, "um", "5"]).reason == "not_enough_words"
    enough = vocabulary([*words, words[0]])
    assert enough.reason == ""
    assert enough.hdd is not None
    assert enough.mean_word_length is not None


def test_hdd_by_hand() -> None:
    # 42 tokens: all are drawn, so HD-D is types over tokens.
    assert hdd(["a"] * 21 + [letters(n) for n in range(21)]) == pytest.approx(22 / 42)
    # All different: always 42 of 42.
    assert hdd([letters(n) for n in range(60)]) == 1.0
    # One word only: always 1 of 42.
    assert hdd(["call"] * 60) == pytest.approx(1 / 42)
    # 84 tokens, 42 words said twice. One of them is not drawn with chance
    # C(82, 42) / C(84, 42) = (42 * 41) / (84 * 83) = 1722 / 6972 = .246988, so HD-D = .753012.
    assert hdd([letters(n) for n in range(42)] * 2) == pytest.approx(1 - 1722 / 6972)
    # 50 tokens: "a" ten times, 40 words once. "a" is missed with C(40, 42) = 0: never;
    # a single word is drawn with chance 42 / 50: (1 + 40 * .84) / 42 = .823810.
    assert hdd(["a"] * 10 + [letters(n) for n in range(40)]) == pytest.approx(34.6 / 42)
    assert hdd(["a"] * 41) is None


def test_mean_word_length_by_hand() -> None:
    # 25 words of 4 letters, 25 of 3 ("I'm" has 2, "don't" 4 without the apostrophe).
    assert vocabulary(["call", "the"] * 25).mean_word_length == pytest.approx(3.5)
    assert vocabulary(["I'm", "don't"] * 25).mean_word_length == pytest.approx(3.0)


spoken = st.lists(st.integers(0, 30).map(letters), min_size=FEWEST_WORDS, max_size=120)


@given(spoken, st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(words: list[str], random: object) -> None:
    mixed = list(words)
    random.shuffle(mixed)
    assert vocabulary(mixed) == vocabulary(words)


@given(spoken)
def test_bounds_and_the_formula_in_fractions(words: list[str]) -> None:
    found = vocabulary(words)
    assert 1 / 42 <= found.hdd <= 1.0
    assert found.types <= found.tokens == len(words)
    every = comb(len(words), 42)
    exact = sum(
        1 - Fraction(comb(len(words) - words.count(word), 42), every) for word in set(words)
    )
    assert found.hdd == pytest.approx(float(exact / 42))


@given(spoken)
def test_a_new_word_in_place_of_a_repeated_one_never_lowers_diversity(words: list[str]) -> None:
    repeated = next((n for n, word in enumerate(words) if words.count(word) > 1), None)
    if repeated is not None:
        richer = [*words[:repeated], "novelty", *words[repeated + 1 :]]
        assert vocabulary(richer).hdd > vocabulary(words).hdd
