"""How a worker should keep the model: load it for each job, fork after loading, or never fork.

Each way hears the shipped clip several times in processes of its own, one thread. One JSON line
per figure: ``wall_s_per_job`` and ``cpu_s_per_job`` (from the start of a job to its words) and
``memory_mb`` (the most that the worker and its child held together, shared pages counted once).
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks._figures import print_figure
from speech.check import CLIP, LONGEST_SECONDS

WAYS = ("load_each", "fork_after_load", "long_lived")


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", NUMBA_NUM_THREADS="1")
    parser = argparse.ArgumentParser(prog="python -m benchmarks worker", description=__doc__)
    parser.add_argument("--jobs", type=int, default=5)
    parser.add_argument("--model", default="base")
    parser.add_argument("--weights", type=Path, default=Path("instance/weights"))
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.way:
        print(json.dumps(_measured(chosen)))
        return
    for way in WAYS:
        command = [sys.executable, "-m", "benchmarks", "worker", *argv, "--way", way]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        for name, value in json.loads(answer.stdout).items():
            print_figure(name, value, way=way, model=chosen.model, jobs=chosen.jobs)


def _measured(chosen: argparse.Namespace) -> dict[str, float]:
    from speech.listening import listen
    from speech.whisper import Whisper, prepare

    def load() -> Whisper:
        return Whisper(prepare(chosen.model, folder=chosen.weights))

    engine = None if chosen.way == "load_each" else load()

    def job() -> None:
        listen(CLIP, engine=engine or load(), longest_seconds=LONGEST_SECONDS)

    wall, cpu, memory = time.perf_counter(), _cpu(), 0.0
    for _ in range(chosen.jobs):
        if chosen.way == "long_lived":
            job()
            memory = max(memory, _held(os.getpid()))
            continue
        child = os.fork()
        if not child:
            job()
            os._exit(0)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            memory = max(memory, _held(os.getpid()) + _held(child))
            time.sleep(0.05)
    return {
        "wall_s_per_job": (time.perf_counter() - wall) / chosen.jobs,
        "cpu_s_per_job": (_cpu() - cpu) / chosen.jobs,
        "memory_mb": memory,
    }


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _held(process: int) -> float:
    """Return the MB of a process, shared pages by halves; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3
