"""The typing test: its page and its scorer; or ``--data DIR`` to score logs of others.

Without ``--data`` it prints ``input_to_paint_p95_ms`` (real keys in a real Chromium), ``page_kb``
(everything that the test page loads, as transferred; 1 KB is 1,000 bytes) and
``score_5min_log_ms`` of CPU time. With ``--data`` it prints one JSON line per row of
``DIR/index.csv``; see ``benchmarks/_typing_logs.py``.

The command is ``python -m benchmarks typing``. This file has another name because a file called
``typing.py`` hides the standard library's module from programs that start in this folder.
"""

import argparse
import os
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import _typing_logs, _typing_page
from benchmarks._figures import print_figure, print_progress, print_skipped
from tests.support.browser.chromium import NoBrowserError


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks typing",
        description=__doc__,
        epilog=_typing_logs.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, help="folder with index.csv and logs")
    chosen = parser.parse_args(argv)
    if chosen.data is not None:
        index = chosen.data / "index.csv"
        if index.is_file():
            _typing_logs.main_logs(chosen.data)
        else:
            print_skipped("net_wpm", "wpm", index)
        return
    milliseconds = _typing_logs.score_5min_ms()
    print_figure(
        "score_5min_log_ms",
        milliseconds,
        "CPU ms",
        cores=os.cpu_count(),
        runs=_typing_logs.RUNS,
    )
    print_progress("typing a passage in Chromium")
    try:
        paint, loaded = _typing_page.measure()
    except NoBrowserError as missing:
        for name, unit in (("input_to_paint_p95_ms", "ms"), ("page_kb", "KB")):
            print_figure(name, None, unit, reason=str(missing))
        return
    _print_page(paint, loaded)


def _print_page(paint: _typing_page.Paint, loaded: Sequence[Mapping[str, Any]]) -> None:
    presented = _typing_page.p95(paint.presented)
    print_figure(
        "input_to_paint_p95_ms",
        presented,
        "ms",
        reason="" if presented is not None else "too few keys in the trace",
        keys=len(paint.presented),
        to="the presented frame, at 60 frames a second",
        median=round(statistics.median(paint.presented), 2) if paint.presented else None,
        end_of_paint_p95=_typing_page.p95(paint.painted),
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
    )
    files = [file for file in loaded if not file["name"].endswith(("/events", "/state"))]
    print_figure(
        "page_kb",
        sum(file["encoded"] for file in files) / 1000,
        "KB",
        files=len(files),
        counted="bodies as transferred (scripts and styles by gzip), empty cache",
        decoded_kb=round(sum(file["decoded"] for file in files) / 1000, 1),
    )
