"""The typing test: ``python -m benchmarks typing``, or ``--data DIR`` to score logs of others.

Without ``--data``: ``input_to_paint_p95_ms`` (real keys in a real Chromium), ``page_kb``
(everything that the test page loads, as transferred; 1 KB is 1,000 bytes) and
``score_5min_log_ms``.
With it: one JSON line a row of ``DIR/index.csv``; see ``benchmarks/_typing_logs.py``.
"""

import argparse
import os
import statistics
from pathlib import Path

from benchmarks import _typing_logs, _typing_page
from benchmarks._figures import print_figure
from tests.browser.chromium import NoBrowserError


def main(argv: list[str]) -> None:
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
        _typing_logs.main_logs(chosen.data)
        return
    print_figure("score_5min_log_ms", _typing_logs.score_5min_ms(), cores=os.cpu_count())
    try:
        paint, loaded = _typing_page.measure()
    except NoBrowserError as missing:
        for name in ("input_to_paint_p95_ms", "page_kb"):
            print_figure(name, None, reason=str(missing))
        return
    _print_page(paint, loaded)


def _print_page(paint: _typing_page.Paint, loaded: list) -> None:
    presented = _typing_page.p95(paint.presented)
    print_figure(
        "input_to_paint_p95_ms",
        presented,
        keys=len(paint.presented),
        to="the presented frame, at 60 frames a second",
        median=round(statistics.median(paint.presented), 2) if paint.presented else None,
        end_of_paint_p95=_typing_page.p95(paint.painted),
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        **({} if presented is not None else {"reason": "too few keys in the trace"}),
    )
    files = [one for one in loaded if not one["name"].endswith(("/events", "/state"))]
    print_figure(
        "page_kb",
        sum(one["encoded"] for one in files) / 1000,
        files=len(files),
        counted="bodies as transferred (scripts and styles by gzip), empty cache",
        decoded_kb=round(sum(one["decoded"] for one in files) / 1000, 1),
    )
