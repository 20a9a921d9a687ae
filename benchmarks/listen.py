"""What listening costs and how many words it gets wrong, on one thread.

One JSON line per figure: ``cpu_s_per_audio_s`` and ``wall_s_per_audio_s`` (everything from the
file to the words; loading left out, one clip heard before the clock starts), ``peak_mb`` (the whole
process, loading included) and, when the words are known from people, ``wer``.
"""

import argparse
import csv
import json
import os
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speech.check import CLIP
from speech.listening import listen
from speech.spoken import Spoken
from speech.whisper import Whisper, prepare

LONGEST_SECONDS = 120.0


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A recording and the words in it."""

    path: Path
    text: str


def sentences(folder: Path) -> list[Sentence]:
    """Read a folder of recordings: ``index.csv`` (path, text) or a Sphinx ``transcription``."""
    index = folder / "index.csv"
    if index.is_file():
        with index.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return [Sentence(path=folder / row["path"], text=row["text"]) for row in rows]
    found = []
    for line in (folder / "transcription").read_text(encoding="utf-8").splitlines():
        words, name = line.rsplit("(", 1)
        text = words.replace("<s>", "").replace("</s>", "").strip()
        found.append(Sentence(path=folder / f"{name.strip(' )')}.wav", text=text))
    return found


def word_error_rate(pairs: list[tuple[str, str]]) -> tuple[float, int]:
    """Return the error rate of (said, heard) after Whisper's normaliser, and how many were said."""
    import jiwer
    from whisper.normalizers import EnglishTextNormalizer

    normal = EnglishTextNormalizer()
    said, heard = ([normal(pair[side]) for pair in pairs] for side in (0, 1))
    return jiwer.wer(said, heard), sum(len(text.split()) for text in said)


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    # before torch is imported: one thread, and no pool that spins
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", NUMBA_NUM_THREADS="1")
    parser = argparse.ArgumentParser(prog="python -m benchmarks listen", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with index.csv or transcription")
    parser.add_argument("--limit", type=int, help="only so many recordings, evenly spread")
    parser.add_argument("--model", default="base")
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    chosen = parser.parse_args(argv)
    clips = sentences(chosen.data) if chosen.data else [Sentence(path=CLIP, text="")]
    if chosen.limit and chosen.limit < len(clips):
        clips = [clips[place * len(clips) // chosen.limit] for place in range(chosen.limit)]
    engine = Whisper(prepare(chosen.model, folder=chosen.weights))
    listen(CLIP, engine=engine, longest_seconds=LONGEST_SECONDS)
    cpu, wall = time.process_time(), time.perf_counter()
    heard = [listen(clip.path, engine=engine, longest_seconds=LONGEST_SECONDS) for clip in clips]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    _print(chosen, engine, clips, heard, cpu=cpu, wall=wall)


def _print(
    chosen: argparse.Namespace,
    engine: Whisper,
    clips: list[Sentence],
    heard: list[Spoken],
    *,
    cpu: float,
    wall: float,
) -> None:
    seconds = sum(spoken.seconds for spoken in heard)
    about: dict[str, Any] = {
        "model": engine.model,
        "weights": engine.weights[:12],
        "data": str(chosen.data) if chosen.data else "shipped synthetic clip",
        "clips": len(clips),
        "audio_s": round(seconds, 1),
    }
    # Linux counts kilobytes, macOS bytes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak_mb = peak / (1e6 if sys.platform == "darwin" else 1e3)
    figures: dict[str, float] = {
        "cpu_s_per_audio_s": cpu / seconds,
        "wall_s_per_audio_s": wall / seconds,
        "peak_mb": peak_mb,
    }
    if chosen.data:
        rate, words = word_error_rate(
            [(clip.text, spoken.text) for clip, spoken in zip(clips, heard, strict=True)]
        )
        figures["wer"] = rate
        about |= {
            "words": words,
            "rejected": sum(bool(spoken.rejected) for spoken in heard),
            "decoded_twice": sum("decoded_twice" in spoken.flags for spoken in heard),
        }
    for name, value in figures.items():
        print(json.dumps({"name": name, "value": round(value, 4), **about}))
