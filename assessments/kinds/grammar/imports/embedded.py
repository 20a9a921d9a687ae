r"""Moodle's embedded answers: ``She {1:SHORTANSWER:=goes#yes~%0%go} home.``"""

import re

from assessments.kinds.grammar.imports.content import RIGHT, Answer, Gap, passage
from assessments.kinds.grammar.imports.draft import Content, Notes, UnfitError

_GAP = re.compile(r"\{\s*(?:\d+\s*)?:([A-Z_]+):((?:\\.|[^{}\\])*)\}")
_ANY_GAP = re.compile(r"\{\s*(?:\d+\s*)?:([A-Za-z_]+)\s*:")
_TYPED = frozenset({"SHORTANSWER", "SA", "MW"})
_TYPED_CASE = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_OFFERED = re.compile(r"^(?:MULTICHOICE|MC)_?[HVS]*$")
_NOT_ONE = re.compile(r"^(?:MULTIRESPONSE|MR)")
_CHOICE = re.compile(r"(?:\\.|[^~\\])+")
_WEIGHT = re.compile(r"^(?:=|%(-?\d{1,3}(?:\.\d+)?)%)")
_ESCAPED = re.compile(r"\\([~#=/\"'}{])")


def is_embedded(text: str) -> bool:
    """Whether a text has a gap of this kind."""
    return bool(_ANY_GAP.search(text))


def embedded(text: str, notes: Notes, position: int) -> Content:
    """Return a question with one gap, or a passage with several.

    Raises:
        UnfitError: a gap is not typed or offered words, or has no right answer.
    """
    matches = list(_GAP.finditer(text))
    if not matches:
        wrong = _ANY_GAP.search(text)
        raise UnfitError("a gap cannot be read" if wrong else "the text holds no gap")
    gaps = [_gap(match[1], match[2]) for match in matches]
    around = [0, *(place for match in matches for place in match.span()), len(text)]
    pieces = [text[around[n] : around[n + 1]] for n in range(0, len(around), 2)]
    return passage(pieces, gaps, notes, position)


def _gap(name: str, content: str) -> Gap:
    offered = bool(_OFFERED.match(name))
    if not offered and name not in _TYPED | _TYPED_CASE:
        hint = "several answers" if _NOT_ONE.match(name) else "SHORTANSWER or MULTICHOICE"
        why = f"has {hint}" if _NOT_ONE.match(name) else f"is not typed; use {hint}"
        raise UnfitError(f"a gap of the type {name} {why}")
    answers = [_answer(choice) for choice in _CHOICE.findall(content) if choice.strip()]
    if not any(answer.weight > 0 for answer in answers):
        raise UnfitError("a gap has no right answer")
    words = [answer.text for answer in answers] if offered else []
    return Gap(answers=answers, words=words, case=name in _TYPED_CASE)


def _answer(choice: str) -> Answer:
    text, _, feedback = re.sub(r"\\#", "\ue000", choice).partition("#")
    weight = _WEIGHT.match(text.strip())
    earned = 0.0 if not weight else float(weight[1]) if weight[1] else RIGHT
    bare = text.strip()[weight.end() :] if weight else text
    return Answer(text=_restored(bare), weight=earned, feedback=_restored(feedback))


def _restored(text: str) -> str:
    return _ESCAPED.sub(r"\1", text.replace("\ue000", "#")).strip()
