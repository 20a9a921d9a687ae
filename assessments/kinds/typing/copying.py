"""Measure a part with one text: a passage that is copied or a dictation that is typed."""

from collections.abc import Sequence

from assessments.kinds.typing.flags import fault, flags
from assessments.kinds.typing.item import Dictation, Passage
from assessments.kinds.typing.marking import (
    error_marks,
    marked_passage,
    slip_evidence,
    speed_curve,
    typed_evidence,
)
from assessments.kinds.typing.part import (
    Part,
    about,
    measured,
    typing_time,
    why_not_begun,
    why_not_in_time,
)
from assessments.kinds.typing.run import Run
from scoring.copying import CHARACTERS_PER_WORD, CopyCounts, corrected, count
from scoring.data_entry import word_accuracy
from scoring.keystrokes import Edit, Replay, replay
from scoring.report import Measure, Point
from scoring.rhythm import burst, consistency, gaps, keys_by_second, slowest_pairs, variation
from scoring.slips import Alignment, align, align_whole

LEAST_SECONDS = 15.0
LEAST_CHARACTERS = 10 * CHARACTERS_PER_WORD
"""Ten words and 15 seconds: less is no sample (Monkeytype's server has the same limits)."""

LEAST_ACCURACY = 50.0
"""Percent; below it the typed text is not a copy (our own choice)."""

RHYTHM_KEYS = 400

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
    ("keystrokes_per_hour", "keys/h"),
    ("keystrokes_per_character", "keys"),
    ("correction_efficiency", "ratio"),
    ("conscientiousness", "ratio"),
    ("used_bandwidth", "ratio"),
)
"""Properties of ``CopyCounts`` and their units, in the order of the report."""

OF_EDITS: tuple[tuple[str, str], ...] = (("burst_wpm", "wpm"), ("consistency", "points"))
"""Measures of the times of the changes."""


def passage_part(item: Passage, runs: Sequence[Run]) -> Part:
    """Measure one passage; the text that was not reached counts as no error."""
    run = runs[0]
    detail = about(runs)
    reason = why_not_begun(runs)
    if reason:
        return _unmeasured(item, reason, detail, run.fault)
    replayed = replay(run.edits)
    alignment = align(item.text, replayed.text)
    seconds = counted_seconds(run, alignment)
    counts = count(alignment, erased=len(replayed.erased), fixes=run.fixes, seconds=seconds)
    reason = why_not_in_time(runs, finished=alignment.finished) or _too_little(run, counts)
    fixed = corrected(alignment, replayed)
    detail |= {
        "segments": marked_passage(alignment, fixed),
        "not_reached": len(alignment.presented) - alignment.reached,
        "finished": alignment.finished,
        "speed": speed_curve(run.edits, run.limit),
        "errors": error_marks(run, alignment, replayed, fixed),
        "slow_pairs": _pairs(run.edits),
    }
    return Part(
        item=item,
        not_measured=reason,
        measures=_none(MEASURES + OF_EDITS, reason) if reason else copy_measures(counts, run.edits),
        points=() if reason else (_copied(run, replayed, alignment, counts),),
        counts=counts,
        alignment=alignment,
        corrections=fixed,
        flags=flags(runs, counts, finished=alignment.finished),
        rhythm=tuple(round(1000 * gap) for gap in gaps(run.edits)[:RHYTHM_KEYS]),
        detail=detail,
    )


def dictation_part(item: Dictation, runs: Sequence[Run]) -> Part:
    """Measure one dictation against the nearest of its right texts; missing text is wrong."""
    run = runs[0]
    detail = about(runs)
    reason = why_not_begun(runs)
    if reason:
        return _unmeasured(item, reason, detail, run.fault)
    replayed = replay(run.edits)
    alignment = min(
        (align_whole(text, replayed.text) for text in item.texts),
        key=lambda alignment: len(alignment.slips),
    )
    words = max(word_accuracy(text, replayed.text) or 0.0 for text in item.texts)
    counts = count(
        alignment, erased=len(replayed.erased), fixes=run.fixes, seconds=typing_time(runs)
    )
    fixed = corrected(alignment, replayed)
    reason = why_not_in_time(runs, finished=run.ended)
    detail |= {
        "segments": marked_passage(alignment, fixed),
        "finished": alignment.finished,
        "speed": speed_curve(run.edits, run.limit),
        "errors": error_marks(run, alignment, replayed, fixed),
    }
    figures = (
        Measure(name="words_heard_right", value=words, unit="%"),
        *copy_measures(counts, run.edits),
    )
    return Part(
        item=item,
        not_measured=reason,
        measures=_none([(measure.name, measure.unit) for measure in figures], reason)
        if reason
        else figures,
        points=() if reason else (_heard(item, run, replayed, words),),
        score=None if reason else words,
        counts=counts,
        alignment=alignment,
        corrections=fixed,
        flags=flags(runs, counts, finished=run.ended),
        detail=detail,
    )


def counted_seconds(run: Run, alignment: Alignment) -> float:
    """Return the seconds by which a speed is divided; see ``part`` for the reason."""
    if alignment.finished:
        return run.edits[-1].seconds - run.edits[0].seconds
    return run.limit


def copy_measures(counts: CopyCounts, edits: Sequence[Edit]) -> tuple[Measure, ...]:
    """Return every measure of one text."""
    counted = [
        measured(name, getattr(counts, name), unit, "nothing_was_corrected")
        for name, unit in MEASURES
    ]
    coefficient = variation(keys_by_second(edits))
    fastest = burst(edits)
    even = None if coefficient is None else consistency(coefficient)
    return (
        *counted,
        measured("burst_wpm", None if fastest is None else fastest.wpm, "wpm", "too_short"),
        measured("consistency", even, "points", "too_short"),
        Measure(name="characters", value=float(counts.typed), unit="characters"),
        Measure(name="counted_time", value=round(counts.seconds, 1), unit="s"),
    )


def _too_little(run: Run, counts: CopyCounts) -> str:
    typed_for = run.edits[-1].seconds - run.edits[0].seconds
    if typed_for < LEAST_SECONDS or counts.typed < LEAST_CHARACTERS:
        return "too_short"
    if (counts.accuracy or 0.0) < LEAST_ACCURACY:
        return "accuracy_too_low"
    return ""


def _unmeasured(
    item: Passage | Dictation, reason: str, detail: dict[str, object], broken: str
) -> Part:
    return Part(
        item=item,
        not_measured=reason,
        measures=_none(MEASURES + OF_EDITS, reason),
        flags=(fault(reason),) if broken else (),
        detail=detail | ({"fault": broken} if broken else {}),
    )


def _none(names: Sequence[tuple[str, str]], reason: str) -> tuple[Measure, ...]:
    return tuple(Measure(name=name, value=None, unit=unit, reason=reason) for name, unit in names)


def _copied(run: Run, replayed: Replay, alignment: Alignment, counts: CopyCounts) -> Point:
    return Point(
        criterion="characters_copied",
        label=run.item.title,
        earned=float(counts.correct),
        possible=float(counts.presented),
        evidence=(*typed_evidence([run]), *slip_evidence(run, replayed, alignment)),
    )


def _heard(item: Dictation, run: Run, replayed: Replay, words: float) -> Point:
    possible = float(len(item.text.split()))
    return Point(
        criterion="words_heard",
        label=item.title,
        earned=possible * words / 100,
        possible=possible,
        evidence=typed_evidence([run]) if replayed.text else (),
    )


def _pairs(edits: Sequence[Edit]) -> list[list[object]]:
    return [[pair.letters, round(pair.milliseconds), pair.times] for pair in slowest_pairs(edits)]
