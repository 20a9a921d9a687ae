"""How many mistakes the check of a written text finds, and how often it speaks without cause.

``--data DIR`` holds ``index.csv`` (wrong, right and, if there, type): pairs of one sentence with a
mistake and the same sentence mended. One JSON line per figure: ``caught`` is the share of wrong
sentences in which something was found at the place where the two differ (two words around it
included), ``false_alarms`` the share of right sentences in which anything was found; with types,
``types_caught`` is the share of types of which every wrong sentence was caught, and ``types_met``
of those with at least one. Then ``ms_per_text`` and ``texts_per_second`` for texts of 120 words
made of the sentences, after load, one core. ``--missed`` lists the sentences behind the shares.
"""

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks._figures import print_figure
from scoring.proofreading import Found, find_errors

_WORDS_OF_A_TEXT = 120
_NEARBY_WORDS = 2


@dataclass(frozen=True)
class Pair:
    """A sentence with a mistake, the same one mended, and the type of the mistake."""

    wrong: str
    right: str
    type: str = ""


@dataclass(frozen=True)
class Checked:
    """What was found in a pair: the place of the mistake, and anything in the right sentence."""

    pair: Pair
    caught: tuple[Found, ...]
    false: tuple[Found, ...]


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks errors", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--missed", action="store_true")
    chosen = parser.parse_args(argv)
    pairs = list(read(chosen.data / "index.csv"))
    checked = [check(pair) for pair in pairs]
    for name, value in shares(checked).items():
        print_figure(name, value, n=len(pairs))
    if chosen.missed:
        for one in checked:
            if not one.caught:
                print("missed:", one.pair.type, "|", one.pair.wrong)
            if one.false:
                print("false:", one.pair.type, "|", one.pair.right, "|", one.false[0].rule)
    texts = texts_of(pairs)
    begun = time.process_time()
    for text in texts:
        find_errors(text)
    seconds = time.process_time() - begun
    print_figure("ms_per_text", 1000 * seconds / len(texts), n=len(texts))
    print_figure("texts_per_second", len(texts) / seconds, n=len(texts))


def read(index: Path) -> Iterator[Pair]:
    """Give the pairs of a table."""
    with index.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Pair(row["wrong"], row["right"], row.get("type") or "")


def check(pair: Pair) -> Checked:
    """Look for mistakes in both sentences of a pair."""
    start, end = difference(pair.wrong, pair.right)
    found = find_errors(pair.wrong)
    return Checked(
        pair,
        tuple(one for one in found if one.start < end and start < one.end),
        find_errors(pair.right),
    )


def difference(wrong: str, right: str) -> tuple[int, int]:
    """Return where two sentences differ, in characters of the first, and two words around it."""
    words, others = wrong.split(), right.split()
    first = next(
        (n for n, (a, b) in enumerate(zip(words, others, strict=False)) if a != b),
        min(len(words), len(others)),
    )
    rest = list(zip(reversed(words[first:]), reversed(others[first:]), strict=False))
    same = next((n for n, (a, b) in enumerate(rest) if a != b), len(rest))
    first, last = max(0, first - _NEARBY_WORDS), len(words) - same + _NEARBY_WORDS
    start = len(" ".join(words[:first]))
    return start, len(" ".join(words[:last]))


def shares(checked: Sequence[Checked]) -> dict[str, float | None]:
    """Return the shares of what was caught and of false alarms."""
    by_type: dict[str, list[bool]] = defaultdict(list)
    for one in checked:
        by_type[one.pair.type].append(bool(one.caught))
    typed = len(by_type) > 1
    return {
        "caught": sum(bool(one.caught) for one in checked) / len(checked),
        "false_alarms": sum(bool(one.false) for one in checked) / len(checked),
        "types_caught": sum(map(all, by_type.values())) / len(by_type) if typed else None,
        "types_met": sum(map(any, by_type.values())) / len(by_type) if typed else None,
    }


def texts_of(pairs: Sequence[Pair]) -> list[str]:
    """Return texts of about 120 words, made of all sentences."""
    words = " ".join(f"{pair.wrong} {pair.right}" for pair in pairs).split()
    return [
        " ".join(words[n : n + _WORDS_OF_A_TEXT]) for n in range(0, len(words), _WORDS_OF_A_TEXT)
    ]
