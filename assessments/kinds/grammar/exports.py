"""Export questions as QTI 2.1: an item of each, and a package of all.

A question that QTI cannot hold without a change is left out with a reason. An imported export has
the same text, answers, key and reasons; topic, level and rule are not in the file.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assessments.kinds.grammar.passage import Cloze
from assessments.kinds.grammar.question import GAP, Choose, Question, Type
from assessments.kinds.grammar.quotes import normalised

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_QTI_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_PACKAGING_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of all files, so that the same questions give the same package."""

RESPONSE, FEEDBACK, REASON = "RESPONSE", "FEEDBACK", "reason"


@dataclass(frozen=True, kw_only=True)
class Left:
    """A question that was left out, and the reason."""

    id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Exported:
    """The package, the number of its questions, and those that were left out."""

    package: bytes
    count: int
    left: tuple[Left, ...]


def exported(questions: Iterable[Question]) -> Exported:
    """Return a QTI 2.1 package of all questions that fit."""
    items: dict[str, str] = {}
    left: list[Left] = []
    for question in questions:
        if why := unfit(question):
            left.append(Left(id=question.id, why=why))
        else:
            items[f"items/{question.id}.xml"] = item(question)
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as package:
        for name, text in {"imsmanifest.xml": _manifest(list(items)), **items}.items():
            package.writestr(ZipInfo(name, _FIRST_DATE), text, ZIP_DEFLATED)
    return Exported(package=content.getvalue(), count=len(items), left=tuple(left))


def unfit(question: Question) -> str:
    """Return why a question cannot be exported, "" if it can be."""
    if isinstance(question, Type):
        return "the mark at the end counts, which QTI cannot say" if question.marks else ""
    if isinstance(question, Choose | Cloze):
        return ""
    return f"the question type {question.question_type} has no counterpart in QTI 2.1"


def item(question: Question) -> str:
    """Return the QTI 2.1 item of a question that fits."""
    if isinstance(question, Choose):
        root = _choose(question)
    elif isinstance(question, Type):
        root = _typed(question)
    else:
        assert isinstance(question, Cloze)
        root = _cloze(question)
    return _written(root)


def _choose(question: Choose) -> Element:
    root = _root(question)
    _declare(root, RESPONSE, "identifier", [question.key])
    _outcomes(root, "single")
    body = SubElement(root, "itemBody")
    if GAP in question.text:
        _fill(
            SubElement(body, "p"), question.text.split(GAP), [_offered(RESPONSE, question.options)]
        )
    else:
        interaction = SubElement(
            body, "choiceInteraction", responseIdentifier=RESPONSE, shuffle="true", maxChoices="1"
        )
        SubElement(interaction, "prompt").text = question.text
        for letter, text in question.options.items():
            SubElement(interaction, "simpleChoice", identifier=letter).text = text
    told = _score(root, [RESPONSE])
    SubElement(told, "variable", identifier=RESPONSE)
    _feedback(root, {question.key: question.reason, **question.mistakes})
    return root


def _typed(question: Type) -> Element:
    root = _root(question)
    _declare(root, RESPONSE, "string", question.accepted, case=question.case)
    _outcomes(root, "single")
    body = SubElement(root, "itemBody")
    field = _field(RESPONSE, question.accepted)
    if GAP in question.text:
        _fill(SubElement(body, "p"), question.text.split(GAP), [field])
    else:  # the words to correct are in [brackets]; the answer is typed below the sentence
        SubElement(body, "p").text = question.text
        SubElement(body, "p").append(field)
    _always(_score(root, [RESPONSE]), [REASON])
    _feedback(root, {REASON: question.reason})
    return root


def _cloze(question: Cloze) -> Element:
    root = _root(question)
    names = [f"{RESPONSE}_{number}" for number in range(1, len(question.gaps) + 1)]
    fields = []
    for name, accepted in zip(names, question.gaps, strict=True):
        if question.words:
            words = _words(question.words, accepted)
            keys = {normalised(text): word for word, text in words.items()}
            _declare(root, name, "identifier", [keys[normalised(answer)] for answer in accepted])
            fields.append(_offered(name, words))
        else:
            _declare(root, name, "string", accepted)
            fields.append(_field(name, accepted))
    _outcomes(root, "multiple")
    body = SubElement(root, "itemBody")
    SubElement(body, "p").text = question.task
    _fill(SubElement(body, "p"), question.around, fields)
    _always(SubElement(_score(root, names), "multiple"), [*names, REASON])
    reasons = dict(zip(names, question.reasons, strict=True))
    _feedback(root, {**reasons, REASON: question.reason})
    return root


