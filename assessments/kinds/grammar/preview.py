"""Preview a question for its author."""

from typing import Any

from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.prior import parameters, source
from assessments.kinds.grammar.question import Choose
from assessments.kinds.grammar.state import displayed


def preview(question: AnyItem) -> dict[str, Any]:
    """Return the question as applicants see it, with key, reasons, tags and parameters."""
    known = parameters(question)
    mark = question.mark("")
    return {
        "asked": displayed(question, 0),
        "form": question.question_type,
        "topic": question.topic,
        "level": question.level,
        "rule": question.rule,
        "text": question.solved,
        "reason": question.reason,
        "parts": [
            {"wanted": list(part.wanted), "reason": question.reason_of(number)}
            for number, part in enumerate(mark.parts)
        ],
        "mistakes": [
            {"option": question.options[letter], "mistake": mistake}
            for letter, mistake in sorted(question.mistakes.items())
        ]
        if isinstance(question, Choose)
        else [],
        "profile": question.profile or "",
        "note": question.note or "",
        "trial": question.trial,
        "parameters": {"a": known.a, "b": known.b, "c": round(known.c, 3)},
        "source": source(question),
    }
