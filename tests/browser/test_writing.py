"""Two texts written in the real app and browser: kept over a reload and a dead line, handed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from assessments import registry
from tests.browser import chromium
from tests.browser.staged import Staged
from tests.browser.test_outbox import Taking, says

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    try:
        with chromium.browser() as browser:
            yield browser
    except chromium.NoBrowserError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def profile(started: Browser) -> Iterator[BrowserContext]:
    opened = chromium.context(started)
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def writing(stage: Staged, profile: BrowserContext) -> Taking:
    return Taking(stage, profile, "writing")


def good(item: str) -> str:
    prompt = registry.bank("writing")[item]
    return next(sample.text for sample in prompt.samples if sample.kind == "good")


def test_two_texts_are_kept_and_handed_in(writing: Taking) -> None:
    page = writing.open()
    fields = page.locator("[data-text] textarea")
    items = fields.evaluate_all("all => all.map(one => one.dataset.item)")
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
    assert {one["item"] for one in writing.events("text_written")} == {items[0]}
    writing.profile.set_offline(False)
    says(page, "saved")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/thank-you")
    assert writing.state() in {"submitted", "scored"}
    last = {one["item"]: one["text"] for one in writing.events("text_written")}
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
        """one => {
          const data = new DataTransfer();
          data.setData("text", "words from elsewhere");
          one.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    says(page, "saved")
    (noted,) = writing.events("text_pasted")
    assert noted["characters"] == len("words from elsewhere")
