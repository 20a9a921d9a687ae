"""How far an applicant has come with each test and on the whole. Values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from applicants.models import ApplicationState
from assessments.results.read import Figures
from assessments.sittings.models import SittingState
from scoring.profile import AssessmentScore, Profile, profile


class CellState(StrEnum):
    """How far one test has come."""

    NOT_BEGUN = "not_begun"
    IN_PROGRESS = "in_progress"
    BEING_SCORED = "being_scored"
    NEEDS_ATTENTION = "needs_attention"
    SCORED = "scored"
    NOT_MEASURED = "not_measured"


class Stage(StrEnum):
    """How far an applicant has come, in the order of a shortlist."""

    SCORED = "scored"
    NEEDS_ATTENTION = "needs_attention"
    BEING_SCORED = "being_scored"
    IN_PROGRESS = "in_progress"
    INVITED = "invited"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One test of one applicant.

    ``reason`` names why there is no score; ``bar`` is the role's bar, 0 to 100 or None.
    ``needs_attention``: a job gave up on the sitting or on one of its recordings. There may still
    be a score, from the recordings that were transcribed.
    """

    slug: str
    state: CellState
    score: float | None = None
    sem: float | None = None
    reason: str = ""
    bar: float | None = None
    needs_attention: bool = False


def cell(part: Mapping[str, Any], figures: Figures | None) -> Cell:
    """Return how far one part of a battery has come; None means that it was not begun."""
    state = _cell_state(figures)
    attention = figures is not None and (
        figures.gave_up or figures.state == SittingState.NEEDS_ATTENTION
    )
    if figures is None or not figures.has_result:
        return Cell(slug=part["slug"], state=state, bar=part.get("bar"), needs_attention=attention)
    return Cell(
        slug=part["slug"],
        state=state,
        score=figures.score,
        sem=figures.sem,
        reason=figures.reason,
        bar=part.get("bar"),
        needs_attention=attention,
    )


def _cell_state(figures: Figures | None) -> CellState:
    if figures is None:
        return CellState.NOT_BEGUN
    if figures.has_result:
        return CellState.NOT_MEASURED if figures.score is None else CellState.SCORED
    if figures.state == SittingState.OPEN:
        return CellState.IN_PROGRESS
    if figures.state == SittingState.NEEDS_ATTENTION:
        return CellState.NEEDS_ATTENTION
    return CellState.BEING_SCORED


def stage(state: str, cells: Sequence[Cell]) -> Stage:
    """Return how far an applicant has come on the whole."""
    states = {cell.state for cell in cells}
    if any(cell.needs_attention for cell in cells):
        return Stage.NEEDS_ATTENTION
    if states and states <= {CellState.SCORED, CellState.NOT_MEASURED}:
        return Stage.SCORED
    if state == ApplicationState.INVITED:
        return Stage.INVITED
    if state == ApplicationState.FINISHED or not states & {
        CellState.NOT_BEGUN,
        CellState.IN_PROGRESS,
    }:
        return Stage.BEING_SCORED
    return Stage.IN_PROGRESS


def weighted(battery: Sequence[Mapping[str, Any]], cells: Sequence[Cell]) -> Profile:
    """Return the weighted score of the cells, which are in the battery's order."""
    return profile(
        [
            AssessmentScore(weight=float(part["weight"]), score=cell.score, sem=cell.sem)
            for part, cell in zip(battery, cells, strict=True)
        ]
    )
