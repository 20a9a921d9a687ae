"""How well the writing score agrees with human scores, and what it costs.

``--data DIR`` holds ``index.csv``: ``id``, ``text``, ``overall`` and, where there are any, further
columns of numbers (analytic scores). ``--words N`` looks at the first N words of every text only.
One JSON line per figure: ``overall_pcc``, ``overall_spearman``, ``overall_qwk`` and
``overall_rmse`` (both after linear scaling to the mean and spread of the human scores; QWK on their
steps), ``n``, ``<feature>_pcc`` for each feature, ``score_<column>_pcc`` for each further column,
``two_parts_pcc`` with ``--two-parts`` (agreement of the scores of the first and the second N words
of the texts that are long enough), ``low_confidence`` and ``not_measured`` texts. Texts that are
too short for a score are left out of the agreement.

Cost, for one process with one thread that has its models loaded: ``ms_per_text`` and
``texts_per_s_one_core`` in CPU time, ``texts_per_s_best_block`` of the fastest 20 texts in a row
(CPU time, too, is longer while others use the processor; ``load`` says how many wanted it in the
last minute), ``load_s`` the CPU time of loading, ``one_text_mb`` and ``memory_mb`` the most
memory that the process had held after one text and after all.
"""

import argparse
import csv
import os
import re
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._figures import print_figure
from scoring.writing import WritingReport, assess, load

Numbers = NDArray[np.float64]
BLOCK = 20
NOT_SCORES = {"id", "text", "overall", "prompt", "words"}


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks writing", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--words", type=int)
    parser.add_argument("--two-parts", action="store_true")
    chosen = parser.parse_args(argv)
    if chosen.two_parts and not chosen.words:
        parser.error("--two-parts needs --words")
    rows = read(chosen.data)
    texts = [first_words(row["text"], chosen.words) for row in rows]
    begun = time.process_time()
    load()
    load_s = time.process_time() - begun
    assess(texts[0])
    loaded = memory_mb()
    reports, blocks = timed(texts)
    memory = memory_mb()
    kept = [place for place, report in enumerate(reports) if report.score is not None]
    about = {"n": len(kept), "words": chosen.words}
    columns = {
        name: np.array([float(rows[place][name]) for place in kept])
        for name in ("overall", *sorted(rows[0].keys() - NOT_SCORES))
    }
    for name, value in agreement([reports[place] for place in kept], columns).items():
        print_figure(name, value, **about)
    if chosen.two_parts:
        first, second = two_parts([row["text"] for row in rows], chosen.words)
        print_figure("two_parts_pcc", pcc(first, second), n=len(first), words=chosen.words)
    print_figure("n", len(kept))
    print_figure("not_measured", len(rows) - len(kept), reason="not_enough_text")
    print_figure("low_confidence", sum(reports[place].low_confidence for place in kept))
    about["load"] = round(os.getloadavg()[0], 1)
    print_figure("ms_per_text", 1000 * sum(blocks) / len(rows), **about)
    print_figure("texts_per_s_one_core", len(rows) / sum(blocks), **about)
    whole = blocks[: len(rows) // BLOCK]
    best = BLOCK / min(whole) if whole else None
    print_figure("texts_per_s_best_block", best, blocks=len(whole), **about)
    print_figure("load_s", load_s)
    print_figure("one_text_mb", loaded)
    print_figure("memory_mb", memory, **about)


def timed(texts: Sequence[str]) -> tuple[list[WritingReport], list[float]]:
    """Return every report, and the seconds of CPU time of each ``BLOCK`` of them."""
    reports: list[WritingReport] = []
    seconds = []
    for at in range(0, len(texts), BLOCK):
        begun = time.process_time()
        reports += [assess(text) for text in texts[at : at + BLOCK]]
        seconds.append(time.process_time() - begun)
    return reports, seconds


def memory_mb() -> float:
    """Return the most memory that this process has held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(folder: Path) -> list[dict[str, str]]:
    """Return the rows of ``index.csv``.

    Raises:
        SystemExit: a column that is needed is missing, or there is no row.
    """
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"text", "overall"} <= rows[0].keys():
        raise SystemExit("index.csv needs rows with the columns text and overall")
    return rows


def first_words(text: str, words: int | None) -> str:
    """Return the text up to its Nth word."""
    found = list(re.finditer(r"\S+", text))
    return text if words is None or len(found) <= words else text[: found[words - 1].end()]


def two_parts(texts: Sequence[str], words: int) -> tuple[Numbers, Numbers]:
    """Return the scores of the first and of the second ``words`` words where there are so many."""
    pairs = []
    for text in texts:
        first = first_words(text, words)
        second = first_words(text[len(first) :], words)
        if len(second.split()) == words:
            one, other = assess(first).score, assess(second).score
            if one is not None and other is not None:
                pairs.append((one, other))
    both = np.array(pairs, dtype=float).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def agreement(
    reports: Sequence[WritingReport], columns: dict[str, Numbers]
) -> dict[str, float | None]:
    """Return every figure of agreement by name."""
    scores, human = np.array([report.score for report in reports]), columns["overall"]
    scaled = human.mean() + human.std() * (scores - scores.mean()) / (scores.std() or 1.0)
    figures: dict[str, float | None] = {
        "overall_pcc": pcc(scores, human),
        "overall_spearman": pcc(ranks(scores), ranks(human)),
        "overall_qwk": qwk(scaled, human),
        "overall_rmse": float(np.sqrt(np.mean((scaled - human) ** 2))),
    }
    for place, one in enumerate(reports[0].contributions):
        values = np.array([report.contributions[place].value for report in reports])
        figures[f"{one.name}_pcc"] = pcc(values, human)
    for name, marks in columns.items():
        if name != "overall":
            figures[f"score_{name}_pcc"] = pcc(scores, marks)
    return figures


def pcc(one: Numbers, other: Numbers) -> float | None:
    """Return Pearson's correlation; None where one of the two does not vary."""
    if one.std() == 0 or other.std() == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def ranks(values: Numbers) -> Numbers:
    """Return the rank of every value, equal ones sharing the middle of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    return (ends - (count - 1) / 2)[place]


def qwk(scaled: Numbers, human: Numbers) -> float | None:
    """Return quadratically weighted kappa on the steps of the human scores (Cohen 1968).

    ``1 - Σ (a - b)² / n ÷ Σ Σ (a - b)² / n²``: observed over expected squared difference.
    """
    steps = np.unique(human)
    nearest = steps[np.abs(scaled[:, None] - steps[None, :]).argmin(axis=1)]
    observed = np.mean((nearest - human) ** 2)
    expected = np.mean((nearest[:, None] - human[None, :]) ** 2)
    return None if expected == 0 else float(1 - observed / expected)
