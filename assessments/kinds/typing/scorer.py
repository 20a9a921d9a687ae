"""From the log of a typing sitting to its report.

Every scored part is measured by itself (``copying``, ``entering``); the warm-up is not. Figures of
the whole: speeds are the mean of the copied passages, the best one is shown beside and is never
used alone; rates come from the counts of all passages together.

Score: linear in the mean net wpm of the copied passages (``scale.typing_score``). A form without
passages is scored on its exercise: words of a dictation right, fields of a record right, words of
a reply right, each the mean over its parts. In a mixed form these are shown and do not count.

There is a score only when *every* part that counts was measured: otherwise leaving out the passage
that goes worse would earn more.

``part`` says which time counts, and when a part is not measured.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent
from assessments.kinds.typing.copying import MEASURES, OF_EDITS, dictation_part, passage_part
from assessments.kinds.typing.entering import chat_part, record_part
from assessments.kinds.typing.item import CustomerRecord, Dictation, Passage
from assessments.kinds.typing.part import Part, counted_runs, measured
from assessments.kinds.typing.run import Run
from scoring.copying import CopyCounts, sem_of_mean
from scoring.keyboard import StrikeCounts, Strikes
from scoring.provisional import MEASURED, PROVISIONAL, share_error
from scoring.report import Measure, Report
from scoring.scale import FULL_NET_WPM, typing_score
from speech.spoken import Spoken

SPEEDS = frozenset({"net_wpm", "gross_wpm", "adjusted_wpm", "hci_wpm", "keystrokes_per_hour"})
"""Means over the passages; all other readers of ``CopyCounts`` are of the counts together."""

NOT_ALL = "not_all_parts_measured"


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Score one sitting."""
    parts = measured_parts(bank, events)
    copied = [part for part in parts if isinstance(part.item, Passage)]
    counting = copied or parts
    reason = _why_not(counting)
    net = [part.counts.net_wpm or 0.0 for part in copied if part.counts and not reason]
    sem = _sem_wpm(copied) if net else _sem_points(counting)
    value = None if reason else _score(net, counting)
    error, source = _error(value, sem, parts=len(counting), in_wpm=bool(net))
    return Report(
        score=value,
        sem=error,
        sem_source=source,
        sem_basis="number_of_parts" if source == PROVISIONAL else "",
        not_measured=reason,
        measures=(
            *(_copy_measures(copied, reason, sem) if copied else ()),
            *_other_measures(parts),
        )
        or _none(reason),
        points=tuple(point for part in parts for point in part.points),
        flags=tuple(dict.fromkeys(one.name for part in parts for one in part.signals)),
        rhythms={part.item.id: list(part.rhythm) for part in parts if part.rhythm},
        detail=_detail(parts),
    )


def measured_parts(bank: Bank, events: Sequence[LoggedEvent]) -> list[Part]:
    """Return every part that counts; of a sitting that is practice alone, every part."""
    return [_part(runs) for runs in counted_runs(bank, events)]


def _part(runs: Sequence[Run]) -> Part:
    match runs[0].item:
        case Passage() as passage:
            return passage_part(passage, runs)
        case Dictation() as dictation:
            return dictation_part(dictation, runs)
        case CustomerRecord() as record:
            return record_part(record, runs)
        case chat:
            return chat_part(chat, runs)


def _why_not(parts: Sequence[Part]) -> str:
    """Return why there is no score: the reason of all parts, or that they differ."""
    reasons = {part.not_measured for part in parts} or {"not_started"}
    if reasons == {""}:
        return ""
    return next(iter(reasons)) if len(reasons) == 1 else NOT_ALL


def _score(net: Sequence[float], counting: Sequence[Part]) -> float:
    if net:
        return typing_score(fmean(net))
    return fmean(part.score or 0.0 for part in counting)


def _error(
    value: float | None, sem: float | None, *, parts: int, in_wpm: bool
) -> tuple[float | None, str]:
    """Return the standard error of the score in points and its source.

    Measured from the differences between the parts. Of a single part, or where all parts came out
    alike, it is provisional: that of a share over so many parts.
    """
    if value is None:
        return None, ""
    if sem is None:
        return share_error([1.0] * parts, value), PROVISIONAL
    return sem * (100 / FULL_NET_WPM if in_wpm else 1), MEASURED


