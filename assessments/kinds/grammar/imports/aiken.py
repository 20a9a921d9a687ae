"""Aiken: a question, its options behind ``A.`` or ``A)``, and ``ANSWER: B``."""

import re
from collections.abc import Iterator, Sequence

from assessments.kinds.grammar.imports.draft import (
    RIGHT,
    Answer,
    Draft,
    Extract,
    Problem,
    UnfitError,
    chosen,
)

_OPTION = re.compile(r"^([A-Z])[.)]\s+(.+)$")
_ANSWER = re.compile(r"^ANSWER:\s*([A-Z])\s*$", re.IGNORECASE)

Line = tuple[int, str]


def read_aiken(text: str) -> Extract:
    """Read the questions of an Aiken file."""
    extract = Extract()
    for block in _blocks(text):
        line, title = block[0]
        try:
            content = _question(block)
        except UnfitError as error:
            extract.problems.append(Problem(line=line, title=title, why=str(error)))
        else:
            extract.drafts.append(
                Draft(line=line, title="", question_type="choose", content=content)
            )
    return extract


def _blocks(text: str) -> Iterator[list[Line]]:
    """Yield blocks: each ends at its ANSWER, or at an empty line if it has no ANSWER."""
    block: list[Line] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            block.append((number, line.strip()))
        if block and (not line.strip() or _ANSWER.match(block[-1][1])):
            yield block
            block = []
    if block:
        yield block


def _question(block: Sequence[Line]) -> dict[str, object]:
    asked = [line for _, line in block if not _OPTION.match(line) and not _ANSWER.match(line)]
    options = [match for _, line in block if (match := _OPTION.match(line))]
    keys = [match[1].upper() for _, line in block if (match := _ANSWER.match(line))]
    if not asked:
        raise UnfitError("there is no question before the options")
    if len(keys) != 1:
        raise UnfitError("the line ANSWER: with one letter is missing")
    if len({option[1] for option in options}) < len(options):
        raise UnfitError("two options have the same letter")
    if keys[0] not in {option[1] for option in options}:
        raise UnfitError(f"ANSWER: {keys[0]} names no option")
    answers = [
        Answer(text=option[2], weight=RIGHT if option[1] == keys[0] else 0.0) for option in options
    ]
    return dict(chosen(" ".join(asked), answers))
