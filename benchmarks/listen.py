"""The cost of transcribing speech and the words it gets wrong, on one thread, beside its peers.

It prints one JSON line per figure: ``cpu_s_per_audio_s`` and ``wall_s_per_audio_s`` (everything
from the file to the words; loading is left out, and one clip is transcribed before the clock
starts), ``loops`` (clips whose text repeats itself: compression ratio over 2.4), ``peak_mb`` (the
whole process, loading included) and, where people have written down the words, ``wer`` (a fraction,
not per cent).

``--side-by-side`` runs faster-whisper (int8, its defaults), plain openai-whisper and Handa's engine
in turn, each in a process of its own, on the same clips with the same weights, all with word times,
and prints ``cpu_ratio_to_faster_whisper``, ``cpu_ratio_to_plain`` and ``wer_minus_faster_whisper``
(a fraction, not per cent).
"""

import argparse
import importlib
import importlib.util
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import jiwer
from whisper.normalizers import EnglishTextNormalizer
from whisper.utils import compression_ratio

from benchmarks._clips import Sentence, missing_index, sentences
from benchmarks._engine import Engine
from benchmarks._figures import (
    Conditions,
    print_figure,
    print_progress,
    print_skipped,
    run_benchmark,
)
from speech.check import CLIP

LOOP_ABOVE_COMPRESSION = 2.4
ENGINES = {"faster-whisper": "faster_whisper", "plain": "plain", "openai": "openai"}
"""Files in ``benchmarks/engines`` by the name of the engine, in the order of a comparison.

Each file imports a heavy library at its top, so only the chosen one is imported.
"""


def word_error_rate(pairs: Sequence[tuple[str, str]]) -> tuple[float, int]:
    """Compare words spoken with words transcribed, after Whisper's normaliser.

    Args:
        pairs: the words that were spoken, and the words that the engine wrote.

    Returns:
        The error rate as a fraction, and the number of words spoken.
    """
    normal = EnglishTextNormalizer()
    spoken, transcribed = ([normal(pair[side]) for pair in pairs] for side in (0, 1))
    return jiwer.wer(spoken, transcribed), sum(len(text.split()) for text in spoken)


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks listen", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with index.csv or transcription")
    parser.add_argument("--limit", type=int, help="only so many recordings from the first on")
    parser.add_argument("--engine", choices=sorted(ENGINES), default="openai")
    parser.add_argument("--side-by-side", action="store_true", help="all engines, and the ratios")
    parser.add_argument("--model", default="base")
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    chosen = parser.parse_args(argv)
    if chosen.data and (index := missing_index(chosen.data)):
        print_skipped("cpu_s_per_audio_s", "CPU s per s of audio", index)
        return
    if chosen.side_by_side:
        _side_by_side([argument for argument in argv if argument != "--side-by-side"])
        return
    clips = sentences(chosen.data) if chosen.data else [Sentence(path=CLIP, text="")]
    _measure(chosen, clips[: chosen.limit])


def _measure(chosen: argparse.Namespace, clips: Sequence[Sentence]) -> None:
    """Let one engine transcribe all clips, and print its figures."""
    module = importlib.import_module(f"benchmarks.engines.{ENGINES[chosen.engine]}")
    engine: Engine = module.load(chosen.model, chosen.weights)
    engine.transcribe(CLIP)
    print_progress(f"{chosen.engine}: {len(clips)} clip(s)")
    cpu, wall = time.process_time(), time.perf_counter()
    results = [engine.transcribe(clip.path) for clip in clips]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    seconds = sum(result.seconds for result in results)
    counts: Counter[str] = Counter()
    for result in results:
        counts.update(result.counts)
    about: Conditions = {
        "engine": chosen.engine,
        "model": chosen.model,
        **engine.about,
        "data": str(chosen.data) if chosen.data else "shipped synthetic clip",
        "clips": len(clips),
        "audio_s": round(seconds, 1),
        **counts,
    }
    # Linux counts kilobytes, macOS bytes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print_figure("cpu_s_per_audio_s", cpu / seconds, "CPU s per s of audio", **about)
    print_figure("wall_s_per_audio_s", wall / seconds, "s per s of audio", **about)
    texts = [result.text for result in results if result.text]
    loops = sum(compression_ratio(text) > LOOP_ABOVE_COMPRESSION for text in texts)
    print_figure("loops", loops, "clips", **about)
    print_figure("peak_mb", peak / (1e6 if sys.platform == "darwin" else 1e3), "MB", **about)
    if chosen.data:
        pairs = [(clip.text, result.text) for clip, result in zip(clips, results, strict=True)]
        rate, words = word_error_rate(pairs)
        print_figure("wer", rate, "fraction of words", **about, words=words)


def _side_by_side(argv: Sequence[str]) -> None:
    """Run every engine in a process of its own and print the ratios."""
    by_engine: dict[str, dict[str, float]] = {}
    about: Conditions = {}
    for engine in ENGINES:
        if engine == "faster-whisper" and not importlib.util.find_spec("faster_whisper"):
            print_figure(
                "cpu_ratio_to_faster_whisper", None, "ratio", reason="faster-whisper is missing"
            )
            continue
        lines = run_benchmark(["listen", *argv, "--engine", engine])
        by_engine[engine] = {line["name"]: line["value"] for line in lines}
        about = {name: lines[0][name] for name in ("model", "data", "clips", "audio_s")}
    ours = by_engine["openai"]
    for engine, figures in by_engine.items():
        if engine != "openai":
            name = f"cpu_ratio_to_{engine.replace('-', '_')}"
            ratio = ours["cpu_s_per_audio_s"] / figures["cpu_s_per_audio_s"]
            print_figure(name, ratio, "ratio", **about)
    if "wer" in ours and "faster-whisper" in by_engine:
        difference = ours["wer"] - by_engine["faster-whisper"]["wer"]
        print_figure("wer_minus_faster_whisper", difference, "fraction of words", **about)
