"""How well the writing score agrees with human scores, and what it costs.

``--data DIR`` holds ``index.csv``: ``id``, ``text``, ``overall`` and, optionally, further columns
of numbers (analytic scores). ``--words N`` uses only the first N words of every text. It prints one
JSON line per figure: ``overall_pcc``, ``baseline_pcc`` and ``above_baseline`` (below),
``overall_spearman``, ``overall_qwk`` and ``overall_rmse`` (both after linear scaling to the mean
and spread of the human scores; QWK on their steps), ``n``, ``<feature>_pcc`` for each feature,
``score_<column>_pcc`` for each further column, ``two_parts_pcc`` with ``--two-parts`` (agreement of
the scores of the first and the second N words of the texts that are long enough),
``low_confidence`` and ``not_measured`` texts. Texts that are too short for a score are left out of
the agreement.

The baseline is what a plain count of the same texts gives: length in words, lexical diversity
(HD-D of all words) and error density (errors found per 100 words, sign reversed), each in standard
deviations over these texts, added without weights; ``baseline_length_pcc``,
``baseline_diversity_pcc`` and ``baseline_errors_pcc`` are its parts. ``above_baseline`` is the
score's correlation less the baseline's. A score that is worth its cost is clearly above it.

Cost, for one process with one thread that has its models loaded: ``ms_per_text`` and
``texts_per_s_one_core`` in CPU time, ``texts_per_s_best_block`` of the fastest 20 texts in a row
(CPU time grows while other processes use the processor; ``load`` says how many wanted it in the
last minute), ``load_s`` the CPU time of loading, ``one_text_mb`` and ``memory_mb`` the peak memory
of the process after one text and after all texts.
"""

import argparse
import csv
import os
import re
import resource
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._figures import Conditions, print_figure, print_progress, print_skipped
from scoring.vocabulary import hdd, vocabulary_words
from scoring.writing import WritingReport, assess, load

