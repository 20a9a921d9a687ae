"""Dependent clauses and sentences that run on."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.tagger import split_words
from scoring.writing.syntax import LONG_SENTENCE, Syntax, syntax
from tests.support.texts import GOOD, SIMPLE, WEAK

A1 = (
    "Hello. My name is Nena. I am happy today. You are a nice man. This is your phone. It is new. "
    "The office is open. I have a dog. Look at it. Call me. We drink water. She sings songs."
)


def of(text: str) -> Syntax:
    return syntax(split_words(text))


def found(text: str) -> list[tuple[str, str]]:
    return [(clause.kind, clause.opener) for clause in of(text).clauses]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("We waited because the van was late.", ("adverbial", "because")),
        ("If you like, call us.", ("adverbial", "if")),
        ("The man who called is here.", ("relative", "who")),
        ("The parcel that arrived was empty.", ("relative", "that")),
        ("The bill you received is right.", ("relative", "zero")),
        ("I hope you understand.", ("complement", "zero")),
        ("We know that the line is down.", ("complement", "that")),
        ("Tell me what you need.", ("complement", "what")),
        ("I want to help you.", ("infinitive", "to")),
        ("Let me explain it.", ("infinitive", "let")),
        ("Thank you for writing to us.", ("gerund", "for")),
        ("Having read your letter, I called the shop.", ("participle", "-ing")),
        ("Had we known, we would have called.", ("inversion", "had")),
        ("Not only did he call, he came.", ("inversion", "not")),
        ("What I can do is send a new one.", ("cleft", "what")),
        ("It was the noise that woke me.", ("cleft", "it")),
    ],
)
def test_a_clause_is_known_by_what_opens_it(text: str, clause: tuple[str, str]) -> None:
    assert clause in found(text)


@pytest.mark.parametrize(
    "text",
    [
        A1,
        "I went to Manila after lunch and before the rain.",
        "The parcel because which that although.",
        "Apples, bananas, bread, butter and tea.",
        "Because of the rain, the van came late.",
    ],
)
def test_words_without_a_clause_count_nothing(text: str) -> None:
    assert found(text) == []


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([A1, SIMPLE, WEAK, GOOD]))
def test_connectives_strewn_in_add_next_to_nothing(seed: int, text: str) -> None:
    """The count may rise where one falls before a clause by chance, never to that of real ones."""
    draw = random.Random(seed)
    words = [
        f"{draw.choice(['because', 'which', 'that', 'although'])} {word}"
        if draw.random() < 0.1
        else word
        for word in text.split()
    ]
    strewn = " ".join(words)
    added = strewn.count(" ") - text.count(" ")
    assert len(of(strewn).clauses) - len(of(text).clauses) <= added / 2 + 2


def test_one_form_counts_only_a_few_times() -> None:
    # 100 words with ten times "to call": two count, so 2 per 100 words.
    text = ("We want to call the shop again this very day. " * 10).strip()
    assert len(of(text).clauses) == 10
    assert of(text).words == 100
    assert of(text).density == 2.0


def test_plain_good_prose_has_enough_and_a1_sentences_have_none() -> None:
    assert of(A1).density == 0.0
    assert of(SIMPLE).density > 1.8
    assert of(GOOD).density > 1.8


def test_a_sentence_runs_on_after_its_fortieth_word() -> None:
    # 50 words, of which 10 are beyond the fortieth; a semicolon begins a new one.
    assert of("word " * 50 + ".").run_on == pytest.approx((50 - LONG_SENTENCE) / 50)
    assert of("word " * 30 + ";" + " word" * 20 + ".").run_on == 0.0
    assert of("").run_on == 0.0


def test_more_full_stops_add_no_clause() -> None:
    stopped = GOOD.replace(",", ".")
    assert of(stopped).density <= of(GOOD).density
