"""Score logs of copy typing from other programs, and time the scorer.

``index.csv`` has the columns ``id``, ``presented``, ``transcribed``, ``keystrokes`` and
``seconds``; any of the last three may be empty. It prints one JSON line per row: the figure
``net_wpm``, with ``id`` and every other measure by its name. A measure that cannot be known from
the row is null; a row that cannot be read has ``error``.

``keystrokes`` is JSON, in one of these forms (they may be mixed):

* our own strokes: ``[ms, "edit", start, end, text, input type]`` (``text`` replaced the
  characters start to end), with or without ``[ms, "down" | "up", code]``;
* ``[ms, key]``, the key as what it types or by its name: ``Backspace``, ``Delete``,
  ``ArrowLeft``, ``ArrowRight``, ``Home``, ``End``, ``Enter``; other named keys do nothing;
* ``{"t": ms, "key": key}``, with or without ``"type": "keydown" | "keyup"``;
* a plain list of keys without times, or an object that holds such a list.

``transcribed`` is the final text; where it is empty, the text that the keystrokes produce.
``replays`` says whether the two are the same. ``seconds`` is the time from the first to the last
key; where it is empty, the time comes from the keystrokes. Text is compared in Unicode NFC, with
curly quotes as straight ones; the part of ``presented`` that the typist did not reach is not an
error.
"""

import csv
import json
import math
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assessments.contract.assessment import Begun, LoggedEvent
from assessments.kinds.typing import ASSESSMENT
from assessments.kinds.typing.events import EVENTS
from benchmarks._figures import print_figure
from benchmarks._typing_keystrokes import Stream, read, sorted_by_time
from scoring.copying import CopyCounts, corrected, count
from scoring.keystrokes import replay
from scoring.rhythm import (
    burst,
    consistency,
    keys_by_second,
    presses,
    rollover_ratio,
    slowest_pairs,
    variation,
)
from scoring.slips import Alignment, align, plain

READERS: Mapping[str, str] = {
    "gross_wpm": "gross_wpm",
    "net_wpm": "net_wpm",
    "adjusted_wpm": "adjusted_wpm",
    "hci_wpm": "hci_wpm",
    "accuracy": "accuracy",
    "msd_error_rate": "msd_error_rate",
    "kspc": "keystrokes_per_character",
    "total_error_rate": "total_error_rate",
    "corrected_error_rate": "corrected_error_rate",
    "uncorrected_error_rate": "uncorrected_error_rate",
    "correction_efficiency": "correction_efficiency",
    "conscientiousness": "conscientiousness",
    "used_bandwidth": "used_bandwidth",
    "kph": "keystrokes_per_hour",
    "inf": "wrong",
    "if": "erased",
    "f": "fixes",
    "c": "correct",
}
"""Names in the output, each with the attribute of ``CopyCounts`` that has the value."""

RUNS = 20
"""How often the scorer is timed."""

PLACES = 6
"""Decimal places of a measure."""


def main_logs(folder: Path) -> None:
    """Print one JSON line for each row of ``index.csv``.

    Raises:
        SystemExit: there is no such file.
    """
    for line in lines(folder):
        others = {name: value for name, value in line.items() if name != "net_wpm"}
        value = line.get("net_wpm")
        reason = "" if value is not None else line.get("error", "the row does not give the time")
        print_figure("net_wpm", value, "wpm", reason=reason, places=PLACES, **others)


