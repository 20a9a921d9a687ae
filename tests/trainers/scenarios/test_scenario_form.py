"""The form keeps every word of a scenario: no field is forgotten, nothing changes by saving."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from assessments.kinds.chat.bank import as_written
from assessments.kinds.chat.scenario import Scenario
from tests.support.banks import shipped
from tests.support.scenario_drafts import sent
from trainers.scenario_fields import FormPage, Group
from trainers.scenario_form import Row, content_of, fields_of, rearranged, sent_fields
from trainers.scenario_pages import PAGES

SHIPPED = sorted(name for name, item in shipped("chat").items() if isinstance(item, Scenario))
DESK, ACTIONS = PAGES["desk"], PAGES["actions"]


def saved(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content after every page was opened and saved as it was."""
    for page in PAGES.values():
        fields = sent_fields(page, sent(page.name, content))
        content = content_of(page, fields, content)
        assert fields.errors == {}
    return content


def typed_anew(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content that comes of typing every field into an empty form."""
    new: dict[str, Any] = {"id": content["id"], "version": content["version"]}
    for page in PAGES.values():
        data = sent(page.name, content)
        for name in [name for name in data if name.endswith("-rows")]:
            data[name] = " ".join("new" for _row in data[name].split())
        fields = sent_fields(page, data)
        new = content_of(page, fields, new)
        assert fields.errors == {}
    return new


def plain(content: dict[str, Any]) -> Scenario:
    scenario = Scenario.model_validate(content)
    goals = [
        goal.model_copy(update={"when": goal.when.acts if goal.when else ()})
        for goal in scenario.goals
    ]
    return scenario.model_copy(update={"goals": tuple(goals)})


@pytest.mark.parametrize("name", SHIPPED)
def test_saving_every_page_as_it_is_changes_nothing(name: str) -> None:
    content = as_written(name)
    assert json.dumps(saved(content)) == json.dumps(content)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_word_of_a_scenario_can_be_typed_into_the_form(name: str) -> None:
    """Prepared replies may end in a blank, which an agent types on after; the rest is trimmed."""
    content = as_written(name)
    assert plain(typed_anew(content)) == plain(content)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
VALUES = st.one_of(WORDS, st.lists(WORDS, max_size=3), st.dictionaries(WORDS, WORDS, max_size=3))
LABELLED = st.dictionaries(WORDS, VALUES, max_size=4)


@settings(max_examples=200, deadline=None)
@given(
    customer=VALUES,
    orders=st.one_of(VALUES, st.lists(LABELLED, max_size=3)),
    actions=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "id": VALUES,
                "due": VALUES,
                "needs": VALUES,
                "fields": st.lists(LABELLED, max_size=2),
                "correct": VALUES,
                "of a later version": VALUES,
            },
        ),
        max_size=3,
    ),
)
def test_what_the_form_cannot_carry_stays_as_it_was(
    customer: Any, orders: Any, actions: Any
) -> None:
    record = {"customer": customer, "orders": orders, "of a later version": "kept"}
    content = {"record": record, "actions": actions, "wrap_up": "odd", "other": ["kept"]}
    assert json.dumps(saved(content)) == json.dumps(content)


def test_a_changed_row_keeps_what_has_no_field() -> None:
    actions = [{"id": "first", "later": "a"}, {"id": "second", "later": "b"}]
    fields = sent_fields(ACTIONS, sent("actions", {"actions": actions}))
    assert rearranged(ACTIONS, fields, "up:actions:2")
    fields.rows["actions"][0].boxes["label"] = "Refund"
    changed = content_of(ACTIONS, fields, {"actions": actions})["actions"]
    assert changed == [{"id": "second", "later": "b", "label": "Refund"}, actions[0]]


def leaves(part: FormPage | Group) -> set[str]:
    """Return the paths of everything that a page or a row has fields for."""
    inner: set[str] = {path for box in part.boxes for path in (box.path, box.single) if path}
    for group in part.groups:
        if group.shape == "pairs" or group.whole:
            inner.add(group.key)
        else:
            inner |= {f"{group.key}[].{leaf}" for leaf in leaves(group) or {"*"}}
    return inner


def parts(model: type[BaseModel], prefix: str = "") -> set[str]:
    """Return the paths of everything that a model holds, as ``leaves`` writes them."""
    found = set()
    for name, field in model.model_fields.items():
        path, kind = prefix + (field.alias or name), field.annotation
        inner = [arg for arg in getattr(kind, "__args__", ()) if arg is not type(None)]
        models = [arg for arg in [kind, *inner] if isinstance(arg, type) and _is_model(arg)]
        if not models:
            found.add(path)
        elif kind is models[0] or type(None) in getattr(kind, "__args__", ()):
            found |= parts(models[0], f"{path}.")
        else:
            found |= parts(models[0], f"{path}[].")
    return found


def _is_model(kind: type) -> bool:
    return issubclass(kind, BaseModel)


def test_every_part_of_a_scenario_has_a_field() -> None:
    """The script of a self-test is a block; names of keyed rows and labels are of the author."""
    in_form = set().union(*(leaves(page) for page in PAGES.values()))
    in_form = {path.replace("[].lines", "") for path in in_form}
    in_form -= {"facts[].id", "acts[].id"}
    in_file = {
        path if "tests[].script" not in path else "tests[].script" for path in parts(Scenario)
    }
    assert in_form == in_file - {"id", "version"}


def test_commas_part_entries_but_not_numbers() -> None:
    page = PAGES["facts"]
    fields = fields_of(page, {"acts": {"told": {"words": ["4,788 back", "5 7", "all back"]}}})
    row = fields.rows["acts"][0]
    assert row.boxes["words"] == "4,788 back, 5 7, all back"
    row.boxes["words"] = "4,788 back,5 7 , all back,"
    content = content_of(page, fields, {})
    assert content["acts"]["told"]["words"] == ["4,788 back", "5 7", "all back"]


@pytest.mark.parametrize("text", ["85,100", "85, 100"])
def test_the_band_of_a_score_is_two_numbers(text: str) -> None:
    page = PAGES["tests"]
    fields = fields_of(page, {"tests": [{"name": "good", "expect": {"score": text}}]})
    assert content_of(page, fields, {})["tests"][0]["expect"]["score"] == ["85", "100"]


# ---- labels and values ----


def details(*lines: tuple[str, str]) -> dict[str, Any]:
    fields = fields_of(DESK, {})
    fields.rows["record.customer"] = [
        Row(boxes={"label": label, "value": value}) for label, value in lines
    ]
    content = content_of(DESK, fields, {})
    return {"errors": fields.errors, "customer": content.get("record", {}).get("customer")}


def test_labels_and_values_keep_their_order_and_empty_lines_go() -> None:
    result = details(("Name", " Ana "), ("", ""), ("E-mail", "ana@example.com"))
    assert result["errors"] == {}
    assert list(result["customer"].items()) == [("Name", "Ana"), ("E-mail", "ana@example.com")]


def test_a_value_without_a_label_and_a_label_that_is_taken_are_named_at_their_field() -> None:
    errors = details(("", ""), ("Name", "Ana"), ("", "lost"), ("Name", "Ben"))["errors"]
    assert list(errors) == ["record.customer-3-label", "record.customer-4-label"]


# ---- rows within rows ----


def test_rows_within_rows_are_added_moved_and_taken_out() -> None:
    content = {"record": {"orders": [{"Order": "1", "Paid": "2"}, {"Order": "3"}]}}
    fields = fields_of(DESK, content)
    assert rearranged(DESK, fields, "add:record.orders-2-lines")
    assert fields.focus == "record.orders-2-lines-2-label"
    fields.rows["record.orders"][1].rows["lines"][1].boxes = {"label": "Paid", "value": "4"}
    assert rearranged(DESK, fields, "up:record.orders-1-lines:2")
    assert rearranged(DESK, fields, "up:record.orders:2")
    orders = content_of(DESK, fields, content)["record"]["orders"]
    assert json.dumps(orders) == '[{"Order": "3", "Paid": "4"}, {"Paid": "2", "Order": "1"}]'
    assert rearranged(DESK, fields, "drop:record.orders:1")
    assert fields.focus == "record.orders-add"
    assert len(content_of(DESK, fields, content)["record"]["orders"]) == 1


@pytest.mark.parametrize(
    "wish",
    ["save", "add:nothing", "add:record.orders-9-lines", "add:record.orders-x", "drop", "x:y:z"],
)
def test_a_wish_for_rows_that_are_not_there_changes_nothing(wish: str) -> None:
    fields = fields_of(DESK, as_written("cracked-rice-cooker"))
    assert not rearranged(DESK, fields, wish)
    assert fields == fields_of(DESK, as_written("cracked-rice-cooker"))


def test_a_new_order_has_a_line_to_write_in() -> None:
    fields = fields_of(DESK, {})
    assert rearranged(DESK, fields, "add:record.orders")
    assert fields.focus == "record.orders-1-lines-1-label"
    assert content_of(DESK, fields, {})["record"]["orders"] == []


def test_more_rows_than_fit_are_not_added_and_the_page_says_so() -> None:
    fields = fields_of(ACTIONS, {"actions": [{"id": f"a{n}"} for n in range(60)]})
    assert rearranged(ACTIONS, fields, "add:actions")
    assert len(fields.rows["actions"]) == 60
    assert "actions" in fields.errors
