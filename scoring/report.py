"""What a scorer returns: named measures, points and the evidence behind them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from scoring.evidence import Evidence


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A named number with a unit.

    Attributes:
        name: the field's name in snake case, for example ``net_wpm``.
        value: the number, or None when it was not measured; never 0 for "not measured".
        unit: ``wpm``, ``%``, ``s``, ``syllables/s``, ``count``, ``points`` …
        sem: standard error of measurement in the same unit, where known.
        reason: why it was not measured, as a name (``too_short``), empty otherwise.
    """

    name: str
    value: float | None
    unit: str
    sem: float | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One criterion: what could be earned, what was, and where that shows.

    ``label`` is the author's own text from the item file (a goal, a question), empty when the
    template names the criterion. ``due`` is the number of the event at which a miss was due.
    """

    criterion: str
    earned: float
    possible: float
    label: str = ""
    evidence: tuple[Evidence, ...] = ()
    due: int | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """The outcome of one sitting.

    Attributes:
        score: 0 to 100, or None when nothing could be measured.
        sem: standard error of measurement of ``score`` in points, where known.
        not_measured: why there is no score, as a name; empty when there is one.
        measures: named numbers, in the order in which they are shown.
        points: what was earned, criterion by criterion.
        flags: names of signals for a person to review; they never change a score.
        detail: JSON-ready facts that the kind's report page shows beside the figures.
    """

    score: float | None = None
    sem: float | None = None
    not_measured: str = ""
    measures: tuple[Measure, ...] = ()
    points: tuple[Point, ...] = ()
    flags: tuple[str, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.score is None) != bool(self.not_measured):
            raise ValueError("a report has either a score or a reason why there is none")
        if self.score is not None and not 0 <= self.score <= 100:
            raise ValueError(f"a score lies between 0 and 100, not {self.score}")

    def measure(self, name: str) -> Measure | None:
        """Return the measure of that name, or None when the scorer gave none."""
        return next((measure for measure in self.measures if measure.name == name), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Report":
        """Build a report from what ``to_dict`` gave (possibly through JSON)."""
        return cls(
            score=stored["score"],
            sem=stored["sem"],
            not_measured=stored["not_measured"],
            measures=tuple(Measure(**measure) for measure in stored["measures"]),
            points=tuple(
                Point(
                    **{
                        **point,
                        "evidence": tuple(Evidence(**span) for span in point["evidence"]),
                    }
                )
                for point in stored["points"]
            ),
            flags=tuple(stored["flags"]),
            detail=stored["detail"],
        )
