"""How well the chat's recogniser finds what an agent does in a message.

``--data DIR`` holds ``index.csv`` (text; acts separated by ``|``, ``none`` for a message with no
act; optional columns ``context``, the customer's last line, and ``register``). It prints one JSON
line per figure: ``micro_precision``, ``micro_recall``, ``micro_f1`` over the acts that every agent
performs, the same three per act (``greet_precision`` …) and per register (``trap_recall`` …), each
not measured where no message has the act or where the recogniser never reports it, and
``ms_per_message`` of CPU time. ``--rules-only`` leaves the learned layer out. An act of the file
that the recogniser does not know stops the run; ``rude`` counts like the others.
"""

import argparse
import csv
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessments.kinds.chat.language import reader
from assessments.kinds.chat.language.phrases import rules
from assessments.kinds.chat.language.recogniser import recognise
from benchmarks._figures import Conditions, print_figure, print_skipped


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A message with its acts according to people, the customer's last line and a register."""

    text: str
    acts: frozenset[str]
    context: str
    register: str


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
    parser.add_argument("--rules-only", action="store_true")
    chosen = parser.parse_args(argv)
    index = chosen.data / "index.csv"
    if not index.is_file():
        print_skipped("micro_f1", "share", index)
        return
    messages = list(read(chosen.data))
    layers = "rules" if chosen.rules_only else "rules and learned"
    _acts_of(Labelled(text="warm up", acts=frozenset(), context="", register=""), layers)
    began = time.process_time()
    recognised = [_acts_of(message, layers) for message in messages]
    seconds = time.process_time() - began
    about: Conditions = {"n": len(messages), "data": str(chosen.data), "layers": layers}
    named = figures([message.acts for message in messages], recognised)
    for register in sorted({message.register for message in messages if message.register}):
        places = [place for place, message in enumerate(messages) if message.register == register]
        of_register = figures(
            [messages[place].acts for place in places], [recognised[place] for place in places]
        )
        named |= {f"{register}_{rate}": of_register[f"micro_{rate}"] for rate in REASONS}
    for name, value in named.items():
        reason = "" if value is not None else REASONS[name.rsplit("_", 1)[1]]
        print_figure(name, value, "share", reason=reason, **about)
    print_figure("ms_per_message", 1000 * seconds / len(messages), "CPU ms", **about)


def _acts_of(message: Labelled, layers: str) -> frozenset[str]:
    """Return the built-in acts that the recogniser finds in a message."""
    readings = None if layers == "rules" else reader.read(message.text, message.context)
    return frozenset(hit.act for hit in recognise(message.text, readings=readings).hits)


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
            yield Labelled(
                text=row["text"],
                acts=acts,
                context=row.get("context") or "",
                register=row.get("register") or "",
            )


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
