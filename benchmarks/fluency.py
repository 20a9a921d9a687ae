"""How far the scores of speaking agree with people's: both models, on recordings with marks.

``--data DIR`` holds ``index.csv`` (path, text, fluency, prosodic, accuracy, total; age and gender
where known; marks 0 to 10) and the recordings. It prints one JSON line per figure: for the speech
rater ``fluency_pcc`` and so on for each criterion, for the measures ``measures_fluency_pcc``;
likewise ``_spearman``, ``_rmse`` (marks), ``_coverage90``, ``_gap_gender`` and ``_gap_age``
(largest mean error of a group over the standard deviation of the marks), and ``n``, the recordings
that were scored.

``--cv --features FOLDER`` fits and tests fold by fold instead, from the features that
``training.features`` extracted: every recording is scored by models that were fitted without its
speaker.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._figures import Conditions, print_figure, print_progress, print_skipped
from scoring.agreement import Figure, pearson, rmse, spearman
from scoring.speaking import CRITERIA, speaking
from speech.transcription import transcribe_recording
from speech.whisper import Whisper, prepare
from training.features import LONGEST_SECONDS, Clip, corpus
from training.figures import age_group, gap, half_widths
from training.speaking import load, measures_out_of_fold, rater_out_of_fold

Numbers = NDArray[np.float64]


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fluency", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    parser.add_argument("--limit", type=int, help="only so many recordings from the first on")
    parser.add_argument("--cv", action="store_true", help="fit and test fold by fold")
    parser.add_argument("--features", type=Path, help="folder that training.features wrote")
    chosen = parser.parse_args(argv)
    if chosen.cv and chosen.features is None:
        parser.error("--cv needs --features: run `python -m training.features` first")
    index = chosen.data / "index.csv"
    if not index.is_file():
        print_skipped("n", "recordings", index)
        return
    if chosen.cv:
        _by_folds(chosen)
    else:
        _as_shipped(chosen)


def _as_shipped(chosen: argparse.Namespace) -> None:
    """Transcribe every recording as the product does and score it with the shipped models."""
    engine = Whisper(prepare("base", folder=chosen.weights))
    clips, scores = [], []
    recordings = corpus(chosen.data)[: chosen.limit]
    print_progress(f"{len(recordings)} recording(s)")
    for clip in recordings:
        spoken = transcribe_recording(
            clip.path, engine=engine, longest_seconds=LONGEST_SECONDS, script=clip.text
        )
        report = speaking(spoken, clip.text)
        if not report.reason:
            clips.append(clip)
            scores.append({"": report.listener, "measures_": report.measures})
    about: Conditions = {"data": str(chosen.data), "models": "shipped", "n": len(clips)}
    for prefix in ("", "measures_"):
        for number, name in enumerate(CRITERIA):
            ours = [by_model[prefix][name] for by_model in scores]
            marks = np.array([clip.marks[number] for clip in clips])
            inside = [
                score.low <= 10 * mark <= score.high
                for score, mark in zip(ours, marks, strict=True)
            ]
            values = np.array([score.value / 10 for score in ours])
            _print(prefix + name, values, marks, inside, clips, about)
    print_figure("n", len(clips), "recordings", data=str(chosen.data), models="shipped")


def _print(
    name: str,
    values: Numbers,
    marks: Numbers,
    inside: Sequence[bool],
    clips: Sequence[Clip],
    about: Conditions,
) -> None:
    """Print every figure of one criterion.

    Args:
        name: of the criterion, with the prefix of the model.
        values: the model's scores, 0 to 10.
        marks: people's marks of the same recordings, 0 to 10.
        inside: whether each mark lies in the score's 90 % interval.
        clips: the recordings.
        about: conditions of the figures.
    """
    error = values - marks
    agreement: dict[str, tuple[Figure, str]] = {
        "pcc": (pearson(values, marks), "r"),
        "spearman": (spearman(values, marks), "rho"),
        "rmse": (rmse(values, marks), "marks of 10"),
    }
    for ending, (figure, unit) in agreement.items():
        print_figure(f"{name}_{ending}", figure.value, unit, reason=figure.reason, **about)
    covered = float(np.mean(inside)) if len(inside) else None
    reason = "" if len(inside) else "no recording was scored"
    print_figure(f"{name}_coverage90", covered, "share of recordings", reason=reason, **about)
    groups = {
        "gender": [clip.gender for clip in clips],
        "age": [age_group(clip.age) for clip in clips],
    }
    for ending, known in groups.items():
        value = gap(error, known, marks)
        reason = "" if value is not None else f"the {ending} of no speaker is known"
        print_figure(f"{name}_gap_{ending}", value, "SD of marks", reason=reason, **about)


def _by_folds(chosen: argparse.Namespace) -> None:
    data = load(chosen.features, chosen.data)
    folds = len(np.unique(data.folds))
    about: Conditions = {"data": str(chosen.data), "models": "fold by fold", "folds": folds}
    tested = {
        "": rater_out_of_fold(data, "sentence"),
        "measures_": measures_out_of_fold(data, "sentence"),
    }
    for prefix, scores in tested.items():
        widths = half_widths(scores, data.marks, data.folds)
        for number, name in enumerate(CRITERIA):
            values, marks = scores[:, number], data.marks[:, number]
            inside = (10 * np.abs(values - marks) <= widths[number]).tolist()
            counted: Conditions = {**about, "n": len(data.clips)}
            _print(prefix + name, values, marks, inside, list(data.clips), counted)
    print_figure("n", len(data.clips), "recordings", **about)
