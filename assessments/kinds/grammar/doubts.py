"""Proofread the wordings that the bank calls right (``scoring.proofreading``).

If the proofreader marks a sentence with the key in it, the key may be wrong, or one of several. An
author decides, and lists the words that are right after all in the item's ``unmarked``.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from assessments.kinds.grammar.passage import Cloze, EditEmail
from assessments.kinds.grammar.question import Choose, Question, Type
from assessments.kinds.grammar.sentence import BETWEEN, FindError, WordOrder
from scoring.proofreading import Finding, Kind, find_errors

_CUE = re.compile(r"\s*\([^)]*\)")
_HEAD = re.compile(r"(^|[.!?]\s+)([a-z])")


def doubts(question: Question) -> Iterator[str]:
    """Yield each mark in a right wording once, except words that the author listed as right."""
    seen = set(question.unmarked)
    for sentence in right_wordings(question):
        for mark in _marks(sentence):
            # An accepted answer may include the word after its gap, which then stands twice.
            if mark.is_error and mark.kind is not Kind.REPETITION and mark.text not in seen:
                seen.add(mark.text)
                yield f"{mark.text!r} is marked in {sentence!r}: {mark.message}"


@lru_cache(maxsize=4096)
def _marks(sentence: str) -> tuple[Finding, ...]:
    return find_errors(sentence)


def right_wordings(question: Question) -> Iterator[str]:
    """Yield the sentences that a question calls right, with capitals and without cues."""
    for wording in _wordings(question):
        yield _HEAD.sub(lambda match: match[1] + match[2].upper(), _CUE.sub("", wording))


def _wordings(question: Question) -> Iterator[str]:
    if isinstance(question, Cloze | EditEmail):
        yield from _of_passage(question)
    elif isinstance(question, Type):
        before, after = question.around
        answers = (words for words in question.accepted if words[0].isalnum())
        yield from (f"{before}{words}{after}" for words in answers)
    elif isinstance(question, FindError):
        before, _, rest = question.text.partition("[")
        after = rest.partition("]")[2]
        yield from (f"{before}{words}{after}" for words in question.corrections or ("",))
    elif isinstance(question, WordOrder):
        for order in question.orders:
            yield " ".join(piece.strip() for piece in order.split(BETWEEN)) + question.end
    elif isinstance(question, Choose):
        yield question.solved


def _of_passage(question: Cloze | EditEmail) -> Iterator[str]:
    """Yield the passage once per wording of each part, with the first wordings elsewhere."""
    if isinstance(question, EditEmail):
        usual = dict.fromkeys(range(len(question.planted)), 0)
        for number, planted in enumerate(question.planted):
            for choice in range(len(planted.right)):
                yield question.mended_at({**usual, number: choice})
        return
    for number, accepted in enumerate(question.gaps):
        yield from (question.filled({number: words}) for words in accepted if words[0].isalnum())
