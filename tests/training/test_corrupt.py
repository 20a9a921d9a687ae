"""Errors put in by rule: what they change, what they mark, and that they can be drawn again."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.writing.corrupt import SHARES, corrupt
from training.writing.edits import RULES
from training.writing.tokens import Token

TAGGED = (
    "The/DT/the old/JJ/old rider/NN/rider has/VBZ/have brought/VBN/bring many/JJ/many parcels/NNS/"
    "parcel to/IN/to her/PRP$/her house/NN/house ,/,/, but/CC/but she/PRP/she was/VBD/be "
    "not/RB/not there/RB/there because/IN/because of/IN/of an/DT/a unusually/RB/unusually "
    "important/JJ/important meeting/NN/meeting ././."
)


def sentence(tagged: str = TAGGED) -> list[Token]:
    return [
        Token(text=text, tag=tag, lemma=lemma)
        for text, tag, lemma in (
            ("," if part == ",/,/," else part).split("/") if part != ",/,/," else (",", ",", ",")
            for part in tagged.split()
        )
    ]


def words(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)


def after(name: str, place: int, seed: int = 0) -> list[Token] | None:
    return RULES[name](sentence(), place, random.Random(seed))


def test_a_rate_of_zero_changes_nothing():
    assert corrupt(sentence(), rate=0.0, draw=random.Random(1)) == sentence()


@settings(deadline=None)
@given(st.integers(), st.sampled_from([0.05, 0.1, 0.2]))
def test_the_same_seed_gives_the_same_errors(seed: int, rate: float):
    first, second = (corrupt(sentence(), rate=rate, draw=random.Random(seed)) for _ in range(2))
    assert first == second


@settings(deadline=None)
@given(st.integers())
def test_whatever_is_not_marked_stood_there_before(seed: int):
    made = corrupt(sentence(), rate=0.15, draw=random.Random(seed))
    left = iter(sentence())
    for token in made:
        if not token.wrong:
            assert any(token == before for before in left), words(made)


@settings(deadline=None)
@given(st.integers())
def test_a_change_always_leaves_a_mark(seed: int):
    made = corrupt(sentence(), rate=0.1, draw=random.Random(seed))
    assert any(token.wrong for token in made) or words(made) == words(sentence())


@pytest.mark.parametrize(
    ("rule", "place", "wanted"),
    [
        ("determiner", 0, "old rider has"),
        ("confused", 15, "but she was not their because of"),
        ("pronoun", 12, "but her was"),
    ],
)
def test_rules_by_hand(rule: str, place: int, wanted: str):
    found = {words(made) for seed in range(40) if (made := after(rule, place, seed))}
    assert any(wanted in text for text in found), found


def test_a_dropped_word_marks_the_one_after_it():
    made = next(made for seed in range(40) if (made := after("determiner", 0, seed)))
    assert made[0] == Token(text="old", tag="JJ", lemma="old", wrong=True)


def test_a_plural_after_many_loses_its_ending_and_a_singular_after_the_keeps_it():
    assert "many parcel to" in words(after("number", 6))
    assert after("number", 2) is None


def test_every_type_that_is_drawn_has_a_rule_and_the_other_way_round():
    assert SHARES.keys() == RULES.keys()
