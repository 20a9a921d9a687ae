"""The recogniser on 1,107 messages written for this test, each labelled with its acts by a reader.

The parts were written one after another. For each part the rules were frozen and measured once;
then the part was used to improve the rules. So these figures show that nothing got worse, not how
well unknown messages are read: docs/scoring/chat.md has the figures from before each part was used.
"""

import csv
from pathlib import Path

import pytest

from assessments.kinds.chat.language.phrases import rules
from assessments.kinds.chat.language.recogniser import recognise
from benchmarks.chat_acts import figures

PARTS = ("dev", "held1", "held2", "held3", "held4", "held5", "held6", "held7")
FILE = Path(__file__).parent / "messages.csv"


def messages(part: str) -> list[tuple[str, frozenset[str]]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            (row["text"], frozenset(row["acts"].split("|")) - {"none"})
            for row in csv.DictReader(file)
            if row["part"] == part
        ]


@pytest.mark.parametrize("part", PARTS)
def test_acts_recognised_once_are_still_recognised(part: str) -> None:
    labelled = messages(part)
    assert len(labelled) > 50
    assert not {act for _, acts in labelled for act in acts} - rules().keys()
    recognised = [frozenset(hit.act for hit in recognise(text).hits) for text, _ in labelled]
    shares = figures([acts for _, acts in labelled], recognised)
    assert shares["micro_precision"] >= 0.92
    assert shares["micro_recall"] >= 0.92


def test_no_honest_message_counts_as_stuffed() -> None:
    texts = [text for part in PARTS for text, _ in messages(part)]
    assert [text for text in texts if recognise(text).stuffed] == []
