"""Every task of the voice test in a real Chromium, and a prompt that plays once.

The microphone plays recorded speech; the answers go to the real app on a real server.
"""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.serving import make_server

from applicants import invitations
from assessments.sittings.models import Event, Recording, RecordingState
from database import db
from tests.support import factories
from tests.support.browser import chromium
from tests.support.browser.navigators.applicant import PASS_DEVICE_CHECK, ApplicantWalk
from tests.support.servers import read_at_once

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ONE_OF_EACH = (
    "read-plan-change",
    "repeat-hold",
    "sa-drink-change",
    "sb-full-address",
    "practice-retell",  # as a scored one, and shorter
    "open-broken-fan",
    "open-late-dinner",
)
HEADINGS = (
    "Read this aloud",
    "Listen, then say it again",
    "Listen, then answer in a word or two",
    "Listen, then put the sentence in order",
    "Listen, then tell it to a colleague",
    "Answer the caller",
    "Listen, then answer the caller",
)
VIEW = "views => views.includes(document.querySelector('[data-voice]').dataset.view)"


@pytest.fixture
def form() -> tuple[str, ...]:
    return ONE_OF_EACH


@pytest.fixture
def page(
    app: Flask, started: Browser, form: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """The page of the voice test at its first task, on a phone."""
    monkeypatch.setattr("assessments.kinds.voice.draw", lambda *_, **__: form)
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, read_at_once(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    link = invitations.link(factories.an_invitation(factories.a_vacancy("voice")))
    db.session.commit()
    address = f"http://127.0.0.1:{server.server_port}"
    context = chromium.context(started)
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_default_timeout(20_000)
    walk = ApplicantWalk(page)
    walk.opens(f"{address}/i/{link.rsplit('/i/')[1]}")
    walk.agrees()
    page.evaluate(PASS_DEVICE_CHECK)
    page.goto(f"{address}/next")
    page.get_by_role("button", name="Start the test").click()
    expect(page.locator("[data-voice][data-ready]")).to_be_visible()
    yield page
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def kinds() -> list[str]:
    found = [event.kind for event in db.session.query(Event).order_by(Event.number)]
    db.session.commit()
    return found


def until(page: Page, *views: str) -> str:
    page.wait_for_function(VIEW, arg=list(views), timeout=60_000)
    return str(page.locator("[data-voice]").get_attribute("data-view"))


def speak(page: Page) -> None:
    """From the task at work to its recording, and stop with the keyboard."""
    button = page.locator("[data-act]")
    button.focus()
    page.keyboard.press("Enter")
    if until(page, "prepare", "recording") == "prepare":
        page.keyboard.press("Enter")
        until(page, "recording")
    page.wait_for_timeout(1_600)
    page.keyboard.press("Enter")
    if until(page, "recorded", "ready", "finished") == "recorded":
        button.click()
        until(page, "ready")


def test_one_of_each_from_the_first_to_the_last(page: Page) -> None:
    for number, heading in enumerate(HEADINGS, 1):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(page.get_by_text(f"Question {number} of 7.")).to_be_visible()
        heard = heading.startswith("Listen")
        expect(page.get_by_text("It plays one time only.")).to_be_visible(visible=heard)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, heading
        speak(page)
    expect(page.get_by_text("All your answers are safe with us")).to_be_visible()
    kept = list(db.session.query(Recording).order_by(Recording.id))
    assert [recording.item for recording in kept] == list(ONE_OF_EACH)
    assert {recording.state for recording in kept} == {RecordingState.RECEIVED}
    db.session.commit()
    assert kinds().count("prompt_given") == kinds().count("prompt_played") == 5


@pytest.mark.parametrize("form", [("repeat-hold", "sa-drink-change")])
def test_a_reload_after_the_sound_does_not_bring_it_back(page: Page) -> None:
    page.locator("[data-act]").click()
    until(page, "recording")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[data-voice][data-ready]")).to_be_visible()
    status = page.evaluate(
        """async () => {
          const { openSitting, send } = await import("/static/js/sitting.js");
          const url = `${openSitting().base}/media/repeat-hold`;
          return (await send(url, { method: "POST" })).status;
        }"""
    )
    assert status == 403
    assert kinds().count("prompt_given") == 1


@pytest.mark.parametrize("form", [("repeat-hold",)])
def test_a_line_that_breaks_during_the_download_costs_nothing(page: Page) -> None:
    broken = 0

    def fail(route: Route) -> None:
        nonlocal broken
        broken += 1
        if broken == 1:
            # The server has given it out, and the line breaks before it is here.
            route.fetch()
            route.abort()
        elif broken == 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/media/*", fail)
    speak(page)
    expect(page.get_by_text("All your answers are safe with us")).to_be_visible()
    assert broken == 3
    assert kinds().count("prompt_given") == 2
    assert kinds().count("prompt_played") == 1


@pytest.mark.parametrize("form", [("open-late-dinner",)])
def test_after_a_heard_problem_there_is_time_to_think(page: Page) -> None:
    page.locator("[data-act]").click()
    assert until(page, "playing") == "playing"
    expect(page.locator("[data-text]")).to_be_hidden()
    until(page, "prepare")
    expect(page.get_by_text("Think about what you will say to the caller.")).to_be_visible()
    expect(page.get_by_text("Time to prepare")).to_be_visible()
    left = int(page.locator("[data-seconds]").inner_text())
    assert 12 <= left <= 15
    # No button is pressed: the recording begins by itself.
    until(page, "recording")
    expect(page.get_by_text("Time to speak")).to_be_visible()


@pytest.mark.parametrize("form", [("repeat-hold", "sa-drink-change")])
def test_another_window_in_front_while_the_prompt_sounds_is_noted(page: Page) -> None:
    page.locator("[data-act]").click()
    until(page, "playing")
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    page.wait_for_timeout(1_300)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    until(page, "recording")
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    page.wait_for_timeout(200)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(1_500)
    page.locator("[data-act]").click()
    until(page, "ready")
    noted = db.session.query(Event).filter_by(kind="looked_away").all()
    db.session.commit()
    assert [(event.data["item"], event.data["during"]) for event in noted] == [
        ("repeat-hold", "listening")
    ]
    assert 1.0 <= noted[0].data["seconds"] <= 3.0
