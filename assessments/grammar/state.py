"""What the grammar page shows now. It holds no key, no reason and no accepted answer."""

from collections.abc import Sequence
from typing import Any

from assessments.base import Bank, LoggedEvent, begun
from assessments.grammar.answers import read_answers
from assessments.grammar.form import option_order
from assessments.grammar.question import AnyQuestion, Choose


def state(bank: Bank, events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the questions without keys, the answers so far and the question to open.

    ``open`` is the index of the first question without an answer, or of the last question;
    ``finished`` only when the sitting was handed in: until then any answer may be changed.
    """
    opening = begun(events)
    answers = read_answers(events, opening.form)
    missing = [index for index, item in enumerate(opening.form) if item not in answers]
    return {
        "questions": [_shown(bank[item], opening.seed) for item in opening.form],
        "answers": {item: answer.given for item, answer in answers.items()},
        "open": missing[0] if missing else max(len(opening.form) - 1, 0),
        "finished": events[-1].kind in {"submitted", "expired"},
    }


def _shown(question: AnyQuestion, seed: int) -> dict[str, Any]:
    if isinstance(question, Choose):
        return {
            "id": question.id,
            "form": "choose",
            "text": question.text,
            "options": [
                {"id": letter, "text": question.options[letter]}
                for letter in option_order(question, seed)
            ],
        }
    before, after = question.around
    return {
        "id": question.id,
        "form": "correct" if question.wrong_words else "fill",
        "text": question.text,
        "before": before,
        "wrong": question.wrong_words,
        "after": after,
    }
