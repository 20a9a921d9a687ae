"""The figures of `python -m benchmarks ordering`: pairs, inversions, and a whole run."""

import csv
import json
from pathlib import Path

import pytest
import yaml

from assessments.kinds.chat.bank import as_written
from assessments.kinds.writing.bank import items
from benchmarks import ordering
from benchmarks.ordering import Entry, is_inverted, pairs


def entry(name: str, rank: int, score: float | None) -> Entry:
    return Entry(name=name, task="task", rank=rank, score=score, reason="" if score else "off")


def test_a_pair_is_two_entries_whose_ranks_differ():
    entries = [entry("a", 6, 80), entry("b", 6, 70), entry("c", 2, 90), entry("d", 1, None)]
    names = {(lower.name, higher.name) for lower, higher in pairs(entries)}
    assert names == {("c", "a"), ("c", "b"), ("d", "a"), ("d", "b"), ("d", "c")}


def test_a_pair_is_inverted_when_the_lower_rank_is_more_than_two_points_ahead():
    assert not is_inverted(entry("low", 1, 72.0), entry("high", 2, 70.0))
    assert is_inverted(entry("low", 1, 72.1), entry("high", 2, 70.0))


def test_no_score_is_below_every_score():
    assert is_inverted(entry("low", 1, 0.0), entry("high", 2, None))
    assert not is_inverted(entry("low", 1, None), entry("high", 2, 0.0))
    assert not is_inverted(entry("low", 1, None), entry("high", 2, None))


def test_a_run_names_every_inverted_pair(tmp_path: Path, capsys):
    with (tmp_path / "writing.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "prompt", "rank", "text"])
        prompt = items()["explain-first-bill"]
        good, plain, off = (sample.text for sample in prompt.samples)
        rows.writerow(["strong", prompt.id, 1, good])
        rows.writerow(["weak", prompt.id, 5, plain])
        rows.writerow(["off", prompt.id, 1, off])
    (tmp_path / "chat").mkdir()
    script = as_written("cracked-rice-cooker")["tests"][0]["script"]
    for name, rank, moves in (("whole", 6, script), ("silent", 1, script[:1])):
        content = {"scenario": "cracked-rice-cooker", "rank": rank, "script": moves}
        (tmp_path / "chat" / f"{name}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    ordering.main(["--data", str(tmp_path), "--scores"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    figures = {line["name"]: line["value"] for line in lines}
    assert (figures["writing_pairs"], figures["chat_pairs"]) == (2, 1)
    assert figures["writing_inversions"] == 1
    assert figures["chat_inversions"] == 0
    (inverted,) = (line for line in lines if line["name"] == "writing_inverted")
    assert (inverted["lower"], inverted["higher"]) == ("strong", "weak")
    assert {line["entry"] for line in lines if line["name"] == "chat_score"} == {"whole", "silent"}


SETS = Path(__file__).parents[1] / "ordering"
"""Texts and chats of five authors who saw neither rules nor each other's work, with their ranks.
``frozen`` and ``last`` were opened when everything seemed done, ``unseen`` after that;
docs/scoring/chat.md and writing.md have the first figures."""


@pytest.mark.parametrize(
    ("name", "most_of_texts", "most_of_chats"),
    [
        ("development", 0.02, 0.13),
        ("frozen", 0.06, 0.15),
        ("last", 0.08, 0.18),
        ("unseen", 0.05, 0.23),
    ],
)
def test_few_pairs_are_scored_in_the_wrong_order(
    name: str, most_of_texts: float, most_of_chats: float
) -> None:
    for read, most in ((ordering.texts, most_of_texts), (ordering.chats, most_of_chats)):
        every = list(pairs(list(read(SETS / name))))
        inverted = [pair for pair in every if is_inverted(*pair)]
        assert len(inverted) / len(every) <= most
