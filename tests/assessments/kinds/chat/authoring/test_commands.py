"""flask chat new, play and test, as an author types them."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from assessments.kinds.chat import commands
from assessments.kinds.chat.bank import read_scenario
from assessments.kinds.chat.commands import group

Play = Callable[..., Result]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    assert CliRunner().invoke(group, ["new", str(path)]).exit_code == 0
    return path


@pytest.fixture
def play(file: Path) -> Play:
    def typed(*lines: str, options: tuple[str, ...] = ()) -> Result:
        typed_lines = "\n".join([*lines, "/quit"]) + "\n"
        return CliRunner().invoke(group, ["play", *options, str(file)], input=typed_lines)

    return typed


def test_a_new_scenario_passes_its_own_self_tests(file: Path) -> None:
    text = file.read_text()
    assert read_scenario(text, "mine").tests
    assert text.count("#") > 20
    result = CliRunner().invoke(group, ["test", str(file)])
    assert result.exit_code == 0
    assert "5 conversations, each as expected" in result.output


def test_new_never_writes_over_a_file(file: Path) -> None:
    file.write_text("mine")
    result = CliRunner().invoke(group, ["new", str(file)])
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert file.read_text() == "mine"


def test_the_customer_answers_what_is_typed(play: Play) -> None:
    result = play("Hello, may I have your order number?")
    assert "My order number is SK-51846." in result.output
    assert result.exit_code == 0


def test_waiting_brings_the_nudges_and_the_end(play: Play) -> None:
    result = play("/wait 50", "/wait 5m", "Hello?")
    assert "[0:45] Rowena Tan: Hello? Is somebody there?" in result.output
    assert "The chat has ended: abandoned" in result.output
    assert "! the chat has ended" in result.output


def test_the_score_shows_goals_blocks_and_the_words_that_earned_them(play: Play) -> None:
    result = play(
        "Hello, I'm sorry. May I have your order number and full name?",
        "/action exchange order=SK-51846 size=7",
        "/wrap wrong_item Wrong size, sent the right one.",
        "/score",
    )
    assert "done, and right" in result.output
    assert "met    arranged: Ordered the exchange in the record" in result.output
    assert "missed explained" in result.output
    assert "resolution" in result.output
    assert "“sorry”" in result.output


def test_a_wrong_value_is_named(play: Play) -> None:
    result = play("/action exchange order=SK-1 size=7")
    assert "order: wrong" in result.output
    assert "done, but not right" in result.output


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/bogus", "/help lists"),
        ("/action refund", "it is one of: exchange, escalate"),
        ("/action exchange colour=red", "no field 'colour'"),
        ("/action exchange order", "field=value"),
        ('/action exchange order="SK', "quotation mark"),
        ("/action", "quotation mark"),
        ("/edit address Manila", "there is no field 'address'"),
        ("/article nothing", "wrong-item"),
        ("/canned nothing", "hello, else"),
        ("/wrap nothing", "wrong_item, late, mind"),
        ("/wait soon", "45s, 2m or 1m30s"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_chat_goes_on(
    play: Play, typed: str, answer: str
) -> None:
    result = play(typed, "May I have your order number?")
    assert answer in result.output
    assert "SK-51846" in result.output
    assert result.exit_code == 0


def test_the_moves_are_the_script_of_a_self_test(play: Play, file: Path) -> None:
    result = play(
        "May I have your order number?", "/article wrong-item", "/wait 30", "/close", "/moves"
    )
    printed = result.output[result.output.index("- say: May I") :].rpartition(">")[0]
    script = yaml.load(printed, Loader=yaml.BaseLoader)
    assert [move["wait"] for move in script] == ["20s", "20s", "30s"]
    content = yaml.load(file.read_text(), Loader=yaml.BaseLoader)
    expect = {"goals": [], "end": "closed_early"}
    content["tests"].append({"name": "played", "script": script, "expect": expect})
    assert read_scenario(yaml.safe_dump(content), "with it").tests[-1].name == "played"


def test_a_broken_file_is_refused_with_the_place_and_what_to_do(play: Play, file: Path) -> None:
    file.write_text(file.read_text().replace("if_agent: cannot", "if_agent: refuses"))
    result = play()
    assert result.exit_code == 1
    assert "reactions › 14 › if_agent: there is no act 'refuses'" in result.output


def test_a_file_with_failing_self_tests_can_be_played_but_does_not_pass(
    play: Play, file: Path
) -> None:
    file.write_text(file.read_text().replace("end: complaint, score", "end: resolved, score"))
    assert play("Hello").exit_code == 0
    result = CliRunner().invoke(group, ["test", str(file)])
    assert result.exit_code == 1
    assert "the chat ended 'complaint', expected 'resolved'" in result.output


def test_in_real_time_the_customer_types_before_the_line_is_shown(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(commands.time, "sleep", slept.append)
    result = play("May I have your order number?", options=("--real-time",))
    assert "SK-51846" in result.output
    assert len(slept) == 1
    assert 2 <= slept[0] <= 8
