"""Score a grammar sitting from its event log."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.grammar.adaptive import LEAST_ITEMS
from assessments.kinds.grammar.answers import Answer, Course, read
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.draw import option_order
from assessments.kinds.grammar.mastery import by_area, response
from assessments.kinds.grammar.prior import JUDGED
from assessments.kinds.grammar.question import Choose, Mark
from assessments.kinds.grammar.state import displayed
from assessments.kinds.grammar.usage import ASKING
from scoring.ability import binomial_sem, estimate, percent_right
from scoring.evidence import Evidence
from scoring.provisional import MEASURED
from scoring.report import Measure, Point, Report
from scoring.scale import ability_points, ability_score
from speech.spoken import Spoken

Marked = tuple[AnyItem, Answer | None, Mark]

LEAST_SECONDS = 1.0
LEAST_TIMED = 10
"""No one reads and answers half of ten or more questions in under a second each (our limits)."""


def score(
    bank: Bank[AnyItem], events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]
) -> Report:
    """Score one sitting: ability (EAP) by the parameters in force at its start, as 0 to 100.

    An unanswered question counts as wrong, because skipping hard questions must not pay; this
    includes the question that was open when an adaptive sitting ended. A sitting without any answer
    is not measured, nor is an adaptive one that ended before ``LEAST_ITEMS``: its estimate would be
    mostly the prior. Questions on trial are only in ``Report.on_trial``, questions about Philippine
    usage only in ``Report.unscored``; they are not measures, so they enter no ranking and no
    comparison. A question no longer in the bank cannot be scored: it counts neither right nor
    wrong, and the sitting is flagged.
    """
    log, seed = read(events), begun(events).seed
    gone = [item for item in log.asked if item not in bank]
    whole = log.without(gone)
    course = whole.scored()
    marked = [_marked(bank[item], course.answers.get(item)) for item in course.asked]
    answered = [
        (question, mark, response(question, mark, course.known)) for question, _, mark in marked
    ]
    usage = _usage(bank, whole, events)
    shared: dict[str, Any] = {
        "questions": tuple(_question(*marked_answer, seed) for marked_answer in marked),
        "on_trial": tuple(
            _tried(*_marked(bank[item], whole.answers.get(item)))
            for item in whole.asked
            if item in whole.trial
        ),
        "unscored": tuple(usage.pop("questions", ())),
        "adaptive": course.adaptive,
    }
    detail: dict[str, Any] = {
        "not_reached": 0 if course.adaptive else len(marked) - _reached(course),
        "stopped": course.stopped,
        "gone": len(gone),
        "usage": usage,
        "parameters": sorted({parameters.source for parameters in course.known.values()})
        or [JUDGED],
    }
    flags = ("questions_gone",) if gone else ()
    if reason := _not_measured(course, log):
        return Report(
            flags=flags,
            not_measured=reason,
            measures=(Measure(name="ability", value=None, unit="SD", reason=reason),),
            detail=detail,
            **shared,
        )
    ability = estimate(response for *_, response in answered)
    areas = by_area(answered)
    return Report(
        score=ability_score(ability.theta),
        sem=ability_points(ability.se),
        sem_source=MEASURED,
        measures=(
            Measure(
                name="ability", value=round(ability.theta, 2), unit="SD", sem=round(ability.se, 2)
            ),
            *_counts(course, marked),
            *(
                Measure(name=f"right_{area.area}", value=float(area.right), unit=f"of {area.of}")
                for area in areas
            ),
            _median_seconds(course),
        ),
        points=tuple(_point(*marked_answer) for marked_answer in marked),
        flags=(*flags, *_flags(course)),
        detail={**detail, "mastery": [asdict(area) for area in areas]},
        **shared,
    )


def _not_measured(course: Course, log: Course) -> str:
    if not course.answers:
        return "questions_gone" if log.scored().answers else "no_answers"
    if course.adaptive and len(course.asked) < LEAST_ITEMS:
        return "too_few_answers"
    return ""


def _counts(course: Course, marked: Sequence[Marked]) -> list[Measure]:
    """Return counts; right answers of drawn sittings only, as adaptive ones aim at half right."""
    answered = Measure(
        name="answered", value=float(len(course.answers)), unit=f"of {len(course.asked)}"
    )
    if course.adaptive:
        return [answered]
    possible = sum(mark.possible for _, _, mark in marked)
    right = sum(mark.earned for _, _, mark in marked)
    sem = binomial_sem(right, possible)
    return [
        Measure(name="percent_right", value=percent_right(right, possible), unit="%", sem=sem),
        Measure(name="right", value=float(right), unit=f"of {possible}"),
        answered,
    ]


def _flags(course: Course) -> tuple[str, ...]:
    """Return the flags for a person to review; they never change the score."""
    flags = []
    if course.adaptive and not course.stopped:
        flags.append("ended_early")
    if len(course.answers) >= LEAST_TIMED and _seconds(course) < LEAST_SECONDS:
        flags.append("answered_at_once")
    return tuple(flags)


def _seconds(course: Course) -> float:
    return median(answer.seconds for answer in course.answers.values())


def _median_seconds(course: Course) -> Measure:
    return Measure(name="median_seconds", value=round(_seconds(course), 1), unit="s")


def _marked(question: AnyItem, answer: Answer | None) -> Marked:
    return question, answer, question.mark(answer.given if answer else "")


def _reached(course: Course) -> int:
    """Return the position of the last answered question; later ones were not reached."""
    places = [place for place, item in enumerate(course.asked, 1) if item in course.answers]
    return max(places, default=0)


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
    """Return the answer as a person reads it."""
    return " · ".join(part.given for part in mark.parts)


def _tried(question: AnyItem, answer: Answer | None, mark: Mark) -> dict[str, Any]:
    """Return the data of a question on trial that item statistics need."""
    return {
        "id": question.id,
        "earned": mark.earned,
        "possible": mark.possible,
        "given": _words(mark) if answer else "",
        "seconds": None if answer is None else round(answer.seconds, 1),
    }


def _usage(bank: Bank[AnyItem], course: Course, events: Sequence[LoggedEvent]) -> dict[str, Any]:
    """Return the result on Philippine usage; empty if the policy asks nothing about it.

    ``right`` of ``of`` questions asked, with the binomial error ``sem`` in questions; an unanswered
    question counts as not right. If none was answered, ``right`` is None and ``reason`` says why.
    """
    opening = begun(events)
    if opening.policy not in ASKING:
        return {}
    items = [item for item in course.asked if item in course.usage]
    marked = [_marked(bank[item], course.answers.get(item)) for item in items]
    right, asked = sum(mark.earned for *_, mark in marked), len(marked)
    measured = any(answer for _, answer, _ in marked)
    sem = binomial_sem(right, asked) if measured else None
    return {
        "policy": opening.policy,
        "right": right if measured else None,
        "of": asked,
        "sem": None if sem is None else round(sem * asked / 100, 2),
        "reason": "" if measured else "no_answers" if asked else "not_asked",
        "questions": [_question(*marked_answer, opening.seed) for marked_answer in marked],
    }


def _question(question: AnyItem, answer: Answer | None, mark: Mark, seed: int) -> dict[str, Any]:
    """Return a question as the report displays it, key and reason included."""
    content: dict[str, Any] = {
        **displayed(question, seed),
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
        content["options"] = [
            {
                "text": question.options[letter],
                "key": letter == question.key,
                "chosen": answer is not None and letter == answer.given,
                "mistake": question.mistakes.get(letter, ""),
            }
            for letter in option_order(question, seed)
        ]
    return content


def _part(mark: Mark, number: int, question: AnyItem) -> dict[str, Any]:
    part = mark.parts[number]
    return {
        "given": part.given,
        "wanted": list(part.wanted),
        "right": part.right,
        "reason": question.reason_of(number),
    }
