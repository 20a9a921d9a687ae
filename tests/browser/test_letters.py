"""An e-mail and two texts written and an inbox put in order, in the real app and browser."""

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from assessments.banks import registry
from tests.support.browser.staged import Staged
from tests.support.browser.taking import Taking, says

pytestmark = pytest.mark.browser


@pytest.fixture
def inbox(stage: Staged, profile: BrowserContext) -> Taking:
    return Taking(stage, profile, "inbox")


@pytest.fixture
def email(stage: Staged, profile: BrowserContext) -> Taking:
    return Taking(stage, profile, "email")


def order(page: Page) -> list[str]:
    return page.locator("[data-ticket]").evaluate_all(
        "all => all.map(ticket => ticket.dataset.ticket)"
    )


def ticket(page: Page, name: str) -> Locator:
    return page.locator(f"[data-ticket='{name}']")


def test_an_inbox_is_ordered_by_keyboard_alone(inbox: Taking) -> None:
    page = inbox.open()
    first = order(page)
    ticket(page, first[4]).get_by_role("button", name="To the top").focus()
    page.keyboard.press("Enter")
    assert order(page) == [first[4], *first[:4], *first[5:]]
    # The button that leads nowhere now has given the focus to the way back.
    expect(ticket(page, first[4]).get_by_role("button", name="Down")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    wanted = [first[0], first[1], first[4], *first[2:4], *first[5:]]
    assert order(page) == wanted
    expect(page.locator("[data-moved-say]")).to_have_text("Now at place 3 of 12")
    says(page, "saved")
    assert [event["order"] for event in inbox.events("ordered")][-1] == wanted
    page.reload()
    page.locator("main[data-ready]").wait_for()
    assert order(page) == wanted


def test_an_inbox_is_ordered_by_dragging(inbox: Taking) -> None:
    page = inbox.open()
    first = order(page)
    # Away from the edges of the window, where dragging scrolls.
    ticket(page, first[0]).evaluate(
        "ticket => scrollBy(0, ticket.getBoundingClientRect().top - 150)"
    )
    grip = ticket(page, first[0]).locator("[data-grip]").bounding_box()
    goal = ticket(page, first[2]).bounding_box()
    assert grip is not None
    assert goal is not None
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(goal["x"] + 60, goal["y"] + goal["height"] * 0.4, steps=8)
    page.mouse.move(goal["x"] + 60, goal["y"] + goal["height"] * 0.9, steps=4)
    page.mouse.up()
    moved = order(page)
    assert moved.index(first[0]) == 2
    assert sorted(moved) == sorted(first)
    says(page, "saved")
    assert [event["order"] for event in inbox.events("ordered")] == [moved]


def test_an_inbox_with_untouched_messages_is_handed_in_only_when_that_is_confirmed(
    inbox: Taking,
) -> None:
    page = inbox.open()
    dialog = page.get_by_role("dialog", name="Hand in this order?")
    hand_in = page.get_by_role("button", name="Hand in", exact=True)
    hand_in.click()
    expect(dialog).to_have_accessible_description(
        "You have not moved any of the 12 messages, so there is no order to score."
    )
    # The button that goes back has the focus, and Escape closes the dialog as well.
    expect(dialog.get_by_role("button", name="Go back to the messages")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert inbox.state() == "open"
    for name in order(page)[3:6]:
        ticket(page, name).get_by_role("button", name="To the top").click()
    hand_in.click()
    expect(dialog).to_have_accessible_description(
        "You have not moved 9 of the 12 messages. They stay where they are now."
    )
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(hand_in).to_be_enabled()
    hand_in.click()
    dialog.get_by_role("button", name="Hand in this order").click()
    page.wait_for_url("**/thank-you")
    assert inbox.state() in {"submitted", "scored"}


def test_an_inbox_of_which_every_message_was_moved_is_handed_in_at_once(inbox: Taking) -> None:
    page = inbox.open()
    first, *others = order(page)
    for name in others:
        ticket(page, name).get_by_role("button", name="To the top").click()
    ticket(page, first).get_by_role("button", name="Up").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.wait_for_url("**/thank-you")
    assert inbox.state() in {"submitted", "scored"}


def test_the_time_ends_an_inbox_without_a_question(inbox: Taking) -> None:
    inbox.ends_in(20)
    page = inbox.open()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("dialog", name="Hand in this order?")).to_be_visible()
    page.wait_for_url("**/thank-you", timeout=60_000)
    assert inbox.state() in {"submitted", "expired", "scored"}


def test_the_page_says_how_many_words_are_own(email: Taking) -> None:
    page = email.open()
    own, said = page.locator("[data-own]"), page.locator("[data-own-say]")
    field = page.locator("[data-reply]")
    expect(own).to_have_text("Own words at the last save: 0 of 80")
    expect(said).to_be_empty()
    notes = page.locator("[aria-labelledby='notes-title'] p").first.inner_text()
    written = "Dear customer, we are sorry."
    field.fill(f"{written} {notes}")
    page.get_by_role("heading", level=1).click()
    expect(own).to_have_text("Own words at the last save: 5 of 80")
    expect(said).to_be_empty()  # a screen reader is not told at every save
    words = " ".join(f"line {number} is mine," for number in range(1, 21))
    field.fill(f"{written} {notes} {words}")
    page.get_by_role("heading", level=1).click()
    enough = "Own words at the last save: 85. That is enough to score your English."
    expect(own).to_have_text(enough)
    expect(said).to_have_text(enough)
    page.reload()
    page.locator("main[data-ready]").wait_for()
    expect(own).to_have_text(enough)
    expect(said).to_be_empty()


def test_a_reply_is_saved_while_it_is_written_and_handed_in(email: Taking) -> None:
    page = email.open()
    field = page.locator("[data-reply]")
    field.fill("Dear customer, we are sorry.")
    expect(page.locator("[data-words]")).to_have_text("5 words")
    page.get_by_role("heading", level=1).click()
    says(page, "saved")
    page.reload()
    page.locator("main[data-ready]").wait_for()
    expect(field).to_have_value("Dear customer, we are sorry.")
    field.press("End")
    field.press_sequentially(" Best regards, Ana")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/thank-you")
    assert email.state() in {"submitted", "scored"}
    assert email.events("written")[-1]["text"] == "Dear customer, we are sorry. Best regards, Ana"


def test_a_reload_in_the_middle_of_a_word_loses_no_letter(email: Taking) -> None:
    page = email.open()
    field = page.locator("[data-reply]")
    field.fill("Dear customer,")
    page.get_by_role("heading", level=1).click()
    says(page, "saved")
    field.press("End")
    field.press_sequentially(" we are so")
    page.reload()
    page.locator("main[data-ready]").wait_for()
    expect(field).to_have_value("Dear customer, we are so")
    says(page, "saved")
    assert email.events("written")[-1]["text"] == "Dear customer, we are so"
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator("main[data-ready]").wait_for()
    expect(field).to_have_value("Dear customer, we are so")


def test_what_was_left_here_does_not_undo_what_was_written_elsewhere(email: Taking) -> None:
    page = email.open()
    field = page.locator("[data-reply]")
    field.press_sequentially("Dear")
    key = page.evaluate("Object.keys(localStorage).find((name) => name.startsWith('handa.draft'))")
    page.get_by_role("heading", level=1).click()
    says(page, "saved")
    stale = '{"after": "Good", "text": "Good day"}'
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, stale])
    page.reload()
    page.locator("main[data-ready]").wait_for()
    expect(field).to_have_value("Dear")


