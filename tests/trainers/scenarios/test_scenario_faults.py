"""Each fault of a scenario is named beside the field or the rows that it is about."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.support.scenario_drafts import LIST, draft_of, save


@pytest.mark.parametrize(
    ("part", "name", "text", "says"),
    [
        ("goals", "goals-2-weight", "a lot", "Write a number."),
        ("goals", "goals-1-when.said_any", "juggle", "There is no act 'juggle'"),
        ("customer", "persona.mood", "200", "Write 100 or less."),
        ("facts", "facts-2-ask", "ask_orders", "There is no act 'ask_orders'"),
        ("desk", "record.orders-1-lines-3-value", "", "Give it a value, or take it out."),
        ("desk", "record.editable-1-field", "Fax", "The record has no 'Fax' there."),
        ("desk", "record.editable-1-order", "first", "Write a whole number."),
        ("knowledge", "knowledge-1-id", "Damaged items", "Use small letters, digits"),
        ("knowledge", "knowledge-1-body", "x" * 3001, "Write 3000 characters or fewer."),
        ("actions", "actions-1-confirm", "", "This is missing."),
        ("actions", "actions-1-needs", "checked", "There is no goal 'checked'"),
        ("actions", "actions-2-fields-2-at_most", "a lot", "Write one number, as 1890."),
        ("actions", "actions-1-fields-2-kind", "money", "Choose one of"),
        ("actions", "actions-1-correct-2-value", "Rust", "'Rust' is not an option of 'reason'."),
        ("wrap-up", "wrap_up.disposition.options-2-label", "", "Give it a label."),
        ("wrap-up", "wrap_up.disposition.correct", "other", "It must be one of the options."),
        ("tests", "tests-1-script", "- {juggle: x}", "a scenario has no such part."),
    ],
)
def test_a_fault_is_named_beside_its_field(
    part: str, name: str, text: str, says: str, theo: FlaskClient
) -> None:
    key = draft_of(theo)
    assert save(theo, key, part, **{name: text}).status_code == 303
    page = theo.get(f"{LIST}/{key}/edit/{part}").text
    assert f'<a href="#{name}">' in page
    field = page[page.index(f'<label for="{name}"') :]
    field = field[: field.index("</div>")]
    assert f'id="{name}-error"' in field
    assert says in unescape(field)
    assert re.search(rf'aria-invalid="true" aria-describedby="[^"]*{re.escape(name)}-error"', field)
    other = "talk" if part != "talk" else "desk"
    assert "to be mended on other pages" in theo.get(f"{LIST}/{key}/edit/{other}").text


@pytest.mark.parametrize(
    ("part", "changes", "place"),
    [
        ("actions", {"actions-3-fields-1-id": "why"}, "actions-3-fields"),
        ("knowledge", {"knowledge-1-applies": ""}, "knowledge"),
        ("knowledge", {"canned-2-id": "hello"}, "canned-2-id"),
    ],
)
def test_a_fault_of_rows_is_named_at_the_rows(
    part: str, changes: dict[str, str], place: str, theo: FlaskClient
) -> None:
    key = draft_of(theo)
    assert save(theo, key, part, **changes).status_code == 303
    page = theo.get(f"{LIST}/{key}/edit/{part}").text
    assert f'<a href="#{place}">' in page
    assert f'id="{place}-error"' in page
