"""How well the chat's recogniser finds what an agent does in a message.

``--data DIR`` holds ``index.csv`` (text, acts separated by ``|``; ``none`` for a message with no
act). It prints one JSON line per figure: ``micro_precision``, ``micro_recall``, ``micro_f1`` over
the acts that every agent performs, the same three per act (``greet_precision`` …; not measured
where no message has the act, or where the recogniser never reports it), and ``ms_per_message`` of
CPU time. An act of the file that the recogniser does not know stops the run; ``rude`` counts like
the others.
"""

import argparse
import csv
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from assessments.kinds.chat.language.phrases import rules
from assessments.kinds.chat.language.recogniser import recognise
from benchmarks._figures import Conditions, print_figure, print_skipped

Labelled = tuple[str, frozenset[str]]
Rates = tuple[float | None, float | None, float | None]

REASONS = {
    "precision": "the recogniser reports this act in no message",
    "recall": "no message has this act",
    "f1": "no message has this act, and the recogniser reports it in none",
}
"""Why a rate was not measured, by the end of its name."""


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks chat-acts", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args(argv)
    index = chosen.data / "index.csv"
    if not index.is_file():
        print_skipped("micro_f1", "share", index)
        return
    messages = list(read(chosen.data))
    recognise("warm up")
    began = time.process_time()
    recognised = [frozenset(hit.act for hit in recognise(text).hits) for text, _ in messages]
    seconds = time.process_time() - began
    labelled = [acts for _, acts in messages]
    about: Conditions = {"n": len(messages), "data": str(chosen.data)}
    for name, value in figures(labelled, recognised).items():
        reason = "" if value is not None else REASONS[name.rsplit("_", 1)[1]]
        print_figure(name, value, "share", reason=reason, **about)
    print_figure("ms_per_message", 1000 * seconds / len(messages), "CPU ms", **about)


def read(folder: Path) -> Iterator[Labelled]:
    """Yield every message with its acts.

    Raises:
        SystemExit: the file names an act that the recogniser does not know.
    """
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            acts = frozenset(act.strip() for act in row["acts"].split("|")) - {"none", ""}
            if strange := sorted(acts - rules().keys()):
                raise SystemExit(f"index.csv, line {line}: no act is called {strange[0]!r}")
            yield row["text"], acts


def figures(
    labelled: Sequence[frozenset[str]], recognised: Sequence[frozenset[str]]
) -> dict[str, float | None]:
    """Return precision, recall and F1, micro-averaged and per act.

    Args:
        labelled: the acts of each message according to people.
        recognised: the acts of each message according to the recogniser.
    """
    counts = {
        act: (
            sum(
                act in by_people and act in by_machine
                for by_people, by_machine in zip(labelled, recognised, strict=True)
            ),
            sum(act in acts for acts in recognised),
            sum(act in acts for acts in labelled),
        )
        for act in rules()
    }
    hits, reported, due = (sum(count[place] for count in counts.values()) for place in range(3))
    by_name = {"micro": (hits, reported, due), **counts}
    return {
        f"{name}_{rate}": value
        for name, of_act in by_name.items()
        for rate, value in zip(("precision", "recall", "f1"), _rates(*of_act), strict=True)
    }


def _rates(hits: int, reported: int, due: int) -> Rates:
    precision = hits / reported if reported else None
    recall = hits / due if due else None
    return precision, recall, 2 * hits / (reported + due) if reported + due else None
