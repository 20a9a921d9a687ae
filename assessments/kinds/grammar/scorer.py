"""From the log of a grammar sitting to its report."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.grammar.adaptive import LEAST_ITEMS
from assessments.kinds.grammar.answers import Answer, Course, read
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.form import option_order
from assessments.kinds.grammar.mastery import by_area, response
from assessments.kinds.grammar.prior import JUDGED
from assessments.kinds.grammar.question import Choose, Mark
from assessments.kinds.grammar.state import shown
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
"""Nobody reads and answers half of ten or more questions in under a second each (our limits)."""


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Score one sitting: ability (EAP) by the parameters in force at its start, as 0 to 100.

    What has no answer counts as wrong, for leaving out the hard ones must not pay; of an adaptive
    sitting that is the question that was shown last. A sitting without any answer is not measured,
    nor an adaptive one that ended before ``LEAST_ITEMS``: its estimate would be mostly the prior.
    Questions on trial are in ``Report.on_trial`` alone, those about Philippine usage in
    ``Report.unscored`` and ``detail["usage"]``: no measure, so that they enter no ranking and no
    comparison. What the bank has lost since it was put cannot be scored: it counts neither right
    nor wrong, and is flagged.
    """
    log, seed = read(events), begun(events).seed
    gone = [item for item in log.form if item not in bank]
    whole = log.without(gone)
    course = whole.scored()
    marked = [_marked(bank[item], course.answers.get(item)) for item in course.form]
    told = [
        (question, mark, response(question, mark, course.known)) for question, _, mark in marked
    ]
    usage = _usage(bank, whole, events)
    shared: dict[str, Any] = {
        "questions": tuple(_told(*entry, seed) for entry in marked),
        "on_trial": tuple(
            _tried(*_marked(bank[item], whole.answers.get(item)))
            for item in whole.form
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
        "parameters": sorted({one.source for one in course.known.values()}) or [JUDGED],
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
    ability = estimate(answer for *_, answer in told)
    areas = by_area(told)
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
                Measure(name=f"right_{one.area}", value=float(one.right), unit=f"of {one.of}")
                for one in areas
            ),
            _median_seconds(course),
        ),
        points=tuple(_point(*one) for one in marked),
        flags=(*flags, *_flags(course)),
        detail={**detail, "mastery": [asdict(one) for one in areas]},
        **shared,
    )


def _not_measured(course: Course, log: Course) -> str:
    if not course.answers:
        return "questions_gone" if log.scored().answers else "no_answers"
    if course.adaptive and len(course.form) < LEAST_ITEMS:
        return "too_few_answers"
    return ""


def _counts(course: Course, marked: Sequence[Marked]) -> list[Measure]:
    """How many were right: of a fixed form only, for an adaptive one aims at half for everybody."""
    answered = Measure(
        name="answered", value=float(len(course.answers)), unit=f"of {len(course.form)}"
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
    """Return what a person should look at; the score is the same with and without."""
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
    """How far into the form the last answer lies; what comes after was not reached."""
    places = [place for place, item in enumerate(course.form, 1) if item in course.answers]
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
    """The answer as a person reads it."""
    return " · ".join(part.given for part in mark.parts)


def _tried(question: AnyItem, answer: Answer | None, mark: Mark) -> dict[str, Any]:
    """What statistics need of a question on trial."""
    return {
        "id": question.id,
        "earned": mark.earned,
        "possible": mark.possible,
        "given": _words(mark) if answer else "",
        "seconds": None if answer is None else round(answer.seconds, 1),
    }


def _usage(bank: Bank, course: Course, events: Sequence[LoggedEvent]) -> dict[str, Any]:
    """What is told of Philippine usage; empty where the policy asks nothing about it.

    ``right`` of ``of`` questions that were put, with the binomial error ``sem`` in questions; one
    without an answer counts as not known. ``right`` is None with a ``reason`` when none has one.
    """
    opening = begun(events)
    if opening.policy not in ASKING:
        return {}
    items = [item for item in course.form if item in course.usage]
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
        "questions": [_told(*one, opening.seed) for one in marked],
    }


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
