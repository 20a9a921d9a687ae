"""Whether the scores of texts and chats put people in the order in which a reader puts them.

``--data DIR`` holds ``writing.csv`` (``id``, ``prompt``, ``rank``, ``text``; the prompt by the id
of its item) and ``chat/*.yaml`` (``scenario``, ``rank``, ``script``; the script as in the
self-tests of a scenario). The higher rank is the better. Two entries with different ranks are a
pair. The pair is inverted if the lower rank scores more than 2 points higher. An entry without a
score counts as lower than every score; two of them are never inverted.

It prints one JSON line per figure: ``writing_pairs``, ``writing_inversions``, ``chat_pairs`` and
``chat_inversions``, and one line ``writing_inverted`` or ``chat_inverted`` per inverted pair, which
names both entries; its value is the points by which the lower rank is ahead, or null if the higher
rank has no score. With ``--scores`` also the score of each entry (``writing_score``,
``chat_score``).
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.bank import as_written, parsed
from assessments.kinds.chat.marking.scorer import score as score_chat
from assessments.kinds.chat.scenario import Move
from assessments.kinds.writing.bank import items
from assessments.kinds.writing.prompt import Prompt
from assessments.kinds.writing.scorer import text_of
from benchmarks._figures import Conditions, print_figure, print_progress, print_skipped

MARGIN = 2.0
"""Points by which a lower rank may be ahead before the pair counts as inverted."""

SCRIPT = TypeAdapter(tuple[Move, ...])
COLUMNS = {"id", "prompt", "rank", "text"}
KEYS = {"scenario", "rank", "script"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A text or a chat.

    Attributes:
        name: its id in the file, or the name of its file.
        task: id of the prompt or the scenario.
        rank: the reader's; higher is better.
        score: the machine's, 0 to 100; None without one.
        reason: why the machine gives no score.
    """

    name: str
    task: str
    rank: int
    score: float | None
    reason: str = ""


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks ordering", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scores", action="store_true")
    chosen = parser.parse_args(argv)
    if not chosen.data.is_dir():
        print_skipped("writing_pairs", "pairs", chosen.data)
        return
    halves: dict[str, Callable[[Path], Iterator[Entry]]] = {"writing": texts, "chat": chats}
    for half, read in halves.items():
        _print_half(half, list(read(chosen.data)), chosen)


def texts(folder: Path) -> Iterator[Entry]:
    """Yield every text of ``writing.csv`` with its score.

    Raises:
        SystemExit: a column is missing, or there is no such prompt.
    """
    file = folder / "writing.csv"
    if not file.is_file():
        return
    bank = items()
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if missing := COLUMNS - row.keys():
            raise SystemExit(f"{file.name}: columns are missing: {', '.join(sorted(missing))}")
        if row["prompt"] not in bank:
            raise SystemExit(f"{file.name}, {row['id']}: no prompt has the id {row['prompt']!r}")
        print_progress(f"text {row['id']}")
        score, reason = text_score(bank[row["prompt"]], row["text"])
        yield Entry(
            name=row["id"], task=row["prompt"], rank=int(row["rank"]), score=score, reason=reason
        )


def text_score(prompt: Prompt, text: str) -> tuple[float | None, str]:
    """Return the score of one text, or None and the reason why it has none."""
    written = text_of(prompt, text)
    return (None, written.reason) if written.reason else (written.score, "")


def chats(folder: Path) -> Iterator[Entry]:
    """Yield every chat of the folder ``chat`` with its score.

    Raises:
        SystemExit: a file lacks a key.
        LookupError: there is no such scenario.
    """
    for file in sorted((folder / "chat").glob("*.yaml")):
        # Every value as its author typed it, like the scenarios themselves.
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        if missing := KEYS - content.keys():
            raise SystemExit(f"{file.name}: keys are missing: {', '.join(sorted(missing))}")
        print_progress(f"chat {file.stem}")
        scenario = parsed(as_written(content["scenario"]))
        log = play(scenario, SCRIPT.validate_python(content["script"]))
        report = score_chat({scenario.id: scenario}, log, {})
        yield Entry(
            name=file.stem,
            task=scenario.id,
            rank=int(content["rank"]),
            score=report.score,
            reason=report.not_measured,
        )


def pairs(entries: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Return every pair with different ranks: the lower rank first."""
    return [
        (first, second) if first.rank < second.rank else (second, first)
        for first, second in combinations(entries, 2)
        if first.rank != second.rank
    ]


def is_inverted(lower: Entry, higher: Entry) -> bool:
    """Return whether the lower rank is ahead by more than the margin."""
    if lower.score is None:
        return False
    return higher.score is None or lower.score - higher.score > MARGIN


def _print_half(half: str, entries: Sequence[Entry], chosen: argparse.Namespace) -> None:
    if not entries:
        print_skipped(
            f"{half}_pairs", "pairs", chosen.data / ("writing.csv" if half == "writing" else "chat")
        )
        return
    about: Conditions = {"n": len(entries), "data": str(chosen.data)}
    compared = pairs(entries)
    inverted = [pair for pair in compared if is_inverted(*pair)]
    print_figure(f"{half}_pairs", len(compared), "pairs", **about)
    print_figure(
        f"{half}_inversions",
        len(inverted),
        "pairs",
        share=round(len(inverted) / max(len(compared), 1), 4),
        **about,
    )
    for lower, higher in inverted:
        _print_pair(half, lower, higher)
    for entry in sorted(entries, key=lambda entry: -entry.rank) if chosen.scores else ():
        print_figure(
            f"{half}_score",
            entry.score,
            "points",
            reason=entry.reason,
            entry=entry.name,
            task=entry.task,
            rank=entry.rank,
        )


def _print_pair(half: str, lower: Entry, higher: Entry) -> None:
    ahead = None
    if lower.score is not None and higher.score is not None:
        ahead = lower.score - higher.score
    print_figure(
        f"{half}_inverted",
        ahead,
        "points",
        reason="" if ahead is not None else f"{higher.name} has no score: {higher.reason}",
        lower=lower.name,
        lower_rank=lower.rank,
        lower_score=lower.score,
        higher=higher.name,
        higher_rank=higher.rank,
        higher_score=higher.score,
    )
