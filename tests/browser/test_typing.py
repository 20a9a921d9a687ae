"""The typing test with real keys in a real Chromium: every exercise, slips, reloads, other tabs."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.banks import registry
from assessments.results import tasks
from tests.support.browser.sights.steps import begun, press, skip_the_warm_up
from tests.support.browser.staged import Staged
from tests.support.browser.taking import Taking, says

pytestmark = pytest.mark.browser

SHIFTS = """() => {
  window.__shifts = 0;
  new PerformanceObserver((list) => {
    const inMain = ({ node }) => node?.parentElement?.closest("main");
    const inside = ({ sources }) => sources.some(inMain);
    for (const shift of list.getEntries()) if (inside(shift)) window.__shifts += shift.value;
  }).observe({ type: "layout-shift", buffered: false });
}"""


def item_of(page: Page) -> Any:
    """Return what the page asks for now."""
    name = page.evaluate(
        "async () => (await import('/static/js/sitting.js')).openSitting().state.item"
    )
    return registry.bank("typing")[name]


def hand_over(page: Page) -> None:
    """End the part, and go on to the next one or out of the test."""
    done = page.locator("[data-done-button]")
    if done.is_visible():
        done.click()
    press("Go on")(page)


def report_of(typing: Taking) -> Any:
    def score() -> Any:
        sitting = typing.sitting()
        tasks.score_sitting(sitting.id)
        assert sitting.result is not None, sitting.reason
        return sitting.result.report

    return typing.stage.do(score)


# ---- copying ----


def slips_in(segments: list[dict[str, str]]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the marks by their place in the passage, and what was typed there wrongly."""
    at, marks, wrong = 0, {}, {}
    for segment in segments:
        if segment["mark"] not in ("", "rest"):
            marks[at] = segment["mark"]
        if segment["mark"] == "wrong":
            wrong[at] = segment["typed"]
        at += 0 if segment["mark"] == "extra" else len(segment["text"])
    return marks, wrong


@pytest.mark.timeout(240)
def test_the_report_finds_exactly_the_planted_mistakes(
    stage: Staged, profile: BrowserContext
) -> None:
    """One passage in a burst and one at a steady pace."""
    typing = Taking(stage, profile, "typing")
    page = typing.open()
    page.evaluate(SHIFTS)
    expect(page.locator("[data-live]")).to_be_hidden()
    expect(page.locator("[data-keys]")).to_be_editable()
    page.keyboard.type(page.locator("[data-passage] p").inner_text()[:8])
    assert page.evaluate("window.__shifts") == 0
    expect(page.locator(".letters .ok")).to_have_count(8)
    page.keyboard.press("x")
    expect(page.locator(".letters .no")).to_have_count(1)
    page.keyboard.press("Backspace")
    expect(page.locator(".letters .no")).to_have_count(0)
    spaces_do_not_turn_the_rest_red(page)
    skip_the_warm_up(page)
    left: list[dict[int, str]] = []
    for part, delay in ((2, 0), (3, 60)):
        expect(page.get_by_text(f"Part {part} of 3")).to_be_visible()
        expect(page.locator("[data-keys]")).to_be_editable()
        left.append(copy_with_slips(page, delay))
        assert page.evaluate("window.__shifts ?? 0") == 0
        hand_over(page)
    page.wait_for_url("**/thank-you", timeout=30_000)
    parts = [part for part in report_of(typing).detail["parts"] if part.get("segments")]
    assert len(parts) == 2
    for part, planted in zip(parts, left, strict=True):
        assert part["not_measured"] == ""
        marks, wrong = slips_in(part["segments"])
        assert marks == {8: "corrected", 30: "corrected", 50: "wrong", 70: "wrong"}
        assert wrong == planted


def spaces_do_not_turn_the_rest_red(page: Page) -> None:
    """A space left out, replaced or typed twice marks its own place and nothing behind it."""
    text = page.locator("[data-passage] p").inner_text()
    first, second, third, *_ = text.split(" ")
    for typed in (
        f"{first}{second} {third} ",
        f"{first}x{second} {third} ",
        f"{first}  {second} {third} ",
    ):
        page.locator("[data-keys]").press("Control+a")
        page.keyboard.type(typed)
        expect(page.locator(".letters .no")).to_have_count(1)
        expect(page.locator(".letters .ok")).to_have_count(len(f"{first} {second} {third} ") - 1)


