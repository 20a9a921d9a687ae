"""Stage 1: run the product's speech pipeline on every clip of the corpus, plain or disturbed.

``python -m training.features --data DIR --out FOLDER [--disturbance NAME] [--part 0 --of 2]``
writes one small file per clip: the measures, the pooled states and the numbers of the forced
reading, exactly as ``speech.transcription.transcribe_recording`` computes them. A clip takes
about 0.8 CPU seconds; parts may run in parallel, and a second run continues where the first
stopped.
"""

import argparse
import csv
import json
import os
import tempfile
import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.speaking import CRITERIA, measures_of, why_not
from speech.audio import decode

LONGEST_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One row of the corpus: file, speaker, text, and the raters' mean marks, 0 to 10."""

    path: Path
    speaker: str
    fold: int
    age: int
    gender: str
    text: str
    marks: tuple[float, ...]


def corpus(folder: Path) -> list[Clip]:
    """Read ``index.csv``: path, speaker, fold, age, gender, text and a mark for each criterion."""
    with (folder / "index.csv").open(newline="", encoding="utf-8") as file:
        return [
            Clip(
                path=folder / row["path"],
                speaker=row.get("speaker", ""),
                fold=int(row.get("fold") or 0),
                age=int(row.get("age") or 0),
                gender=row.get("gender", ""),
                text=row["text"],
                marks=tuple(float(row[name]) for name in CRITERIA),
            )
            for row in csv.DictReader(file)
        ]


@dataclass(kw_only=True)
class FeatureRecorder:
    """A stand-in for the shipped speech rater that stores its input."""

    states: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    forced: NDArray[np.float64] | None = None

    def scores(
        self, states: NDArray[np.float64], forced: NDArray[np.float64] | None
    ) -> dict[str, float]:
        """Store the features; there are no scores yet."""
        self.states, self.forced = states, forced
        return {}


def extract(engine: Any, path: Path, text: str, *, disturbance: str = "") -> dict[str, Any]:
    """Return the features of one clip, or only ``rejected`` with the reason if it is not scored."""
    # Imported here: these load numerical libraries, whose threads ``main`` must limit before.
    from speech.transcription import transcribe_recording
    from training.disturb import disturbed

    recorder = FeatureRecorder()
    engine._rater = recorder
    source: Path | bytes = path
    if disturbance:
        samples = decode(path, longest_seconds=LONGEST_SECONDS).samples
        source = _wav(disturbed(samples, disturbance, seed=path.name))
    spoken = transcribe_recording(
        source, engine=engine, longest_seconds=LONGEST_SECONDS, script=text
    )
    if reason := why_not(spoken):
        return {"rejected": reason}
    return {
        "rejected": "",
        "measures": measures_of(spoken, text),
        "states": recorder.states.astype(np.float32),
        "forced": recorder.forced,
    }


def _wav(samples: NDArray[np.float32]) -> bytes:
    with tempfile.SpooledTemporaryFile() as file:
        with wave.open(file, "wb") as target:
            target.setnchannels(1)
            target.setsampwidth(2)
            target.setframerate(16_000)
            target.writeframes(np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        file.seek(0)
        return file.read()


def save(path: Path, features: dict[str, Any]) -> None:
    """Write one clip's features atomically."""
    values = {key: features[key] for key in ("rejected", "measures") if key in features}
    arrays = {key: features[key] for key in ("states", "forced") if features.get(key) is not None}
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        # The key "told" is part of the file format: files of earlier runs have it.
        np.savez(file, told=np.array(json.dumps(values)), **arrays)
    part.replace(path)


def read(path: Path) -> dict[str, Any]:
    """Read the features of one clip from a file written by ``save``."""
    with np.load(path) as stored:
        arrays = {key: stored[key] for key in stored.files if key != "told"}
        return {**json.loads(str(stored["told"])), **arrays}


def main() -> None:
    """Extract the features of a part of the corpus."""
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", NUMBA_NUM_THREADS="1")
    parser = argparse.ArgumentParser(prog="python -m training.features", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    parser.add_argument("--disturbance", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    chosen = parser.parse_args()
    # Imported here: torch reads the thread limits above when it is loaded.
    from speech.whisper import Whisper, prepare

    engine = Whisper(prepare("base", folder=chosen.weights))
    folder = chosen.out / (chosen.disturbance or "clean")
    folder.mkdir(parents=True, exist_ok=True)
    for number, clip in enumerate(corpus(chosen.data)):
        target = folder / f"{number:05}.npz"
        if number % chosen.every or number % chosen.of != chosen.part or target.exists():
            continue
        save(target, extract(engine, clip.path, clip.text, disturbance=chosen.disturbance))


if __name__ == "__main__":
    main()
