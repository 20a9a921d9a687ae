"""Steps on a page in the browser before it is inspected."""

from playwright.sync_api import Page, expect

from tests.support.browser.sights.sight import Then
from tests.support.staff import PASSWORD


def a_goal_too_many(page: Page) -> None:
    page.locator('button[value="add:goals"]').click()
    expect(page.get_by_text("Not saved yet: press Save when you are done.")).to_be_visible()


def goal_without_weight(page: Page) -> None:
    page.locator('[name="goals-1-weight"]').fill("a lot")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".field-error").first).to_be_visible()


def unreadable_block(page: Page) -> None:
    page.get_by_label("What the agent does").first.fill("- say: [Hello")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".error-summary")).to_be_visible()


def detail_without_a_label(page: Page) -> None:
    page.get_by_role("group", name="Detail 2").get_by_label("Label").fill("")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".error-summary")).to_be_visible()


def a_field_too_many(page: Page) -> None:
    page.get_by_role("button", name="Add: Field").first.click()
    added = page.get_by_role("group", name="Action 1", exact=True)
    expect(added.get_by_label("Short name").nth(3)).to_be_focused()


def wrong_action(page: Page) -> None:
    page.locator('[name="actions-2-id"]').fill("Give back")
    page.locator('[name="actions-1-confirm"]').fill("")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".field-error")).to_have_count(2)


def customers_by_name(page: Page) -> None:
    page.get_by_label("Customer chat", exact=True).check()
    page.get_by_label("Customers that you name").check()
    page.get_by_label("Six days without internet (angry customer)").check()


