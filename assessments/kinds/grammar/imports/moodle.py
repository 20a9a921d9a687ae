"""Moodle XML: multiple choice, short answers, and texts with embedded answers (cloze)."""

import re
from collections.abc import Mapping
from functools import partial
from xml.etree.ElementTree import Element

from assessments.kinds.grammar.imports.content import Answer, chosen, explained, typed
from assessments.kinds.grammar.imports.draft import (
    EMBEDDED,
    ESSAY,
    MATCHING,
    NUMBER,
    TRUE_OR_FALSE,
    Content,
    Extract,
    Notes,
    UnfitError,
)
from assessments.kinds.grammar.imports.embedded import embedded
from assessments.kinds.grammar.imports.markup import Markup, feedback, visible
from assessments.kinds.grammar.imports.tree import NotXmlError, Piece, parsed, pieces

_UNFIT: Mapping[str, str] = {
    "truefalse": TRUE_OR_FALSE,
    "matching": MATCHING,
    "match": MATCHING,
    "ddmatch": MATCHING,
    "randomsamatch": MATCHING,
    "essay": ESSAY,
    "essayautograde": ESSAY,
    "numerical": NUMBER,
    "calculated": NUMBER,
    "calculatedsimple": NUMBER,
    "calculatedmulti": NUMBER,
    "description": "a description asks nothing; questions that need it must hold its text",
}
_MARKUPS: Mapping[str, Markup] = {"plain_text": "plain", "markdown": "markdown"}

NO_QUESTION = "the file holds no <question>"
OUTSIDE_CDATA = "markup is in <text> without CDATA; Moodle would lose it"
CUT_OFF = "the question is not closed; the file may be cut off"

_TITLE = re.compile(r"<name[^<>]*>\s*<text[^<>]*>(?:<!\[CDATA\[)?([^<]{1,200})")


def read_moodle(text: str) -> Extract:
    """Read the questions of a Moodle XML file.

    Raises:
        UnfitError: the text is not XML, declares a document type, or holds no ``quiz``.
    """
    extract = Extract()
    parts = list(pieces(text, "question"))
    try:
        quiz, lines = parsed(text)
    except NotXmlError:
        if not parts:
            raise
        quiz, lines = None, {}
    if quiz is None or len(parts) > len(list(quiz.iter("question"))):  # or CDATA is not closed
        for part in parts:
            _add_piece(extract, part)
        return extract
    if quiz.tag != "quiz":
        raise UnfitError(f"the file holds <{quiz.tag}>, not <quiz>")
    for question in quiz.iter("question"):
        _add(extract, question, lines[question])
    if extract.position == 1:
        extract.refuse(1, "", NO_QUESTION)
    return extract


def _add_piece(extract: Extract, piece: Piece) -> None:
    """Add a question of a file of which at least one is not well-formed."""
    title = _TITLE.search(piece.source)
    try:
        question, _ = parsed(piece.source, piece.line)
    except UnfitError as error:
        why = str(error) if piece.closed else CUT_OFF
        extract.refuse(piece.line, title[1] if title else "", why)
    else:
        _add(extract, question, piece.line)


def _add(extract: Extract, question: Element, line: int) -> None:
    if question.get("type", "") == "category":
        return
    extract.add(line, _title(question), partial(_question, question, extract.position))


def _title(question: Element) -> str:
    try:
        return feedback(*_source(question.find("name"), media=True), Notes())
    except UnfitError:
        return ""


def _question(question: Element, position: int, notes: Notes) -> Content:
    moodle_type = question.get("type", "")
    if moodle_type in _UNFIT:
        raise UnfitError(_UNFIT[moodle_type])
    if moodle_type not in {"multichoice", "shortanswer", "cloze"}:
        raise UnfitError(f"questions of the type {moodle_type!r} are not known here")
    text, markup = _source(question.find("questiontext"))
    general, general_markup = _source(question.find("generalfeedback"), media=True)
    if (question.findtext("hidden") or "0").strip() == "1":
        notes.add("the question is hidden in Moodle; it may be an old version")
    if moodle_type == "cloze":
        content = embedded(visible(text, markup, notes, gaps=False), notes, position)
    else:
        options = moodle_type == "multichoice"
        answers = [_answer(answer, notes, options=options) for answer in question.findall("answer")]
        asked = visible(text, markup, notes)
        if options:
            content = chosen(asked, answers, notes, position)
        else:
            case = (question.findtext("usecase") or "0").strip().lower() in {"1", "true"}
            content = typed(asked, answers, notes, position, case=case)
    return explained(content, feedback(general, general_markup, notes), notes)


def _answer(answer: Element, notes: Notes, *, options: bool) -> Answer:
    try:
        weight = float(answer.get("fraction", "0"))
    except ValueError as error:
        raise UnfitError(f"the fraction {answer.get('fraction')!r} is no number") from error
    text, markup = _source(answer)
    because, because_markup = _source(answer.find("feedback"), media=True)
    return Answer(
        text=visible(text, markup, notes, brackets=options, gaps=False),
        weight=weight,
        feedback=feedback(because, because_markup, notes),
    )


def _source(element: Element | None, *, media: bool = False) -> tuple[str, Markup]:
    """Return the text of an element as it is written, and its format.

    Raises:
        UnfitError: the element embeds a file and not ``media``, or its markup is not in CDATA.
    """
    if element is None:
        return "", "html"
    if element.find("file") is not None and not media:
        raise UnfitError(EMBEDDED)
    text = element.find("text")
    if text is not None and len(text):
        raise UnfitError(OUTSIDE_CDATA)
    source = element.text if text is None else text.text
    return source or "", _MARKUPS.get(element.get("format", ""), "html")