def test_nothing_is_handed_in_empty_by_one_slip(email: Taking) -> None:
    page = email.open()
    hand_in = page.get_by_role("button", name="Hand in")
    hand_in.click()
    expect(page.locator("[data-no-words]")).to_be_visible()
    expect(page.locator("[data-reply]")).to_be_focused()
    assert email.state() == "open"
    hand_in.click()
    page.wait_for_url("**/thank-you")


@pytest.fixture
def writing(stage: Staged, profile: BrowserContext) -> Taking:
    return Taking(stage, profile, "writing")


def good(item: str) -> str:
    prompt = registry.bank("writing")[item]
    return next(sample.text for sample in prompt.samples if sample.kind == "good")


def test_two_texts_are_kept_and_handed_in(writing: Taking) -> None:
    page = writing.open()
    fields = page.locator("[data-text] textarea")
    items = fields.evaluate_all("all => all.map(field => field.dataset.item)")
    assert len(items) == 2
    texts = [good(item) for item in items]
    fields.nth(0).press_sequentially("Dear all,")
    fields.nth(0).fill(texts[0])
    many = len(texts[0].split())
    expect(page.locator("[data-words]").nth(0)).to_have_text(f"{many} words; 120 to 200 wanted")
    fields.nth(1).focus()  # leaving a text keeps it, and says politely how long it is
    expect(page.locator("[data-words-say]").nth(0)).to_have_text(f"{many} words; 120 to 200 wanted")
    says(page, "saved")
    page.reload()
    page.locator("main[data-ready]").wait_for()
    expect(fields.nth(0)).to_have_value(texts[0])
    writing.profile.set_offline(True)
    fields.nth(1).fill(texts[1])
    fields.nth(0).focus()
    says(page, "offline")
    assert {event["item"] for event in writing.events("text_written")} == {items[0]}
    writing.profile.set_offline(False)
    says(page, "saved")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/thank-you")
    assert writing.state() in {"submitted", "scored"}
    last = {event["item"]: event["text"] for event in writing.events("text_written")}
    assert last == dict(zip(items, texts, strict=True))


def test_a_text_too_short_is_said_before_it_is_handed_in(writing: Taking) -> None:
    page = writing.open()
    fields = page.locator("[data-text] textarea")
    item = fields.nth(0).get_attribute("data-item") or ""
    fields.nth(0).fill(good(item))
    hand_in = page.get_by_role("button", name="Hand in")
    hand_in.click()
    expect(page.locator("[data-too-short]")).to_be_visible()
    expect(fields.nth(1)).to_be_focused()
    assert writing.state() == "open"
    fields.nth(1).press_sequentially("Hello.")
    expect(page.locator("[data-too-short]")).to_be_hidden()
    hand_in.click()
    hand_in.click()
    page.wait_for_url("**/thank-you")


def test_pasting_is_noted_and_never_hindered(writing: Taking) -> None:
    page = writing.open()
    field = page.locator("[data-text] textarea").first
    field.evaluate(
        """field => {
          const data = new DataTransfer();
          data.setData("text", "words from elsewhere");
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    says(page, "saved")
    (noted,) = writing.events("text_pasted")
    assert noted["characters"] == len("words from elsewhere")
