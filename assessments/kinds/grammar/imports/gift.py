r"""GIFT: ``::title:: text {=right ~wrong #feedback} text``.

Supported: options, short answers, missing words, weights of 0 and 100 %, feedback, comments,
categories, titles, escapes (``\=``). Questions that are neither four options nor typed are refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessments.kinds.grammar.imports.draft import (
    ESSAY,
    MATCHING,
    NUMBER,
    RIGHT,
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
from assessments.kinds.grammar.question import GAP

# Escaped characters are replaced before the rules below apply, and restored at the end.
_SPECIAL = "~=#{}:\\"
_HIDDEN = str.maketrans({chr(0xE000 + n): character for n, character in enumerate(_SPECIAL)})
_ESCAPED = re.compile(r"\\([~=#{}:\\])")

_TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
_MARKUP = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]")
_BRACES = re.compile(r"\{([^{}]*)\}")
_ANSWERS = re.compile(r"([=~])\s*(?:%(-?\d+(?:\.\d+)?)%)?([^=~]*)")

_OTHER_TYPES: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"^\s*$"), ESSAY),
    (
        re.compile(r"^\s*(T|F|TRUE|FALSE)\s*(#|$)"),
        TRUE_OR_FALSE,
    ),
    (re.compile(r"^\s*#"), NUMBER),
    (re.compile(r"->"), MATCHING),
)


def read_gift(text: str) -> Extract:
    """Read the questions of a GIFT file."""
    extract = Extract()
    for line, block in _blocks(text):
        title = ""
        try:
            title, body = _titled(block)
            question_type, content, feedback = _question(body)
        except UnfitError as error:
            extract.problems.append(Problem(line=line, title=title or block[:60], why=str(error)))
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


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the questions, separated by empty lines, without comments and categories."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        bare = line.strip()
        if bare.startswith(("//", "$CATEGORY:")):
            continue
        if bare:
            start = start if lines else number
            lines.append(bare)
        elif lines:
            yield start, " ".join(lines)
            lines = []


def _titled(block: str) -> tuple[str, str]:
    body = _ESCAPED.sub(lambda match: chr(0xE000 + _SPECIAL.index(match[1])), block)
    title = _TITLE.match(body)
    rest = body[title.end() :] if title else body
    markup = _MARKUP.match(rest)
    if markup and markup[1] == "html":
        rest = plain(rest[markup.end() :])
    return _restored(title[1]) if title else "", _MARKUP.sub("", rest)


def _restored(text: str) -> str:
    return " ".join(text.translate(_HIDDEN).split())


def _question(body: str) -> tuple[str, Mapping[str, Any], str]:
    """Return question type, fields and general feedback.

    Raises:
        UnfitError: the question is of a type that cannot be imported.
    """
    if len(_BRACES.findall(body)) != 1:
        raise UnfitError("a question needs its answers in one pair of {braces}")
    before, inside, after = _BRACES.split(body)
    inside, _, feedback = inside.partition("####")
    for pattern, why in _OTHER_TYPES:
        if pattern.search(inside):
            raise UnfitError(why)
    text = _restored(f"{before}{GAP}{after}" if after.strip() else before)
    answers = [_answer(*parts) for parts in _ANSWERS.findall(inside)]
    if "~" in inside:
        return "choose", chosen(text, answers), _restored(feedback)
    return "type_correction", typed(text, answers), _restored(feedback)


def _answer(prefix: str, weight: str, content: str) -> Answer:
    text, _, feedback = content.partition("#")
    usual = RIGHT if prefix == "=" else 0.0
    return Answer(
        text=_restored(text),
        weight=float(weight) if weight else usual,
        feedback=_restored(feedback),
    )
