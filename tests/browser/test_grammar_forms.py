"""Each form of a grammar question in a real browser: by keyboard, by pointer, and no way back."""

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from assessments.banks import registry
from tests.support.browser.staged import Staged
from tests.support.browser.taking import Taking
from tests.support.grammar_items import key

pytestmark = pytest.mark.browser


def first_of(page: Page, form: str) -> tuple[Locator, str]:
    """Go to the first question of a form; return it and its id."""
    place = page.locator("[data-question]").evaluate_all(
        "(all, form) => all.findIndex(question => question.dataset.form === form)", form
    )
    page.locator(".question-list [data-go]").nth(place).click()
    question = page.locator("[data-question]").nth(place)
    expect(question).to_be_visible()
    return question, question.get_attribute("data-question") or ""


def kept(taking: Taking, item: str, wanted: str) -> None:
    """Wait until the server has this as the newest answer to a question."""
    newest = ""
    for _ in range(60):
        found = [event["answer"] for event in taking.events("answered") if event["item"] == item]
        newest = str(found[-1]) if found else ""
        if newest == wanted:
            return
        taking.profile.pages[-1].wait_for_timeout(100)
    raise AssertionError(f"{item}: {newest!r} instead of {wanted!r}")


def test_every_form_of_question_is_answered_with_the_keyboard_alone(
    stage: Staged, profile: BrowserContext
) -> None:
    taking = Taking(stage, profile, "grammar", form="full")
    page = taking.open()
    bank = registry.bank("grammar")

    question, item = first_of(page, "choose")
    order = question.locator("input[type=radio]").evaluate_all(
        "all => all.map(input => input.value)"
    )
    page.keyboard.press("abcd"[order.index(bank[item].key)])
    kept(taking, item, bank[item].key)
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()

    question, item = first_of(page, "find_error")
    question.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    kept(taking, item, "1")

    question, item = first_of(page, "word_order")
    pieces = [piece.strip() for piece in bank[item].orders[0].split("|")]
    for piece in pieces:
        question.locator("[data-rest]").get_by_role("button", name=piece, exact=True).first.focus()
        page.keyboard.press("Enter")
    kept(taking, item, "|".join(pieces))
    assert bank[item].mark("|".join(pieces)).earned == 1

    question, item = first_of(page, "cloze")
    words = key(bank[item]).split("\n")
    for number, word in enumerate(words):
        question.locator("[data-gap]").nth(number).focus()
        page.keyboard.type(word)
    kept(taking, item, "\n".join(words))

    question, item = first_of(page, "edit_email")
    question.locator("textarea").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    kept(taking, item, bank[item].faulty + "!")


def test_pieces_are_put_in_order_and_taken_back_with_the_pointer(
    stage: Staged, profile: BrowserContext
) -> None:
    taking = Taking(stage, profile, "grammar", form="full")
    page = taking.open()
    question, item = first_of(page, "word_order")
    bank = registry.bank("grammar")
    count = len(bank[item].pieces)
    for _ in range(count):
        question.locator("[data-rest] [data-piece]").first.click()
    assert len(taking.events("answered")) <= 1
    question.locator("[data-line] [data-piece]").first.click()
    kept(taking, item, "")
    question.locator("[data-rest] [data-piece]").first.click()
    line = question.locator("[data-line] [data-piece]").all_inner_texts()
    kept(taking, item, "|".join(line))


@pytest.mark.parametrize("form", ["full", "full_page"])
def test_half_an_order_outlives_a_reload_and_is_no_answer(
    stage: Staged, profile: BrowserContext, form: str
) -> None:
    taking = Taking(stage, profile, "grammar", form=form)
    page = taking.open()
    question, item = first_of(page, "word_order")
    for _ in range(3):
        question.locator("[data-rest] [data-piece]").last.click()
    question.locator("[data-line] [data-piece]").first.click()
    line = question.locator("[data-line] [data-piece]").all_inner_texts()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-status", "saved")
    page.reload()
    page.locator("main[data-ready]").wait_for()
    question, again = first_of(page, "word_order")
    assert again == item
    assert question.locator("[data-line] [data-piece]").all_inner_texts() == line
    assert not [
        event for event in taking.events("answered") if event["item"] == item and event["answer"]
    ]
    expect(page.locator(".question-list [data-answered]")).to_have_count(0)


