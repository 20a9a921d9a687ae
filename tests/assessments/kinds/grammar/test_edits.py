"""E-mails to edit: errors fixed, missed and newly made, in edits written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessments.kinds.grammar import ASSESSMENT
from assessments.kinds.grammar.edits import tokens
from assessments.kinds.grammar.passage import EditEmail
from tests.support.grammar_items import email

SHOWN = (
    "Dear Ana,\n\nYour card are ready. We discuss about it on monday. Please bring manager.\n\nBen"
)
EMAILS = [item for item in ASSESSMENT.bank().values() if isinstance(item, EditEmail)]


def found(text):
    mark = email().mark(text)
    return "".join("x" if part.right else "-" for part in mark.parts), list(mark.broken)


def test_what_is_shown_holds_every_error():
    assert email().faulty == SHOWN
    assert found(SHOWN) == ("----", [])


@pytest.mark.parametrize(
    ("edit", "fixed", "broken"),
    [
        ([("are", "is")], "x---", []),
        ([("discuss about", "discuss")], "-x--", []),
        ([("monday", "Monday")], "--x-", []),
        ([("manager", "the manager")], "---x", []),
        ([("manager", "your manager")], "---x", []),
        ([("are", "is"), ("monday", "Monday")], "x-x-", []),
        # failed attempts are missed errors, not broken text
        ([("are", "were")], "----", []),
        ([("manager", "a manager")], "----", []),
        ([("are ready", "been ready")], "----", []),
        # changes outside the errors
        ([("Your", "You")], "----", ["You"]),
        ([("Please ", "")], "----", [""]),
        ([("Please", "Please, please")], "----", [", please"]),
        ([("are", "is"), ("Please", "pls")], "x---", ["pls"]),
        ([("Dear Ana", "Hey you"), ("Ben", "B.")], "----", ["Hey you", "B ."]),
        ([("Your card are ready. We discuss about it on", "We talk on")], "----", [""]),
        # matters of taste and of the keyboard
        ([("Dear Ana,", "Dear Ana")], "----", []),
        ([("We", "Well, we")], "----", []),  # beside an error, so perhaps a try at it
        ([("\n\n", "  \n")], "----", []),
    ],
)
def test_an_edit_is_found_where_it_is(edit, fixed, broken):
    text = SHOWN
    for old, new in edit:
        assert old in text
        text = text.replace(old, new, 1)
    assert found(text) == (fixed, broken)


def test_a_break_costs_a_point_and_never_more_than_there_are():
    item = email()
    assert item.mark(item.solved).earned == 4
    assert item.mark(item.solved.replace("card", "cat")).earned == 3
    assert item.mark(SHOWN.replace("card", "cat")).earned == 0


@pytest.mark.parametrize("text", ["", " \n ", "is", "discuss", "Hello world", "the manager " * 50])
def test_a_text_that_is_not_the_e_mail_earns_nothing(text):
    assert email().mark(text).earned == 0


@pytest.mark.parametrize("item", EMAILS, ids=lambda item: item.id)
@given(data=st.data())
def test_any_choice_of_mended_errors_is_read_back(item, data):
    wordings = [st.none() | st.sampled_from(range(len(planted.right))) for planted in item.planted]
    chosen = data.draw(st.tuples(*wordings))
    text = item.mended_at({n: choice for n, choice in enumerate(chosen) if choice is not None})
    mark = item.mark(text)
    assert [part.right for part in mark.parts] == [choice is not None for choice in chosen]
    assert not mark.broken


@pytest.mark.parametrize("item", EMAILS, ids=lambda item: item.id)
@given(data=st.data())
def test_a_word_taken_out_never_earns_more(item, data):
    words = item.solved.split(" ")
    place = data.draw(st.integers(0, len(words) - 1))
    less = item.mark(" ".join(words[:place] + words[place + 1 :]))
    assert less.earned < item.mark(item.solved).earned


def test_tokens_are_words_and_marks():
    assert tokens("Ma’am, it's 1,250.50 at 3:00 p.m.") == [
        *("Ma'am", ",", "it's", "1,250.50", "at", "3", ":", "00", "p.m", "."),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"errors": [{"topic": "agreement", "reason": "one"}] * 3},
        {"text": "[a|b] [c|d] [e|f]", "errors": [{"topic": "tense", "reason": "one"}] * 3},
        {"text": "[a|b] [c|d] [e|f] [g]"},
        {"text": "[a|b] [c|d] [e|f] [g|h|g]"},
        {"text": "[a|b] [c|d] [e|f] [g|h|h]"},
        {"text": "[a|b] [c|d] [e|f] [g|]"},
    ],
)
def test_errors_that_cannot_be_marked_are_refused(changes):
    with pytest.raises(ValidationError):
        email(**changes)
