"""Mark the slips in a passage, trace them to the log, and compute speed over time."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TypedDict

from assessments.kinds.typing.run import Run
from scoring.copying import Corrected, gross_wpm
from scoring.evidence import Evidence
from scoring.keystrokes import Edit, Replay
from scoring.slips import Alignment

WINDOW_SECONDS = 10.0


class Segment(TypedDict):
    """A stretch of the passage.

    Attributes:
        mark: empty if right, or ``corrected``, ``wrong``, ``missing``, ``extra`` or ``rest`` (not
            reached).
        text: the text of the passage; empty if ``extra``.
        typed: the text typed instead, or typed before the correction; empty without a mark, where
            it equals ``text``.
    """

    mark: str
    text: str
    typed: str


class SpeedWindow(TypedDict):
    """Speed in one stretch of time: ``wpm`` of typed and number of ``erased`` characters."""

    start: float
    end: float
    wpm: float
    erased: int


def marked_passage(alignment: Alignment, fixed: Sequence[Corrected]) -> list[Segment]:
    """Return the whole passage in stretches with one mark each."""
    marks = {
        correction.place: ("corrected", "")
        for correction in fixed
        if correction.place < alignment.reached
    }
    for correction in fixed:
        if correction.place in marks:
            marks[correction.place] = ("corrected", marks[correction.place][1] + correction.typed)
    extra: dict[int, str] = {}
    for slip in alignment.slips:
        if slip.kind == "insert":
            extra[slip.presented] = extra.get(slip.presented, "") + alignment.typed[slip.typed]
        elif slip.kind == "replace":
            marks[slip.presented] = ("wrong", alignment.typed[slip.typed])
        else:
            marks[slip.presented] = ("missing", "")
    letters: list[Segment] = []
    done = 0
    for place in sorted(marks.keys() | extra.keys()):
        letters.append(_stretch("", alignment.presented[done:place]))
        done = place
        if place in extra:
            letters.append(_stretch("extra", "", extra[place]))
        if place in marks:
            mark, typed = marks[place]
            letters.append(_stretch(mark, alignment.presented[place], typed))
            done = place + 1
    letters.append(_stretch("", alignment.presented[done : alignment.reached]))
    letters.append(_stretch("rest", alignment.presented[alignment.reached :]))
    return _joined([letter for letter in letters if letter["text"] or letter["typed"]])


def _stretch(mark: str, text: str, typed: str = "") -> Segment:
    return Segment(mark=mark, text=text, typed=typed)


def error_marks(
    run: Run, alignment: Alignment, replayed: Replay, fixed: Sequence[Corrected]
) -> dict[str, list[float]]:
    """Return when each slip was typed, in seconds: slips left and slips corrected.

    A missing character has the time of the character that follows it.
    """
    moments = [run.edits[origin].seconds for origin in replayed.origins]
    left = [moments[min(slip.typed, len(moments) - 1)] for slip in alignment.slips if moments]
    return {
        "left": [round(moment, 1) for moment in sorted(left)],
        "corrected": [
            round(correction.seconds, 1)
            for correction in sorted(fixed, key=lambda correction: correction.seconds)
        ],
    }


def _joined(letters: Sequence[Segment]) -> list[Segment]:
    joined: list[Segment] = []
    for mark, group in groupby(letters, key=lambda letter: letter["mark"]):
        stretch = list(group)
        joined.append(
            Segment(
                mark=mark,
                text="".join(letter["text"] for letter in stretch),
                typed="".join(letter["typed"] for letter in stretch),
            )
        )
    return joined


def typed_evidence(runs: Sequence[Run]) -> tuple[Evidence, ...]:
    """Return as evidence the batches of strokes that produced the texts of a part."""
    batches = sorted({event for run in runs for event, _ in run.sources})
    return tuple(Evidence(event=event, rule="typed") for event in batches)


def slip_evidence(run: Run, replayed: Replay, alignment: Alignment) -> tuple[Evidence, ...]:
    """Return the stroke behind each wrong or extra character left in the text.

    A missing character has no stroke. If normalising joined characters, positions no longer
    correspond to strokes and there is no evidence.
    """
    if len(alignment.typed) != len(replayed.text):
        return ()
    evidence = []
    for slip in alignment.slips:
        if slip.kind == "delete":
            continue
        event, stroke = run.sources[replayed.origins[slip.typed]]
        evidence.append(
            Evidence(
                event=event,
                unit="keystrokes",
                start=float(stroke),
                end=float(stroke + 1),
                text=alignment.typed[slip.typed],
                rule="wrong_character" if slip.kind == "replace" else "extra_character",
            )
        )
    return tuple(evidence)


def speed_curve(edits: Sequence[Edit], limit: float) -> list[SpeedWindow]:
    """Return the gross speed in each ten seconds from the start to the last change.

    A remainder of less than half a window joins the window before it, because a speed over one or
    two seconds means little.
    """
    stop = min(limit, edits[-1].seconds)
    count = max(1, int((stop + WINDOW_SECONDS / 2) // WINDOW_SECONDS))
    typed, erased = [0] * count, [0] * count
    for edit in edits:
        window = min(int(edit.seconds // WINDOW_SECONDS), count - 1)
        typed[window] += len(edit.text)
        erased[window] += edit.end - edit.start
    bounds = [WINDOW_SECONDS * window for window in range(count)] + [stop]
    return [
        SpeedWindow(
            start=start,
            end=end,
            wpm=round(gross_wpm(typed[window], end - start) or 0.0, 1),
            erased=erased[window],
        )
        for window, (start, end) in enumerate(pairwise(bounds))
        if end > start
    ]
