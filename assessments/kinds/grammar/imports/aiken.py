"""Aiken: a question, its options behind ``A.`` or ``A)``, and ``ANSWER: B``."""

import re
from collections.abc import Iterator, Sequence

from assessments.kinds.grammar.imports.draft import (
    RIGHT,
    Answer,
    Draft,
    Found,
    Problem,
    UnfitError,
    chosen,
)

_OPTION = re.compile(r"^([A-Z])[.)]\s+(.+)$")
_ANSWER = re.compile(r"^ANSWER:\s*([A-Z])\s*$", re.IGNORECASE)

Line = tuple[int, str]


def read_aiken(text: str) -> Found:
    """Read the questions of an Aiken file."""
    found = Found()
    for block in _blocks(text):
        line, title = block[0]
        try:
            content = _question(block)
        except UnfitError as error:
            found.problems.append(Problem(line=line, title=title, why=str(error)))
        else:
            found.drafts.append(Draft(line=line, title="", form="choose", content=content))
    return found


def _blocks(text: str) -> Iterator[list[Line]]:
    """A block ends with its ANSWER, or where an empty line cuts off a question without one."""
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
    options = [found for _, line in block if (found := _OPTION.match(line))]
    keys = [found[1].upper() for _, line in block if (found := _ANSWER.match(line))]
    if not asked:
        raise UnfitError("there is no question before the options")
    if len(keys) != 1:
        raise UnfitError("the line ANSWER: with one letter is missing")
    if len({found[1] for found in options}) < len(options):
        raise UnfitError("two options have the same letter")
    if keys[0] not in {found[1] for found in options}:
        raise UnfitError(f"ANSWER: {keys[0]} names no option")
    answers = [
        Answer(text=found[2], weight=RIGHT if found[1] == keys[0] else 0.0) for found in options
    ]
    return dict(chosen(" ".join(asked), answers))
