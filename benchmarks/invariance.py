"""How far codec, band, level, noise and pitch, which should not matter, move the speech rater.

It scores each recording as it is and disturbed (``training/disturb.py``). It prints one JSON line
per figure: ``<disturbance>_<criterion>_median`` and ``_p90``, the absolute difference in points
of 100.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks._figures import Conditions, print_figure, print_progress, print_skipped
from scoring.speaking import CRITERIA
from speech.rater import shipped
from speech.whisper import Whisper, prepare
from training.disturb import NAMES
from training.features import corpus, extract, read


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks invariance", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    parser.add_argument("--every", type=int, default=20, help="take each Nth recording (20)")
    parser.add_argument("--features", type=Path, help="folder that training.features wrote")
    chosen = parser.parse_args(argv)
    index = chosen.data / "index.csv"
    if not index.is_file():
        print_skipped(f"{NAMES[0]}_{CRITERIA[0]}_median", "points of 100", index)
        return
    plain = _scores(chosen, "")
    for name in NAMES:
        print_progress(name)
        disturbed = _scores(chosen, name)
        both = sorted(plain.keys() & disturbed.keys())
        about: Conditions = {
            "recordings": len(both),
            "lost": len(plain) - len(both),
            "every": chosen.every,
            "data": str(chosen.data),
        }
        for criterion in CRITERIA:
            moves = [
                10 * abs(disturbed[number][criterion] - plain[number][criterion]) for number in both
            ]
            reason = "" if moves else "no recording was scored both plain and disturbed"
            median = float(np.median(moves)) if moves else None
            p90 = float(np.percentile(moves, 90)) if moves else None
            prefix = f"{name}_{criterion}"
            print_figure(f"{prefix}_median", median, "points of 100", reason=reason, **about)
            print_figure(f"{prefix}_p90", p90, "points of 100", reason=reason, **about)


def _scores(chosen: argparse.Namespace, disturbance: str) -> dict[int, dict[str, float]]:
    """Return the shipped speech rater's scores (0 to 10) by the recording's number."""
    engine = None
    scores = {}
    for number, clip in list(enumerate(corpus(chosen.data)))[:: chosen.every]:
        if chosen.features:
            features = read(chosen.features / (disturbance or "clean") / f"{number:05}.npz")
        else:
            engine = engine or Whisper(prepare("base", folder=chosen.weights))
            features = extract(engine, clip.path, clip.text, disturbance=disturbance)
        if not features["rejected"]:
            scores[number] = shipped().scores(features["states"], features["forced"])
    return scores
