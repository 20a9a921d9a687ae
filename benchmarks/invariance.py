"""How far the listener's scores move under what does not matter: codec, band, level, noise, pitch.

Each recording is scored as it is and disturbed (``training/disturb.py``). One JSON line per figure:
``<disturbance>_<criterion>_median`` and ``_p90``, the absolute move in points of 100.
"""

import argparse
import os
from pathlib import Path

import numpy as np

from benchmarks._figures import print_figure


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", NUMBA_NUM_THREADS="1")
    parser = argparse.ArgumentParser(prog="python -m benchmarks invariance", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    parser.add_argument("--every", type=int, default=20, help="take every so many recordings")
    parser.add_argument("--features", type=Path, help="folder that training.features wrote")
    chosen = parser.parse_args(argv)
    from scoring.speaking import CRITERIA
    from training.disturb import NAMES

    plain = _scores(chosen, "")
    for name in NAMES:
        moved = _scores(chosen, name)
        both = sorted(plain.keys() & moved.keys())
        moves = np.array(
            [[10 * abs(moved[n][one] - plain[n][one]) for one in CRITERIA] for n in both]
        )
        for number, one in enumerate(CRITERIA):
            column = moves[:, number]
            about = {"recordings": len(both), "lost": len(plain) - len(both)}
            print_figure(f"{name}_{one}_median", float(np.median(column)), **about)
            print_figure(f"{name}_{one}_p90", float(np.percentile(column, 90)), **about)


def _scores(chosen: argparse.Namespace, disturbance: str) -> dict[int, dict[str, float]]:
    """Return the shipped listener's scores (0 to 10) by the recording's number."""
    from speech.listener import shipped
    from speech.whisper import Whisper, prepare
    from training.features import corpus, heard, read

    engine = None
    found = {}
    for number, clip in list(enumerate(corpus(chosen.data)))[:: chosen.every]:
        if chosen.features:
            one = read(chosen.features / (disturbance or "clean") / f"{number:05}.npz")
        else:
            engine = engine or Whisper(prepare("base", folder=chosen.weights))
            one = heard(engine, clip.path, clip.text, disturbance=disturbance)
        if not one["rejected"]:
            found[number] = shipped().scores(one["states"], one["forced"])
    return found
