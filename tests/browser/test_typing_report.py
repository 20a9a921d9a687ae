"""The replay of a typing report: by mouse and by keys alone it leads to the text that was typed."""

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.browser.staged import Staged

pytestmark = pytest.mark.browser


def player(page: Page, stage: Staged) -> Locator:
    page.goto(f"{stage.address}/applications/{stage.people['ana']}")
    return page.locator("[data-replay]").first


def test_the_replay_goes_from_slip_to_slip_and_to_the_end(
    stage: Staged, profile: BrowserContext
) -> None:
    stage.enter(profile, "recruiter")
    page = profile.new_page()
    replay = player(page, stage)
    text = replay.locator("[data-replay-text]")
    replay.get_by_role("button", name="Next slip").click()
    slip = text.locator(".slip-left, .slip-corrected")
    expect(slip).to_have_count(1)
    before = text.inner_text()
    replay.get_by_role("button", name="Next slip").click()
    expect(text).not_to_have_text(before)
    replay.get_by_role("button", name="Slip before").click()
    expect(text).to_have_text(before)
    moment = replay.get_by_role("slider", name="Moment")
    moment.focus()
    page.keyboard.press("End")
    address = replay.get_attribute("data-src")
    part = page.request.get(f"{stage.address}{address}").json()["parts"][0]
    typed = ""
    for _, _, start, end, put, _ in part["edits"]:
        typed = typed[:start] + put + typed[end:]
    expect(text).to_have_text(typed)


def test_play_and_pause_by_keys(stage: Staged, profile: BrowserContext) -> None:
    stage.enter(profile, "recruiter")
    page = profile.new_page()
    replay = player(page, stage)
    replay.get_by_label("Pace").select_option("8")
    play = replay.locator("[data-replay-play]")
    play.focus()
    page.keyboard.press("Enter")
    expect(play).to_have_text("Pause")
    expect(replay.locator("[data-replay-text]")).not_to_be_empty()
    page.keyboard.press("Enter")
    expect(play).to_have_text("Play")
    shown = replay.locator("[data-replay-text]").inner_text()
    page.wait_for_timeout(200)
    assert replay.locator("[data-replay-text]").inner_text() == shown
