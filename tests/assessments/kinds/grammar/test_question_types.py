"""Each form of item: what an item file may say, and what an answer earns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessments.kinds.grammar.prior import prior
from tests.support.banks import shipped
from tests.support.grammar_items import choose, cloze, email, find, key, order, typed

BANK = shipped("grammar")


def earns(question, answer):
    mark = question.mark(answer)
    return mark.earned, mark.possible


@pytest.mark.parametrize("question", BANK.values(), ids=BANK)
def test_the_key_earns_everything_and_nothing_earns_nothing(question):
    mark = question.mark(key(question))
    assert mark.earned == mark.possible
    assert not mark.broken
    assert question.mark("").earned == 0
    assert question.solved


@given(st.sampled_from(sorted(BANK)), st.text(max_size=80))
def test_no_answer_makes_marking_raise(item, answer):
    mark = BANK[item].mark(answer)
    assert 0 <= mark.earned <= mark.possible


# --- choose and type


@pytest.mark.parametrize("topic", ["capitals", "punctuation"])
def test_options_may_differ_in_a_capital_or_a_mark_where_that_is_asked(topic):
    options = {"a": "Yes.", "b": "yes.", "c": "Yes?", "d": "Yes"}
    choose(topic=topic, options=options)
    with pytest.raises(ValidationError, match="the same"):
        choose(options=options)


def test_a_choice_has_one_gap_at_most():
    with pytest.raises(ValidationError, match="more than one"):
        choose(text="She ___ and ___.")


def test_capitals_count_only_where_the_item_says():
    plain = typed(text="It is [tuesdey].", accepted=["Tuesday"])
    strict = typed(text="It is [tuesday].", accepted=["Tuesday"], case=True)
    assert plain.is_right("tuesday")
    assert not strict.is_right("tuesday")
    assert strict.is_right(" Tuesday. ")
    assert strict.is_right("It is Tuesday")
    with pytest.raises(ValidationError, match="among the accepted"):
        typed(text="It is [tuesday].", accepted=["Tuesday"])


def test_the_last_mark_counts_only_where_the_item_says():
    strict = typed(text="Where is [it.]", accepted=["it?", "?"], marks=True)
    assert strict.is_right("it?")
    assert strict.is_right("Where is it?")
    assert not strict.is_right("it")
    assert not strict.is_right("it.")


# --- find the error


def test_any_of_the_wrong_words_is_right_and_no_other():
    item = find()
    assert item.words == ("My", "two", "sisters", "works", "very", "hard,", "too.")
    assert item.choices == 8
    assert item.solved == "My two sisters work very hard, too."
    right = [n for n in range(7) if item.mark(str(n)).earned]
    assert right == [3, 4]
    for answer in ("none", "-1", "7", "²", "3.0", "three"):
        assert earns(item, answer) == (0, 1)


def test_nothing_is_wrong_where_nothing_is_marked():
    item = find(text="We are here.", corrections=[])
    assert earns(item, "none") == (1, 1)
    assert earns(item, "0") == (0, 1)
    assert item.mark("0").parts[0].given == "We"


@pytest.mark.parametrize(
    "changes",
    [
        {"corrections": []},
        {"text": "We are here."},
        {"text": "We [are] [here].", "corrections": ["is"]},
        {"text": "We ar[e] here.", "corrections": ["a"]},
        {"text": "We [are ]here.", "corrections": ["is"]},
        {"text": "We [] are here.", "corrections": ["is"]},
        {"text": "We [are here.", "corrections": ["is"]},
        {"text": "We [are] here.", "corrections": ["is", "are"]},
    ],
)
def test_a_sentence_whose_error_is_not_there_is_refused(changes):
    with pytest.raises(ValidationError):
        find(**changes)


def test_a_mark_behind_the_brackets_belongs_to_the_word():
    item = find(text="Between you and [I], no.", corrections=["me"])
    assert item.words[3] == "I,"
    assert list(item.wrong) == [3]
    assert item.solved == "Between you and me, no."


# --- word order


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("we|always|pay|on time", True),
        ("  We | ALWAYS | pay | on  time ", True),
        ("on time|we|always|pay", True),
        ("we|pay|always|on time", False),
        ("we|always|pay", False),
        ("we always pay on time", False),
        ("we|always|pay|on|time", False),
    ],
)
def test_an_order_is_right_as_a_whole(answer, right):
    assert earns(order(), answer) == (int(right), 1)


def test_pieces_tell_nothing_of_the_order():
    assert order().pieces == ("always", "on time", "pay", "we")
    assert order(orders=["on time | we | always | pay"]).pieces == order().pieces
    assert order().solved == "We always pay on time."


@pytest.mark.parametrize(
    "orders",
    [
        [],
        ["we | pay | now"],
        ["we | always | | pay"],
        ["we | always | pay | now", "we | always | pay"],
        ["we | always | pay | now", "we | always | pay | never"],
        ["we | always | pay | now", "We | always | pay |  now"],
    ],
)
def test_orders_that_are_not_permutations_are_refused(orders):
    with pytest.raises(ValidationError):
        order(orders=orders)


# --- cloze


def test_each_gap_is_a_point():
    item = cloze()
    assert item.around == ("It is ", " the ", ". We ", " wait ", " you.")
    assert item.solved == "It is on the desk. We will wait for you."
    assert earns(item, "on\ntable\n’ll\nFOR ") == (4, 4)
    assert earns(item, "in\ndesk") == (1, 4)
    assert earns(item, "on\ndesk\nwill\nfor\nmore\nlines") == (4, 4)
    assert [part.right for part in item.mark("x\ndesk\n\nfor").parts] == [False, True, False, True]


@pytest.mark.parametrize(
    "changes",
    [
        {"reasons": ["one", "two", "three"]},
        {"text": "It is {on} the {desk}.", "reasons": ["one", "two"]},
        {"text": "{a} {b} {c} {d} " * 3, "reasons": ["why"] * 12},
        {"text": "{a} {b} {c} {}"},
        {"text": "{a} {b} {c} {d|D }"},
    ],
)
def test_gaps_are_counted(changes):
    with pytest.raises(ValidationError):
        cloze(**changes)


def test_words_to_choose_from_can_be_guessed():
    few = ["on", "desk", "table", "will", "'ll", "for"]
    assert cloze(words=few).choices == 6
    assert prior(cloze(words=few)).c == pytest.approx(1 / 6)
    with pytest.raises(ValidationError, match="not among the words"):
        cloze(words=few[:-1])


# --- priors


@pytest.mark.parametrize(
    ("question", "b", "c"),
    [
        (choose(), -1.7, 0.25),
        (typed(level="C1"), 1.6, 0.0),
        (find(level="B1"), -0.3, 1 / 8),
        (order(level="B2"), 0.5, 0.0),
        (cloze(), -1.4, 0.0),
        (email(), -1.2, 0.0),
    ],
)
def test_priors_come_from_level_form_and_choices(question, b, c):
    found = prior(question)
    assert (found.a, found.b, found.c) == (1.0, pytest.approx(b), pytest.approx(c))