def said_something(page: Page) -> None:
    page.get_by_label("Your message").fill("Hello, may I have your order number?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("My order number is")).to_be_visible()
    unfolded(page)


def press(name: str) -> Then:
    return lambda page: page.get_by_role("button", name=name, exact=True).first.click()


def both(*steps: Then) -> Then:
    def all_of_them(page: Page) -> None:
        for step in steps:
            step(page)

    return all_of_them


def ready(page: Page) -> None:
    page.locator("main[data-ready]").wait_for()


def reply_written(page: Page) -> None:
    text = "Dear Ms. Reyes,\n\nthank you for your e-mail. " + "We are looking into it. " * 30
    page.locator("[data-reply]").fill(text)


def first_text_written(page: Page) -> None:
    field = page.locator("[data-text] textarea").first
    field.fill("Dear Ms. Reyes,\n\nhere is what happened. " + "The line was down again. " * 24)
    field.blur()


def press_in_ticket(number: int, name: str) -> Then:
    """Press a button of the n-th ticket of the inbox, counted from 1."""
    return lambda page: (
        page.locator("[data-ticket]").nth(number - 1).get_by_role("button", name=name).first.click()
    )


def time_is_up(page: Page) -> None:
    page.locator("dialog[data-time-up]").evaluate("dialog => dialog.showModal()")


def offline(page: Page) -> None:
    """Show the longest sentence of the save state."""
    page.locator("[data-save-state]").evaluate(
        "place => { place.dataset.status = 'offline'; place.textContent = place.dataset.offline; }"
    )


def low_clock(page: Page) -> None:
    page.locator("[data-clock]").evaluate("clock => clock.toggleAttribute('data-low', true)")


def without_microphone(fault: str) -> Then:
    """Take the microphone away by a named error, as the operating system would."""
    return lambda page: page.evaluate(
        """(name) => navigator.mediaDevices.getUserMedia =
             () => Promise.reject(new DOMException("", name))""",
        fault,
    )


def refused_sign_in(page: Page) -> None:
    page.get_by_label("E-mail address").fill("nobody@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    press("Sign in")(page)
    expect(page.get_by_role("alert")).to_be_visible()


def submitted(*button: str) -> Then:
    def submit(page: Page) -> None:
        page.locator("main form button.primary").last.click()
        expect(page.locator(".error-summary")).to_be_visible()

    return submit


def signed_out_meanwhile(page: Page) -> None:
    """End the session while a recruiter describes a role."""
    page.get_by_label("Role").fill("Chat support, Davao")
    page.context.clear_cookies(name="handa_staff")
    page.locator("main form button.primary").last.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("New vacancy")


def own_voice(page: Page) -> None:
    press("Check the microphone")(page)
    expect(page.get_by_text("Good: we hear you clearly.")).to_be_visible(timeout=20_000)
    page.get_by_label("No", exact=True).check()


def open_tab(name: str) -> Then:
    return lambda page: page.get_by_role("tab", name=name).click()


def skip_the_warm_up(page: Page) -> None:
    press("Skip the warm-up")(page)
    press("Go on")(page)
    expect(page.get_by_text("Part 2 of")).to_be_visible()


def some_keys(page: Page) -> None:
    """Type a little, wrongly too."""
    expect(page.locator("[data-keys]")).to_be_editable()
    page.keyboard.type("When a cusxxomer")


def look_chosen(page: Page) -> None:
    page.get_by_text("Text size, contrast, live speed").click()
    for choice in ("Large text", "High contrast", "Show my speed while I type"):
        page.get_by_label(choice).check()
    page.locator("[data-keys]").focus()


def begun(page: Page) -> None:
    """The task is shown when the server has heard that it begins."""
    press("I am ready")(page)
    expect(page.locator("[data-keys]").first).to_be_editable()


def reply_put_in(page: Page) -> None:
    begun(page)
    page.keyboard.press("Alt+1")
    expect(page.locator("[data-keys]")).not_to_have_value("")


def go_to_question_type(form: str) -> Then:
    """Go to the first question of a form and mark it to come back to."""

    def go(page: Page) -> None:
        place = page.locator("[data-question]").evaluate_all(
            "(all, form) => all.findIndex(question => question.dataset.form === form)", form
        )
        page.locator(".question-list [data-go]").nth(place).click()
        page.locator("[data-question]:visible [data-flag]").click()

    return go


def last_question(page: Page) -> None:
    page.locator(".question-list [data-go]").last.click()


def some_answers(page: Page) -> None:
    answer = page.locator("[data-question]:visible input").first
    answer.check() if answer.get_attribute("type") == "radio" else answer.fill("were")
    page.get_by_role("button", name="Check and hand in").click()


def chat_lines(page: Page) -> None:
    page.get_by_label("Your reply").fill("Hello! I am sorry. May I have your order number, please?")
    page.keyboard.press("Enter")
    expect(page.locator(".line.agent")).to_be_visible()


def chat_ended(page: Page) -> None:
    press("Close chat")(page)
    page.get_by_role("dialog").get_by_role("button", name="Close chat").click()
    expect(page.get_by_text("This chat has ended.")).to_be_visible()
    page.get_by_label("What was this chat about?").select_option(index=1)
    press("Save wrap-up")(page)
    expect(page.get_by_text("your wrap-up is saved")).to_be_visible()


def press_keys(*strokes: str) -> Then:
    """Press keys, or type where it is no name of a key."""

    def type_them(page: Page) -> None:
        for stroke in strokes:
            named = stroke in {"Enter", "Escape"} or "+" in stroke
            page.keyboard.press(stroke) if named else page.keyboard.type(stroke)

    return type_them


def chat_amount(page: Page) -> None:
    page.locator("[data-chat]:visible").get_by_role("button", name="Refund").first.click()
    page.get_by_role("dialog").get_by_label("Amount in pesos").fill("1890")
    expect(page.get_by_text("Amount in pesos: 1,890.00")).to_be_visible()


LEAVE_OUT = """async count => {
  const { openSitting } = await import("/static/js/sitting.js");
  const sitting = openSitting();
  for (const { item } of sitting.state.answers.slice(0, count)) {
    await sitting.record("skipped", { item });
  }
}"""


AT_ANSWER = """count => {
  const { view } = document.querySelector("[data-voice]").dataset;
  const number = document.querySelector("[data-number]").textContent;
  return view === "finished" || Number(number) === count + 1;
}"""


def leave_out(count: int) -> Then:
    """Leave out so many spoken answers."""

    def skip(page: Page) -> None:
        page.evaluate(LEAVE_OUT, count)
        page.wait_for_function(AT_ANSWER, arg=count)

    return skip


def open_the_caller(page: Page) -> None:
    """A caller's problem is read, or heard: then the page stays before the sound."""
    button = page.get_by_role("button", name="I am ready", exact=True)
    if button.is_visible():
        button.click()
        expect(page.locator("[data-text]")).to_be_visible()


def recording(page: Page) -> None:
    press("I am ready")(page)
    press("Record now")(page)
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()


def unfolded(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('details').forEach(details => { details.open = true; })"
    )
