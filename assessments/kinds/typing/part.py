"""The measured part of a sitting: the common base of all exercises.

Which time counts. *A text typed to its end*: from the first change to the last. *Any other text*:
all the time available for the part from the first key, that is its limit or, if the sitting closes
earlier, the time left in the sitting. The server fixes this time when the part begins. Whether the
applicant then stops, presses "I have finished", submits, closes the page or sends a forged event,
the divisor stays the same, so a short burst cannot pass for a sustained speed, and typing less
never scores more. For an applicant who read for a long time before the first key, the divisor is
the time that was left, not time that never existed.

An applicant could still begin late on purpose. With less than half of the part's limit left there
is no score (``begun_too_late``), and the flag ``less_time`` says that the time was shorter than
others'.

The browser's clock gives the time of a key, the server's clock the time of its arrival. ``clocks``
decides when they contradict each other so much that there is no score (``clock``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent
from assessments.kinds.typing.clocks import contradict
from assessments.kinds.typing.flags import Flag
from assessments.kinds.typing.item import Item
from assessments.kinds.typing.run import Arrival, Run, read_runs
from scoring.copying import CopyCounts, Corrected
from scoring.report import Measure, Point
from scoring.slips import Alignment

LEAST_SHARE_OF_TIME = 0.5
"""Share of the part's limit; with less time left at its start, an unfinished text is no sample."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """The results of one part for the report.

    Attributes:
        item: the item of the part.
        not_measured: name of the reason why there are no measures; empty if there are.
        measures: the measures of this part, in the order of the report.
        points: the points earned, with their evidence.
        score: 0 to 100 for an exercise other than copying; None for a passage.
        counts, alignment, corrections: of the single text of a passage or dictation.
        flags: for a person to review.
        rhythm: milliseconds between keys, to find similar logs; copied passages only.
        detail: JSON-ready data for the page.
    """

    item: Item
    not_measured: str = ""
    measures: tuple[Measure, ...] = ()
    points: tuple[Point, ...] = ()
    score: float | None = None
    counts: CopyCounts | None = None
    alignment: Alignment | None = None
    corrections: tuple[Corrected, ...] = ()
    flags: tuple[Flag, ...] = ()
    rhythm: tuple[int, ...] = ()
    detail: dict[str, Any]

    def value(self, name: str) -> float | None:
        """Return the value of a measure; None if it was not measured or does not exist."""
        return next((measure.value for measure in self.measures if measure.name == name), None)


def counted_runs(bank: Bank[Item], events: Sequence[LoggedEvent]) -> list[list[Run]]:
    """Return the fields of every part that counts; in a practice sitting, of every part."""
    runs = [list(group) for _, group in groupby(read_runs(events, bank), key=_item_id)]
    return [part for part in runs if not part[0].item.practice] or runs


def _item_id(run: Run) -> str:
    return run.item.id


def why_not_begun(runs: Sequence[Run]) -> str:
    """Return the reason why a part has no usable text; empty if it has one."""
    if any(run.fault for run in runs):
        return "log_does_not_replay"
    return "" if any(run.edits for run in runs) else "not_started"


def why_not_in_time(runs: Sequence[Run], *, finished: bool) -> str:
    """Return the reason why the time of a part is untrustworthy or too short; else empty."""
    if contradict(arrivals(runs)):
        return "clock"
    run = runs[0]
    if not finished and run.limit < LEAST_SHARE_OF_TIME * run.full:
        return "begun_too_late"
    return ""


def arrivals(runs: Sequence[Run]) -> list[Arrival]:
    """Return the batches of all fields of a part, in order of arrival."""
    return sorted(
        (arrival for run in runs for arrival in run.arrivals), key=lambda arrival: arrival.server
    )


def typing_time(runs: Sequence[Run]) -> float:
    """Return the seconds from the first change in any field to the last; 0 without changes."""
    times = [edit.seconds for run in runs for edit in (run.edits[:1] + run.edits[-1:])]
    return max(times) - min(times) if times else 0.0


def about(runs: Sequence[Run]) -> dict[str, Any]:
    """Return the data that the page displays for every part."""
    run = runs[0]
    return {
        "item": run.item.id,
        "exercise": run.item.exercise,
        "title": run.item.title,
        "limit": run.limit,
        "touch": run.touch,
        "reloads": run.reloads,
        "server_seconds": round(max(run.received for run in runs), 1),
    }


def measured(name: str, value: float | None, unit: str, reason: str) -> Measure:
    """Return a measure, with the reason only if there is no value."""
    return Measure(name=name, value=value, unit=unit, reason="" if value is not None else reason)