Numbers = NDArray[np.float64]
BLOCK = 20
NOT_SCORES = {"id", "text", "overall", "prompt", "words"}
UNITS = {"spearman": "rho", "qwk": "kappa", "rmse": "points of the human scores"}
"""Units of agreement by the end of a figure's name; any other is a correlation, r."""


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks writing", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--words", type=int)
    parser.add_argument("--two-parts", action="store_true")
    chosen = parser.parse_args(argv)
    if chosen.two_parts and not chosen.words:
        parser.error("--two-parts needs --words")
    if not (index := chosen.data / "index.csv").is_file():
        print_skipped("overall_pcc", "r", index)
        return
    rows = read(chosen.data)
    texts = [first_words(row["text"], chosen.words) for row in rows]
    began = time.process_time()
    load()
    load_s = time.process_time() - began
    assess(texts[0])
    loaded = memory_mb()
    print_progress(f"{len(texts)} text(s)")
    reports, blocks = timed(texts)
    memory = memory_mb()
    _print_agreement(rows, texts, reports, chosen)
    if chosen.two_parts:
        first, second = two_parts([row["text"] for row in rows], chosen.words)
        _print_agreed("two_parts_pcc", pcc(first, second), n=len(first), words=chosen.words)
    scored = [report for report in reports if report.score is not None]
    about: Conditions = {"data": str(chosen.data), "words": chosen.words}
    print_figure("n", len(scored), "texts", **about)
    left_out = len(rows) - len(scored)
    print_figure("not_measured", left_out, "texts", reason="not_enough_text", **about)
    unsure = sum(report.low_confidence for report in scored)
    print_figure("low_confidence", unsure, "texts", **about)
    about |= {"n": len(scored), "load": round(os.getloadavg()[0], 1)}
    print_figure("ms_per_text", 1000 * sum(blocks) / len(rows), "CPU ms", **about)
    print_figure("texts_per_s_one_core", len(rows) / sum(blocks), "texts per CPU s", **about)
    whole = blocks[: len(rows) // BLOCK]
    best = BLOCK / min(whole) if whole else None
    reason = "" if whole else f"fewer than {BLOCK} texts"
    about["blocks"] = len(whole)
    print_figure("texts_per_s_best_block", best, "texts per CPU s", reason=reason, **about)
    print_figure("load_s", load_s, "CPU s")
    print_figure("one_text_mb", loaded, "MB")
    print_figure("memory_mb", memory, "MB", **about)


def _print_agreement(
    rows: Sequence[Mapping[str, str]],
    texts: Sequence[str],
    reports: Sequence[WritingReport],
    chosen: argparse.Namespace,
) -> None:
    """Print the agreement with people over the texts that have a score."""
    places = [place for place, report in enumerate(reports) if report.score is not None]
    about: Conditions = {"n": len(places), "words": chosen.words, "data": str(chosen.data)}
    if not places:
        print_figure("overall_pcc", None, "r", reason="no text has a score", **about)
        return
    columns = {
        name: np.array([float(rows[place][name]) for place in places])
        for name in ("overall", *sorted(rows[0].keys() - NOT_SCORES))
    }
    scored = [reports[place] for place in places]
    figures = agreement(scored, columns)
    parts = baseline([texts[place] for place in places], scored)
    plain = {name: pcc(values, columns["overall"]) for name, values in parts.items()}
    ours, theirs = figures["overall_pcc"], plain["baseline_pcc"]
    above = None if ours is None or theirs is None else ours - theirs
    for name, value in {**figures, **plain, "above_baseline": above}.items():
        _print_agreed(name, value, **about)


def _print_agreed(name: str, value: float | None, **about: Any) -> None:
    reason = "" if value is not None else "the scores do not vary"
    unit = UNITS.get(name.rsplit("_", 1)[1], "r")
    print_figure(name, value, unit, reason=reason, **about)


def timed(texts: Sequence[str]) -> tuple[list[WritingReport], list[float]]:
    """Return every report, and the CPU seconds of each block of ``BLOCK`` texts."""
    reports: list[WritingReport] = []
    seconds = []
    for at in range(0, len(texts), BLOCK):
        began = time.process_time()
        reports += [assess(text) for text in texts[at : at + BLOCK]]
        seconds.append(time.process_time() - began)
    return reports, seconds


def memory_mb() -> float:
    """Return the peak memory of this process so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(folder: Path) -> list[dict[str, str]]:
    """Return the rows of ``index.csv``.

    Raises:
        SystemExit: a needed column is missing, or there is no row.
    """
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"text", "overall"} <= rows[0].keys():
        raise SystemExit("index.csv needs rows with the columns text and overall")
    return rows


def first_words(text: str, words: int | None) -> str:
    """Return the text up to its Nth word."""
    matches = list(re.finditer(r"\S+", text))
    return text if words is None or len(matches) <= words else text[: matches[words - 1].end()]


def two_parts(texts: Sequence[str], words: int) -> tuple[Numbers, Numbers]:
    """Score the first and the second ``words`` words of each text that is long enough."""
    pairs = []
    for text in texts:
        first = first_words(text, words)
        second = first_words(text[len(first) :], words)
        if len(second.split()) == words:
            scores = assess(first).score, assess(second).score
            if None not in scores:
                pairs.append(scores)
    both = np.array(pairs, dtype=float).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def agreement(
    reports: Sequence[WritingReport], columns: dict[str, Numbers]
) -> dict[str, float | None]:
    """Return every figure of agreement by name; None where the scores do not vary."""
    scores, human = np.array([report.score for report in reports]), columns["overall"]
    scaled = human.mean() + human.std() * (scores - scores.mean()) / (scores.std() or 1.0)
    figures: dict[str, float | None] = {
        "overall_pcc": pcc(scores, human),
        "overall_spearman": pcc(ranks(scores), ranks(human)),
        "overall_qwk": qwk(scaled, human),
        "overall_rmse": float(np.sqrt(np.mean((scaled - human) ** 2))),
    }
    for place, feature in enumerate(reports[0].contributions):
        values = np.array([report.contributions[place].value for report in reports])
        figures[f"{feature.name}_pcc"] = pcc(values, human)
    for name, marks in columns.items():
        if name != "overall":
            figures[f"score_{name}_pcc"] = pcc(scores, marks)
    return figures


def baseline(texts: Sequence[str], reports: Sequence[WritingReport]) -> dict[str, Numbers]:
    """Return the plain baseline of every text, and the three counts that it adds."""
    words = [vocabulary_words(text.split()) for text in texts]
    counts = {
        "length": np.array([float(len(counted)) for counted in words]),
        "diversity": np.array([hdd(counted) or 0.0 for counted in words]),
        "errors": np.array([-_error_density(report) for report in reports]),
    }
    standardised = [(values - values.mean()) / (values.std() or 1.0) for values in counts.values()]
    parts = {f"baseline_{name}_pcc": values for name, values in counts.items()}
    return {"baseline_pcc": np.sum(standardised, axis=0), **parts}


def _error_density(report: WritingReport) -> float:
    return 100 * sum(finding.is_error for finding in report.errors) / max(report.words, 1)


def pcc(scores: Numbers, human: Numbers) -> float | None:
    """Return Pearson's correlation; None where either side has no pair or does not vary."""
    if not len(scores) or scores.std() == 0 or human.std() == 0:
        return None
    return float(np.corrcoef(scores, human)[0, 1])


def ranks(values: Numbers) -> Numbers:
    """Return the rank of every value; equal values share the middle of their ranks."""
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