def _sem_wpm(copied: Sequence[Part]) -> float | None:
    """Return the SEM of the mean net speed, never less than what one error in a passage changes."""
    counts = [part.counts for part in copied if part.counts]
    sem = sem_of_mean([one.net_wpm or 0.0 for one in counts])
    if sem is None:
        return None
    step = fmean(60 / one.seconds for one in counts if one.seconds > 0)
    return max(sem, step / math.sqrt(len(counts)))


def _sem_points(counting: Sequence[Part]) -> float | None:
    """Return the SEM of the mean of other exercises' parts; None where they all came out alike."""
    return sem_of_mean([part.score or 0.0 for part in counting]) or None


def _copy_measures(copied: Sequence[Part], reason: str, sem: float | None) -> tuple[Measure, ...]:
    if reason:
        return _none(reason)
    together = _together([part.counts for part in copied if part.counts])
    found = [
        Measure(
            name=one.name,
            value=one.value if one.name not in SPEEDS else _mean(copied, one.name),
            unit=one.unit,
            sem=sem if one.name == "net_wpm" else None,
            reason=one.reason,
        )
        for one in (
            measured(name, getattr(together, name), unit, "nothing_was_corrected")
            for name, unit in MEASURES
        )
    ]
    bursts = [value for part in copied if (value := part.value("burst_wpm")) is not None]
    return (
        *found,
        measured("best_net_wpm", max(part.value("net_wpm") or 0.0 for part in copied), "wpm", ""),
        measured("burst_wpm", max(bursts, default=None), "wpm", "too_short"),
        measured("consistency", _mean(copied, "consistency"), "points", "too_short"),
        Measure(name="characters", value=float(together.typed), unit="characters"),
        Measure(name="counted_time", value=round(together.seconds, 1), unit="s"),
    )


def _together(counts: Sequence[CopyCounts]) -> CopyCounts:
    return CopyCounts(
        presented=sum(one.presented for one in counts),
        typed=sum(one.typed for one in counts),
        wrong=sum(one.wrong for one in counts),
        erased=sum(one.erased or 0 for one in counts),
        fixes=sum(one.fixes or 0 for one in counts),
        seconds=sum(one.seconds for one in counts),
    )


def _mean(parts: Sequence[Part], name: str) -> float | None:
    values = [value for part in parts if (value := part.value(name)) is not None]
    return fmean(values) if values else None


def _other_measures(parts: Sequence[Part]) -> tuple[Measure, ...]:
    """Return the means of the measures that only other exercises have."""
    others = [part for part in parts if not isinstance(part.item, Passage)]
    copying = {name for name, _ in (*MEASURES, *OF_EDITS)} | {"characters", "counted_time"}
    first = {one.name: one for part in others for one in part.measures if one.name not in copying}
    return tuple(
        measured(name, _mean(others, name), one.unit, one.reason or NOT_ALL)
        for name, one in first.items()
    )


def _none(reason: str) -> tuple[Measure, ...]:
    return tuple(
        Measure(name=name, value=None, unit=unit, reason=reason)
        for name, unit in (*MEASURES, ("best_net_wpm", "wpm"), *OF_EDITS)
    )


def _detail(parts: Sequence[Part]) -> dict[str, Any]:
    strikes = StrikeCounts()
    for part in parts:
        if part.alignment and not part.not_measured:
            strikes.add(part.alignment, part.corrections)
    return {
        "parts": [
            {
                **part.detail,
                "not_measured": part.not_measured,
                "measures": [[one.name, one.value, one.unit, one.reason] for one in part.measures],
            }
            for part in parts
        ],
        "signals": [
            {"name": one.name, "tier": one.tier, "part": number, "figures": one.figures}
            for number, part in enumerate(parts, start=1)
            for one in part.signals
        ],
        "keys": [_struck(one) for one in strikes.by_key()],
        "fingers": [_struck(one) for one in strikes.by_finger()] if strikes.due else [],
    }


def _struck(one: Strikes) -> list[Any]:
    """Return a key or finger as the page reads it: short, for there are fifty."""
    return [one.name, one.due, one.wrong, one.corrected, one.extra, "".join(one.instead)]
