"""The form keeps every word of a scenario: no field is forgotten, nothing changes by saving."""

from typing import Any

import pytest

from assessments.kinds.chat.bank import as_written, load
from assessments.kinds.chat.scenario import Scenario
from trainers.scenario_form import content_of, shown
from trainers.scenario_parts import PARTS

SHIPPED = sorted(name for name, one in load().items() if isinstance(one, Scenario))


def saved(content: dict[str, Any]) -> dict[str, Any]:
    for part in PARTS.values():
        found = shown(part, content)
        content = content_of(part, found, content)
        assert found.errors == {}
    return content


def plain(content: dict[str, Any]) -> Scenario:
    scenario = Scenario.model_validate(content)
    goals = [
        goal.model_copy(update={"when": goal.when.acts if goal.when else ()})
        for goal in scenario.goals
    ]
    return scenario.model_copy(update={"goals": tuple(goals)})


@pytest.mark.parametrize("name", SHIPPED)
def test_saving_every_part_as_it_is_changes_nothing(name: str) -> None:
    content = as_written(name)
    assert plain(saved(content)) == plain(content)


def test_every_part_of_a_scenario_has_a_place_in_the_form() -> None:
    in_form = frozenset().union(*(part.keys for part in PARTS.values()))
    in_file = {field.alias or name for name, field in Scenario.model_fields.items()}
    assert in_form == in_file - {"id", "version"}


def test_every_field_of_every_row_has_a_box() -> None:
    for part in PARTS.values():
        for group in part.groups:
            one = Scenario.model_fields[group.key].annotation
            model = one.__args__[-1] if group.keyed else one.__args__[0]
            boxes = {box.steps[0] for box in group.boxes} - ({"id"} if group.keyed else set())
            assert boxes == model.model_fields.keys(), group.key


def test_commas_part_entries_but_not_numbers() -> None:
    part = PARTS["facts"]
    found = shown(part, {"acts": {"told": {"words": ["4,788 back", "5 7", "all back"]}}})
    assert found.rows["acts"][0]["words"] == "4,788 back, 5 7, all back"
    found.rows["acts"][0]["words"] = "4,788 back,5 7 , all back,"
    made = content_of(part, found, {})
    assert made["acts"]["told"]["words"] == ["4,788 back", "5 7", "all back"]


@pytest.mark.parametrize("text", ["85,100", "85, 100"])
def test_the_band_of_a_score_is_two_numbers(text: str) -> None:
    part = PARTS["tests"]
    found = shown(part, {"tests": [{"name": "good", "expect": {"score": text}}]})
    assert content_of(part, found, {})["tests"][0]["expect"]["score"] == ["85", "100"]
