"""The policy that all kinds with written texts share: which spelling is right."""

import pytest

from assessments.banks import registry
from assessments.contract.assessment import Begun, LoggedEvent
from assessments.contract.written import SPELLINGS, Written, spelling_of
from assessments.kinds.chat.marking import english
from scoring.proofreading import find_errors


def begun(policy: str) -> list[LoggedEvent]:
    data = Begun(seed=1, items=("x",), policy=policy)
    return [LoggedEvent(number=0, type="begun", at=0.0, data=data)]


@pytest.mark.parametrize(
    ("policy", "wrong"),
    [
        ("", []),
        ("any", []),
        ("us", ["colour"]),
        ("ph", ["colour"]),
        ("gb", ["color"]),
        ("au", ["color"]),
        ("gone", []),
    ],
)
def test_the_spelling_is_the_one_that_the_vacancy_chose(policy: str, wrong: list[str]) -> None:
    text = "We changed the colour of the page, and the color of the logo."
    spelling = spelling_of(begun(policy))
    assert [error.text for error in find_errors(text, spelling=spelling)] == wrong
    assert [error.text for error in english.find_in(text, frozenset(), spelling=spelling)] == wrong


@pytest.mark.parametrize("slug", ["writing", "email", "chat"])
def test_a_vacancy_may_choose_it_and_any_is_usual(slug: str) -> None:
    options = registry.get(slug).client_options
    assert options is not None
    assert options.options[: len(SPELLINGS.options)] == SPELLINGS.options
    assert SPELLINGS.options[0].name == "any"


@pytest.mark.parametrize(("policy", "marked"), [("us", True), ("gb", False)])
def test_a_reply_is_read_with_the_spelling_of_its_sitting(policy: str, marked: bool) -> None:
    bank = registry.bank("email")
    item = next(name for name, task in bank.items() if not task.practice)
    sample = next(text for text in bank[item].samples if text.kind == "good")
    opening = Begun(seed=1, items=(item,), policy=policy)
    written = Written(item=item, text=f"{sample.text}\nThe colour of the cover is grey.")
    log = [
        LoggedEvent(number=0, type="begun", at=0.0, data=opening),
        LoggedEvent(number=1, type="written", at=60.0, data=written),
    ]
    report = registry.get("email").score(bank, log, {})
    findings = report.detail["english"]["found"]
    assert ("colour" in [finding["text"] for finding in findings]) is marked
