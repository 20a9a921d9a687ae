"""QTI 2.1 items: what is imported, what is noted, and why the rest is left out."""

import pytest

from assessments.kinds.grammar.imports.draft import UnfitError
from tests.support.question_files import (
    choice,
    entry,
    inline,
    item,
    notes,
    only,
    problem,
    read,
    response,
)

WORDS = ("go", "goes", "going", "gone")


def typed(*correct, mapping="", **more):
    return response(*correct, base="string", mapping=mapping, **more)


def entries(*pairs, case=""):
    return "".join(
        f'<mapEntry mapKey="{key}" mappedValue="{value}"{case}/>' for key, value in pairs
    )


def test_a_choice_is_read():
    body = "<p>Look at the <i>verb</i>.</p>" + choice(*WORDS)
    question = only(item(body, response("b")), "qti")
    assert question.text == "Look at the verb. She ___ home."
    assert question.right_answers == ("goes",)
    assert list(question.options.values()) == list(WORDS)
    assert question.note == "Imported, line 1 Past"


def test_the_key_may_be_in_the_mapping_alone():
    text = item(choice(*WORDS), response(mapping=entries(("b", 2), ("c", -1))))
    assert only(text, "qti").key == "b"


def test_names_with_a_prefix_and_text_in_cdata_are_read():
    text = (
        '<q:assessmentItem xmlns:q="http://www.imsglobal.org/xsd/imsqti_v2p2" title="T">'
        '<q:responseDeclaration identifier="R" cardinality="single" baseType="identifier">'
        "<q:correctResponse><q:value><![CDATA[b]]></q:value></q:correctResponse>"
        '</q:responseDeclaration><q:itemBody><q:choiceInteraction responseIdentifier="R">'
        + "".join(
            f'<q:simpleChoice identifier="{letter}"><p>{word}</p></q:simpleChoice>'
            for letter, word in zip("abcd", WORDS, strict=True)
        )
        + "<q:prompt>She ___.</q:prompt></q:choiceInteraction></q:itemBody></q:assessmentItem>"
    )
    assert only(text, "qti").right_answers == ("goes",)


@pytest.mark.parametrize(
    ("declaration", "accepted", "case"),
    [
        (typed("goes"), ("goes",), True),
        (typed("goes", "does go"), ("goes", "does go"), True),
        (typed("goes", mapping=entries(("goes", 1), ("does go", 1))), ("goes", "does go"), True),
        (
            typed("goes", mapping=entries(("goes", 2), ("go", 0), case=' caseSensitive="false"')),
            ("goes",),
            False,
        ),
    ],
)
def test_a_typed_gap_is_read(declaration, accepted, case):
    body = f"<p>Fill the gap.</p><p>She <b>really</b> {entry()} home.</p>"
    question = only(item(body, declaration), "qti")
    assert question.text == "Fill the gap. She really ___ home."
    assert (question.accepted, question.case) == (accepted, case)


def test_capitals_do_not_count_if_a_rule_says_so():
    rules = (
        '<responseProcessing><stringMatch caseSensitive="false"><variable identifier="RESPONSE"/>'
        '<baseValue baseType="string">goes</baseValue></stringMatch></responseProcessing>'
    )
    assert not only(item(f"<p>She {entry()}.</p>", typed("goes"), more=rules), "qti").case


def test_answers_that_count_as_the_same_are_dropped_with_a_note():
    mapping = entries(("won't", 1), ("won’t", 1), ("Won't.", 1), case=' caseSensitive="false"')
    text = item(f"<p>He {entry()} come.</p>", typed("won't", mapping=mapping))
    assert only(text, "qti").accepted == ("won't",)
    assert notes(text, "qti").count("was dropped") == 2


@pytest.mark.parametrize(
    "body",
    [
        f"<p>On [monday] we met.</p><p>{entry()}</p>",
        f"<p>On <u>monday</u> we met.</p><div><p> {entry()} </p></div>",
    ],
)
def test_a_field_below_a_sentence_is_no_gap_of_it(body):
    question = only(item(body, typed("Monday")), "qti")
    assert question.text == "On [monday] we met."


def test_a_field_below_a_question_is_where_the_answer_is_typed():
    body = f"<p>What is the past of go?</p><p>{entry()}</p>"
    assert only(item(body, typed("went")), "qti").text == "What is the past of go? ___"


def test_a_single_inline_choice_is_a_multiple_choice_question():
    body = f"<p>She {inline(*WORDS)} home.</p>"
    question = only(item(body, response("b")), "qti")
    assert (question.text, question.right_answers) == ("She ___ home.", ("goes",))


def test_an_option_that_only_asks_to_choose_is_removed_with_a_note():
    text = item(f"<p>She {inline('Please choose...', *WORDS)}.</p>", response("c"))
    assert list(only(text, "qti").options.values()) == list(WORDS)
    assert "only asks to choose" in notes(text, "qti")


def passage(fields, declarations):
    gaps = " and ".join(fields)
    return item(f"<p>Fill the gaps.</p><p>I see {gaps}.</p>", "".join(declarations))


