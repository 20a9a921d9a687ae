"""Estimate ability from the answers, overall and by area, with its uncertainty."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.kinds.grammar.events import Known
from assessments.kinds.grammar.prior import parameters
from assessments.kinds.grammar.question import AREAS, Area, Mark, Question
from scoring.ability import Parameters, Response, posterior, probability_above, widened

BUNDLE_CORRELATION = 0.2
"""Correlation of the parts of one text given ability: an assumption until there are answers."""

MASTERY = -0.5 + math.log(0.7 / 0.3)
"""Ability at which seven of ten B1 questions are answered right, by judged difficulty: 0.35."""

AREA_SPREAD = 0.5
"""SD of ability in one area around ability in the others: an assumption."""

LIKELY, UNLIKELY = 0.8, 0.2
LEAST_OF_AN_AREA = 3

Words = Literal["likely", "unlikely", "open", "few"]


@dataclass(frozen=True, kw_only=True)
class Mastery:
    """The result in an area: a count and a word for the likelihood of mastery; never a score."""

    area: Area
    right: int
    of: int
    probability: float
    words: Words


def response(question: Question, mark: Mark, known: Mapping[str, Known]) -> Response:
    """Return the response to a question, with the parameters in force at the sitting.

    The k parts of one text count as k / (1 + (k - 1) rho) answers, Kish's design effect.
    """
    logged = known.get(question.id)
    item = Parameters(a=logged.a, b=logged.b, c=logged.c) if logged else parameters(question)
    parts = mark.possible
    return Response(
        parameters=item,
        right=mark.earned / parts,
        weight=parts / (1 + (parts - 1) * BUNDLE_CORRELATION),
    )


def by_area(answers: Sequence[tuple[Question, Mark, Response]]) -> list[Mastery]:
    """Return the mastery of each area that was asked about.

    The prior of an area is the posterior from the other areas, widened by ``AREA_SPREAD``. Its own
    answers then give the probability that ability lies above ``MASTERY``. An area with few answers
    gets the word "few".
    """
    areas = []
    for area in AREAS:
        own = [answer for answer in answers if answer[0].area == area]
        if not own:
            continue
        others = posterior(response for question, _, response in answers if question.area != area)
        likely = posterior((response for *_, response in own), widened(others, AREA_SPREAD))
        above = probability_above(likely, MASTERY)
        asked = sum(mark.possible for _, mark, _ in own)
        areas.append(
            Mastery(
                area=area,
                right=sum(mark.earned for _, mark, _ in own),
                of=asked,
                probability=round(above, 3),
                words=_words(asked, above),
            )
        )
    return areas


def _words(asked: int, above: float) -> Words:
    if asked < LEAST_OF_AN_AREA:
        return "few"
    if above >= LIKELY:
        return "likely"
    return "unlikely" if above <= UNLIKELY else "open"
