"""Chats tried from outside, each with the score that a fair reader expects."""

from pathlib import Path

import pytest
import yaml

from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.marking.scorer import score
from assessments.kinds.chat.scenario import Move
from scoring.report import Report
from tests.support.banks import shipped

FOLDER = Path(__file__).with_name("cases")
BANK = shipped("chat")


def report_of(name: str) -> Report:
    content = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    scenario = BANK[content["scenario"]]
    script = [Move.model_validate(move) for move in content["script"]]
    return score({scenario.id: scenario}, play(scenario, script), {})


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("01-excellent-C1", 90, 100),
        ("02-good-B2", 95, 100),
        ("03-good-taglish", 75, 100),
        ("05-cold-but-right", 0, 79),
        ("09-sarcastic", 0, 54),
        ("18-lies-nothing-done", 0, 39),
        ("19-angry-excellent-own-words", 90, 100),
    ],
)
def test_a_chat_gets_what_a_fair_reader_expects(name: str, lowest: int, highest: int):
    assert lowest <= report_of(name).score <= highest


def test_a_lie_is_named_with_both_places():
    report = report_of("18-lies-nothing-done")
    assert "untrue_claim" in report.flags
    assert "untrue_claim" in report.needs_a_person
    (cap,) = report.detail["chats"][0]["caps"]
    assert cap["reason"] == "untrue_claim"
    assert any("I have ordered" in said["text"] for said in cap["said"])


def test_sarcasm_waits_for_a_person():
    report = report_of("09-sarcastic")
    assert "manner" in report.needs_a_person
    assert "rude_words" in report.flags
