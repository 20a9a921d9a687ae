"""How a benchmark speaks: one JSON line per figure on standard output, progress on standard error.

No other file of this folder prints; a lint rule (T20) holds it.
"""

import json
import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PLACES = 4
"""Decimal places of a printed value."""

Conditions = dict[str, Any]
"""What a figure depends on, by name: data, engine, model, counts."""


def print_figure(
    name: str,
    value: float | None,
    unit: str,
    *,
    reason: str = "",
    places: int = PLACES,
    **conditions: Any,
) -> None:
    """Print one figure as one JSON line.

    The line has ``name``, ``value``, ``unit``, the reason if there is one, every condition, and
    the value once more under the figure's own name. A value that is not finite is printed as not
    measured: JSON has no NaN.

    Args:
        name: the figure's name.
        value: the figure; None means "not measured".
        unit: what the value counts or is measured in: "s", "MB", "share", "texts".
        reason: why the value is None; or a remark about a value.
        places: decimal places to which the value is rounded.
        conditions: what the figure depends on: data, engine, model, counts.

    Raises:
        ValueError: the name or the unit is empty, or a value is missing without a reason.
    """
    if not name.strip():
        raise ValueError("a figure needs a name")
    if not unit.strip():
        raise ValueError(f"{name}: a figure needs a unit")
    if value is not None and not math.isfinite(value):
        value, reason = None, reason or f"the result is not a finite number: {value}"
    if value is None and not reason.strip():
        raise ValueError(f"{name}: a figure that was not measured needs a reason")
    rounded = _rounded(value, places)
    line = {"name": name, "value": rounded, "unit": unit}
    _print_line({**line, **({"reason": reason} if reason else {}), **conditions, name: rounded})


def print_skipped(name: str, unit: str, data: Path) -> None:
    """Print that a figure was not measured because its data are not there."""
    print_figure(name, None, unit, reason=f"skipped: {data} is missing", data=str(data))


def print_progress(text: str) -> None:
    """Print a remark for the person who waits."""
    print(text, file=sys.stderr, flush=True)


def run_benchmark(arguments: Sequence[str]) -> list[dict[str, Any]]:
    """Run a benchmark in a process of its own, print its lines and return them.

    Args:
        arguments: the benchmark's name and its arguments.

    Raises:
        subprocess.CalledProcessError: the benchmark failed.
    """
    command = [sys.executable, "-m", "benchmarks", *arguments]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    lines: list[dict[str, Any]] = [json.loads(line) for line in answer.stdout.splitlines()]
    for line in lines:
        _print_line(line)
    return lines


def _rounded(value: float | None, places: int) -> float | None:
    if value is None:
        return None
    # A NumPy number is not JSON; a count stays a whole number.
    return int(value) if isinstance(value, int) else round(float(value), places)


def _print_line(line: Mapping[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False, allow_nan=False), flush=True)
