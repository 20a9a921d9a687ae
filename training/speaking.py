"""Stage 2: fit both models of a spoken answer and write the calibration files.

``python -m training.speaking --features FOLDER --data DIR --date YYYY-MM-DD`` reads the features
that ``training.features`` wrote, fits the measures and the speech rater, tests them fold by fold on
speakers that were not used for fitting, and writes ``scoring/calibration/speaking.json`` and
``speech/rater.json``. The same features give the same bytes.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring import speaking
from scoring.additive import AdditiveModel
from speech import rater as shipped_rater
from speech.weights import FINGERPRINTS
from training import additive, speech_rater
from training.features import Clip, corpus, read
from training.figures import age_group, figures, half_widths
from training.speech_rater import RaterFeatures

Vector = NDArray[np.float64]

# 1: a higher value may only raise the score; -1: only lower it; 0: either. So pauses never help.
DIRECTIONS = {
    "speech_rate": 1,
    "phonation_time_ratio": 1,
    "log_length_of_run": 1,
    "pauses_per_word": -1,
    "silences_per_word": -1,
    "long_pauses_per_word": -1,
    "pause_seconds_per_word": -1,
    "log_longest_pause": -1,
    "log_seconds": -1,
    "gap_seconds_per_word": -1,
    "word_probability": 1,
    "lowest_word_probability": 1,
    "log_word_probability": 1,
    "unsure_words": -1,
    "log_seconds_per_syllable": -1,
    "syllable_seconds_sd": -1,
    "longest_syllable_seconds": -1,
    "mean_log_probability": 1,
    "english_probability": 1,
    "f0_range_semitones": 0,
    "f0_sd_semitones": 0,
    "voiced_share": 0,
    "intensity_range_db": 0,
}
AGAINST_A_SCRIPT = {
    "words_right": 1,
    "words_missed": -1,
    "words_changed": -1,
    "words_added": -1,
    "words_right_per_second": 1,
    "log_seconds_per_syllable_asked": -1,
    "log_syllables_heard_to_asked": 0,
    "log_words_asked": 0,
}
# Of two readers of a short sentence, the slower one is less fluent; but a passage longer than any
# rated sentence would be far beyond the end of that curve.
LENGTH = {"log_seconds", "log_words_asked"}
_FREE = {name: way for name, way in DIRECTIONS.items() if name not in LENGTH}
KINDS = {
    "sentence": {**DIRECTIONS, **AGAINST_A_SCRIPT},
    "passage": {
        **_FREE,
        **{name: way for name, way in AGAINST_A_SCRIPT.items() if name not in LENGTH},
    },
    "free": _FREE,
}
RATER_MODELS = {"sentence": "scripted", "free": "unscripted"}
"""The two models of the speech rater, by the kind of answer that they are tested on."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Data:
    """All clips that could be scored, with their features and marks (0 to 10).

    Attributes:
        clips: rows of the corpus.
        rows: their numbers in the corpus.
        table: values by measure.
        features: input of the speech rater.
        marks: clips × criteria, 0 to 10.
        folds: fold of each clip.
        plain, moved: input of the speech rater for some clips, plain and under a mixture of
            disturbances.
        moved_rows: places of these clips in ``clips``.
    """

    clips: Sequence[Clip]
    rows: NDArray[np.int64]
    table: Mapping[str, Vector]
    features: RaterFeatures
    marks: Vector
    folds: NDArray[np.int64]
    plain: RaterFeatures
    moved: RaterFeatures
    moved_rows: NDArray[np.int64]


