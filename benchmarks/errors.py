"""How many mistakes the check of a written text catches, and how often it raises a false alarm.

``--data DIR`` holds ``index.csv`` (wrong, right and, optionally, type): pairs of a sentence with a
mistake and the same sentence corrected. It prints one JSON line per figure: ``caught`` is the share
of wrong sentences in which the check marks the place where the two differ (or a place within two
words of it), ``false_alarms`` the share of right sentences in which it marks anything. With types,
``types_caught`` is the share of types of which it catches every wrong sentence, and ``types_met``
the share of types of which it catches at least one sentence. Then ``ms_per_text`` and
``texts_per_second`` for texts of 120 words made of the sentences, after loading, CPU time of one
core. If the folder holds ``right.txt`` (right sentences, one a line, ``\\n`` for a line break, a
comment after ``#``), ``right_marked`` is the share of them in which the check marks an error.
``--missed`` lists the sentences behind the shares on standard error.
"""

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks._figures import Conditions, print_figure, print_progress, print_skipped
from scoring.proofreading import Finding, find_errors

_WORDS_OF_A_TEXT = 120
_NEARBY_WORDS = 2


@dataclass(frozen=True)
class Pair:
    """A sentence with a mistake, the same sentence corrected, and the type of the mistake."""

    wrong: str
    right: str
    type: str = ""


@dataclass(frozen=True)
class Checked:
    """The marks of a pair: at the place of the mistake, and anywhere in the right sentence."""

    pair: Pair
    caught: tuple[Finding, ...]
    false: tuple[Finding, ...]


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks errors", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--missed", action="store_true")
    chosen = parser.parse_args(argv)
    index = chosen.data / "index.csv"
    if not index.is_file():
        print_skipped("caught", "share", index)
        return
    pairs = list(read(index))
    checked = [check(pair) for pair in pairs]
    for name, value in shares(checked).items():
        reason = "" if value is not None else "the pairs have no types"
        print_figure(name, value, "share", reason=reason, n=len(pairs), data=str(chosen.data))
    if chosen.missed:
        _list_missed(checked)
    _print_right(chosen.data, missed=chosen.missed)
    texts = texts_of(pairs)
    began = time.process_time()
    for text in texts:
        find_errors(text)
    seconds = time.process_time() - began
    about: Conditions = {"n": len(texts), "words": _WORDS_OF_A_TEXT, "data": str(chosen.data)}
    print_figure("ms_per_text", 1000 * seconds / len(texts), "CPU ms", **about)
    print_figure("texts_per_second", len(texts) / seconds, "texts per CPU s", **about)


def _print_right(data: Path, *, missed: bool) -> None:
    sentences = right_sentences(data / "right.txt")
    if not sentences:
        print_skipped("right_marked", "share", data / "right.txt")
        return
    marked = {sentence: errors for sentence in sentences if (errors := errors_in(sentence))}
    share = len(marked) / len(sentences)
    print_figure("right_marked", share, "share", n=len(sentences), data=str(data))
    for sentence, errors in marked.items() if missed else ():
        marks = "; ".join(f"{error.text}: {error.message}" for error in errors)
        print_progress(f"marked: {sentence!r} | {marks}")


def right_sentences(path: Path) -> list[str]:
    """Return the right sentences of a file; none if there is no such file."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]


def errors_in(text: str) -> list[Finding]:
    """Return the findings in a text that count as errors."""
    return [finding for finding in find_errors(text) if finding.is_error]


def _list_missed(checked: Sequence[Checked]) -> None:
    for result in checked:
        pair = result.pair
        if not result.caught:
            print_progress(f"missed: {pair.type} | {pair.wrong}")
        if result.false:
            print_progress(f"false: {pair.type} | {pair.right} | {result.false[0].rule}")


def read(index: Path) -> Iterator[Pair]:
    """Yield the pairs of a table."""
    with index.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Pair(row["wrong"], row["right"], row.get("type") or "")


def check(pair: Pair) -> Checked:
    """Look for mistakes in both sentences of a pair."""
    start, end = difference(pair.wrong, pair.right)
    marks = find_errors(pair.wrong)
    return Checked(
        pair,
        tuple(mark for mark in marks if mark.start < end and start < mark.end),
        find_errors(pair.right),
    )


def difference(wrong: str, right: str) -> tuple[int, int]:
    """Return the place where two sentences differ, widened by two words on either side.

    Returns:
        Start and end in characters of the first sentence.
    """
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
    """Return the shares of mistakes caught and of false alarms; None where there are no types."""
    by_type: dict[str, list[bool]] = defaultdict(list)
    for result in checked:
        by_type[result.pair.type].append(bool(result.caught))
    typed = len(by_type) > 1
    return {
        "caught": sum(bool(result.caught) for result in checked) / len(checked),
        "false_alarms": sum(bool(result.false) for result in checked) / len(checked),
        "types_caught": sum(map(all, by_type.values())) / len(by_type) if typed else None,
        "types_met": sum(map(any, by_type.values())) / len(by_type) if typed else None,
    }


def texts_of(pairs: Sequence[Pair]) -> list[str]:
    """Return texts of about 120 words, made of all sentences."""
    words = " ".join(f"{pair.wrong} {pair.right}" for pair in pairs).split()
    return [
        " ".join(words[n : n + _WORDS_OF_A_TEXT]) for n in range(0, len(words), _WORDS_OF_A_TEXT)
    ]
