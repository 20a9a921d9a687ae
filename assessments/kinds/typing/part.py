"""One part of a sitting, measured: what every exercise has in common.

Which time counts, and why nobody gains by it. *A text typed to its end*: from the first change
to the last. *Any other*: all the time there was for the part from the first key on, that is its
limit or, if the sitting closed before, what the sitting had left. This time is fixed by the server
the moment the part begins. Whether the applicant then stops, presses "I have finished", hands in,
closes the page or sends a forged hand-in, it is divided by the same time, so a short burst cannot
pass for a speed that is held, and typing less never scores more. Who read too long before the
first key is divided by the time that was left, not by time that there was not.

What is left to an applicant is to begin late on purpose. With less than half of the part's limit
there is no score (``begun_too_late``), and the signal ``less_time`` tells a person that it was
shorter than others'.

The browser's clock says when a key was struck, the server's when it came. ``clocks`` says from
when on they contradict each other so much that there is no score (``clock``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent
from assessments.kinds.typing.clocks import contradict
from assessments.kinds.typing.item import Item
from assessments.kinds.typing.run import Arrival, Run, read_runs
from assessments.kinds.typing.signals import Signal
from scoring.copying import CopyCounts, Corrected
from scoring.report import Measure, Point
from scoring.slips import Alignment

LEAST_SHARE_OF_TIME = 0.5
"""Of the part's limit; with less left when it began, an unfinished text is no sample."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one part gives to the report.

    Attributes:
        item: what was asked for.
        not_measured: why there are no figures, as a name; empty when there are.
        measures: of this part, in the order in which they are shown.
        points: what was earned, with the events that show it.
        score: 0 to 100 of an exercise other than copying; None of a passage.
        counts, alignment, corrections: of the one text of a passage or dictation.
        signals: for a person to review.
        rhythm: milliseconds between keys, by which alike logs are found; copied passages alone.
        detail: JSON-ready, for the page.
    """

    item: Item
    not_measured: str = ""
    measures: tuple[Measure, ...] = ()
    points: tuple[Point, ...] = ()
    score: float | None = None
    counts: CopyCounts | None = None
    alignment: Alignment | None = None
    corrections: tuple[Corrected, ...] = ()
    signals: tuple[Signal, ...] = ()
    rhythm: tuple[int, ...] = ()
    detail: dict[str, Any]

    def value(self, name: str) -> float | None:
        """Return a measure's value; None when it was not measured or there is none."""
        return next((one.value for one in self.measures if one.name == name), None)


def counted_runs(bank: Bank, events: Sequence[LoggedEvent]) -> list[list[Run]]:
    """Return the fields of every part that counts; of a sitting that is practice alone, all."""
    runs = [list(group) for _, group in groupby(read_runs(events, bank), key=_item_id)]
    return [part for part in runs if not part[0].item.practice] or runs


def _item_id(run: Run) -> str:
    return run.item.id


def why_not_begun(runs: Sequence[Run]) -> str:
    """Return why nothing can be read from a part; empty when something can."""
    if any(run.fault for run in runs):
        return "log_does_not_replay"
    return "" if any(run.edits for run in runs) else "not_started"


def why_not_in_time(runs: Sequence[Run], *, finished: bool) -> str:
    """Return why the time of a part cannot be believed or is no sample; empty when it can."""
    if contradict(arrivals(runs)):
        return "clock"
    run = runs[0]
    if not finished and run.limit < LEAST_SHARE_OF_TIME * run.full:
        return "begun_too_late"
    return ""


def arrivals(runs: Sequence[Run]) -> list[Arrival]:
    """Return the batches of all fields of a part, in the order in which they came."""
    return sorted((one for run in runs for one in run.arrivals), key=lambda one: one.came)


def typing_time(runs: Sequence[Run]) -> float:
    """Return the seconds from the first change in any field to the last; 0 without one."""
    times = [edit.seconds for run in runs for edit in (run.edits[:1] + run.edits[-1:])]
    return max(times) - min(times) if times else 0.0


def about(runs: Sequence[Run]) -> dict[str, Any]:
    """Return what the page says of every part."""
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
    """Return a measure, with the reason only when there is no value."""
    return Measure(name=name, value=value, unit=unit, reason="" if value is not None else reason)
