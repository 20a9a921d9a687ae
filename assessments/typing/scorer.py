"""From the log of a typing sitting to its report.

Which time counts, and why nobody gains by it. *A text typed to its end*: from the first change
to the last. *Any other*: all the time there was for the text from the first key on, that is the
passage's limit or, if the sitting closed before, what the sitting had left. This time is fixed
by the server the moment the first key arrives. Whether the applicant then stops, presses "I have
finished this text", hands in, closes the page or sends a forged hand-in, it is divided by the
same time, so a short burst cannot pass for a speed that is held, and typing less never scores
more. Who read too long before the first key is divided by the time that was left, not by time
that there was not.

What is left to an applicant is to begin late on purpose. With less than half of the passage's
limit there is no score (``begun_too_late``): the shortest sample is a minute, as in many typing
tests, and the signal ``less_time`` tells a person that it was shorter than others'.

The browser's clock says when a key was struck, the server's when it came. ``clocks`` says from
when on they contradict each other so much that there is no score (``clock``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.base import Bank, LoggedEvent, begun
from assessments.typing.clocks import contradict
from assessments.typing.item import Passage
from assessments.typing.marking import marked_passage, slip_evidence, speed_curve, typed_evidence
from assessments.typing.run import Run, read_run
from assessments.typing.signals import signals
from scoring.keystrokes import (
    CHARACTERS_PER_WORD,
    Alignment,
    CopyCounts,
    Edit,
    Replay,
    align,
    consistency,
    count,
    replay,
    variation,
)
from scoring.report import Measure, Point, Report
from scoring.scale import typing_score
from speech.spoken import Spoken

LEAST_SECONDS = 15.0
LEAST_CHARACTERS = 10 * CHARACTERS_PER_WORD
"""Ten words and 15 seconds: less is no sample (Monkeytype's server refuses the same)."""

LEAST_ACCURACY = 50.0
"""Percent; below it the keys were not a copy of the text (our own choice)."""

LEAST_SHARE_OF_TIME = 0.5
"""Of the passage's limit; with less left at the first key, an unfinished text is no sample."""

MEASURES: tuple[tuple[str, str], ...] = (
    ("net_wpm", "wpm"),
    ("gross_wpm", "wpm"),
    ("accuracy", "%"),
    ("uncorrected_error_rate", "%"),
    ("corrected_error_rate", "%"),
    ("total_error_rate", "%"),
    ("msd_error_rate", "%"),
    ("adjusted_wpm", "wpm"),
    ("hci_wpm", "wpm"),
    ("keystrokes_per_character", "keys"),
    ("correction_efficiency", "ratio"),
    ("conscientiousness", "ratio"),
    ("used_bandwidth", "ratio"),
)
"""The readers of ``CopyCounts``, in the order in which the report shows them."""


def score(bank: Bank, events: Sequence[LoggedEvent], spoken: Mapping[str, Spoken]) -> Report:
    """Score one sitting. The score is linear in net wpm; its SEM is unknown for one passage."""
    opening = begun(events)
    passage = _first_passage(bank, opening.form)
    if passage is None:
        return _unmeasured("not_started", {})
    run = read_run(events, passage)
    full_time = run.full
    detail: dict[str, Any] = {"item": passage.id, "title": passage.title, "limit": run.limit}
    if run.fault:
        detail["fault"] = run.fault
        return _unmeasured("log_does_not_replay", detail, ("log_does_not_replay",))
    if not run.edits:
        return _unmeasured("not_started", detail)
    replayed = replay(run.edits)
    alignment = align(passage.text, replayed.text)
    seconds = counted_seconds(run, alignment)
    counts = count(alignment, erased=len(replayed.erased), fixes=run.fixes, seconds=seconds)
    flags = signals(run, alignment, counts, full_time)
    detail |= _shown(run, replayed, alignment)
    reason = _too_little(run, counts, alignment, full_time)
    if reason:
        return _unmeasured(reason, detail, flags)
    net = counts.net_wpm or 0.0
    return Report(
        score=typing_score(net),
        measures=_measures(run, counts),
        points=(
            Point(
                criterion="characters_copied",
                earned=float(counts.correct),
                possible=float(counts.presented),
                evidence=(*typed_evidence(run, replayed), *slip_evidence(run, replayed, alignment)),
            ),
        ),
        flags=flags,
        detail=detail,
    )


def _first_passage(bank: Bank, form: Sequence[str]) -> Passage | None:
    parts = [bank[name] for name in form if name in bank]
    passages = [part for part in parts if isinstance(part, Passage)]
    return next((part for part in passages if not part.practice), next(iter(passages), None))


def counted_seconds(run: Run, alignment: Alignment) -> float:
    """Return the seconds by which the speed is divided; the module says why it is these."""
    if alignment.finished:
        return run.edits[-1].seconds - run.edits[0].seconds
    return run.limit


def _too_little(run: Run, counts: CopyCounts, alignment: Alignment, full_time: float) -> str:
    if contradict(run.arrivals):
        return "clock"
    if not alignment.finished and run.limit < LEAST_SHARE_OF_TIME * full_time:
        return "begun_too_late"
    typed_for = run.edits[-1].seconds - run.edits[0].seconds
    if typed_for < LEAST_SECONDS or counts.typed < LEAST_CHARACTERS:
        return "too_short"
    if (counts.accuracy or 0.0) < LEAST_ACCURACY:
        return "accuracy_too_low"
    return ""


def _unmeasured(reason: str, detail: Mapping[str, Any], flags: tuple[str, ...] = ()) -> Report:
    names = (*MEASURES, ("consistency", "points"))
    return Report(
        not_measured=reason,
        measures=tuple(
            Measure(name=name, value=None, unit=unit, reason=reason) for name, unit in names
        ),
        flags=flags,
        detail=detail,
    )


def _measures(run: Run, counts: CopyCounts) -> tuple[Measure, ...]:
    read = [
        Measure(
            name=name,
            value=(value := getattr(counts, name)),
            unit=unit,
            reason="" if value is not None else "nothing_was_corrected",
        )
        for name, unit in MEASURES
    ]
    coefficient = variation(_keys_by_second(run.edits))
    even = None if coefficient is None else consistency(coefficient)
    return (
        *read,
        Measure(
            name="consistency",
            value=even,
            unit="points",
            reason="too_short" if even is None else "",
        ),
        Measure(name="characters", value=float(counts.typed), unit="characters"),
        Measure(name="counted_time", value=round(counts.seconds, 1), unit="s"),
    )


def _keys_by_second(edits: Sequence[Edit]) -> list[float]:
    """Characters put in during each whole second from the first change to the last."""
    first = edits[0].seconds
    seconds = [0.0] * int(edits[-1].seconds - first)
    for edit in edits:
        place = int(edit.seconds - first)
        if place < len(seconds):
            seconds[place] += len(edit.text)
    return seconds


def _shown(run: Run, replayed: Replay, alignment: Alignment) -> dict[str, Any]:
    return {
        "segments": marked_passage(alignment, replayed),
        "not_reached": len(alignment.presented) - alignment.reached,
        "finished": alignment.finished,
        "typed": alignment.typed,
        "speed": speed_curve(run.edits, run.limit),
        "server_seconds": round(run.received, 1),
        "reloads": run.reloads,
    }