def test_a_mark_to_come_back_to_outlives_a_reload(stage: Staged, profile: BrowserContext) -> None:
    taking = Taking(stage, profile, "grammar", form="full")
    page = taking.open()
    question, item = first_of(page, "choose")
    question.get_by_role("button", name="Come back to this").click()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-status", "saved")
    page.reload()
    page.locator("main[data-ready]").wait_for()
    flagged = page.locator(f"[data-question='{item}'] [data-flag]")
    expect(flagged).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".question-list [data-flagged]")).to_have_count(1)


def test_all_on_one_page_keeps_every_answer(stage: Staged, profile: BrowserContext) -> None:
    taking = Taking(stage, profile, "grammar", form="full_page")
    page = taking.open()
    expect(page.locator("[data-question]:visible")).to_have_count(40)
    choices = page.locator("[data-form=choose]")
    for place in (0, 3):
        question = choices.nth(place)
        question.locator("input[type=radio]").first.check()
        value = question.locator("input[type=radio]").first.get_attribute("value") or ""
        kept(taking, question.get_attribute("data-question") or "", value)
    page.get_by_role("button", name="Check and hand in").click()
    expect(page.locator("[data-review-panel]")).to_be_visible()


def answer_on_screen(page: Page) -> str:
    """Answer the question on screen in some way and go on; return its id."""
    question = page.locator("[data-one-way]")
    item = question.get_attribute("data-question") or ""
    form = question.get_attribute("data-form")
    if form in {"choose", "find_error"}:
        question.locator("input[type=radio]").first.check(force=True)
    elif form == "word_order":
        pieces = question.locator("[data-rest] [data-piece]")
        for _ in range(pieces.count()):
            pieces.first.click()
    else:
        question.locator("input[type=text]").fill("were")
    question.get_by_role("button", name="Save and go on").click()
    return item


def test_an_adaptive_sitting_goes_on_after_a_reload_and_never_back(
    stage: Staged, profile: BrowserContext
) -> None:
    taking = Taking(stage, profile, "grammar", form="adaptive")
    page = taking.open()
    done = []
    for number in range(1, 5):
        expect(page.get_by_role("heading", name=f"Question {number}", exact=True)).to_be_visible()
        page.locator("main[data-ready]").wait_for()
        done.append(answer_on_screen(page))
    expect(page.get_by_role("heading", name="Question 5", exact=True)).to_be_visible()
    item = page.locator("[data-one-way]").get_attribute("data-question")
    page.reload()
    page.locator("main[data-ready]").wait_for()
    assert page.locator("[data-one-way]").get_attribute("data-question") == item
    assert len({*done, item}) == 5
    assert [event["item"] for event in taking.events("went_on")] == done
    assert page.locator("[data-back], [data-go]").count() == 0


def test_without_an_answer_it_asks_once(stage: Staged, profile: BrowserContext) -> None:
    page = Taking(stage, profile, "grammar", form="adaptive").open()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("[data-no-answer]")).to_be_visible()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Question 2", exact=True)).to_be_visible()


def test_a_dead_line_keeps_the_question_until_it_is_back(
    stage: Staged, profile: BrowserContext
) -> None:
    taking = Taking(stage, profile, "grammar", form="adaptive")
    page = taking.open()
    profile.set_offline(True)
    item = answer_on_screen(page)
    expect(page.locator("[data-save-state]")).to_have_attribute("data-status", "offline")
    assert page.locator("[data-one-way]").get_attribute("data-question") == item
    profile.set_offline(False)
    expect(page.get_by_role("heading", name="Question 2", exact=True)).to_be_visible(timeout=30_000)
    assert [event["item"] for event in taking.events("went_on")] == [item]
