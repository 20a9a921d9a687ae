"""Stage 1: let the product listen to every clip of the corpus, as it is and disturbed.

``python -m training.features --data DIR --out FOLDER [--disturbed] [--part 0 --of 2]`` writes one
small file a clip: the measures, the pooled states and the numbers of the forced reading, exactly
as ``speech.listening.listen`` makes them. It takes about 0.8 CPU seconds a clip; several parts may
run beside each other, and a second run goes on where the first stopped.
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

LONGEST_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One row of the corpus: where it lies, who read what, and the raters' mean marks, 0 to 10."""

    path: Path
    speaker: str
    fold: int
    age: int
    gender: str
    text: str
    marks: tuple[float, ...]


def corpus(folder: Path) -> list[Clip]:
    """Read ``index.csv``: path, speaker, text, fluency, prosodic, accuracy, total, and the rest."""
    from scoring.speaking import CRITERIA

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
class Ear:
    """Stands where the shipped listener stands, and keeps what it was given."""

    states: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    forced: NDArray[np.float64] | None = None

    def scores(
        self, states: NDArray[np.float64], forced: NDArray[np.float64] | None
    ) -> dict[str, float]:
        """Keep the features; there is no score yet."""
        self.states, self.forced = states, forced
        return {}


def heard(engine: Any, path: Path, text: str, *, disturbance: str = "") -> dict[str, Any]:
    """Return the features of one clip; ``rejected`` when it was not scored."""
    from scoring.speaking import measures_of, why_not
    from speech.audio import decode
    from speech.listening import listen
    from training.disturb import disturbed

    ear = Ear()
    engine._listener = ear
    source: Path | bytes = path
    if disturbance:
        samples = decode(path, longest_seconds=LONGEST_SECONDS).samples
        source = _wav(disturbed(samples, disturbance, seed=path.name))
    spoken = listen(source, engine=engine, longest_seconds=LONGEST_SECONDS, script=text)
    if reason := why_not(spoken):
        return {"rejected": reason}
    return {
        "rejected": "",
        "measures": measures_of(spoken, text),
        "states": ear.states.astype(np.float32),
        "forced": ear.forced,
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


def save(path: Path, found: dict[str, Any]) -> None:
    """Write one clip's features at once or not at all."""
    told = {key: found[key] for key in ("rejected", "measures") if key in found}
    arrays = {key: found[key] for key in ("states", "forced") if found.get(key) is not None}
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, told=np.array(json.dumps(told)), **arrays)
    part.replace(path)


def read(path: Path) -> dict[str, Any]:
    """Read what ``save`` wrote."""
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
    from speech.whisper import Whisper, prepare

    engine = Whisper(prepare("base", folder=chosen.weights))
    folder = chosen.out / (chosen.disturbance or "clean")
    folder.mkdir(parents=True, exist_ok=True)
    for number, clip in enumerate(corpus(chosen.data)):
        target = folder / f"{number:05}.npz"
        if number % chosen.every or number % chosen.of != chosen.part or target.exists():
            continue
        save(target, heard(engine, clip.path, clip.text, disturbance=chosen.disturbance))


if __name__ == "__main__":
    main()
