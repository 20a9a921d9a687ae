"""Stage 2: fit both models of a spoken answer and write the calibration files.

``python -m training.speaking --features FOLDER --data DIR --date YYYY-MM-DD`` reads what
``training.features`` wrote, fits the measures and the listener, tests them fold by fold on
speakers that were not fitted, and writes ``scoring/calibration/speaking.json`` and
``speech/listener.json``. The same features give the same bytes.
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
from speech import listener as listening
from speech.weights import FINGERPRINTS
from training import additive
from training import listener as states
from training.features import Clip, corpus, read
from training.figures import age_group, figures, half_widths

Vector = NDArray[np.float64]

# 1: more may only raise a score, -1: only lower it, 0: either. So a pause never helps.
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
# Of two readers of one short sentence the one who takes longer is the less fluent; a passage
# longer than any sentence that was rated would be far off the end of that curve.
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
HEARD_AS = {"sentence": "scripted", "free": "unscripted"}
"""The listener's own two models, by the kind that they are tested as."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Data:
    """All clips that could be scored, with their features and marks (0 to 10)."""

    clips: Sequence[Clip]
    rows: NDArray[np.int64]
    table: Mapping[str, Vector]
    heard: states.Heard
    marks: Vector
    folds: NDArray[np.int64]
    plain: states.Heard
    moved: states.Heard
    moved_rows: NDArray[np.int64]


def load(features: Path, data: Path) -> Data:
    """Read the features of the clean clips and of those under a mixture of disturbances."""
    clips = corpus(data)
    found = {n: read(features / "clean" / f"{n:05}.npz") for n in range(len(clips))}
    rows = [n for n, one in found.items() if not one["rejected"]]
    place = {n: number for number, n in enumerate(rows)}
    moved = {
        n: one
        for n in rows
        if (path := features / "mixture" / f"{n:05}.npz").is_file()
        and not (one := read(path))["rejected"]
    }
    names = {name for kind in KINDS.values() for name in kind}
    table = {
        name: np.array([_number(found[n]["measures"].get(name)) for n in rows])
        for name in sorted(names)
    }
    heard = _heard([found[n] for n in rows])
    moved_rows = np.array([place[n] for n in moved])
    return Data(
        clips=[clips[n] for n in rows],
        rows=np.array(rows),
        table=table,
        heard=heard,
        marks=np.array([clips[n].marks for n in rows]),
        folds=np.array([clips[n].fold for n in rows]),
        plain=heard.of(moved_rows),
        moved=_heard(list(moved.values())),
        moved_rows=moved_rows,
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _heard(found: Sequence[Mapping[str, Any]]) -> states.Heard:
    return states.Heard(
        states=np.array([one["states"] for one in found], np.float64),
        forced=np.array([one["forced"] for one in found], np.float64),
    )


def groups(data: Data, rows: NDArray[Any]) -> list[NDArray[np.int64]]:
    """Return the places in ``rows`` of the clips of each sex and each age group."""
    clips = [data.clips[row] for row in rows]
    named = [[clip.gender for clip in clips], [age_group(clip.age) for clip in clips]]
    return [
        np.flatnonzero(np.array(names) == name) for names in named for name in sorted(set(names))
    ]


def fit_listener(data: Data, rows: NDArray[Any], kind: str) -> listening.Model:
    """Fit the listener on some clips."""
    chosen = np.isin(data.moved_rows, rows)

    def of_kind(heard: states.Heard) -> states.Heard:
        return heard if kind == "sentence" else states.Heard(states=heard.states, forced=None)

    pair = of_kind(data.plain.of(chosen)), of_kind(data.moved.of(chosen))
    return states.fit(of_kind(data.heard.of(rows)), data.marks[rows], pair, groups(data, rows))


def heard_by(model: listening.Model, heard: states.Heard) -> Vector:
    """Return the listener's scores: clips × criteria, 0 to 10."""
    forced = heard.forced if model.forced is not None else None
    found = model.start + model.features(heard.states, forced) @ model.weights
    return np.asarray(np.clip(found, 0.0, 10.0))


def fit_measures(data: Data, rows: NDArray[Any], kind: str) -> dict[str, dict[str, Any]]:
    """Fit the measures' model of every criterion on some clips, in points of 100."""
    ways = KINDS[kind]
    table = {name: data.table[name][rows] for name in ways}
    return {
        name: additive.fit(table, 10 * data.marks[rows, number], ways)
        for number, name in enumerate(speaking.CRITERIA)
    }


def measured_by(models: Mapping[str, Mapping[str, Any]], data: Data, rows: NDArray[Any]) -> Vector:
    """Return the measures' scores: clips × criteria, 0 to 10."""
    found = []
    for stored in models.values():
        model = AdditiveModel.from_dict({**stored, "half_width": 0.0})
        scores = [
            model.score({name: _known(data.table[name][row]) for name in model.curves})
            for row in rows
        ]
        found.append(np.clip(np.array(scores) / 10, 0.0, 10.0))
    return np.array(found).T


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def measures_out_of_fold(data: Data, kind: str) -> Vector:
    """Score every clip by measures that were fitted without its speaker."""
    found = np.zeros_like(data.marks)
    for fitted, tested in folds(data):
        found[tested] = measured_by(fit_measures(data, fitted, kind), data, tested)
    return found


def listener_out_of_fold(data: Data, kind: str) -> Vector:
    """Score every clip by a listener that has not heard its speaker."""
    found = np.zeros_like(data.marks)
    for fitted, tested in folds(data):
        found[tested] = heard_by(fit_listener(data, fitted, kind), data.heard.of(tested))
    return found


def folds(data: Data) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Give the clips to fit on and those to test on, speakers never shared."""
    for fold in np.unique(data.folds):
        yield np.flatnonzero(data.folds != fold), np.flatnonzero(data.folds == fold)


def main() -> None:
    """Fit, test and write."""
    parser = argparse.ArgumentParser(prog="python -m training.speaking", description=__doc__)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--date", required=True)
    chosen = parser.parse_args()
    data = load(chosen.features, chosen.data)
    everyone = np.arange(len(data.clips))
    measures, heard, tested, widths = {}, {}, {}, {}
    for kind in KINDS:
        scores = measures_out_of_fold(data, kind)
        own = half_widths(scores, data.marks, data.folds)
        fitted = fit_measures(data, everyone, kind)
        measures[kind] = {
            name: {**fitted[name], "half_width": round(float(own[number]), 3)}
            for number, name in enumerate(speaking.CRITERIA)
        }
        tested[kind] = {"measures": figures(scores, data.marks, data.clips, own)}
    for kind, model in HEARD_AS.items():
        scores = listener_out_of_fold(data, kind)
        own = half_widths(scores, data.marks, data.folds)
        heard[model] = states.stored(fit_listener(data, everyone, kind))
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
        listening.FILE,
        {
            "about": about,
            "weights": FINGERPRINTS["base"],
            "criteria": list(speaking.CRITERIA),
            "models": heard,
        },
    )


def _longest_sentence(data: Data) -> int:
    """Return the 99th percentile of the words asked: beyond it the curves of length have ended."""
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
