"""`python -m benchmarks NAME …` runs one benchmark, which prints one JSON line per figure."""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
"""Variables that numeric libraries read once, while they are imported."""


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """A benchmark that the command line offers.

    Attributes:
        module: the file in this folder. It declares ``main(argv)``.
        measures: what it measures, in a few words.
        one_thread: whether numeric libraries may use one thread only.
    """

    module: str
    measures: str
    one_thread: bool = False


BENCHMARKS: Mapping[str, Benchmark] = {
    "adaptive": Benchmark(
        module="adaptive",
        measures="the adaptive grammar test, taken by simulated people",
        one_thread=True,
    ),
    "chat-acts": Benchmark(
        module="chat_acts", measures="how well the chat's recogniser labels messages"
    ),
    "chat-desk": Benchmark(module="chat_desk", measures="many chat desks at once"),
    "errors": Benchmark(module="errors", measures="mistakes caught in written sentences"),
    "fluency": Benchmark(
        module="fluency", measures="agreement of speaking scores with people's", one_thread=True
    ),
    "invariance": Benchmark(
        module="invariance",
        measures="how far codec, level, noise and pitch move a speaking score",
        one_thread=True,
    ),
    "listen": Benchmark(
        module="listen",
        measures="the cost and the word error rate of transcribing speech",
        one_thread=True,
    ),
    "ordering": Benchmark(
        module="ordering",
        measures="whether texts and chats are scored in the order of a reader's ranks",
    ),
    "start": Benchmark(module="start", measures="how long the product takes to start"),
    "typing": Benchmark(
        # Not typing.py: a file of that name hides the standard library's module.
        module="copy_typing",
        measures="the typing test's page and scorer; with --data, logs of others",
    ),
    "voice-form": Benchmark(
        module="voice_form", measures="from the last answer of a voice test to its report"
    ),
    "worker": Benchmark(
        module="worker", measures="three ways for a worker to hold the model", one_thread=True
    ),
    "writing": Benchmark(module="writing", measures="agreement and cost of the writing score"),
}
"""Every benchmark by the name that the command line knows."""


def main(argv: Sequence[str]) -> None:
    """Run the benchmark that the first argument names, with the arguments that follow it.

    Raises:
        SystemExit: there is no such benchmark.
    """
    if not argv or argv[0] not in BENCHMARKS:
        names = "\n".join(f"  {name:12}{entry.measures}" for name, entry in BENCHMARKS.items())
        raise SystemExit(f"usage: python -m benchmarks NAME …\n\n{names}")
    benchmark = BENCHMARKS[argv[0]]
    if benchmark.one_thread:
        os.environ.update(dict.fromkeys(THREADS, "1"))
    # Only the chosen file is imported, and only now: its libraries read the variables above.
    importlib.import_module(f"benchmarks.{benchmark.module}").main(argv[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
