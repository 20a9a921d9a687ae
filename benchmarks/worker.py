"""Three ways for a worker to hold the model: load it for each job, fork after loading, never fork.

Each way transcribes the shipped clip several times in processes of its own, on one thread. It
prints one JSON line per figure: ``wall_s_per_job`` and ``cpu_s_per_job`` (from the start of a job
to its words) and ``memory_mb`` (the most that the worker and its child held together, shared pages
counted once); ``way`` in the line names the way.
"""

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks._figures import Conditions, print_figure, print_progress, run_benchmark
from speech.check import CLIP, LONGEST_SECONDS
from speech.transcription import transcribe_recording
from speech.whisper import Whisper, prepare

WAYS = ("load_each", "fork_after_load", "long_lived")


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks worker", description=__doc__)
    parser.add_argument("--jobs", type=int, default=5)
    parser.add_argument("--model", default="base")
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    parser.add_argument("--way", choices=WAYS, help="only this way")
    chosen = parser.parse_args(argv)
    if chosen.way:
        _measure(chosen)
        return
    for way in WAYS:
        print_progress(f"{way}: {chosen.jobs} job(s)")
        run_benchmark(["worker", *argv, "--way", way])


def _measure(chosen: argparse.Namespace) -> None:
    def load() -> Whisper:
        return Whisper(prepare(chosen.model, folder=chosen.weights))

    engine = None if chosen.way == "load_each" else load()

    def job() -> None:
        transcribe_recording(CLIP, engine=engine or load(), longest_seconds=LONGEST_SECONDS)

    wall, cpu, memory = time.perf_counter(), _cpu_seconds(), 0.0
    for _ in range(chosen.jobs):
        if chosen.way == "long_lived":
            job()
            memory = max(memory, _memory_mb(os.getpid()))
            continue
        child = os.fork()
        if not child:
            job()
            os._exit(0)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            memory = max(memory, _memory_mb(os.getpid()) + _memory_mb(child))
            time.sleep(0.05)
    wall, cpu = time.perf_counter() - wall, _cpu_seconds() - cpu
    about: Conditions = {"way": chosen.way, "model": chosen.model, "jobs": chosen.jobs}
    print_figure("wall_s_per_job", wall / chosen.jobs, "s", **about)
    print_figure("cpu_s_per_job", cpu / chosen.jobs, "CPU s", **about)
    reason = "" if memory else "the system does not say what a process holds"
    print_figure("memory_mb", memory or None, "MB", reason=reason, **about)


def _cpu_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _memory_mb(process: int) -> float:
    """Return the MB that a process holds, shared pages by halves; 0 after it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3