def copy_with_slips(page: Page, delay: int) -> dict[int, str]:
    """Type 110 letters; two slips are put right, two are left. Return those that are left."""
    text = page.locator("[data-passage] p").inner_text()
    # Letters that stand nowhere near, so that there is one way to see the slip.
    near = {place: text[place - 2 : place + 3] for place in (50, 70)}
    left = {p: next(letter for letter in "qzj" if letter not in near[p]) for p in near}
    corrected = {8: "q", 30: "zz"}
    for place, letter in enumerate(text[:110]):
        wrongly = corrected.get(place, "")
        for wrong in wrongly:
            page.keyboard.press(wrong)
        for _ in wrongly:
            page.keyboard.press("Backspace")
        page.keyboard.type(left.get(place, letter), delay=delay)
        if place == 60:
            # Under fifteen seconds nothing is measured.
            page.wait_for_timeout(15_000)
    return left


@pytest.mark.parametrize("known", [True, False], ids=["begun", "not-yet-heard-of"])
def test_typing_goes_on_after_a_reload_with_every_key_before_it(
    known: bool, stage: Staged, profile: BrowserContext
) -> None:
    """In the second part; also when the server had not heard yet that it was begun."""
    typing = Taking(stage, profile, "typing")
    page = typing.open()
    skip_the_warm_up(page)
    keys = page.locator("[data-keys]")
    text = page.locator("[data-passage] p").inner_text()
    expect(keys).to_be_editable()
    if known:
        page.keyboard.type(text[:20])
        page.wait_for_timeout(2_300)
        says(page, "saved")
    profile.route("**/events", lambda route: route.abort())
    if not known:
        page.keyboard.type(text[:20])
    page.keyboard.type(text[20:40])
    # The page hands its keys to the outbox every two seconds.
    page.wait_for_timeout(2_300)
    page.reload()
    expect(keys).not_to_be_editable()
    expect(page.get_by_text("One moment: we are fetching what you have typed.")).to_be_visible()
    profile.unroute("**/events")
    expect(keys).to_be_editable(timeout=30_000)
    expect(keys).to_have_value(text[:40])
    page.keyboard.type(text[40:60])
    expect(keys).to_have_value(text[:60])
    page.wait_for_timeout(2_300)
    says(page, "saved")
    passage = item_of(page).id
    order = [event["kind"] for event in typing.events() if event["item"] == passage]
    assert order[0] == "passage_started"
    assert order.count("resumed") == 1
    assert "keys" in order[: order.index("resumed")]
    assert "keys" in order[order.index("resumed") :]
    other = typing.open()
    expect(other.locator("[data-keys]")).to_have_value(text[:60])
    page.bring_to_front()
    page.keyboard.type("x")
    expect(page.get_by_text("This text is open in another tab or window.").first).to_be_visible()


def test_pasting_is_refused_and_noted_and_the_look_is_kept(
    stage: Staged, profile: BrowserContext
) -> None:
    typing = Taking(stage, profile, "typing")
    page = typing.open()
    keys = page.locator("[data-keys]")
    expect(keys).to_be_editable()
    page.keyboard.type("Go")
    keys.evaluate(
        """(field) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", "od morning");
          const how = { clipboardData, bubbles: true, cancelable: true };
          const paste = new ClipboardEvent("paste", how);
          if (field.dispatchEvent(paste)) document.execCommand("insertText", false, "od morning");
        }"""
    )
    expect(keys).to_have_value("Go")
    expect(page.locator("[data-typing-say]")).to_have_text(
        "Pasting and dropping do not work here. Please type."
    )
    page.get_by_text("Text size, contrast, live speed").click()
    page.get_by_label("Show my speed while I type").check()
    expect(page.locator("[data-live]")).to_contain_text("words a minute so far", timeout=8_000)
    page.get_by_label("Large text").check()
    skip_the_warm_up(page)
    expect(page.locator(".look-large")).to_be_visible()
    strokes = [stroke for batch in typing.events("keys") for stroke in batch["strokes"]]  # type: ignore[attr-defined]
    assert "paste" in [stroke[2] for stroke in strokes if stroke[1] == "note"]


# ---- the other exercises ----


def test_a_record_is_entered_across_a_reload(stage: Staged, profile: BrowserContext) -> None:
    typing = Taking(stage, profile, "typing", form="data_entry")
    page = typing.open()
    item = item_of(page)
    assert item.source not in page.content()
    begun(page)
    assert item.practice
    hand_over(page)
    expect(page.get_by_text("Part 2 of 4")).to_be_visible()
    item = item_of(page)
    begun(page)
    expect(page.locator("[data-source]")).to_have_text(item.source)
    first, second, *others = item.fields
    page.keyboard.type(first.value[:-1] + "##", delay=10)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type(first.value[-1])
    page.keyboard.press("Tab")
    page.keyboard.type(second.value[:-1] + "#", delay=10)  # a slip that stays
    page.wait_for_timeout(2_300)
    says(page, "saved")
    page.reload()
    inputs = page.locator("input[data-keys]")
    expect(inputs.nth(1)).to_have_value(second.value[:-1] + "#", timeout=20_000)
    expect(inputs.first).to_have_value(first.value)
    expect(inputs.nth(2)).to_be_focused()
    for field in others:
        page.keyboard.type(field.value, delay=10)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="I have finished this part")).to_be_focused()
    page.keyboard.press("Enter")
    press("Go on")(page)
    expect(page.get_by_text("Part 3 of 4")).to_be_visible()
    part = next(part for part in report_part(typing, page) if part["item"] == item.id)
    assert [field["right"] for field in part["fields"]] == [True, False, *[True] * len(others)]