def load(features: Path, data: Path) -> Data:
    """Read the features of the plain clips and of those under a mixture of disturbances."""
    clips = corpus(data)
    plain = {n: read(features / "clean" / f"{n:05}.npz") for n in range(len(clips))}
    rows = [n for n, clip in plain.items() if not clip["rejected"]]
    place = {n: number for number, n in enumerate(rows)}
    moved = {
        n: clip
        for n in rows
        if (path := features / "mixture" / f"{n:05}.npz").is_file()
        and not (clip := read(path))["rejected"]
    }
    names = {name for kind in KINDS.values() for name in kind}
    table = {
        name: np.array([_number(plain[n]["measures"].get(name)) for n in rows])
        for name in sorted(names)
    }
    rater_features = _rater_features([plain[n] for n in rows])
    moved_rows = np.array([place[n] for n in moved])
    return Data(
        clips=[clips[n] for n in rows],
        rows=np.array(rows),
        table=table,
        features=rater_features,
        marks=np.array([clips[n].marks for n in rows]),
        folds=np.array([clips[n].fold for n in rows]),
        plain=rater_features.of(moved_rows),
        moved=_rater_features(list(moved.values())),
        moved_rows=moved_rows,
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _rater_features(clips: Sequence[Mapping[str, Any]]) -> RaterFeatures:
    return RaterFeatures(
        states=np.array([clip["states"] for clip in clips], np.float64),
        forced=np.array([clip["forced"] for clip in clips], np.float64),
    )


def groups(data: Data, rows: NDArray[Any]) -> list[NDArray[np.int64]]:
    """Return the positions in ``rows`` of the clips of each sex and each age group."""
    clips = [data.clips[row] for row in rows]
    named = [[clip.gender for clip in clips], [age_group(clip.age) for clip in clips]]
    return [
        np.flatnonzero(np.array(names) == name) for names in named for name in sorted(set(names))
    ]


def fit_rater(data: Data, rows: NDArray[Any], kind: str) -> shipped_rater.Model:
    """Fit the speech rater on some clips."""
    chosen = np.isin(data.moved_rows, rows)

    def of_kind(features: RaterFeatures) -> RaterFeatures:
        if kind == "sentence":
            return features
        return RaterFeatures(states=features.states, forced=None)

    pair = of_kind(data.plain.of(chosen)), of_kind(data.moved.of(chosen))
    features = of_kind(data.features.of(rows))
    return speech_rater.fit(features, data.marks[rows], pair, groups(data, rows))


def rater_scores(model: shipped_rater.Model, features: RaterFeatures) -> Vector:
    """Return the speech rater's scores: clips × criteria, 0 to 10."""
    forced = features.forced if model.forced is not None else None
    scores = model.start + model.features(features.states, forced) @ model.weights
    return np.asarray(np.clip(scores, 0.0, 10.0))


def fit_measures(data: Data, rows: NDArray[Any], kind: str) -> dict[str, dict[str, Any]]:
    """Fit the model of the measures for every criterion on some clips, in points of 100."""
    ways = KINDS[kind]
    table = {name: data.table[name][rows] for name in ways}
    return {
        name: additive.fit(table, 10 * data.marks[rows, number], ways)
        for number, name in enumerate(speaking.CRITERIA)
    }


def measures_scores(
    models: Mapping[str, Mapping[str, Any]], data: Data, rows: NDArray[Any]
) -> Vector:
    """Return the scores of the measures: clips × criteria, 0 to 10."""
    by_criterion = []
    for stored in models.values():
        model = AdditiveModel.from_dict({**stored, "half_width": 0.0})
        scores = [
            model.score({name: _known(data.table[name][row]) for name in model.curves})
            for row in rows
        ]
        by_criterion.append(np.clip(np.array(scores) / 10, 0.0, 10.0))
    return np.array(by_criterion).T


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def measures_out_of_fold(data: Data, kind: str) -> Vector:
    """Score every clip by measures that were fitted without its speaker."""
    scores = np.zeros_like(data.marks)
    for fitted, tested in folds(data):
        scores[tested] = measures_scores(fit_measures(data, fitted, kind), data, tested)
    return scores


def rater_out_of_fold(data: Data, kind: str) -> Vector:
    """Score every clip by a speech rater that was fitted without its speaker."""
    scores = np.zeros_like(data.marks)
    for fitted, tested in folds(data):
        scores[tested] = rater_scores(fit_rater(data, fitted, kind), data.features.of(tested))
    return scores


def folds(data: Data) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Yield the clips to fit on and the clips to test on; they never share a speaker."""
    for fold in np.unique(data.folds):
        yield np.flatnonzero(data.folds != fold), np.flatnonzero(data.folds == fold)


def main() -> None:
    """Fit both models, test them fold by fold, and write the calibration files."""
    parser = argparse.ArgumentParser(prog="python -m training.speaking", description=__doc__)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--date", required=True)
    chosen = parser.parse_args()
    data = load(chosen.features, chosen.data)
    everyone = np.arange(len(data.clips))
    measures, rater_models, tested, widths = {}, {}, {}, {}
    for kind in KINDS:
        scores = measures_out_of_fold(data, kind)
        own = half_widths(scores, data.marks, data.folds)
        fitted = fit_measures(data, everyone, kind)
        measures[kind] = {
            name: {**fitted[name], "half_width": round(float(own[number]), 3)}
            for number, name in enumerate(speaking.CRITERIA)
        }
        tested[kind] = {"measures": figures(scores, data.marks, data.clips, own)}
    for kind, model in RATER_MODELS.items():
        scores = rater_out_of_fold(data, kind)
        own = half_widths(scores, data.marks, data.folds)
        rater_models[model] = speech_rater.stored(fit_rater(data, everyone, kind))
        widths[kind] = {
            name: round(float(own[number]), 3) for number, name in enumerate(speaking.CRITERIA)
        }
        tested[kind]["listener"] = figures(scores, data.marks, data.clips, own)
    about = _about(data, chosen.date, tested)
    _write(
        speaking.FILE,
        {
            "about": about,
            "measures": measures,
            "listener_half_width": widths,
            "longest_sentence": _longest_sentence(data),
        },
    )
    _write(
        shipped_rater.FILE,
        {
            "about": about,
            "weights": FINGERPRINTS["base"],
            "criteria": list(speaking.CRITERIA),
            "models": rater_models,
        },
    )


def _longest_sentence(data: Data) -> int:
    """Return the 99th percentile of script lengths in words, beyond which the curves are flat."""
    return int(np.percentile([len(clip.text.split()) for clip in data.clips], 99))


def _about(data: Data, date: str, tested: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "corpus": "speechocean762, training half (Zhang et al. 2021, arXiv 2104.01378; OpenSLR "
        "101, CC BY 4.0): sentences read aloud, five raters, Mandarin as first language",
        "clips": len(data.clips),
        "speakers": len({clip.speaker for clip in data.clips}),
        "disturbed_clips": len(data.moved_rows),
        "folds": "five, speakers never shared",
        "date": date,
        "engine": f"openai-whisper base {FINGERPRINTS['base'][:12]}, int8, silero-vad 6.2.3",
        "script": "training/speaking.py",
        "validated_for": ["sentences of 1 to 20 s read aloud, Mandarin as first language"],
        "tested_by_fold": tested,
    }


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
