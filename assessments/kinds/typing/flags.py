"""Flags for a person to review. They never change a score, and each has innocent causes:
home-row modifiers, stenography, input methods, assistive tools, a slow connection.

The rules are our own; where Monkeytype's server has a similar check, we read its source. The tier
is the weight of a flag by itself: 1 rarely has an innocent cause, 2 is worth a look, 3 is mostly
innocent. ``figures`` are the evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assessments.kinds.typing.run import Run
from scoring.copying import CopyCounts
from scoring.rhythm import Press, fastest_run, gaps, presses, rollover_ratio, variation

EVEN_SPACING = 0.1
"""SD / mean of the time between keys; people vary several times more."""

KEYS_NEEDED = 30
"""With fewer keys, even spacing by chance would look like a machine."""

ROLLOVER_WPM = 100.0
"""Above this speed nearly all people press the next key before releasing the last (Dhakal et al.
2018: 40-70 % of keys among fast typists)."""

NORM_MEAN_WPM, NORM_SD_WPM, NORM_Z = 52.0, 20.2, 3.09
"""168,000 volunteers (Dhakal et al. 2018; the SD is quoted from memory); z of the 99.9th
percentile."""

BURST_KEYS = 20
BURST_WPM = 250.0
"""This many keys in a row above this speed take less than 0.92 s. Monkeytype logs whole results
above the same speed."""

KEY_UPS_EXPECTED = 0.5
"""Share of the pressed keys; a page that loses focus misses a few releases, a script sends none."""

FLAWLESS_WPM = 80.0
LONG_INPUT = 3
EARLY_SECONDS = 10.0
CLOCK_SLACK_SECONDS = 1.0
NETWORK_SLACK_SECONDS = 15.0

CANNED = "insertCanned"
"""Input type of a canned reply inserted by the page: many characters at once, as intended."""

TIERS: Mapping[str, int] = {
    "log_does_not_replay": 2,
    "pasted": 1,
    "dropped": 2,
    "long_input": 2,
    "composition": 3,
    "replacement": 3,
    "robotic_spacing": 1,
    "impossible_burst": 1,
    "no_key_events": 2,
    "touch_screen": 3,
    "no_key_up": 2,
    "no_key_down_time": 1,
    "no_rollover": 2,
    "beyond_norm": 2,
    "too_perfect": 2,
    "left_page": 3,
    "stopped_early": 3,
    "less_time": 3,
    "clock_fast": 1,
    "clock_slow": 3,
    "reloaded": 3,
    "two_pages": 2,
}

Figures = dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Flag:
    """One flag: its name, its tier and the figures that are its evidence."""

    name: str
    tier: int
    figures: Figures = field(default_factory=dict)


def fault(name: str) -> Flag:
    """Return the flag of a broken log."""
    return Flag(name=name, tier=TIERS[name])


def flags(
    runs: Sequence[Run], counts: CopyCounts | None = None, *, finished: bool
) -> tuple[Flag, ...]:
    """Return the flags of one part, in a fixed order.

    ``counts`` are those of a passage or dictation; other exercises have no meaningful speed.
    """
    pressed = [press for run in runs for press in _presses(run)]
    figures = {
        **_insertions(runs),
        **_timing(runs),
        **_keys(runs, pressed),
        **(_speed(counts, pressed) if counts else {}),
        **_clocks(runs, finished=finished),
    }
    return tuple(
        Flag(name=name, tier=tier, figures=figures[name])
        for name, tier in TIERS.items()
        if name in figures
    )


def _insertions(runs: Sequence[Run]) -> dict[str, Figures]:
    """Text that was not typed key by key."""
    notes = [note for run in runs for note in run.notes]
    types = [name for run in runs for name in run.input_types]
    long = [
        len(edit.text)
        for run in runs
        for edit, name in zip(run.edits, run.input_types, strict=True)
        if name != CANNED and len(edit.text) > LONG_INPUT
    ]
    counts = {
        "pasted": notes.count("paste") + types.count("insertFromPaste"),
        "dropped": notes.count("drop") + types.count("insertFromDrop"),
        "composition": notes.count("composition"),
        "replacement": notes.count("autocorrect") + types.count("insertReplacementText"),
        "left_page": notes.count("blur"),
    }
    figures: dict[str, Figures] = {
        name: {"times": float(times)} for name, times in counts.items() if times
    }
    if long:
        figures["long_input"] = {"times": float(len(long)), "characters": float(max(long))}
    return figures


def _timing(runs: Sequence[Run]) -> dict[str, Figures]:
    """Keys more evenly spaced or faster than people type."""
    spaces = [gap for run in runs for gap in gaps(run.edits)]
    figures: dict[str, Figures] = {}
    if len(spaces) >= KEYS_NEEDED:
        spread = variation(spaces) or 0.0
        if spread < EVEN_SPACING:
            figures["robotic_spacing"] = {"variation": round(spread, 3), "keys": float(len(spaces))}
    least = (BURST_KEYS - 1) / (BURST_WPM * 5 / 60)
    for run in runs:
        own = [
            edit for edit, name in zip(run.edits, run.input_types, strict=True) if name != CANNED
        ]
        fastest = fastest_run(own, BURST_KEYS)
        if fastest and fastest[0] < least:
            figures["impossible_burst"] = {
                "keys": float(BURST_KEYS),
                "seconds": round(fastest[0], 2),
                "at": round(fastest[1], 1),
            }
    return figures


def _keys(runs: Sequence[Run], pressed: Sequence[Press]) -> dict[str, Figures]:
    """Physical keys that are missing or were held for no time."""
    edits = sum(len(run.edits) for run in runs)
    downs = sum(key.down for run in runs for key in run.keys)
    ups = sum(not key.down for run in runs for key in run.keys)
    holds = sorted(press.hold for press in pressed)
    figures: dict[str, Figures] = {}
    if edits and not downs and not ups:
        # A phone sends no keys; if the vacancy allows phones, only the text counts.
        name = "touch_screen" if runs[0].touch else "no_key_events"
        figures[name] = {"edits": float(edits)}
    if downs >= KEYS_NEEDED and ups < KEY_UPS_EXPECTED * downs:
        figures["no_key_up"] = {"down": float(downs), "up": float(ups)}
    if len(holds) >= KEYS_NEEDED and holds[len(holds) * 9 // 10] <= 0.0:
        figures["no_key_down_time"] = {"keys": float(len(holds))}
    return figures


def _speed(counts: CopyCounts, pressed: Sequence[Press]) -> dict[str, Figures]:
    """Speeds that are rare, or rare in this way."""
    gross = counts.gross_wpm or 0.0
    about: Figures = {"wpm": round(gross, 1)}
    rolled = rollover_ratio(pressed)
    rules: dict[str, Callable[[], bool]] = {
        "no_rollover": lambda: gross > ROLLOVER_WPM and rolled == 0.0,
        "beyond_norm": lambda: gross > NORM_MEAN_WPM + NORM_Z * NORM_SD_WPM,
        "too_perfect": lambda: gross > FLAWLESS_WPM and not counts.wrong and not counts.erased,
    }
    return {name: about for name, is_so in rules.items() if is_so()}


def _clocks(runs: Sequence[Run], *, finished: bool) -> dict[str, Figures]:
    """Time that is missing or contradicts the server's clock, and pages that were replaced."""
    run = runs[0]
    browser = max((arrival.browser for each in runs for arrival in each.arrivals), default=0.0)
    server = max(each.received for each in runs)
    clocks: Figures = {"browser": round(browser, 1), "server": round(server, 1)}
    figures: dict[str, Figures] = {}
    if not finished and run.last < run.limit - EARLY_SECONDS:
        figures["stopped_early"] = {"at": round(run.last, 1), "limit": round(run.limit, 1)}
    if not finished and run.limit < run.full:
        figures["less_time"] = {"seconds": round(run.limit, 1), "full": round(run.full, 1)}
    # The browser claims more time than has passed here.
    if browser > server + CLOCK_SLACK_SECONDS:
        figures["clock_fast"] = clocks
    # The browser claims much less: a slowed clock, or a lost connection.
    if server > browser + NETWORK_SLACK_SECONDS:
        figures["clock_slow"] = clocks
    if run.reloads:
        figures["reloaded"] = {"times": float(run.reloads)}
    if run.stray:
        figures["two_pages"] = {"batches": float(run.stray)}
    return figures


def _presses(run: Run) -> list[Press]:
    return list(presses((key.seconds, key.down, key.code) for key in run.keys))
