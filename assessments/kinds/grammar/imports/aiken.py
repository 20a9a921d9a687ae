"""Aiken: a question, its options behind ``A.`` or ``A)``, and ``ANSWER: B``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from assessments.kinds.grammar.imports.content import RIGHT, Answer, chosen, explained
from assessments.kinds.grammar.imports.draft import Content, Extract, Notes, UnfitError
from assessments.kinds.grammar.imports.markup import check_readable, feedback, visible
from assessments.kinds.grammar.quotes import normalised

_OPTION = re.compile(r"^\(?([A-Za-z])[.)](\s*)(.*)$")
_ANSWER = re.compile(r"^(?:correct\s+)?answers?\s*:\s*(.*)$", re.IGNORECASE)
_KEY = re.compile(r"^\(?([A-Za-z])(?:[.):]+\s*(.*))?$")
_SEVERAL = re.compile(
    r"^\(?[A-Za-z]\)?(?:\s*(?:,|;|&|/|\band\b|\bor\b)\s*\(?[A-Za-z]\)?)+\.?$|^[A-H]{2,}$"
)
_LETTER_BELOW = re.compile(
    r"^([ \t]*answers?[ \t]*:)[ \t]*\n[ \t]*(\(?[A-Za-z]\)?\.?)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FEEDBACK = re.compile(r"^(?:feedback|explanation|rationale|reason)\s*:\s*(.*)$", re.IGNORECASE)

NO_ANSWER = "the line ANSWER: with one letter is missing"
NO_OPTIONS = "there are no options behind A. or A)"
NO_QUESTION = "there is no question before the options"
SEVERAL_KEYS = "ANSWER: names several options; here exactly one is right"
UNCLEAR = "the question before has no ANSWER:, so it is unclear where this one begins"

_LOOK_AHEAD = 12
"""Lines after option A in which option B must follow."""


@dataclass(kw_only=True)
class _Block:
    """The lines of one question; each option is its letter and its lines.

    ``capitals`` and ``tight`` (no space behind the letter) say how its options are written.
    """

    line: int
    asked: list[str] = field(default_factory=list)
    options: list[tuple[str, list[str]]] = field(default_factory=list)
    key: str | None = None
    feedback: str = ""
    unclear: bool = False
    capitals: bool = True
    tight: bool = False

    @property
    def next_letter(self) -> str:
        return chr(ord("A") + len(self.options))


def read_aiken(text: str) -> Extract:
    """Read the questions of an Aiken file."""
    extract = Extract()
    position = 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    for block in _blocks(_LETTER_BELOW.sub(r"\1 \2\n", lines).split("\n")):
        position += bool(block.options)  # a heading is not counted
        label = [*block.asked, *(part for _, parts in block.options for part in parts), ""][0]
        extract.add(block.line, "", partial(_question, block, position), label=label)
    return extract


def _blocks(lines: Sequence[str]) -> list[_Block]:
    """Return the questions. Each ends at its ANSWER; without it, where the next question begins.

    A line after an option goes on with the option, unless an empty line comes between. Empty lines
    may also be before the options and before the ANSWER.
    """
    blocks: list[_Block] = []
    block: _Block | None = None
    after_empty = True
    for index, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            after_empty = True
            continue
        answer = _ANSWER.match(bare)
        option = _option(lines, index, block)
        if not block and blocks and (told := _FEEDBACK.match(bare)):
            blocks[-1].feedback = told[1]
        elif answer and (not block or block.options or _KEY.match(answer[1])):
            block = block or _Block(line=index + 1)
            block.key = answer[1].strip()
            blocks.append(block)
            block = None
        else:
            if block and _begins_another(block, option, after_empty):
                blocks.append(block)
                block = _next(block, option, index + 1)
            block = block or _Block(line=index + 1)
            _take(block, option, bare)
        after_empty = False
    return [*blocks, block] if block else blocks


def _option(lines: Sequence[str], index: int, block: _Block | None) -> re.Match[str] | None:
    """Return the match of an option, None for other lines, such as “A.M. or P.M.?”."""
    match = _OPTION.match(lines[index].strip())
    if not match:
        return None
    letter, apart = match[1].upper(), bool(match[2]) or not match[3]
    if block and block.options:
        if match[1].isupper() != block.capitals:
            return None
        return match if apart or (block.tight and letter == block.next_letter) else None
    if letter != "A":
        return None
    following = _next_letter(lines[index + 1 : index + 1 + _LOOK_AHEAD])
    return match if following == "B" or (apart and not following) else None


def _next_letter(lines: Sequence[str]) -> str:
    """Return the letter of the next option of the same question, or "" at the last."""
    after_empty = False
    for line in map(str.strip, lines):
        option = _OPTION.match(line)
        if option:
            return option[1].upper()
        if _ANSWER.match(line) or (line and after_empty):
            return ""
        after_empty = not line
    return ""


def _begins_another(block: _Block, option: re.Match[str] | None, after_empty: bool) -> bool:
    """Whether a line begins another question, so that this one has no ANSWER."""
    if option:
        return bool(block.options) and option[1].upper() == "A"
    return after_empty


def _next(block: _Block, option: re.Match[str] | None, line: int) -> _Block:
    """Return the block of the next question, with its text if that was taken for an option's."""
    if not option:
        return _Block(line=line)
    letter, parts = block.options[-1]
    block.options[-1] = (letter, parts[:1])
    return _Block(line=line - len(parts[1:]), asked=parts[1:], unclear=len(parts) > 2)


def _take(block: _Block, option: re.Match[str] | None, line: str) -> None:
    if option:
        if not block.options:
            block.capitals, block.tight = option[1].isupper(), not option[2]
        block.options.append((option[1].upper(), [option[3].strip()]))
    elif block.options:
        block.options[-1][1].append(line)
    else:
        block.asked.append(line)


def _question(block: _Block, position: int, notes: Notes) -> Content:
    check_readable("".join([*block.asked, *(part for _, parts in block.options for part in parts)]))
    if not block.asked:
        raise UnfitError(NO_QUESTION)
    if not block.options:
        raise UnfitError(NO_OPTIONS)
    if block.unclear:
        raise UnfitError(UNCLEAR)
    options = {letter: " ".join(parts) for letter, parts in block.options}
    if len(options) < len(block.options):
        raise UnfitError("two options have the same letter")
    if any(ord(after) != ord(before) + 1 for before, after in pairwise(options)):
        raise UnfitError(f"a letter is missing between the options {', '.join(options)}")
    key = _key(block.key or "", options)
    answers = [
        Answer(
            text=visible(text, "html", notes, gaps=False), weight=RIGHT if letter == key else 0.0
        )
        for letter, text in options.items()
    ]
    content = chosen(visible(" ".join(block.asked), "html", notes), answers, notes, position)
    return explained(content, feedback(block.feedback, "html", notes), notes)


def _key(written: str, options: dict[str, str]) -> str:
    """Return the letter of the key."""
    if not written:
        raise UnfitError(NO_ANSWER)
    if _SEVERAL.match(written):
        raise UnfitError(SEVERAL_KEYS)
    match = _KEY.match(written)
    if not match:
        raise UnfitError(f"ANSWER: {written[:40]} is not a letter")
    letter = match[1].upper()
    if letter not in options:
        raise UnfitError(f"ANSWER: {letter} names no option")
    if match[2] and normalised(match[2]) != normalised(options[letter]):
        raise UnfitError(f"ANSWER: {written[:40]} differs from the text of option {letter}")
    return letter
