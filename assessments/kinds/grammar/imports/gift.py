r"""GIFT: ``::title:: text {=right ~wrong #feedback} text``.

Read: options, short answers, missing words, weights of 0 and 100 %, feedback, comments, categories,
titles, escapes (``\=``). Refused with a reason: what is neither one of four nor typed.
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
    Found,
    Problem,
    UnfitError,
    chosen,
    plain,
    typed,
)
from assessments.kinds.grammar.question import GAP

# An escaped sign is put out of the way of every rule below, and back at the end.
_SIGNS = "~=#{}:\\"
_HIDDEN = str.maketrans({chr(0xE000 + n): sign for n, sign in enumerate(_SIGNS)})
_ESCAPED = re.compile(r"\\([~=#{}:\\])")

_TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
_MARKUP = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]")
_BRACES = re.compile(r"\{([^{}]*)\}")
_ANSWERS = re.compile(r"([=~])\s*(?:%(-?\d+(?:\.\d+)?)%)?([^=~]*)")

_OTHER_KINDS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"^\s*$"), ESSAY),
    (
        re.compile(r"^\s*(T|F|TRUE|FALSE)\s*(#|$)"),
        TRUE_OR_FALSE,
    ),
    (re.compile(r"^\s*#"), NUMBER),
    (re.compile(r"->"), MATCHING),
)


def read_gift(text: str) -> Found:
    """Read the questions of a GIFT file."""
    found = Found()
    for line, block in _blocks(text):
        title = ""
        try:
            title, body = _titled(block)
            form, content, feedback = _question(body)
        except UnfitError as error:
            found.problems.append(Problem(line=line, title=title or block[:60], why=str(error)))
        else:
            found.drafts.append(
                Draft(line=line, title=title, form=form, content=content, feedback=feedback)
            )
    return found


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Questions are parted by empty lines; comments and categories are no part of them."""
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
    body = _ESCAPED.sub(lambda found: chr(0xE000 + _SIGNS.index(found[1])), block)
    title = _TITLE.match(body)
    rest = body[title.end() :] if title else body
    markup = _MARKUP.match(rest)
    if markup and markup[1] == "html":
        rest = plain(rest[markup.end() :])
    return _shown(title[1]) if title else "", _MARKUP.sub("", rest)


def _shown(text: str) -> str:
    return " ".join(text.translate(_HIDDEN).split())


def _question(body: str) -> tuple[str, Mapping[str, Any], str]:
    """Return form, fields and general feedback.

    Raises:
        UnfitError: it is of no form that can be taken over.
    """
    if len(_BRACES.findall(body)) != 1:
        raise UnfitError("a question needs its answers in one pair of {braces}")
    before, inside, after = _BRACES.split(body)
    inside, _, feedback = inside.partition("####")
    for kind, why in _OTHER_KINDS:
        if kind.search(inside):
            raise UnfitError(why)
    text = _shown(f"{before}{GAP}{after}" if after.strip() else before)
    answers = [_answer(*found) for found in _ANSWERS.findall(inside)]
    if "~" in inside:
        return "choose", chosen(text, answers), _shown(feedback)
    return "type_correction", typed(text, answers), _shown(feedback)


def _answer(sign: str, weight: str, told: str) -> Answer:
    text, _, feedback = told.partition("#")
    usual = RIGHT if sign == "=" else 0.0
    return Answer(
        text=_shown(text),
        weight=float(weight) if weight else usual,
        feedback=_shown(feedback),
    )
