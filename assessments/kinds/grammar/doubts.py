"""What the check of written English (``scoring.proofreading``) says of what is called right.

Where it marks a sentence with a key in it, the key may be wrong, or one of several; a person looks,
and writes into the item's ``unmarked`` what is right all the same.
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
    """Yield what is marked in any right wording, each mark once, less what the writer unmarked."""
    seen = set(question.unmarked)
    for sentence in right_wordings(question):
        for one in _marks(sentence):
            # An accepted answer may take in the word behind its place, which then stands twice.
            if one.is_error and one.kind is not Kind.REPETITION and one.text not in seen:
                seen.add(one.text)
                yield f"{one.text!r} is marked in {sentence!r}: {one.message}"


@lru_cache(maxsize=4096)
def _marks(sentence: str) -> tuple[Finding, ...]:
    return find_errors(sentence)


def right_wordings(question: Question) -> Iterator[str]:
    """Yield the sentences that a question calls right, as they would be written."""
    for wording in _wordings(question):
        yield _HEAD.sub(lambda found: found[1] + found[2].upper(), _CUE.sub("", wording))


def _wordings(question: Question) -> Iterator[str]:
    if isinstance(question, Cloze | EditEmail):
        yield from _of_passage(question)
    elif isinstance(question, Type):
        before, after = question.around
        told = (words for words in question.accepted if words[0].isalnum())
        yield from (f"{before}{words}{after}" for words in told)
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
    """Yield the passage with each wording of each part in its turn, the first ones elsewhere."""
    if isinstance(question, EditEmail):
        usual = dict.fromkeys(range(len(question.planted)), 0)
        for number, planted in enumerate(question.planted):
            for choice in range(len(planted.right)):
                yield question.mended_at({**usual, number: choice})
        return
    for number, accepted in enumerate(question.gaps):
        yield from (question.filled({number: one}) for one in accepted if one[0].isalnum())
