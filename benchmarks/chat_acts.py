"""How well the chat's recogniser finds what an agent does in a message.

``--data DIR`` holds ``index.csv`` (text, acts separated by ``|``; ``none`` for a message with no
act). One JSON line per figure: ``micro_precision``, ``micro_recall``, ``micro_f1`` over the acts
that every agent performs, the same three per act (``greet_precision`` …; None where the act is in
no message, or was never found), and ``ms_per_message``. Acts of the file that the recogniser does
not know stop the run; ``rude`` counts like the others.
"""

import argparse
import csv
import time
from collections.abc import Iterator
from pathlib import Path

from assessments.kinds.chat.language.phrases import rules
from assessments.kinds.chat.language.recogniser import recognise
from benchmarks._figures import print_figure

Labelled = tuple[str, frozenset[str]]


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks chat-acts", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args(argv)
    messages = list(read(chosen.data))
    recognise("warm up")
    begun = time.process_time()
    found = [frozenset(hit.act for hit in recognise(text).hits) for text, _ in messages]
    seconds = time.process_time() - begun
    wanted = [acts for _, acts in messages]
    for name, value in figures(wanted, found).items():
        print_figure(name, value, n=len(messages))
    print_figure("ms_per_message", 1000 * seconds / len(messages), n=len(messages))


def read(folder: Path) -> Iterator[Labelled]:
    """Give every message with its acts.

    Raises:
        SystemExit: the file names an act that the recogniser does not know.
    """
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            acts = frozenset(act.strip() for act in row["acts"].split("|")) - {"none", ""}
            if strange := sorted(acts - rules().keys()):
                raise SystemExit(f"index.csv, line {line}: no act is called {strange[0]!r}")
            yield row["text"], acts


def figures(wanted: list[frozenset[str]], found: list[frozenset[str]]) -> dict[str, float | None]:
    """Return precision, recall and F1, micro-averaged and per act."""
    counts = {
        act: (
            sum(act in one and act in other for one, other in zip(wanted, found, strict=True)),
            sum(act in one for one in found),
            sum(act in one for one in wanted),
        )
        for act in rules()
    }
    hits, fired, due = (sum(one[place] for one in counts.values()) for place in range(3))
    by_name = {"micro": (hits, fired, due), **counts}
    return {
        f"{name}_{kind}": value
        for name, of_act in by_name.items()
        for kind, value in zip(("precision", "recall", "f1"), _rates(*of_act), strict=True)
    }


def _rates(hits: int, fired: int, due: int) -> tuple[float | None, float | None, float | None]:
    precision = hits / fired if fired else None
    recall = hits / due if due else None
    return precision, recall, 2 * hits / (fired + due) if fired + due else None
