"""Gaps as other programs draw them, and numbers before a question."""

import re

from assessments.kinds.grammar.imports.draft import Notes
from assessments.kinds.grammar.question import GAP

_ONE = r"(?:_{2,}|(?<![A-Za-z0-9_])_(?![A-Za-z0-9_]))"
_LINES = re.compile(rf"{_ONE}(?:\s+{_ONE})*")
_IN_BRACKETS = re.compile(r"\[\s*(?:___|\.{2,}|…+)?\s*\]")
_DOTS = re.compile(r"\(\s*(?:\.{3,}|…+)\s*\)|\(\s+\)|\.{4,}|…{2,}|(?:\.\s){3,}\.|-{4,}|—{2,}")
_FEW_DOTS = re.compile(r"(?:^|(?<=\s))(?:\.{3}|…)(?=[\s.,;:!)]|$)")
_NUMBER = re.compile(r"^\(?(?:Q(?:uestion)?\s*)?(\d{1,3})\s*[.):]\s+", re.IGNORECASE)


def with_gap(text: str, notes: Notes, *, typed: bool = False) -> str:
    """Return a text with each gap written as ``___``, however long or of which signs it was.

    Dots are a gap only if there is one run of them and no line: three dots may be a pause, so they
    count only in a question with a typed answer that asks nothing else.
    """
    text = _LINES.sub(lambda match: _line(match[0], notes), text)
    text = _IN_BRACKETS.sub(GAP, text)
    if re.search(rf"[A-Za-z]{GAP}|{GAP}[A-Za-z]", text):
        notes.add("the gap touches a word; check what is to be typed")
    if GAP in text:
        return text
    pattern = _FEW_DOTS if typed and not _DOTS.search(text) and "?" not in text else _DOTS
    if len(pattern.findall(text)) == 1:
        notes.add(f"{pattern.findall(text)[0]} was taken for the gap")
        return pattern.sub(GAP, text)
    return text


def _line(line: str, notes: Notes) -> str:
    if re.search(r"_\s+_", line):
        notes.add("lines side by side were taken for a single gap")
    return GAP


def without_number(text: str, position: int, notes: Notes) -> str:
    """Return a text without its number, if that is the position of the question in the file."""
    number = _NUMBER.match(text)
    if not number:
        return text
    if int(number[1]) != position:
        notes.add(f"the text begins with the number {number[1]}")
        return text
    notes.add(f"the number {number[1]} before the question was removed")
    return text[number.end() :]
