"""Questions as QTI 2.1: the structure of the items, and the way back."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from assessments.kinds.grammar.exports import exported, item, unfit
from assessments.kinds.grammar.imports import imported, imported_file
from assessments.kinds.grammar.imports.draft import Defaults
from tests.support.banks import shipped
from tests.support.grammar_items import choose, cloze, email, find, order, typed

BANK = shipped("grammar")
FITTING = {name: question for name, question in BANK.items() if not unfit(question)}
NOT_IN_THE_FILE = {
    *("id", "topic", "rule", "level", "note"),
    *("profile", "practice", "variety", "trial", "unmarked"),
}
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
ORDER = (
    *("responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing"),
    "modalFeedback",
)


def back(question):
    """Return the question that the export of a question becomes."""
    defaults = Defaults(
        topic=question.topic, rule=question.rule, level=question.level, prefix="back"
    )
    result = imported(item(question), "qti", defaults)
    assert result.problems == ()
    return result.questions[0]


def test_most_of_the_shipped_bank_can_be_exported():
    """181 to choose, 10 passages and 197 to type, of which one asks for the mark at the end."""
    assert len(FITTING) == 387
    assert {question.question_type for question in FITTING.values()} == {
        *("choose", "type_correction", "cloze"),
    }


@pytest.mark.parametrize("name", FITTING)
def test_an_exported_question_comes_back_as_it_was(name):
    question = FITTING[name]
    returned = back(question)
    assert type(returned) is type(question)
    assert returned.model_dump(exclude=NOT_IN_THE_FILE) == question.model_dump(
        exclude=NOT_IN_THE_FILE
    )


@pytest.mark.parametrize("name", FITTING)
def test_an_item_has_the_structure_of_qti(name):
    text = item(FITTING[name])
    root = ElementTree.fromstring(text)
    children = [child.tag.removeprefix(QTI) for child in root]
    assert root.tag == f"{QTI}assessmentItem"
    assert [tag for tag in ORDER if tag in children] == list(dict.fromkeys(children))
    assert root.get("identifier").replace("-", "").isalnum()
    assert root.get("identifier")[0].isalpha()
    assert (root.get("adaptive"), root.get("timeDependent")) == ("false", "false")
    declared = [each.get("identifier") for each in root.iter(f"{QTI}responseDeclaration")]
    asked = [
        each.get("responseIdentifier") for each in root.iter() if each.tag.endswith("Interaction")
    ]
    scored = [each.get("identifier") for each in root.iter(f"{QTI}mapResponse")]
    assert declared == asked == scored
    assert len(set(declared)) == len(declared)
    outcomes = {each.get("identifier") for each in root.iter(f"{QTI}outcomeDeclaration")}
    assert outcomes == {"SCORE", "FEEDBACK"}
    assert {each.get("identifier") for each in root.iter(f"{QTI}setOutcomeValue")} == outcomes
    for declaration in root.iter(f"{QTI}responseDeclaration"):
        values = [value.text for value in declaration.iter(f"{QTI}value")]
        keys = [entry.get("mapKey") for entry in declaration.iter(f"{QTI}mapEntry")]
        assert len(values) == 1
        assert values[0] == keys[0]
        if declaration.get("baseType") == "identifier":
            offered = {
                each.get("identifier")
                for each in root.iter()
                if each.tag in {f"{QTI}simpleChoice", f"{QTI}inlineChoice"}
            }
            assert set(keys) <= offered


def test_special_characters_come_back():
    text = "R&D <b>said</b> “no” & \"yes\" 'so' ]]> ___ &amp; é."
    question = choose(text=text)
    assert back(question).text == text
    question = typed(text="On [day & <night>] we met.", accepted=("Monday & <Tuesday>",))
    assert back(question).accepted == question.accepted


def test_a_passage_with_capitals_among_its_words_comes_back():
    question = FITTING[next(name for name, each in FITTING.items() if "{The}" in each.text)]
    assert "The" not in question.words
    assert back(question).text == question.text
    assert back(question).words == question.words


def test_an_id_that_begins_with_a_digit_becomes_a_name():
    assert 'identifier="q1-a"' in item(choose(id="1-a"))


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (typed(marks=True), "the mark at the end counts"),
        (find(), "find_error has no counterpart"),
        (order(), "word_order has no counterpart"),
        (email(), "edit_email has no counterpart"),
        (choose(), ""),
        (cloze(), ""),
    ],
)
def test_what_qti_cannot_hold_is_left_out_with_the_reason(question, why):
    assert unfit(question) == why or (why and why in unfit(question))
    assert [left.why for left in exported([question]).left] == [unfit(question)] * bool(why)


def test_a_package_names_its_items_and_is_the_same_each_time():
    questions = list(FITTING.values())[:5]
    result = exported([*questions, find()])
    assert (result.count, [left.id for left in result.left]) == (5, [find().id])
    assert exported([*questions, find()]).package == result.package
    with zipfile.ZipFile(io.BytesIO(result.package)) as package:
        names = package.namelist()
        manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
    packaging = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
    resources = list(manifest.iter(f"{packaging}resource"))
    assert names == ["imsmanifest.xml", *(each.get("href") for each in resources)]
    assert {each.get("type") for each in resources} == {"imsqti_item_xmlv2p1"}
    defaults = Defaults(topic="tense", rule="past", level="B1", prefix="back")
    returned = imported_file(result.package, "qti", defaults)
    assert [each.text for each in returned.questions] == [each.text for each in questions]
