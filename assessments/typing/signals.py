"""Signals for a person to review. They never change a score, and each has innocent causes:
home-row modifiers, stenography, input methods, assistive tools, a slow line.

The rules are our own; where Monkeytype's server has a like check, its source was read.
"""

from itertools import pairwise

from assessments.typing.run import Run
from scoring.copying import CopyCounts
from scoring.rhythm import variation
from scoring.slips import Alignment

EVEN_SPACING = 0.1
"""SD / mean of the time between keys; people vary several times more."""

SPACINGS_NEEDED = 30
"""Below this many, a chance run of even keys would look like a machine."""

ROLLOVER_WPM = 100.0
"""Above this nearly everybody presses the next key before the last is up (Dhakal et al. 2018:
40-70 % of keys among fast typists)."""

NORM_MEAN_WPM, NORM_SD_WPM, NORM_Z = 52.0, 20.2, 3.09
"""168,000 volunteers (Dhakal et al. 2018; the SD is quoted from memory); z of the 99.9th
percentile."""

FLAWLESS_WPM = 80.0
LONG_INPUT = 3
EARLY_SECONDS = 10.0
CLOCK_SLACK_SECONDS = 1.0
NETWORK_SLACK_SECONDS = 15.0


def signals(
    run: Run, alignment: Alignment, counts: CopyCounts, full_time: float
) -> tuple[str, ...]:
    """Return the names of all signals of one passage, in a fixed order.

    ``full_time`` is the passage's own limit in seconds, the accommodation's factor included.
    """
    gross = counts.gross_wpm or 0.0
    found = {
        "pasted": _pasted(run),
        "dropped": "drop" in run.notes or "insertFromDrop" in run.input_types,
        "long_input": any(len(edit.text) > LONG_INPUT for edit in run.edits),
        "composition": "composition" in run.notes,
        "replacement": "insertReplacementText" in run.input_types,
        "robotic_spacing": _robotic(run),
        "no_key_events": bool(run.edits) and not run.keys,
        "no_key_down_time": _no_hold(run),
        "no_rollover": gross > ROLLOVER_WPM and bool(run.keys) and not _rolls_over(run),
        "beyond_norm": gross > NORM_MEAN_WPM + NORM_Z * NORM_SD_WPM,
        "too_perfect": gross > FLAWLESS_WPM and not alignment.slips and not counts.erased,
        "stopped_early": not alignment.finished and run.last < run.limit - EARLY_SECONDS,
        "less_time": not alignment.finished and run.limit < full_time,
        # The browser claims more time than has passed here.
        "clock_fast": run.last > run.received + CLOCK_SLACK_SECONDS,
        # The browser claims much less: a slowed clock, or a line that was down.
        "clock_slow": run.received > run.last + NETWORK_SLACK_SECONDS,
        "reloaded": run.reloads > 0,
        "two_pages": run.stray > 0,
    }
    return tuple(name for name, is_so in found.items() if is_so)


def _pasted(run: Run) -> bool:
    return "paste" in run.notes or "insertFromPaste" in run.input_types


def _robotic(run: Run) -> bool:
    times = [edit.seconds for edit in run.edits if edit.text]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    if len(gaps) < SPACINGS_NEEDED:
        return False
    spread = variation(gaps)
    return spread is None or spread < EVEN_SPACING


def _holds(run: Run) -> list[float]:
    """How long each key was down, in seconds."""
    down: dict[str, float] = {}
    holds: list[float] = []
    for key in run.keys:
        if key.down:
            down.setdefault(key.code, key.seconds)
        elif key.code in down:
            holds.append(key.seconds - down.pop(key.code))
    return holds


def _no_hold(run: Run) -> bool:
    holds = _holds(run)
    return len(holds) >= SPACINGS_NEEDED and sorted(holds)[len(holds) * 9 // 10] <= 0.0


def _rolls_over(run: Run) -> bool:
    """Whether a key ever went down while another letter or sign key was still down."""
    held: set[str] = set()
    for key in run.keys:
        if not key.down:
            held.discard(key.code)
        elif not key.code.startswith(("Shift", "Control", "Alt", "Meta", "CapsLock")):
            if held - {key.code}:
                return True
            held.add(key.code)
    return False
