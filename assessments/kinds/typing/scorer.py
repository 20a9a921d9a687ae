"""Score a typing sitting from its event log.

Every scored part is measured by itself (``copying``, ``entering``); the warm-up is not. Figures of
the whole sitting: speeds are means over the copied passages, and the best speed is reported too but
never used alone; rates come from the counts of all passages together.

Score: linear in the mean net wpm of the copied passages (``scale.typing_score``). A length without
passages is scored on its exercise: right words of a dictation, right fields of a record, right
words of a reply, each the mean over its parts. In the mixed length these are reported and do not
count.

There is a score only if *every* part that counts was measured: otherwise leaving out the worse
passage would earn more.

``part`` explains which time counts, and when a part is not measured.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent
from assessments.kinds.typing.copying import MEASURES, OF_EDITS, dictation_part, passage_part
from assessments.kinds.typing.entering import chat_part, record_part
from assessments.kinds.typing.item import CustomerRecord, Dictation, Item, Passage
from assessments.kinds.typing.part import Part, counted_runs, measured
from assessments.kinds.typing.run import Run
from scoring.copying import CopyCounts, sem_of_mean
from scoring.keyboard import StrikeCounts, Strikes
from scoring.provisional import MEASURED, PROVISIONAL, share_error
from scoring.report import Measure, Report
from scoring.scale import FULL_NET_WPM, typing_score
from speech.spoken import Spoken

SPEEDS = frozenset({"net_wpm", "gross_wpm", "adjusted_wpm", "hci_wpm", "keystrokes_per_hour"})
"""Measures averaged over the passages; the others come from the counts of all passages."""

NOT_ALL = "not_all_parts_measured"


def score(bank: Bank[Item], events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
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
        flags=tuple(dict.fromkeys(flag.name for part in parts for flag in part.flags)),
        rhythms={part.item.id: list(part.rhythm) for part in parts if part.rhythm},
        detail=_detail(parts),
    )


def measured_parts(bank: Bank[Item], events: Sequence[LoggedEvent]) -> list[Part]:
    """Return every part that counts; in a practice sitting, every part."""
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
    """Return why there is no score: the common reason of all parts, or ``NOT_ALL``."""
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
    """Return the SEM of the mean net speed, at least the effect of one error in a passage."""
    counts = [part.counts for part in copied if part.counts]
    sem = sem_of_mean([count.net_wpm or 0.0 for count in counts])
    if sem is None:
        return None
    step = fmean(60 / count.seconds for count in counts if count.seconds > 0)
    return max(sem, step / math.sqrt(len(counts)))


def _sem_points(counting: Sequence[Part]) -> float | None:
    """Return the SEM of the mean of other exercises' parts; None if all scores are equal."""
    return sem_of_mean([part.score or 0.0 for part in counting]) or None


def _copy_measures(copied: Sequence[Part], reason: str, sem: float | None) -> tuple[Measure, ...]:
    if reason:
        return _none(reason)
    together = _together([part.counts for part in copied if part.counts])
    measures = [
        Measure(
            name=measure.name,
            value=measure.value if measure.name not in SPEEDS else _mean(copied, measure.name),
            unit=measure.unit,
            sem=sem if measure.name == "net_wpm" else None,
            reason=measure.reason,
        )
        for measure in (
            measured(name, getattr(together, name), unit, "nothing_was_corrected")
            for name, unit in MEASURES
        )
    ]
    bursts = [value for part in copied if (value := part.value("burst_wpm")) is not None]
    return (
        *measures,
        measured("best_net_wpm", max(part.value("net_wpm") or 0.0 for part in copied), "wpm", ""),
        measured("burst_wpm", max(bursts, default=None), "wpm", "too_short"),
        measured("consistency", _mean(copied, "consistency"), "points", "too_short"),
        Measure(name="characters", value=float(together.typed), unit="characters"),
        Measure(name="counted_time", value=round(together.seconds, 1), unit="s"),
    )


def _together(counts: Sequence[CopyCounts]) -> CopyCounts:
    return CopyCounts(
        presented=sum(count.presented for count in counts),
        typed=sum(count.typed for count in counts),
        wrong=sum(count.wrong for count in counts),
        erased=sum(count.erased or 0 for count in counts),
        fixes=sum(count.fixes or 0 for count in counts),
        seconds=sum(count.seconds for count in counts),
    )


def _mean(parts: Sequence[Part], name: str) -> float | None:
    values = [value for part in parts if (value := part.value(name)) is not None]
    return fmean(values) if values else None


def _other_measures(parts: Sequence[Part]) -> tuple[Measure, ...]:
    """Return the means of measures that copied passages do not have."""
    others = [part for part in parts if not isinstance(part.item, Passage)]
    copying = {name for name, _ in (*MEASURES, *OF_EDITS)} | {"characters", "counted_time"}
    first = {
        measure.name: measure
        for part in others
        for measure in part.measures
        if measure.name not in copying
    }
    return tuple(
        measured(name, _mean(others, name), measure.unit, measure.reason or NOT_ALL)
        for name, measure in first.items()
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
                "measures": [
                    [measure.name, measure.value, measure.unit, measure.reason]
                    for measure in part.measures
                ],
            }
            for part in parts
        ],
        "signals": [
            {"name": flag.name, "tier": flag.tier, "part": number, "figures": flag.figures}
            for number, part in enumerate(parts, start=1)
            for flag in part.flags
        ],
        "keys": [_struck(struck) for struck in strikes.by_key()],
        "fingers": [_struck(struck) for struck in strikes.by_finger()] if strikes.due else [],
    }


def _struck(strikes: Strikes) -> list[Any]:
    """Return a key or finger as the page reads it: short, because there are fifty."""
    return [
        strikes.name,
        strikes.due,
        strikes.wrong,
        strikes.corrected,
        strikes.extra,
        "".join(strikes.instead),
    ]
