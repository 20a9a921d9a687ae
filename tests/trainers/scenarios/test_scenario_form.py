"""The form keeps every word of a scenario: no field is forgotten, nothing changes by saving."""

from typing import Any

import pytest

from assessments.kinds.chat.bank import as_written
from assessments.kinds.chat.scenario import Scenario
from tests.support.banks import shipped
from trainers.scenario_form import content_of, fields_of
from trainers.scenario_pages import PAGES

SHIPPED = sorted(name for name, item in shipped("chat").items() if isinstance(item, Scenario))


def saved(content: dict[str, Any]) -> dict[str, Any]:
    for page in PAGES.values():
        fields = fields_of(page, content)
        content = content_of(page, fields, content)
        assert fields.errors == {}
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
    in_form = frozenset().union(*(page.keys for page in PAGES.values()))
    in_file = {field.alias or name for name, field in Scenario.model_fields.items()}
    assert in_form == in_file - {"id", "version"}


def test_every_field_of_every_row_has_a_box() -> None:
    for page in PAGES.values():
        for group in page.groups:
            rows = Scenario.model_fields[group.key].annotation
            model = rows.__args__[-1] if group.keyed else rows.__args__[0]
            boxes = {box.steps[0] for box in group.boxes} - ({"id"} if group.keyed else set())
            assert boxes == model.model_fields.keys(), group.key


def test_commas_part_entries_but_not_numbers() -> None:
    page = PAGES["facts"]
    fields = fields_of(page, {"acts": {"told": {"words": ["4,788 back", "5 7", "all back"]}}})
    assert fields.rows["acts"][0]["words"] == "4,788 back, 5 7, all back"
    fields.rows["acts"][0]["words"] = "4,788 back,5 7 , all back,"
    content = content_of(page, fields, {})
    assert content["acts"]["told"]["words"] == ["4,788 back", "5 7", "all back"]


@pytest.mark.parametrize("text", ["85,100", "85, 100"])
def test_the_band_of_a_score_is_two_numbers(text: str) -> None:
    page = PAGES["tests"]
    fields = fields_of(page, {"tests": [{"name": "good", "expect": {"score": text}}]})
    assert content_of(page, fields, {})["tests"][0]["expect"]["score"] == ["85", "100"]
