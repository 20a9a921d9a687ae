"""Scenario files: faulty files are refused in words that a trainer understands; self-tests."""

import subprocess
import sys
from importlib.resources import files

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from assessments.contract.assessment import ContentError
from assessments.kinds.chat import ASSESSMENT
from assessments.kinds.chat.authoring.self_test import failures
from assessments.kinds.chat.bank import ScenarioError, load, parsed, read_scenario
from assessments.kinds.chat.fields import Seconds

TEXT = (
    files("assessments.kinds.chat")
    .joinpath("items/practice-late-parcel.yaml")
    .read_text(encoding="utf-8")
)


def changed(**blocks):
    """Return the practice file with some blocks replaced."""
    return yaml.safe_dump({**yaml.load(TEXT, Loader=yaml.BaseLoader), **blocks})


def parts():
    return yaml.load(TEXT, Loader=yaml.BaseLoader)


def complaint(text):
    with pytest.raises(ContentError) as caught:
        read_scenario(text, "mine.yaml")
    return str(caught.value)


def test_the_shipped_files_pass_their_own_tests():
    for scenario in load().values():
        assert list(failures(scenario)) == []


def test_the_scored_file_rehearses_every_kind_of_conversation():
    names = {test.name for test in load()["cracked-rice-cooker"].tests}
    assert {"good agent", "weak agent", "keyword stuffing", "rude agent", "silent agent"} <= names


def test_values_stay_as_they_were_typed():
    text = changed(
        facts={**parts()["facts"], "order": {**parts()["facts"]["order"], "value": "0012"}}
    )
    assert read_scenario(text, "mine.yaml").facts["order"].value == "0012"


@pytest.mark.parametrize(
    ("text", "seconds"), [("45s", 45), ("2m", 120), ("1m30s", 90), ("0m", 0), ("2.5s", 2.5)]
)
def test_lengths_of_time(text, seconds):
    assert TypeAdapter(Seconds).validate_python(text) == seconds


@pytest.mark.parametrize("text", ["", "90", "1:30", "soon", "-5s"])
def test_other_lengths_of_time_are_refused(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Seconds).validate_python(text)


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ({"time_limit": "1:30"}, ["mine.yaml: time_limit", "45s, 2m or 1m30s"]),
        ({"colour": "blue"}, ["mine.yaml: colour"]),
        ({"opening": ""}, ["opening"]),
        (
            {"repeat": {"mood": "-3", "say": ["Same.", "Same."]}},
            ["repeat › say", "never repeats a line"],
        ),
        ({"repeat": {"mood": "-3", "say": ["Only one."]}}, ["repeat › say"]),
        (
            {"facts": {"order": {"say": ["It is five"], "ask": "ask_reference", "value": "5"}}},
            ["facts › order", "full stop"],
        ),
        (
            {"facts": {"order": {"say": ["It is five."], "ask": "ask_orders", "value": "5"}}},
            ["facts › order › ask", "no act 'ask_orders'"],
        ),
        (
            {"acts": {"greet": {"like": ["Hello"], "words": ["hello"]}}},
            ["acts › greet", "built in"],
        ),
        (
            {"acts": {"told_place": {"like": ["It is somewhere"], "words": ["cebu"]}}},
            ["'It is somewhere' is not recognised"],
        ),
        (
            {"record": {"customer": {"E-mail": "jun@mail.test"}}},
            ["jun@mail.test", "example.com"],
        ),
        (
            {"wrap_up": {"disposition": {"options": {"a": "A", "b": "B"}, "correct": "c"}}},
            ["wrap_up › disposition › correct"],
        ),
        (
            {"cues": [{"line": "nowhere", "wants": ["apologise"]}]},
            ["cues › nowhere", "no such line"],
        ),
        (
            {"tests": [{"name": "odd", "script": [{"wait": "5s"}], "expect": {"goals": []}}]},
            ["tests › odd › script › 1", "exactly one"],
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(blocks, words):
    message = complaint(changed(**blocks))
    for word in words:
        assert word in message


def test_a_file_whose_self_tests_fail_is_refused():
    tests = [{"name": "hopeful", "script": [], "expect": {"goals": ["told"], "end": "resolved"}}]
    message = complaint(changed(tests=tests))
    assert "tests › hopeful: goals met are [], expected ['told']" in message
    assert "the chat ended 'abandoned', expected 'resolved'" in message


def test_a_score_outside_its_band_is_refused():
    script = parts()["tests"][0]["script"]
    tests = [
        {
            "name": "band",
            "script": script,
            "expect": {"goals": ["asked", "told"], "score": ["0", "10"]},
        }
    ]
    assert "expected 0 to 10" in complaint(changed(tests=tests))


def test_a_goal_that_nothing_fulfils_is_refused():
    goals = [*parts()["goals"], {"id": "never", "label": "Never", "weight": "1"}]
    assert "goals › never: nothing can fulfil it" in complaint(changed(goals=goals))


def test_broken_yaml_is_named():
    assert "mine.yaml: this is not readable YAML" in complaint("id: [")


def test_the_kind_is_importable_without_the_web():
    program = (
        "import sys; from assessments.kinds.chat import ASSESSMENT as a; a.bank(); "
        "print(sorted({'flask', 'sqlalchemy', 'rq'} & set(sys.modules)))"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "[]"


@pytest.mark.parametrize("seed", range(5))
def test_practice_and_scored_chats_never_mix(seed):
    bank = ASSESSMENT.bank()
    for practice in (True, False):
        drawn = ASSESSMENT.draw(bank, seed, practice)
        assert drawn == ASSESSMENT.draw(bank, seed, practice)
        assert [bank[name].practice for name in drawn] == [practice]


def test_an_author_reads_plain_words_for_what_is_not_a_number():
    content = parts()
    content["goals"][0]["weight"] = "a lot"
    with pytest.raises(ScenarioError) as refused:
        parsed(content)
    assert list(refused.value.problems) == ["goals › 1 › weight: write a number"]
