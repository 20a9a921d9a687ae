"""One small item of each question type, for tests to change."""

from assessments.kinds.grammar.passage import Cloze, EditEmail
from assessments.kinds.grammar.question import Choose, Type
from assessments.kinds.grammar.sentence import FindError, WordOrder

SHARED = {
    "id": "an-item",
    "topic": "tense",
    "rule": "past simple",
    "level": "A2",
    "reason": "It is over.",
}


def choose(**changes):
    content = {
        "text": "She ___ yesterday.",
        "options": {"a": "called", "b": "calls", "c": "call", "d": "calling"},
        "key": "a",
        "mistakes": {"b": "present", "c": "base form", "d": "-ing form"},
    }
    return Choose.model_validate({**SHARED, **content, **changes})


def typed(**changes):
    content = {
        "text": "She ___ (not / call) me.",
        "accepted": ["didn't call", "did not call"],
    }
    return Type.model_validate({**SHARED, **content, **changes})


def find(**changes):
    content = {"text": "My two sisters [works very] hard, too.", "corrections": ["work very"]}
    return FindError.model_validate({**SHARED, **content, **changes})


def order(**changes):
    content = {
        "text": "Say it.",
        "orders": ["we | always | pay | on time", "on time | we | always | pay"],
    }
    return WordOrder.model_validate({**SHARED, **content, **changes})


def cloze(**changes):
    content = {
        "task": "Type one word in each gap.",
        "text": "It is {on} the {desk|table}. We {will|'ll} wait {for} you.",
        "reasons": ["one", "two", "three", "four"],
    }
    return Cloze.model_validate({**SHARED, **content, **changes})


def email(**changes):
    content = {
        "text": "Dear Ana,\n\nYour card [are|is] ready. We [discuss about|discuss] it on "
        "[monday|Monday]. Please bring [manager|the manager|your manager].\n\nBen",
        "errors": [{"topic": "agreement", "reason": "one card"}] * 4,
    }
    return EditEmail.model_validate({**SHARED, **content, **changes})


def key(question):
    """An answer that earns everything."""
    match question:
        case Choose():
            return question.key
        case Type():
            return question.accepted[-1]
        case FindError():
            return str(question.wrong[-1]) if question.wrong else "none"
        case WordOrder():
            return question.orders[-1]
        case Cloze():
            return "\n".join(gap[-1] for gap in question.gaps)
        case EditEmail():
            last = {n: len(error.right) - 1 for n, error in enumerate(question.planted)}
            return question.mended_at(last)
