"""What the answers say about ability, in all and by area, and how sure that is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.kinds.grammar.events import Known
from assessments.kinds.grammar.prior import parameters
from assessments.kinds.grammar.question import AREAS, Area, Mark, Question
from scoring.ability import Parameters, Response, posterior, probability_above, widened

BUNDLE_CORRELATION = 0.2
"""Of the parts of one text beyond ability: an assumption until there are answers."""

MASTERY = -0.5 + math.log(0.7 / 0.3)
"""Ability from which seven of ten B1 questions are got right, by the judged difficulties: 0.35."""

AREA_SPREAD = 0.5
"""How far ability in one area may lie from that in the others (SD): an assumption."""

LIKELY, UNLIKELY = 0.8, 0.2
LEAST_OF_AN_AREA = 3

Words = Literal["likely", "unlikely", "open", "few"]


@dataclass(frozen=True, kw_only=True)
class Mastery:
    """How an area went: a count, and a word for how likely it is mastered; never a score."""

    area: Area
    right: int
    of: int
    probability: float
    words: Words


def response(question: Question, mark: Mark, known: Mapping[str, Known]) -> Response:
    """Return what one question tells, by the parameters in force at the sitting.

    The k parts of one text count as k / (1 + (k - 1) rho) answers, Kish's design effect.
    """
    told = known.get(question.id)
    item = Parameters(a=told.a, b=told.b, c=told.c) if told else parameters(question)
    parts = mark.possible
    return Response(
        parameters=item,
        right=mark.earned / parts,
        weight=parts / (1 + (parts - 1) * BUNDLE_CORRELATION),
    )


def by_area(told: Sequence[tuple[Question, Mark, Response]]) -> list[Mastery]:
    """Return the areas that were asked about.

    What the other areas say, widened by ``AREA_SPREAD``, is the prior of an area; its own answers
    then tell how likely its ability lies above ``MASTERY``. With few of them nothing is said.
    """
    found = []
    for area in AREAS:
        own = [one for one in told if one[0].area == area]
        if not own:
            continue
        others = posterior(answer for question, _, answer in told if question.area != area)
        likely = posterior((answer for *_, answer in own), widened(others, AREA_SPREAD))
        above = probability_above(likely, MASTERY)
        asked = sum(mark.possible for _, mark, _ in own)
        found.append(
            Mastery(
                area=area,
                right=sum(mark.earned for _, mark, _ in own),
                of=asked,
                probability=round(above, 3),
                words=_words(asked, above),
            )
        )
    return found


def _words(asked: int, above: float) -> Words:
    if asked < LEAST_OF_AN_AREA:
        return "few"
    if above >= LIKELY:
        return "likely"
    return "unlikely" if above <= UNLIKELY else "open"