def test_typed_gaps_are_a_passage():
    names = [f"R{number}" for number in range(4)]
    text = passage(
        [entry(name) for name in names], [typed(f"{name} x", name=name) for name in names]
    )
    question = only(text, "qti")
    assert question.text == "I see {R0 x} and {R1 x} and {R2 x} and {R3 x}."
    assert question.task == "Fill the gaps."
    assert "capitals do not count" in notes(text, "qti")


def test_gaps_that_offer_the_same_words_are_a_passage():
    names = [f"R{number}" for number in range(4)]
    words = [("a", "an", "the"), ("the", "a", "an"), ("A", "An", "The"), ("a", "an", "the")]
    text = passage(
        [inline(*offered, name=name) for name, offered in zip(names, words, strict=True)],
        [response(key, name=name) for name, key in zip(names, "abcb", strict=True)],
    )
    question = only(text, "qti")
    assert question.text == "I see {a} and {a} and {The} and {an}."
    assert question.words == ("a", "an", "the")


def test_feedback_belongs_to_its_answer():
    feedback = "".join(
        f'<modalFeedback outcomeIdentifier="F" identifier="{name}" showHide="show">{name} it is'
        "</modalFeedback>"
        for name in ("a", "b", "incorrect")
    )
    choices = choice(
        "go",
        "goes",
        'going<feedbackInline outcomeIdentifier="F" identifier="c">No</feedbackInline>',
        "gone",
    )
    text = item(choices, response("b"), more=feedback)
    question = only(text, "qti")
    assert question.options["c"] == "going"
    assert question.reason == "b it is"
    assert question.mistakes == {"a": "a it is", "c": "No", "d": "not told in the file"}
    assert notes(text, "qti") == "feedback 'incorrect' was left out: incorrect it is"


def test_a_text_for_staff_is_left_out_with_a_note():
    body = '<rubricBlock view="scorer"><p>Two points.</p></rubricBlock>' + choice(*WORDS)
    text = item(body, response("b"))
    assert only(text, "qti").text == "She ___ home."
    assert notes(text, "qti") == "a text that only staff see was left out"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (item(choice("a", "b", "c"), response("a")), "3 options, 1 of them right"),
        (item(choice(*WORDS), response("a", "b")), "4 options, 2 of them right"),
        (
            item(choice(*WORDS), response(mapping=entries(("a", 1), ("b", 0.5)))),
            "a part of the point",
        ),
        (item(choice(*WORDS), response()), "does not say which answer is right"),
        (item(choice(*WORDS), ""), "does not say which answer is right"),
        (item(choice(*WORDS), response("z")), "4 options, 0 of them right"),
        (item(choice(*WORDS), response(mapping=entries(("a", "x")))), "is not a number"),
        (item("<p>Nothing</p>", response("a")), "it has no interaction"),
        (item(f"<p>{entry() * 51}</p>", ""), "over 50 fields"),
        (item(choice(*WORDS) * 2, response("a")), "holds several questions"),
        (item(f"<p>{entry()}</p>", typed("a")), "the question has no text"),
        (item(f"<p>She {entry()}.</p>", response("3", base="integer")), "a number is asked for"),
        (
            item(f"<p>She {entry()}.</p>", typed("York", mapping=entries(("york", 0.5), ("Y", 1)))),
            "a part of the point",
        ),
        (item(f"<p>She {entry()}.</p>", typed("wen*")), "wildcard"),
        (item(f"<p>She {entry()} {inline(*WORDS, name='B')}.</p>", ""), "which answer is right"),
        (item('<p>Say <img src="a.png" alt="x"/></p>' + choice(*WORDS), response("a")), "pictures"),
        (item('<object data="a.mp3"/>' + choice(*WORDS), response("a")), "pictures"),
        (item("<p>A</p><extendedTextInteraction/>", response("a")), "an essay"),
        (item("<p>A</p><matchInteraction/>", response("a")), "matching"),
        (item("<p>A</p><hotspotInteraction/>", response("a")), "'hotspotInteraction' are not"),
        (
            item(choice(*WORDS), '<templateDeclaration identifier="T"/>' + response("a")),
            "changes each time",
        ),
        (item(choice(*WORDS), response("a") + "<assessmentStimulusRef/>"), "in another file"),
        (item(choice(*WORDS), response("a")).replace("itemBody", "other"), "no itemBody"),
    ],
)
def test_what_does_not_fit_is_named(text, why):
    assert why in problem(text, "qti")[1]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<questestinterop/>", "QTI 1.2"),
        ("<qti-assessment-item/>", "QTI 3"),
        ("<assessmentTest/>", "a test without its items"),
        ("<manifest/>", "the whole package"),
        ("<quiz/>", "Moodle XML"),
        ("<html/>", "the file holds <html>"),
        ("hello", "this is no XML"),
        (item(choice(*WORDS, prompt="a&nbsp;b"), response("a")), "XML does not know &nbsp"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><assessmentItem/>', "document type"),
        ("<a>" * 2000 + "</a>" * 2000, "nested over"),
    ],
)
def test_what_is_no_item_is_refused(text, why):
    with pytest.raises(UnfitError, match=why):
        read(text, "qti")
