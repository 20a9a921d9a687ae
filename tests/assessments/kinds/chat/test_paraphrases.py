"""A good agent in other words: a phrase that the machine misses may move a chat by 10 points."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.marking.scorer import score
from assessments.kinds.chat.scenario import Move, Scenario
from tests.support.banks import shipped

FOLDER = Path(__file__).with_name("paraphrases")
BANK = shipped("chat")
MOST = 10
"""Points by which one line in other words may move the score of a good chat."""
WORDINGS = 10


@cache
def lines(scenario: str) -> dict[str, list[str]]:
    """The lines of a scenario's good agent, each with ten paraphrases."""
    content = yaml.safe_load((FOLDER / f"{scenario}.yaml").read_text("utf-8"))
    return {entry["line"]: entry["said"] for entry in content["lines"]}


def good(scenario: Scenario) -> list[Move]:
    return list(next(test for test in scenario.tests if test.kind == "good").script)


def score_of(scenario: Scenario, script: list[Move]) -> float:
    found = score({scenario.id: scenario}, play(scenario, script), {}).score
    assert found is not None
    return found


def with_line(script: list[Move], line: str, said: str) -> list[Move]:
    return [move.model_copy(update={"say": said}) if move.say == line else move for move in script]


SCENARIOS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def test_every_scored_scenario_has_its_paraphrases():
    assert sorted(name for name, item in BANK.items() if not item.practice) == SCENARIOS
    for name in SCENARIOS:
        said = [move.say for move in good(BANK[name]) if move.say]
        assert list(lines(name)) == said
        assert all(len(set(words)) == WORDINGS for words in lines(name).values())


@pytest.mark.parametrize("wording", range(WORDINGS))
@pytest.mark.parametrize("name", SCENARIOS)
def test_one_line_in_other_words_moves_a_good_chat_by_at_most_ten_points(name: str, wording: int):
    scenario = BANK[name]
    script = good(scenario)
    before = score_of(scenario, script)
    moved = {
        line: score_of(scenario, with_line(script, line, said[wording])) - before
        for line, said in lines(name).items()
    }
    assert {line: move for line, move in moved.items() if abs(move) > MOST} == {}
