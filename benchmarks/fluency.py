"""How far the scores of speaking agree with people's: both models, on recordings with marks.

``--data DIR`` holds ``index.csv`` (path, text, fluency, prosodic, accuracy, total; age and gender
where known; marks 0 to 10) and the recordings. One JSON line per figure: for the listener
``fluency_pcc`` and so on for each criterion, for the measures ``measures_fluency_pcc``; likewise
``_spearman``, ``_rmse`` (marks), ``_coverage90``, ``_gap_gender`` and ``_gap_age`` (largest mean
error of a group over the marks' deviation), and ``n``, the recordings that were scored.

``--cv --features FOLDER`` fits and tests fold by fold instead, from what ``training.features``
has extracted: every recording is scored by models that have not heard its speaker.
"""

import argparse
import os
from pathlib import Path

import numpy as np

from benchmarks._figures import print_figure


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", NUMBA_NUM_THREADS="1")
    parser = argparse.ArgumentParser(prog="python -m benchmarks fluency", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    parser.add_argument("--limit", type=int, help="only the first so many recordings")
    parser.add_argument("--cv", action="store_true", help="fit and test fold by fold")
    parser.add_argument("--features", type=Path, help="folder that training.features wrote")
    chosen = parser.parse_args(argv)
    if chosen.cv:
        if chosen.features is None:
            parser.error("--cv needs --features: run `python -m training.features` first")
        _by_folds(chosen)
    else:
        _as_shipped(chosen)


def _as_shipped(chosen: argparse.Namespace) -> None:
    """Let the product listen to every recording and score it with the shipped models."""
    from scoring.speaking import CRITERIA, speaking
    from speech.listening import listen
    from speech.whisper import Whisper, prepare
    from training.features import LONGEST_SECONDS, corpus

    engine = Whisper(prepare("base", folder=chosen.weights))
    kept, scores = [], []
    for clip in corpus(chosen.data)[: chosen.limit]:
        spoken = listen(clip.path, engine=engine, longest_seconds=LONGEST_SECONDS, script=clip.text)
        found = speaking(spoken, clip.text)
        if not found.reason:
            kept.append(clip)
            scores.append(
                [[by[name] for name in CRITERIA] for by in (found.listener, found.measures)]
            )
    for place, prefix in enumerate(("", "measures_")):
        for number, name in enumerate(CRITERIA):
            mine = [one[place][number] for one in scores]
            marks = np.array([clip.marks[number] for clip in kept])
            inside = [
                one.low <= 10 * mark <= one.high for one, mark in zip(mine, marks, strict=True)
            ]
            values = np.array([one.value / 10 for one in mine])
            _print(prefix + name, values, marks, float(np.mean(inside)), kept)
    print_figure("n", len(kept), data=str(chosen.data))


def _print(name: str, values: np.ndarray, marks: np.ndarray, covered: float, clips: list) -> None:
    from scoring.agreement import pearson, rmse, spearman
    from training.figures import age_group, gap

    error = values - marks
    print_figure(f"{name}_pcc", pearson(values, marks).value)
    print_figure(f"{name}_spearman", spearman(values, marks).value)
    print_figure(f"{name}_rmse", rmse(values, marks).value)
    print_figure(f"{name}_coverage90", covered)
    print_figure(f"{name}_gap_gender", gap(error, [clip.gender for clip in clips], marks))
    print_figure(f"{name}_gap_age", gap(error, [age_group(clip.age) for clip in clips], marks))


def _by_folds(chosen: argparse.Namespace) -> None:
    from scoring.speaking import CRITERIA
    from training.figures import half_widths
    from training.speaking import listener_out_of_fold, load, measures_out_of_fold

    data = load(chosen.features, chosen.data)
    tested = {
        "": listener_out_of_fold(data, "sentence"),
        "measures_": measures_out_of_fold(data, "sentence"),
    }
    for prefix, scores in tested.items():
        widths = half_widths(scores, data.marks, data.folds)
        for number, name in enumerate(CRITERIA):
            values, marks = scores[:, number], data.marks[:, number]
            covered = float(np.mean(10 * np.abs(values - marks) <= widths[number]))
            _print(prefix + name, values, marks, covered, list(data.clips))
    print_figure("n", len(data.clips), data=str(chosen.data), folds=len(np.unique(data.folds)))
