"""What listening costs and how many words it gets wrong, on one thread, beside its peers.

One JSON line per figure: ``cpu_s_per_audio_s`` and ``wall_s_per_audio_s`` (everything from the
file to the words; loading left out, one clip heard before the clock starts), ``loops`` (clips whose
text repeats itself: compression ratio over 2.4), ``peak_mb`` (the whole process, loading included)
and, when the words are known from people, ``wer``.

``--side-by-side`` runs faster-whisper (int8, its defaults), plain openai-whisper and Handa's engine
in turn, each in a process of its own, on the same clips with the same weights, all with word times,
and prints ``cpu_ratio_to_faster_whisper``, ``cpu_ratio_to_plain`` and ``wer_minus_faster_whisper``
(a fraction, not per cent).
"""

import argparse
import csv
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks._figures import print_figure
from speech.check import CLIP

LOOP_ABOVE_COMPRESSION = 2.4
IN_TURN = ("faster-whisper", "plain", "openai")


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
    parser.add_argument("--limit", type=int, help="only the first so many recordings")
    parser.add_argument("--engine", choices=sorted(IN_TURN), default="openai")
    parser.add_argument("--side-by-side", action="store_true", help="all engines, and the ratios")
    parser.add_argument("--model", default="base")
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    chosen = parser.parse_args(argv)
    if chosen.side_by_side:
        _side_by_side(argv)
        return
    clips = sentences(chosen.data) if chosen.data else [Sentence(path=CLIP, text="")]
    _measure(chosen, clips[: chosen.limit])


def _measure(chosen: argparse.Namespace, clips: Sequence[Sentence]) -> None:
    """Let one engine hear all clips, and print its figures."""
    from whisper.utils import compression_ratio

    from benchmarks._engines import ENGINES

    hear, about = ENGINES[chosen.engine](chosen.model, chosen.weights)
    hear(CLIP)
    cpu, wall = time.process_time(), time.perf_counter()
    heard = [hear(clip.path) for clip in clips]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    seconds = sum(length for _, length, _ in heard)
    about = {
        "engine": chosen.engine,
        "model": chosen.model,
        **about,
        "data": str(chosen.data) if chosen.data else "shipped synthetic clip",
        "clips": len(clips),
        "audio_s": round(seconds, 1),
    }
    for _, _, counts in heard:
        for name, count in counts.items():
            about[name] = about.get(name, 0) + count
    # Linux counts kilobytes, macOS bytes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print_figure("cpu_s_per_audio_s", cpu / seconds, **about)
    print_figure("wall_s_per_audio_s", wall / seconds, **about)
    loops = sum(compression_ratio(text) > LOOP_ABOVE_COMPRESSION for text, _, _ in heard if text)
    print_figure("loops", loops, **about)
    print_figure("peak_mb", peak / (1e6 if sys.platform == "darwin" else 1e3), **about)
    if chosen.data:
        pairs = [(clip.text, text) for clip, (text, _, _) in zip(clips, heard, strict=True)]
        rate, words = word_error_rate(pairs)
        print_figure("wer", rate, **about, words=words)


def _side_by_side(argv: Sequence[str]) -> None:
    """Run every engine in a process of its own and print the ratios."""
    found: dict[str, dict[str, float]] = {}
    for engine in IN_TURN:
        if engine == "faster-whisper" and not importlib.util.find_spec("faster_whisper"):
            print_figure("cpu_ratio_to_faster_whisper", None, reason="faster-whisper is missing")
            continue
        command = [sys.executable, "-m", "benchmarks", "listen", *argv, "--engine", engine]
        command.remove("--side-by-side")
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        print(answer.stdout, end="", flush=True)
        lines = [json.loads(line) for line in answer.stdout.splitlines()]
        found[engine] = {line["name"]: line["value"] for line in lines}
    ours = found["openai"]
    for engine, figures in found.items():
        if engine != "openai":
            name = f"cpu_ratio_to_{engine.replace('-', '_')}"
            print_figure(name, ours["cpu_s_per_audio_s"] / figures["cpu_s_per_audio_s"])
    if "wer" in ours and "faster-whisper" in found:
        print_figure("wer_minus_faster_whisper", ours["wer"] - found["faster-whisper"]["wer"])
