"""Properties of the ways to score a sentence, for any answer; and subscores, by hand."""

import random
from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.kinds.voice.answer_scoring import (
    SpokenWords,
    score_content,
    score_read_aloud,
    score_repeat,
    score_sentence_build,
)
from assessments.kinds.voice.bank import read_all
from assessments.kinds.voice.item import Item
from assessments.kinds.voice.subscores import SKILLS, subscores
from speech.spoken import Word

BANK = read_all()
SCRIPTED = [item for item in BANK.values() if item.task in {"read_aloud", "repeat"}]
BUILT = [item for item in BANK.values() if item.task == "sentence_build"]
TOLD = [item for item in BANK.values() if item.samples]
FOREIGN = ["zebra", "quixotic", "mango", "violin"]

items = st.sampled_from([*SCRIPTED, *BUILT])
chances = st.randoms(use_true_random=False)


def heard(words: list[str]) -> SpokenWords:
    return SpokenWords(
        spoken=tuple(
            Word(text=word, start=float(n), end=n + 0.5, probability=0.9)
            for n, word in enumerate(words)
        ),
        event=1,
    )


def score(item: Item, words: list[str]) -> float:
    if item.task == "sentence_build":
        scored = score_sentence_build(item, heard(words))
    elif item.task == "repeat":
        scored = score_repeat(item, heard(words))
    else:
        scored = score_read_aloud(item, heard(words), 10.0)
    assert scored.score is not None
    return scored.score


def some_of(words: list[str], chance: random.Random) -> list[str]:
    kept = [word for word in words if chance.random() < 0.6]
    return kept or words[:1]


@pytest.mark.parametrize("item", [*SCRIPTED, *BUILT], ids=lambda item: item.id)
def test_the_sentence_itself_earns_everything(item: Item) -> None:
    for sentence in item.sentences or (item.text,):
        assert score(item, sentence.split()) == pytest.approx(100)
        assert score(item, ["um", *sentence.lower().split(), "uh"]) == pytest.approx(100)


@given(items, chances)
def test_leaving_words_out_never_gives_more(item: Item, chance: random.Random) -> None:
    said = some_of(item.model_answer.split(), chance)
    less = some_of(said, chance)
    assert score(item, less) <= score(item, said) <= 100


@given(items, chances)
def test_another_order_never_gives_more(item: Item, chance: random.Random) -> None:
    words = item.model_answer.split()
    mixed = chance.sample(words, len(words))
    assert score(item, mixed) <= score(item, words) + 1e-9


@given(items, chances, st.lists(st.sampled_from(FOREIGN), min_size=1, max_size=6))
def test_wrong_words_among_right_ones_never_give_more(
    item: Item, chance: random.Random, wrong: list[str]
) -> None:
    said = some_of(item.model_answer.split(), chance)
    more = list(said)
    for word in wrong:
        more.insert(chance.randrange(len(more) + 1), word)
    assert score(item, more) <= score(item, said) + 1e-9


@given(st.sampled_from(BUILT), chances, st.sampled_from(FOREIGN))
def test_only_the_exact_sentence_earns_everything(
    item: Item, chance: random.Random, wrong: str
) -> None:
    words = item.model_answer.split()
    words.insert(chance.randrange(len(words) + 1), wrong)
    assert score(item, words) == pytest.approx(100 * (1 - 1 / (len(words) - 1)))


@pytest.mark.parametrize("item", BUILT, ids=lambda item: item.id)
def test_saying_the_phrases_as_they_were_played_is_not_the_sentence(item: Item) -> None:
    assert score(item, " ".join(item.phrases).split()) < 95


def test_the_sentence_that_fits_best_is_the_one_compared() -> None:
    item = next(item for item in BUILT if len(item.sentences) == 2)
    for sentence in item.sentences:
        scored = score_sentence_build(item, heard(sentence.split()[:-1]))
        expected = " ".join(step["expected"] for step in scored.detail["alignment"])
        assert expected == sentence


@given(st.sampled_from(TOLD), chances)
def test_saying_less_never_shows_more_points(item: Item, chance: random.Random) -> None:
    words = item.model_answer.split()
    cut = chance.randrange(1, len(words) + 1)
    whole = score_content(item, heard(words)).score
    part = score_content(item, heard(words[:cut])).score
    assert part is not None
    assert whole == 100
    assert part <= whole


def test_points_name_the_words_that_show_them() -> None:
    item, said = BANK["rt-bus-bag"], "She left a small green bag above seat fourteen"
    scored = score_content(item, heard(said.split()))
    found = {point.label: point.evidence for point in scored.points if point.earned}
    assert set(found) == {"She forgot a small green bag", "Above seat fourteen"}
    assert (found["Above seat fourteen"][0].text, found["Above seat fourteen"][0].rule) != ("", "")
    assert [measure.name for measure in scored.measures] == ["key_points_found"]


def test_subscores_by_hand() -> None:
    marks = [
        ("read_aloud", 90.0),
        ("repeat", 80.0),
        ("repeat", 100.0),
        ("sentence_build", 60.0),
        ("sentence_build", 80.0),
        ("short_answer", 100.0),
        ("short_answer", 100.0),
        ("open_answer", 50.0),
    ]
    skills = {skill.name: skill for skill in subscores(marks)}
    assert list(skills) == list(SKILLS)
    mastery = skills["sentence_mastery"]
    # Mean 80, deviations 0 20 -20 0: variance 800 / 3.
    assert (mastery.score, mastery.items) == (80, 4)
    assert mastery.sem == pytest.approx(sqrt(800 / 3) / 2)
    # Two items that came to the same show no spread: that is not the same as none.
    assert (skills["vocabulary"].score, skills["vocabulary"].sem) == (100, None)
    assert (skills["content"].score, skills["content"].sem, skills["content"].items) == (
        50,
        None,
        1,
    )
    for name in ("fluency", "pronunciation"):
        assert (skills[name].score, skills[name].not_measured) == (None, "not_yet_measured")


def test_a_skill_with_a_gap_has_no_score() -> None:
    skills = {skill.name: skill for skill in subscores([("repeat", 80.0), ("repeat", None)])}
    assert skills["sentence_mastery"].not_measured == "not_all_answers_measured"
    assert skills["content"].not_measured == "not_asked"


@given(st.lists(st.tuples(st.sampled_from(["repeat", "retell"]), st.floats(0, 100)), min_size=1))
def test_a_better_item_never_lowers_a_skill(marks) -> None:
    assume(marks[0][1] < 99)
    better = [(marks[0][0], 100.0), *marks[1:]]
    for before, after in zip(subscores(marks), subscores(better), strict=True):
        if before.score is not None:
            assert after.score is not None
            assert after.score >= before.score - 1e-9
