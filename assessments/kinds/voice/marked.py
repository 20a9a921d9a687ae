"""What one answer came to, and the pieces that every way of marking needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoring import report
from scoring.evidence import Evidence
from scoring.report import Measure
from scoring.speaking import Speaking
from speech.spoken import Word


@dataclass(frozen=True, kw_only=True)
class Marked:
    """What one answer came to.

    Attributes:
        score: 0 to 100, or None when it was not measured.
        reason: why it was not measured, as a name; empty otherwise.
        measures: named numbers of this answer.
        points: what was earned, with its place in the sound.
        detail: JSON-ready facts for the report page.
        speaking: what both models say of it; None for short tasks and where nothing was measured.
    """

    score: float | None = None
    reason: str = ""
    measures: tuple[Measure, ...] = ()
    points: tuple[report.Point, ...] = ()
    detail: dict[str, Any]
    speaking: Speaking | None = None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard in one recording, and the number of the event that brought it."""

    spoken: Sequence[Word]
    event: int

    @property
    def words(self) -> list[str]:
        """The words as the recogniser wrote them."""
        return [word.text for word in self.spoken]

    def span(self, first: int, last: int, rule: str) -> Evidence:
        """Return the place of the words from ``first`` to ``last`` as evidence."""
        return Evidence(
            event=self.event,
            unit="seconds",
            start=self.spoken[first].start,
            end=self.spoken[last].end,
            text=" ".join(word.text.strip() for word in self.spoken[first : last + 1]),
            rule=rule,
        )

    def whole(self, rule: str) -> Evidence:
        """Return all that was said as evidence."""
        return self.span(0, len(self.spoken) - 1, rule)


def percent(share: float | None) -> float | None:
    """Return a share as a percentage."""
    return None if share is None else 100 * share
