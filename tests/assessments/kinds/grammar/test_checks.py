"""Each rule for the bank as a whole sees the fault that was planted for it."""

import re

import pytest

from assessments.contract.assessment import ContentError
from assessments.kinds.grammar.bank import ITEMS as SHIPPED
from assessments.kinds.grammar.bank import items, read
from assessments.kinds.grammar.checks import balance, check, complaints, core, hardly_guessed
from assessments.kinds.grammar.doubts import doubts, right_wordings
from assessments.kinds.grammar.imports.draft import NOT_TOLD
from tests.support.banks import shipped
from tests.support.grammar_items import choose, cloze, email, find, order, typed

BANK = shipped("grammar")
OPTIONS = {"a": "called", "b": "calls", "c": "calling", "d": "be calling"}
QUESTIONS = list(BANK.values())


def seen(*questions):
    return list(complaints([*QUESTIONS, *questions]))


def changed(keep):
    return list(complaints([keep(one) for one in QUESTIONS if keep(one)]))


def test_the_shipped_bank_is_good_and_in_balance():
    assert seen() == []
    lines = check(BANK)
    assert len(lines) == 5 + 19
    assert "difficulty as the writers guess it: -1.7 to 1.8, median" in lines[3]
    assert lines[0].startswith(f"{len(core(QUESTIONS))} questions of ability, ")
    assert not any(" 0 " in line.split("  ")[0] for line in lines[5:])
    assert sum(int(line.split()[1]) for line in lines[5:]) == len(core(QUESTIONS))


def test_check_tells_everything_at_once():
    with pytest.raises(ContentError) as told:
        check({one.id: one for one in [choose(), choose(id="again")]})
    lines = str(told.value).splitlines()
    assert any("'an-item' and 'again' are nearly the same" in line for line in lines)
    assert any("2 questions are too few" in line for line in lines)
    assert any("capitals: 0 questions" in line for line in lines)
    assert all(line.startswith("grammar: ") for line in lines)


def test_the_same_question_twice_is_seen():
    twin = BANK["choose-past-time"].model_copy(update={"id": "twin"})
    assert seen(twin) == ["'choose-past-time' and 'twin' are nearly the same; change one"]


def test_the_same_answer_in_another_form_is_seen():
    other = typed(
        text="Mr. Dela Cruz [has called] our hotline yesterday about a missing parcel.",
        accepted=["called"],
    )
    assert seen(other) == [
        "'choose-past-time' and 'an-item' have nearly the same answer; change one"
    ]


LETTERS = "bcdefghkm"


def many(number, **changes):
    return [
        choose(
            id=f"item-{n}",
            text=f"{LETTERS[n] * 30} ___ {LETTERS[-n - 1] * 30}",
            **{**changes, "key": "abcd"[n % 4], "mistakes": mistakes("abcd"[n % 4])},
        )
        for n in range(number)
    ]


def mistakes(key):
    return {letter: "wrong" for letter in "abcd" if letter != key}


def lengths(key, length):
    return {letter: letter * (length if letter == key else 5) for letter in "abcd"}


@pytest.mark.parametrize(("length", "end"), [(9, "longest"), (2, "shortest")])
def test_a_key_that_stands_out_by_length_is_seen(length, end):
    plain = [one.model_copy(update={"options": lengths("x", 5)}) for one in many(8)]
    cued = [one.model_copy(update={"options": lengths(one.key, length)}) for one in plain]
    told = f"the key is the {end} option in 8 of 8 questions"
    assert any(one.startswith(told) for one in complaints(cued))
    assert not any("option in" in one for one in complaints(plain))


def test_keys_in_one_place_are_seen():
    same = [one.model_copy(update={"key": "c", "mistakes": mistakes("c")}) for one in many(8)]
    assert "'c' is the key in 8 of 8 questions; move some keys" in list(complaints(same))
    assert not any("is the key in" in one for one in complaints(many(8)))


def test_too_few_and_too_many_without_an_error_are_seen():
    wrong = [find(id=f"item-{n}", text=f"{LETTERS[n] * 40} [x] y") for n in range(8)]
    right = [find(id=f"good-{n}", text=f"{LETTERS[n] * 40} y", corrections=[]) for n in range(8)]
    assert any("'none' is the key in 0 of 8" in one for one in complaints(wrong))
    assert any("'none' is the key in 8 of 16" in one for one in complaints([*wrong, *right]))
    assert not any("'none'" in one for one in complaints([*wrong, *right[:2]]))


def test_an_address_of_somebody_and_a_double_space_are_seen():
    fine = find(text="Write to [me], ana@example.com, for help with the blue form.")
    assert seen(fine) == []
    real = find(text="Write to [me], ana@somewhere.ph, for help with the blue form.")
    assert seen(real) == ["'an-item': an address must end in example.com; it could be somebody's"]
    wide = find(text="Please  write to [me] for help with the blue and white form.")
    assert seen(wide) == ["'an-item': there are two spaces in a row; take one out"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We [are|is] at [can't|can’t] go [b|c] to [e|f].", "cannot be told apart"),
        ("We [are|is] at[ | the ]shop. [b|c] d [e|f].", "cannot be placed"),
    ],
)
def test_an_error_that_cannot_be_located_is_seen(text, told):
    found = [one for one in seen(email(text=text)) if "is marked in" not in one]
    assert found
    assert all(told in one for one in found)


