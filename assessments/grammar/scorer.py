"""From the log of a grammar sitting to its report."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from assessments.base import Bank, LoggedEvent, begun
from assessments.grammar.answers import Answer, read_answers
from assessments.grammar.form import option_order
from assessments.grammar.question import AREAS, AnyQuestion, Choose
from scoring.ability import binomial_sem, percent_right
from scoring.evidence import Evidence
from scoring.report import Measure, Point, Report
from speech.spoken import Spoken


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Score one sitting: percent right of all questions of the form.

    A question without an answer counts as wrong, for the form is the same length for everybody
    and leaving out the hard ones must not pay; a sitting without any answer is not measured.
    """
    opening = begun(events)
    questions = [bank[item] for item in opening.form]
    answers = read_answers(events, opening.form)
    detail = {
        "questions": [_told(q, answers.get(q.id), opening.seed) for q in questions],
        "not_reached": len(questions) - _reached(opening.form, answers),
    }
    if not answers:
        return Report(
            not_measured="no_answers",
            measures=(
                Measure(name="percent_right", value=None, unit="%", reason="no_answers"),
                Measure(name="right", value=None, unit=f"of {len(questions)}", reason="no_answers"),
            ),
            detail=detail,
        )
    points = tuple(_point(question, answers.get(question.id)) for question in questions)
    right = sum(1 for point in points if point.earned)
    share, sem = percent_right(right, len(questions)), binomial_sem(right, len(questions))
    return Report(
        score=share,
        sem=sem,
        measures=(
            Measure(name="percent_right", value=share, unit="%", sem=sem),
            Measure(name="right", value=float(right), unit=f"of {len(questions)}"),
            Measure(name="answered", value=float(len(answers)), unit=f"of {len(questions)}"),
            *_by_area(questions, points),
            Measure(
                name="median_seconds",
                value=round(median(answer.seconds for answer in answers.values()), 1),
                unit="s",
            ),
        ),
        points=points,
        detail=detail,
    )


def _reached(form: Sequence[str], answers: Mapping[str, Answer]) -> int:
    """How far into the form the last answer lies; what comes after was not reached."""
    return max((index + 1 for index, item in enumerate(form) if item in answers), default=0)


def _point(question: AnyQuestion, answer: Answer | None) -> Point:
    right = answer is not None and question.is_right(answer.given)
    evidence = (
        ()
        if answer is None
        else (
            Evidence(
                event=answer.event,
                text=_words(question, answer.given),
                rule="right_answer" if right else "wrong_answer",
            ),
        )
    )
    return Point(
        criterion=question.id,
        earned=1.0 if right else 0.0,
        possible=1.0,
        label=question.text,
        evidence=evidence,
    )


def _words(question: AnyQuestion, given: str) -> str:
    """The answer in words: the option behind a letter, or what was typed."""
    if isinstance(question, Choose):
        return question.options.get(given, given)
    return given


def _by_area(questions: Sequence[AnyQuestion], points: Sequence[Point]) -> list[Measure]:
    """Right answers by area: a count of few questions, so no percentage and no error band."""
    found = []
    for area in AREAS:
        earned = [
            point.earned
            for question, point in zip(questions, points, strict=True)
            if question.area == area
        ]
        if earned:
            found.append(Measure(name=f"right_{area}", value=sum(earned), unit=f"of {len(earned)}"))
    return found


def _told(question: AnyQuestion, answer: Answer | None, seed: int) -> dict[str, Any]:
    """What the report shows of a question, key and reason included."""
    told: dict[str, Any] = {
        "id": question.id,
        "form": "choose" if isinstance(question, Choose) else "type",
        "area": question.area,
        "rule": question.rule,
        "level": question.level,
        "text": question.text,
        "right_answers": list(question.right_answers),
        "reason": question.reason,
        "given": "" if answer is None else _words(question, answer.given),
        "right": answer is not None and question.is_right(answer.given),
        "seconds": None if answer is None else round(answer.seconds, 1),
        "options": [],
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