def _words(words: Sequence[str], accepted: Sequence[str]) -> dict[str, str]:
    """Return the words that a gap offers, with the capitals of its answers."""
    own = {normalised(answer): answer for answer in accepted}
    return {f"w{n}": own.get(normalised(word), word) for n, word in enumerate(words, 1)}


def _root(question: Question) -> Element:
    name = question.id if question.id[0].isalpha() else f"q{question.id}"
    return Element(
        "assessmentItem",
        {
            "xmlns": QTI,
            "xmlns:xsi": _SCHEMA_INSTANCE,
            "xsi:schemaLocation": f"{QTI} {_QTI_SCHEMA}",
            "identifier": name,
            "title": question.rule,
            "adaptive": "false",
            "timeDependent": "false",
            "xml:lang": "en",
        },
    )


def _declare(
    root: Element, name: str, base_type: str, accepted: Sequence[str], *, case: bool = False
) -> None:
    """Declare a response: the first answer is the correct one, and each earns the point."""
    declaration = SubElement(
        root, "responseDeclaration", identifier=name, cardinality="single", baseType=base_type
    )
    SubElement(SubElement(declaration, "correctResponse"), "value").text = accepted[0]
    mapping = SubElement(declaration, "mapping", defaultValue="0")
    for answer in accepted:
        entry = SubElement(mapping, "mapEntry", mapKey=answer, mappedValue="1")
        if base_type == "string":
            entry.set("caseSensitive", "true" if case else "false")


def _outcomes(root: Element, feedback_cardinality: str) -> None:
    SubElement(
        root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float"
    )
    SubElement(
        root,
        "outcomeDeclaration",
        identifier=FEEDBACK,
        cardinality=feedback_cardinality,
        baseType="identifier",
    )


def _offered(name: str, options: Mapping[str, str]) -> Element:
    interaction = Element("inlineChoiceInteraction", responseIdentifier=name, shuffle="true")
    for identifier, text in options.items():
        SubElement(interaction, "inlineChoice", identifier=identifier).text = text
    return interaction


def _field(name: str, accepted: Sequence[str]) -> Element:
    longest = max(map(len, accepted)) + 5
    return Element("textEntryInteraction", responseIdentifier=name, expectedLength=str(longest))


def _fill(paragraph: Element, pieces: Sequence[str], fields: Sequence[Element]) -> None:
    """Write a text with a field between each two pieces."""
    paragraph.text = pieces[0]
    for field, piece in zip(fields, pieces[1:], strict=True):
        paragraph.append(field)
        field.tail = piece


def _score(root: Element, names: Sequence[str]) -> Element:
    """Write how the score comes about, and return the element that says which feedback is shown."""
    processing = SubElement(root, "responseProcessing")
    total = SubElement(SubElement(processing, "setOutcomeValue", identifier="SCORE"), "sum")
    for name in names:
        SubElement(total, "mapResponse", identifier=name)
    return SubElement(processing, "setOutcomeValue", identifier=FEEDBACK)


def _always(expression: Element, names: Sequence[str]) -> None:
    for name in names:
        SubElement(expression, "baseValue", baseType="identifier").text = name


def _feedback(root: Element, texts: Mapping[str, str]) -> None:
    for identifier, text in texts.items():
        SubElement(
            root,
            "modalFeedback",
            outcomeIdentifier=FEEDBACK,
            identifier=identifier,
            showHide="show",
        ).text = text


def _manifest(hrefs: Sequence[str]) -> str:
    root = Element(
        "manifest",
        {
            "xmlns": PACKAGING,
            "xmlns:xsi": _SCHEMA_INSTANCE,
            "xsi:schemaLocation": f"{PACKAGING} {_PACKAGING_SCHEMA} {QTI} {_QTI_SCHEMA}",
            "identifier": "grammar-questions",
        },
    )
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "QTIv2.1 Package"
    SubElement(metadata, "schemaversion").text = "1.0.0"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for number, href in enumerate(hrefs, 1):
        resource = SubElement(
            resources,
            "resource",
            identifier=f"item-{number}",
            type="imsqti_item_xmlv2p1",
            href=href,
        )
        SubElement(resource, "file", href=href)
    return _written(root)


def _written(root: Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"