def test_a_topic_or_level_that_is_thin_is_seen():
    assert changed(lambda one: one.topic != "passive" and one) == [
        "passive: 0 questions are too few; write 14",
        "passive: [] are too few levels; write for 3",
    ]
    assert changed(lambda one: (one.topic != "passive" or one.level == "A2") and one)[-1] == (
        "passive: ['A2'] are too few levels; write for 3"
    )
    assert "level C1: a share of 0% is too little; write more" in changed(
        lambda one: one.level != "C1" and one
    )
    assert any("questions are too few; write 320" in one for one in complaints(QUESTIONS[:300]))


def test_a_bank_that_can_be_guessed_is_seen():
    assert any("cannot be guessed" in one for one in changed(lambda one: one.choices and one))
    assert [hardly_guessed(one) for one in (choose(), typed(), order(), cloze(), email())] == [
        *(False, True, True, True, True),
    ]
    assert not hardly_guessed(find(text="One [two] three four five six seven."))
    assert hardly_guessed(find(text="One [two] three four five six seven eight."))


def test_variety_and_practice_are_outside_the_balance():
    aside = [find(id="one", variety="ph"), find(id="two", practice=True)]
    assert core(aside) == []
    assert balance(aside)[0] == "0 questions of ability, 1 of variety, 1 of practice"


# --- files


def test_a_faulty_file_is_named():
    for content in ("items: [", "items:\n  - {id: x}", "other: []", "- 1"):
        with pytest.raises(ContentError, match=r"^bad\.yaml: "):
            read("bad.yaml", content)


def test_an_id_that_exists_twice_is_refused():
    good = """items: [{id: one, form: word_order, topic: tense, rule: why, level: A2, text: x,
      reason: y, orders: ["a | b | c | d"]}]"""
    assert list(items({"a.yaml": good})) == ["one"]
    with pytest.raises(ContentError, match=r"b\.yaml: 'one' exists twice"):
        items({"a.yaml": good, "b.yaml": good})


# --- what the check of written English says


@pytest.mark.parametrize(
    "question",
    [
        choose(options={**OPTIONS, "a": "call"}, key="a"),
        typed(text="He [don't] know.", accepted=["doesn't", "do not"]),
        find(text="He [don't know] it.", corrections=["doesn't knows"]),
        order(orders=["the customers | was | very | happy"]),
        cloze(text="She {calls|call} us {on} a {day} in {June}."),
        email(text=email().text.replace("[are|is]", "[are|is|were]")),
    ],
)
def test_a_right_answer_that_is_marked_is_doubted(question):
    assert len(list(doubts(question))) == 1
    assert any("is marked in" in one for one in seen(question))


def test_a_writer_may_unmark_what_is_right():
    question = typed(text="He [don't] know.", accepted=["do not"])
    [doubt] = doubts(question)
    marked = doubt.split(" is marked")[0].strip("'\"")
    assert list(doubts(question.model_copy(update={"unmarked": (marked,)}))) == []


def test_every_right_wording_is_read():
    assert list(right_wordings(typed(text="[thank] you, sir", accepted=["thanks to", "'s"]))) == [
        "Thanks to you, sir"
    ]
    assert len(list(right_wordings(cloze()))) == 5
    assert len(list(right_wordings(email()))) == 5
    assert list(right_wordings(order()))[1] == "On time we always pay."


def test_a_draft_as_it_was_imported_is_no_item_yet():
    assert any("not told in the file; write it" in one for one in seen(choose(reason=NOT_TOLD)))


# --- files


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("key: c", "key: e", "'choose-past-time': Value error, options are called"),
        ("topic: tense", "topic: tenses", "'choose-past-time': topic: Input should be"),
        ("level: A2", "level: A2\n    x: y", "'choose-past-time': x: Extra inputs"),
        ("form: choose", "form: chose", "'choose-past-time': Input tag 'chose'"),
        ("items:", "things:", "it needs a list called 'items'"),
        ("# Tense", "\t- Tense", "cannot start any token"),
    ],
)
def test_a_wrong_file_is_told_by_item_and_field(old, new, told):
    text = (SHIPPED / "tense.yaml").read_text("utf-8").replace(old, new, 1)
    with pytest.raises(ContentError, match=re.escape(told)) as found:
        read("tense.yaml", text)
    assert "validation error for" not in str(found.value)


def test_a_bank_without_practice_is_seen():
    found = changed(lambda one: None if one.practice else one)
    assert found == ["no question is of practice; write one to choose and one to type"]