def report_part(typing: Taking, page: Page) -> list[dict[str, Any]]:
    """Hand in and return the parts of the report."""
    page.evaluate("async () => (await import('/static/js/sitting.js')).openSitting().finish()")
    page.wait_for_url("**/thank-you", timeout=30_000)
    return list(report_of(typing).detail["parts"])


def test_chats_are_answered_by_keyboard_with_kept_replies(
    stage: Staged, profile: BrowserContext
) -> None:
    typing = Taking(stage, profile, "typing", form="chat_speed")
    page = typing.open()
    begun(page)
    hand_over(page)
    expect(page.get_by_text("Part 2 of 3")).to_be_visible()
    begun(page)
    item = item_of(page)
    names = [reply.id for reply in item.canned]
    field = page.locator("[data-keys]")
    for number, prompt in enumerate(item.prompts):
        expect(page.locator("[data-customer]")).to_have_text(prompt.customer)
        page.keyboard.press(f"Alt+{names.index(prompt.reply) + 1}")
        text = next(reply.text for reply in item.canned if reply.id == prompt.reply)
        for slot in sorted(prompt.slots, key=lambda name: text.index("{" + name + "}")):
            page.keyboard.type(prompt.slots[slot], delay=10)
            if "{" in field.input_value():
                page.keyboard.press("Tab")
        expect(field).to_have_value(item.replies[number])
        if number == 0:
            page.keyboard.press("Enter")
            page.wait_for_timeout(2_300)
            says(page, "saved")
            page.reload()
            expect(page.locator("[data-prompt-number]")).to_have_text("2")
            expect(field).to_be_editable()
        else:
            page.keyboard.press("Enter")
    expect(page.get_by_text("That was this part.")).to_be_visible()
    press("Go on")(page)
    expect(page.get_by_text("Part 3 of 3")).to_be_visible()
    part = next(part for part in report_part(typing, page) if part["item"] == item.id)
    assert [field["right"] for field in part["fields"]] == [True] * len(item.prompts)


def test_a_phrase_is_heard_as_often_as_the_server_allows(
    stage: Staged, profile: BrowserContext
) -> None:
    typing = Taking(stage, profile, "typing", form="listen")
    page = typing.open()
    item = item_of(page)
    begun(page)  # the first phrase plays
    again = page.get_by_role("button", name="Hear it again")
    expect(again).to_be_enabled(timeout=20_000)
    page.keyboard.type(item.phrases[0][:-1] + "#", delay=15)
    for _ in range(item.replays):
        expect(again).to_be_enabled(timeout=20_000)
        page.keyboard.press("Shift+Enter")
        expect(again).to_be_disabled()
        page.wait_for_timeout(500)
    page.wait_for_timeout(6_000)
    expect(again).to_be_disabled()
    status = page.evaluate(
        """async (sound) => {
          const { openSitting, send } = await import("/static/js/sitting.js");
          return (await send(`${openSitting().base}/media/${sound}`, { method: "POST" })).status;
        }""",
        item.sounds[0],
    )
    assert status == 403
    page.reload()
    keys = page.locator("[data-keys]")
    expect(keys).to_have_value(item.phrases[0][:-1] + "#", timeout=20_000)
    expect(again).to_be_disabled()
    expect(page.locator("[data-replays-left]")).to_have_text("0")
    assert item.phrases[0] not in page.content()
    played = [(event["phrase"], event["play"]) for event in typing.events("phrase_played")]
    assert played == [(0, play) for play in range(1 + item.replays)]


# ---- a phone ----


@pytest.mark.parametrize("touch", [False, True])
def test_a_phone_is_told_before_the_start(
    touch: bool, stage: Staged, profile: BrowserContext
) -> None:
    cookies = stage.at_the_test("typing", phone=True, touch=touch)
    profile.add_cookies([{"name": k, "value": v, "url": stage.address} for k, v in cookies.items()])
    page = profile.new_page()
    page.goto(f"{stage.address}/tests/typing")
    needed = page.get_by_text("This test needs a keyboard.")
    expect(needed).to_be_visible(visible=not touch)
    expect(page.get_by_text("You may take this test on a phone.")).to_be_visible(visible=touch)
    start = "Start the test" if touch else "I have a keyboard, start the test"
    expect(page.get_by_role("button", name=start, exact=True)).to_be_visible()
