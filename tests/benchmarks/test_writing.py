"""The figures of `python -m benchmarks writing` against ones worked by hand, and a whole run."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import writing
from scoring.writing import assess
from tests.support.texts import GOOD, SIMPLE, WEAK


def test_ranks_share_the_middle_of_theirs():
    assert writing.ranks(np.array([3.0, 1.0, 3.0, 9.0])).tolist() == [2.5, 1.0, 2.5, 4.0]


def test_kappa_by_hand():
    # Observed: one of four is a step of 1 off, 1/4. Expected over all 16 pairs: 1 off in 8, 8/16.
    human = np.array([1.0, 1.0, 2.0, 2.0])
    assert writing.qwk(np.array([1.0, 1.2, 1.9, 1.4]), human) == pytest.approx(1 - 0.25 / 0.5)
    assert writing.qwk(human, human) == 1.0


def test_what_does_not_vary_has_no_correlation():
    assert writing.pcc(np.ones(3), np.arange(3.0)) is None
    assert writing.pcc(np.arange(3.0), 5 - 2 * np.arange(3.0)) == pytest.approx(-1.0)


def test_the_first_words_end_at_a_word():
    assert writing.first_words("one  two\nthree four", 3) == "one  two\nthree"
    assert writing.first_words("one two", None) == "one two"


def test_the_baseline_adds_three_counts_in_standard_deviations():
    # Lengths 42 and 84; as many different words; no errors found: z = -1 and 1, twice.
    short = " ".join(f"w{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(42))
    parts = writing.baseline([short, f"{short} {short}"], [assess(""), assess("")])
    assert parts["baseline_length_pcc"].tolist() == [42.0, 84.0]
    assert parts["baseline_errors_pcc"].tolist() == [0.0, 0.0]
    assert parts["baseline_diversity_pcc"][0] == 1.0  # 42 of 42 words differ
    assert parts["baseline_diversity_pcc"][1] < 1.0
    assert parts["baseline_pcc"] == pytest.approx([-1 + 1, 1 - 1])


def test_a_run_prints_every_figure(tmp_path: Path, capsys):
    with (tmp_path / "index.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "text", "overall", "grammar", "prompt"])
        for number, (text, mark) in enumerate([(GOOD, 5), (SIMPLE, 3), (WEAK, 2), ("Hi.", 1)]):
            rows.writerow([number, text, mark, mark, "a task"])
    writing.main(["--data", str(tmp_path), "--words", "100"])
    figures = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert figures["n"]["n"] == 3
    assert figures["not_measured"]["not_measured"] == 1
    assert figures["low_confidence"]["low_confidence"] == 3
    wanted = {
        "overall_pcc",
        "overall_spearman",
        "overall_qwk",
        "overall_rmse",
        "ms_per_text",
        "likely_errors_pcc",
        "sentence_command_pcc",
        "errors_found_pcc",
        "range_pcc",
        "score_grammar_pcc",
        "baseline_pcc",
        "baseline_length_pcc",
        "baseline_diversity_pcc",
        "baseline_errors_pcc",
        "above_baseline",
        "texts_per_s_one_core",
        "texts_per_s_best_block",
        "load_s",
        "memory_mb",
    }
    assert wanted <= figures.keys()
    # Four texts are no block of twenty.
    assert figures["texts_per_s_best_block"]["value"] is None
    assert figures["texts_per_s_one_core"]["value"] > 0


def test_a_file_without_scores_is_refused(tmp_path: Path):
    (tmp_path / "index.csv").write_text("id,text\n1,Hello\n", "utf-8")
    with pytest.raises(SystemExit, match="overall"):
        writing.read(tmp_path)
