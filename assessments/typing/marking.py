"""The passage with its slips marked, the speed over time, and where in the log a slip is."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypedDict

from assessments.typing.run import Run
from scoring.evidence import Evidence
from scoring.copying import gross_wpm
from scoring.keystrokes import Edit, Replay
from scoring.slips import Alignment

WINDOW_SECONDS = 10.0


class Segment(TypedDict):
    """A stretch of the passage: ``mark`` is empty, ``corrected``, ``wrong``, ``missing``,
    ``extra`` (``text`` is empty then) or ``rest`` (not reached); ``typed`` stands there instead.
    """

    mark: str
    text: str
    typed: str


class SpeedWindow(TypedDict):
    """Speed in one stretch of time; ``wpm`` counts what was typed, ``erased`` what was undone."""

    start: float
    end: float
    wpm: float
    erased: int


def marked_passage(alignment: Alignment, replayed: Replay) -> list[Segment]:
    """Return the whole passage in stretches of one mark each."""
    corrected = _corrected_places(alignment, replayed)
    slips: dict[int, tuple[str, str]] = {}
    extra: dict[int, str] = {}
    for slip in alignment.slips:
        if slip.kind == "insert":
            extra[slip.presented] = extra.get(slip.presented, "") + alignment.typed[slip.typed]
        elif slip.kind == "replace":
            slips[slip.presented] = ("wrong", alignment.typed[slip.typed])
        else:
            slips[slip.presented] = ("missing", "")
    letters: list[Segment] = []
    for place, letter in enumerate(alignment.presented):
        if place in extra:
            letters.append(Segment(mark="extra", text="", typed=extra[place]))
        mark, typed = slips.get(place, ("corrected" if place in corrected else "", letter))
        if place >= alignment.reached:
            mark, typed = "rest", ""
        letters.append(Segment(mark=mark, text=letter, typed=typed))
    if len(alignment.presented) in extra:
        letters.append(Segment(mark="extra", text="", typed=extra[len(alignment.presented)]))
    return _joined(letters)


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


def _corrected_places(alignment: Alignment, replayed: Replay) -> set[int]:
    """Places of the passage at which a wrong character was typed and taken away again.

    An erased character is compared with the passage where it stood; what was right and only
    erased on the way back to a slip is no slip itself.
    """
    places = _passage_places(alignment)
    found: set[int] = set()
    for erasure in replayed.erased:
        beyond = erasure.position - len(places)
        place = alignment.reached + beyond if beyond >= 0 else places[erasure.position]
        if place < len(alignment.presented) and alignment.presented[place] != erasure.character:
            found.add(place)
    return found


def _passage_places(alignment: Alignment) -> list[int]:
    """For each typed character the place of the passage beside which it stands."""
    inserted = {slip.typed for slip in alignment.slips if slip.kind == "insert"}
    missing = {slip.presented for slip in alignment.slips if slip.kind == "delete"}
    places: list[int] = []
    place = 0
    for typed in range(len(alignment.typed)):
        while place in missing:
            place += 1
        places.append(place)
        if typed not in inserted:
            place += 1
    return places


def typed_evidence(run: Run, replayed: Replay) -> tuple[Evidence, ...]:
    """Return the batches of strokes in which the text came to be."""
    batches = sorted({event for event, _ in run.sources}) if replayed.text else []
    return tuple(Evidence(event=event, rule="typed") for event in batches)


def slip_evidence(run: Run, replayed: Replay, alignment: Alignment) -> tuple[Evidence, ...]:
    """Return the stroke behind each wrong or extra character that was left in the text.

    A letter that is missing has no stroke. When normalising joined characters, positions no
    longer name strokes and there is nothing to point at.
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
    """Return the gross speed of each ten seconds from the start to the last change.

    A remainder of less than half a window joins the one before it: a speed over a second or
    two is no speed.
    """
    windows: list[SpeedWindow] = []
    stop = min(limit, edits[-1].seconds)
    start = 0.0
    while start < stop:
        end = start + WINDOW_SECONDS
        if stop - end < WINDOW_SECONDS / 2:
            end = stop
        inside = [
            edit for edit in edits if start <= edit.seconds < end or edit.seconds == end == stop
        ]
        windows.append(
            SpeedWindow(
                start=start,
                end=end,
                wpm=round(gross_wpm(sum(len(e.text) for e in inside), end - start) or 0.0, 1),
                erased=sum(e.end - e.start for e in inside),
            )
        )
        start = end
    return windows
