"""Moodle XML: multiple choice, short answers, and cloze passages of short answers."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from assessments.kinds.grammar.imports.draft import (
    EMBEDDED,
    ESSAY,
    MATCHING,
    NOT_IN_FILE,
    NUMBER,
    PARTIAL,
    TRUE_OR_FALSE,
    Answer,
    Draft,
    Extract,
    Problem,
    UnfitError,
    chosen,
    plain,
    typed,
)

_CLOZE = re.compile(r"\{\d*:([A-Z_]+):([^{}]*)\}")
_SHORT_ANSWERS = frozenset({"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"})

_UNFIT: Mapping[str, str] = {
    "truefalse": TRUE_OR_FALSE,
    "matching": MATCHING,
    "essay": ESSAY,
    "numerical": NUMBER,
}

_NO_QUESTIONS = frozenset({"category", "description"})


def read_moodle(text: str) -> Extract:
    """Read the questions of a Moodle XML file.

    Raises:
        UnfitError: the text is not XML, declares a document type, or holds no ``quiz``.
    """
    quiz, lines = _parsed(text)
    if quiz.tag != "quiz":
        raise UnfitError(f"the file holds <{quiz.tag}>, not <quiz>")
    extract = Extract()
    for question in quiz.iter("question"):
        moodle_type = question.get("type", "")
        if moodle_type in _NO_QUESTIONS:
            continue
        line, title = lines[question], _plain(question.find("name"))
        try:
            question_type, content = _question(question, moodle_type)
            feedback = _plain(question.find("generalfeedback"))
        except UnfitError as error:
            extract.problems.append(Problem(line=line, title=title, why=str(error)))
        else:
            extract.drafts.append(
                Draft(
                    line=line,
                    title=title,
                    question_type=question_type,
                    content=content,
                    feedback=feedback,
                )
            )
    return extract


def _parsed(text: str) -> tuple[Element, Mapping[Element, int]]:
    """Return the tree, and the line on which each element begins."""
    parser = expat.ParserCreate()
    builder = TreeBuilder()
    lines: dict[Element, int] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        lines[builder.start(tag, attributes)] = parser.CurrentLineNumber

    def refuse(*_: object) -> None:
        raise UnfitError("the file declares a document type; save it without one")

    parser.StartElementHandler = start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise UnfitError(f"this is no XML: {error}") from error
    return builder.close(), lines


def _question(question: Element, moodle_type: str) -> tuple[str, Mapping[str, Any]]:
    if moodle_type in _UNFIT:
        raise UnfitError(_UNFIT[moodle_type])
    text = _plain(question.find("questiontext"))
    answers = [_answer(answer) for answer in question.findall("answer")]
    if moodle_type == "multichoice":
        return "choose", chosen(text, answers)
    if moodle_type == "shortanswer":
        case = (question.findtext("usecase") or "0").strip() == "1"
        return "type_correction", typed(text, answers, case=case)
    if moodle_type == "cloze":
        return "cloze", _cloze(text)
    raise UnfitError(f"questions of the type {moodle_type!r} are not known here")


def _answer(answer: Element) -> Answer:
    try:
        weight = float(answer.get("fraction", "0"))
    except ValueError as error:
        raise UnfitError(f"the fraction {answer.get('fraction')!r} is no number") from error
    return Answer(text=_plain(answer), weight=weight, feedback=_plain(answer.find("feedback")))


def _cloze(text: str) -> Mapping[str, Any]:
    reasons = []

    def gap(match: re.Match[str]) -> str:
        if match[1] not in _SHORT_ANSWERS:
            raise UnfitError(f"a gap of the type {match[1]} is not typed; use SHORTANSWER")
        reasons.append(NOT_IN_FILE)
        return "{" + "|".join(_gap_answers(match[2])) + "}"

    return {
        "task": "Type the missing words.",
        "text": _CLOZE.sub(gap, text),
        "reasons": reasons,
    }


def _gap_answers(choices: str) -> list[str]:
    """Return the answers of one gap that earn the whole point: ``=right``, ``%100%right``."""
    if "|" in choices or "\\" in choices:
        raise UnfitError("a gap holds | or \\, which no answer here can hold")
    accepted = []
    for choice in choices.split("~"):
        text = choice.partition("#")[0].strip()
        if text.startswith(("=", "%100%")):
            accepted.append(text.removeprefix("=").removeprefix("%100%"))
        elif text.startswith("%") and not text.startswith("%0%"):
            raise UnfitError(PARTIAL)
    if not accepted:
        raise UnfitError("a gap has no right answer")
    return accepted


def _plain(element: Element | None) -> str:
    """Return the text of an element without its markup.

    Raises:
        UnfitError: the element embeds a file.
    """
    if element is None:
        return ""
    if element.find("file") is not None:
        raise UnfitError(EMBEDDED)
    return plain(element.findtext("text") or "")
