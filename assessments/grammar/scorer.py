"""From the log of a grammar sitting to its report."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from assessments.base import Bank, LoggedEvent, begun
from assessments.grammar.answers import Answer, read_answers
from assessments.grammar.bank import AnyItem
from assessments.grammar.form import option_order
from assessments.grammar.question import AREAS, Choose, Mark
from assessments.grammar.state import shown
from scoring.ability import binomial_sem, percent_right
from scoring.evidence import Evidence
from scoring.report import Measure, Point, Report
from speech.spoken import Spoken

Marked = tuple[AnyItem, Answer | None, Mark]


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Score one sitting: percent right of all that the form asks.

    A gap of a passage and an error planted in an e-mail count like a question of their own. What
    has no answer counts as wrong, for the form is the same length for everybody and leaving out
    the hard ones must not pay; a sitting without any answer is not measured.
    """
    opening = begun(events)
    answers = read_answers(events, opening.form)
    marked = [_marked(bank[item], answers.get(item)) for item in opening.form]
    detail = {
        "questions": [_told(*one, opening.seed) for one in marked],
        "not_reached": len(marked) - _reached(opening.form, answers),
    }
    possible = sum(mark.possible for _, _, mark in marked)
    if not answers:
        return Report(
            not_measured="no_answers",
            measures=(
                Measure(name="percent_right", value=None, unit="%", reason="no_answers"),
                Measure(name="right", value=None, unit=f"of {possible}", reason="no_answers"),
            ),
            detail=detail,
        )
    right = sum(mark.earned for _, _, mark in marked)
    share, sem = percent_right(right, possible), binomial_sem(right, possible)
    return Report(
        score=share,
        sem=sem,
        measures=(
            Measure(name="percent_right", value=share, unit="%", sem=sem),
            Measure(name="right", value=float(right), unit=f"of {possible}"),
            Measure(name="answered", value=float(len(answers)), unit=f"of {len(marked)}"),
            *_by_area(marked),
            Measure(
                name="median_seconds",
                value=round(median(answer.seconds for answer in answers.values()), 1),
                unit="s",
            ),
        ),
        points=tuple(_point(*one) for one in marked),
        detail=detail,
    )


def _marked(question: AnyItem, answer: Answer | None) -> Marked:
    return question, answer, question.mark(answer.given if answer else "")


def _reached(form: Sequence[str], answers: Mapping[str, Answer]) -> int:
    """How far into the form the last answer lies; what comes after was not reached."""
    return max((index + 1 for index, item in enumerate(form) if item in answers), default=0)


def _point(question: AnyItem, answer: Answer | None, mark: Mark) -> Point:
    rule = "right_answer" if mark.earned == mark.possible else "wrong_answer"
    evidence = (Evidence(event=answer.event, text=_words(mark), rule=rule),) if answer else ()
    return Point(
        criterion=question.id,
        earned=float(mark.earned),
        possible=float(mark.possible),
        label=question.text,
        evidence=evidence,
    )


def _words(mark: Mark) -> str:
    """The answer as a person reads it."""
    return " · ".join(part.given for part in mark.parts)


def _by_area(marked: Sequence[Marked]) -> list[Measure]:
    """Right answers by area: a count of few questions, so no percentage and no error band."""
    found = []
    for area in AREAS:
        marks = [mark for question, _, mark in marked if question.area == area]
        if marks:
            earned = float(sum(mark.earned for mark in marks))
            possible = sum(mark.possible for mark in marks)
            found.append(Measure(name=f"right_{area}", value=earned, unit=f"of {possible}"))
    return found


def _told(question: AnyItem, answer: Answer | None, mark: Mark, seed: int) -> dict[str, Any]:
    """What the report shows of a question, key and reason included."""
    told: dict[str, Any] = {
        **shown(question, seed),
        "topic": question.topic,
        "area": question.area,
        "rule": question.rule,
        "level": question.level,
        "solved": question.solved,
        "reason": question.reason,
        "answered": answer is not None,
        "given": _words(mark) if answer else "",
        "earned": mark.earned,
        "possible": mark.possible,
        "right": mark.earned == mark.possible,
        "parts": [_part(mark, n, question) for n in range(mark.possible)],
        "broken": list(mark.broken),
        "seconds": None if answer is None else round(answer.seconds, 1),
    }
    if isinstance(question, Choose):
        told["options"] = [
            {
                "text": question.options[letter],
                "key": letter == question.key,
                "chosen": answer is not None and letter == answer.given,
                "mistake": question.mistakes.get(letter, ""),
            }
            for letter in option_order(question, seed)
        ]
    return told


def _part(mark: Mark, number: int, question: AnyItem) -> dict[str, Any]:
    part = mark.parts[number]
    return {
        "given": part.given,
        "wanted": list(part.wanted),
        "right": part.right,
        "reason": question.reason_of(number),
    }
