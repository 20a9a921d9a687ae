"""The current state of the grammar page, without keys, reasons and accepted answers."""

import random
from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.grammar.adaptive import MOST_ITEMS
from assessments.kinds.grammar.answers import read, read_laid
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.draw import FULL_PAGE, option_order
from assessments.kinds.grammar.passage import Cloze, EditEmail
from assessments.kinds.grammar.question import Choose
from assessments.kinds.grammar.sentence import BETWEEN, FindError, WordOrder


def state(bank: Bank[AnyItem], events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the questions without keys, the answers so far and the question to open.

    A drawn sitting has all its questions, and any answer may be changed until it is submitted; an
    adaptive sitting has the open question only. ``open`` is the index of the first question without
    an answer, or of the last question. ``number`` counts the questions asked so far. ``laid`` holds
    the pieces of unfinished orders. Questions no longer in the bank are left out. ``finished``
    means that the sitting was submitted or has expired, ``done`` that no question is left to ask.
    """
    seed = begun(events).seed
    course = read(events)
    course = course.without([item for item in course.asked if item not in bank])
    items = (
        [item for item in (course.current,) if item in bank] if course.adaptive else course.asked
    )
    laid = read_laid(events)
    missing = [index for index, item in enumerate(items) if item not in course.answers]
    return {
        "questions": [displayed(bank[item], seed) for item in items],
        "answers": {item: course.answers[item].given for item in items if item in course.answers},
        "laid": {
            item: laid[item]
            for item in items
            if laid.get(item) and item not in course.answers and isinstance(bank[item], WordOrder)
        },
        "flagged": sorted(course.flagged),
        "open": missing[0] if missing else max(len(items) - 1, 0),
        "adaptive": course.adaptive,
        "one_page": begun(events).length == FULL_PAGE,
        "number": len(course.asked),
        "most": MOST_ITEMS + len(course.unscored) if course.adaptive else len(course.asked),
        "done": course.stopped,
        "finished": events[-1].type in {"submitted", "expired"},
    }


def displayed(question: AnyItem, seed: int) -> dict[str, Any]:
    """Return a question as the applicant sees it; ``form`` names how to answer it."""
    about: dict[str, Any] = {"id": question.id, "form": question.question_type}
    if isinstance(question, Choose):
        options = [
            {"id": letter, "text": question.options[letter]}
            for letter in option_order(question, seed)
        ]
        return about | {"text": question.text, "options": options}
    if isinstance(question, FindError):
        return about | {"words": list(question.words)}
    if isinstance(question, WordOrder):
        return about | {
            "text": question.text,
            "pieces": _mixed(question, seed),
            "end": question.end,
        }
    if isinstance(question, Cloze):
        return about | {"task": question.task, "around": list(question.around)}
    if isinstance(question, EditEmail):
        return about | {"text": question.faulty}
    before, after = question.around
    return about | {
        "form": "correct" if question.wrong_words else "fill",
        "text": question.text,
        "before": before,
        "wrong": question.wrong_words,
        "after": after,
        "case": question.case,
        "marks": question.marks,
    }


def _mixed(question: WordOrder, seed: int) -> list[str]:
    """Return the pieces in an order that depends on the seed and is not a right one."""
    pieces = list(question.pieces)
    random.Random(f"{seed}:{question.id}").shuffle(pieces)  # noqa: S311
    for _ in pieces:
        if not question.mark(BETWEEN.join(pieces)).earned:
            break
        pieces.append(pieces.pop(0))
    return pieces