def lines(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the id and the measures of each row, or its error."""
    place = folder / "index.csv"
    if not place.is_file():
        raise SystemExit(f"{place}: there is no such file")
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with place.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            named = {str(name).strip().lower(): value for name, value in row.items()}
            name = named.get("id") or str(number)
            try:
                yield {"id": name, **measures(named)}
            except Exception as error:  # one bad row must not stop the others
                yield {"id": name, "error": f"{type(error).__name__}: {error}"[:300]}


def measures(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return every measure of one row, by its name in the output.

    Raises:
        ValueError: the row cannot be read; the message says why.
    """
    if row.get("presented") is None:
        raise ValueError("there is no presented text")
    stream = read(row.get("keystrokes"))
    transcribed = row.get("transcribed") or ""
    if not transcribed and stream is None:
        raise ValueError("there is neither a transcribed text nor a keystroke")
    replayed = replay(stream.edits) if stream else None
    typed = transcribed or (replayed.text if replayed else "")
    timed = stream if stream and stream.timed and sorted_by_time(stream.edits) else None
    seconds = _seconds(row.get("seconds"), timed)
    alignment = align(row["presented"], typed)
    counts = count(
        alignment,
        erased=len(replayed.erased) if replayed else None,
        fixes=stream.fixes if stream else None,
        seconds=seconds or 0.0,
    )
    same = None if replayed is None else plain(replayed.text) == plain(typed)
    fixed = corrected(alignment, replayed) if replayed and same else None
    return {
        **{name: _rounded(getattr(counts, reader)) for name, reader in READERS.items()},
        **_rhythm(timed),
        "slips_corrected": None if fixed is None else len(fixed),
        **_texts(alignment, counts, seconds),
        "replays": same,
    }


def _rhythm(stream: Stream | None) -> dict[str, Any]:
    edits = stream.edits if stream else []
    coefficient = variation(keys_by_second(edits))
    fastest = burst(edits)
    pressed = list(presses(stream.presses)) if stream else []
    return {
        "consistency": _rounded(None if coefficient is None else consistency(coefficient)),
        "burst_wpm": _rounded(fastest.wpm if fastest else None),
        "rollover_ratio": _rounded(rollover_ratio(pressed)),
        "slowest_digraphs": [
            [pair.letters, round(pair.milliseconds, 1), pair.times] for pair in slowest_pairs(edits)
        ]
        if stream
        else None,
    }


def _texts(alignment: Alignment, counts: CopyCounts, seconds: float | None) -> dict[str, Any]:
    return {
        "seconds": _rounded(seconds),
        "presented_characters": len(alignment.presented),
        "reached_characters": counts.presented,
        "transcribed_characters": counts.typed,
        "finished": alignment.finished,
        "slips": [[slip.kind, slip.presented, slip.typed] for slip in alignment.slips],
    }


def _seconds(given: str | None, stream: Stream | None) -> float | None:
    if (given or "").strip():
        seconds = float(str(given).replace(",", "."))
        if not math.isfinite(seconds) or seconds < 0:
            raise ValueError(f"{given!r} are no seconds")
        return seconds
    if stream is None or not stream.edits:
        return None
    return stream.edits[-1].seconds - stream.edits[0].seconds


def _rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, PLACES)


def score_5min_ms() -> float:
    """Return the CPU milliseconds of the whole scorer over a passage of five minutes at 60 wpm.

    The median of ``RUNS`` runs. The log is as the page writes it: for each character a key
    press, a change and a key release; one character in thirty is wrong, and most of those are
    corrected; a batch every two seconds. Reading events from the database is not included.
    """
    bank = ASSESSMENT.bank()
    events = five_minutes(bank)
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        report = ASSESSMENT.score(bank, events, {})
        times.append(1000 * (time.process_time() - began))
        assert report.score is not None
    return sorted(times)[RUNS // 2]


def five_minutes(bank: Mapping[str, Any]) -> list[LoggedEvent]:
    """Return the log of one passage of five minutes at 60 words a minute, a key in 200 ms."""
    name = min(name for name in bank if name.endswith("-5m"))
    page = {"item": name, "page": "0123456789abcdef"}
    events = [LoggedEvent(number=0, type="begun", at=0.0, data=Begun(seed=1, items=(name,)))]
    _add(events, "passage_started", 1.0, page)
    strokes, length, batch = [], 0, 0
    for number, (start, end, text) in enumerate(_changes(bank[name].text)):
        ms = 200 * number + number * 37 % 61
        strokes += [
            [ms, "down", "KeyA"],
            [ms, "edit", start, end, text, "insertText"],
            [ms + 90, "up", "KeyA"],
        ]
        length += len(text) - (end - start)
        if number % 10 == 9:
            keys = {**page, "version": 2, "batch": batch, "length": length, "strokes": strokes}
            _add(events, "keys", 1.5 + ms / 1000, keys)
            strokes, batch = [], batch + 1
    _add(events, "passage_ended", 301.0, page)
    return events


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield 1,500 changes: each thirtieth character is wrong, and two of three are corrected."""
    count = place = 0
    while count < 1500:
        wrong = place % 30 == 29
        yield place, place, "#" if wrong else text[place]
        count += 1
        if wrong and place % 90 != 89:
            yield place, place + 1, ""
            yield place, place, text[place]
            count += 2
        place += 1


def _add(events: list[LoggedEvent], kind: str, at: float, data: Mapping[str, Any]) -> None:
    # As they come from the database: JSON, in which a stroke is a list.
    content = EVENTS[kind].model_validate_json(json.dumps(data))
    events.append(LoggedEvent(number=len(events), type=kind, at=at, data=content))
