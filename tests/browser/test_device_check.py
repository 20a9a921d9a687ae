"""The device check in a real Chromium: a working microphone, and four ways not to have one.

What a program makes of the sentence is made up here; tests/queue hears it with real Whisper.
"""

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from applicants import sound_check
from applicants.models import Applicant, Application, SoundCheck, SoundCheckState
from assessments.sittings.recordings import store
from database import db
from speech.spoken import Spoken, Word
from tests.support.browser.navigators.applicant import ApplicantWalk
from tests.support.browser.staged import Staged

pytestmark = pytest.mark.browser

FAIL = """(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
}"""
WATCH_LEVEL = """() => {
  const meter = document.querySelector("[data-level]");
  window.levels = [];
  setInterval(() => window.levels.push(meter.value), 50);
}"""


def worker_hears(stage: Staged, text: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Do the job that waits as the worker would, with made-up words; return the sound it got."""
    words = tuple(
        Word(text=word, start=float(n), end=n + 0.5, probability=0.9)
        for n, word in enumerate(text.split())
    )
    spoken = Spoken(seconds=5.0, words=words, text=text)
    monkeypatch.setattr(sound_check, "transcribe_recording", lambda *_, **__: spoken)

    def work() -> bytes:
        waits = SoundCheck.state == SoundCheckState.WAITING
        check = db.session.query(SoundCheck).filter(waits).one()
        sound_of = store().part(check.public_id).read_bytes()
        sound_check.understand(check.id)
        return sound_of

    return stage.do(work)


def speaks(page: Page) -> None:
    page.get_by_role("button", name="Check the microphone").click()
    expect(page.get_by_text("A program is listening to your sentence.")).to_be_visible(
        timeout=20_000
    )


def check_page(stage: Staged, profile: BrowserContext, name: str) -> Page:
    """A newcomer with a voice test, at the device check."""
    page = profile.new_page()
    page.set_default_timeout(15_000)
    walk = ApplicantWalk(page)
    walk.opens(stage.newcomer("voice", name=name))
    walk.agrees()
    expect(page.get_by_role("heading", name="Check your computer")).to_be_visible()
    return page


def application_of(stage: Staged, name: str) -> tuple[str, dict[str, object]]:
    """Return the public id of a person's application, and the stored result of the check."""

    def read() -> tuple[str, dict[str, object]]:
        found = db.session.query(Application).join(Applicant).filter(Applicant.name == name).one()
        return found.public_id, found.device or {}

    return stage.do(read)


def report_says(stage: Staged, profile: BrowserContext, application: str) -> str:
    stage.enter(profile, "recruiter")
    page = profile.new_page()
    page.goto(f"{stage.address}/applications/{application}")
    return page.locator("#equipment").inner_text()


def test_a_working_microphone_moves_the_level_and_is_heard_again(
    stage: Staged, profile: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = check_page(stage, profile, "Works Well")
    asked: list[str] = []
    page.on("request", lambda request: request.method != "GET" and asked.append(request.url))
    go_on = page.get_by_role("button", name="Everything works, go on")
    expect(go_on).to_be_disabled()
    page.evaluate(WATCH_LEVEL)
    page.get_by_role("button", name="Check the microphone").click()
    expect(page.get_by_text("Listening: speak now.")).to_be_visible()
    expect(page.get_by_text("Good: we hear you clearly.")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("A program is listening to your sentence.")).to_be_visible()
    levels = page.evaluate("window.levels")
    assert max(levels) > 0.1
    assert len({round(level, 2) for level in levels}) > 10
    # What is played back is what was spoken: five seconds of sound, from this computer.
    player = page.locator("[data-own-voice]")
    assert str(player.get_attribute("src")).startswith("blob:")
    player.evaluate("player => player.play()")
    page.wait_for_function("() => document.querySelector('[data-own-voice]').currentTime > 0.5")
    expect(go_on).to_be_disabled()
    page.get_by_label("No", exact=True).check()
    expect(page.get_by_text("Check that your sound is on")).to_be_visible()
    expect(go_on).to_be_disabled()
    page.get_by_label("Yes", exact=True).check()
    expect(go_on).to_be_disabled()
    taken = worker_hears(stage, "good morning how may I help you today", monkeypatch)
    assert taken[:4] == b"\x1a\x45\xdf\xa3"  # WebM, as Chromium records it
    expect(page.get_by_text("You are understood well.")).to_be_visible()
    expect(page.get_by_text("good morning how may I help you today", exact=True)).to_be_visible()
    # The line was timed and the sentence sent; nothing else left this computer.
    assert {url.rsplit("/", 1)[1] for url in asked} <= {"line", "sentence"}
    go_on.click()
    expect(page.get_by_role("heading", name="Voice", level=1)).to_be_visible()
    application, device = application_of(stage, "Works Well")
    assert device["microphone"] == "working"
    assert device["heard_playback"] is True
    assert 0.1 < float(str(device["peak_level"])) <= 1
    assert -40 < float(str(device["speech_dbfs"])) < -10
    assert float(str(device["noise_dbfs"])) < float(str(device["speech_dbfs"])) - 15
    assert device["clipped_share"] == 0
    assert 0 < float(str(device["round_trip_ms"])) < 5_000
    assert float(str(device["upload_kbps"])) > 128
    assert device["understanding"] == {"state": "understood", "found": 8, "of": 8, "tries": 1}
    says = report_says(stage, profile, application)
    assert f"working, highest level {100 * float(str(device['peak_level'])):.0f}%" in says
    assert "heard the test sound" in says
    assert "understood: 8 of 8 words found" in says


def test_after_two_tries_that_were_not_understood_one_may_go_on(
    stage: Staged, profile: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = check_page(stage, profile, "Is Misheard")
    go_on = page.get_by_role("button", name="Everything works, go on")
    speaks(page)
    page.get_by_label("Yes", exact=True).check()
    worker_hears(stage, "could mourning", monkeypatch)
    expect(page.get_by_text("did not understand the whole sentence")).to_be_visible()
    expect(page.get_by_text("could mourning", exact=True)).to_be_visible()
    expect(go_on).to_be_disabled()
    expect(page.get_by_text("read the sentence once more")).to_be_visible()
    expect(page.get_by_text("wait until we say")).to_be_hidden()
    speaks(page)
    page.get_by_label("Yes", exact=True).check()
    worker_hears(stage, "", monkeypatch)
    expect(page.get_by_text("did not find any words")).to_be_visible()
    expect(page.get_by_text("read the sentence once more")).to_be_hidden()
    expect(page.get_by_text("You can try again or go on.", exact=False).first).to_be_visible()
    go_on.click()
    expect(page.get_by_role("heading", name="Voice", level=1)).to_be_visible()
    application, device = application_of(stage, "Is Misheard")
    assert device["understanding"] == {"state": "not_understood", "found": 0, "of": 8, "tries": 2}
    assert "not understood: 0 of 8 words found, 2 tries" in report_says(stage, profile, application)


def test_a_busy_worker_keeps_nobody_waiting_for_ever(
    stage: Staged, profile: BrowserContext
) -> None:
    page = check_page(stage, profile, "Is Patient")
    speaks(page)
    page.get_by_label("Yes", exact=True).check()
    expect(page.get_by_text("Our computer is busy")).to_be_visible(timeout=40_000)
    page.get_by_role("button", name="Everything works, go on").click()
    expect(page.get_by_role("heading", name="Voice", level=1)).to_be_visible()
    assert application_of(stage, "Is Patient")[1]["understanding"] == {
        "state": "not_checked",
        "found": 0,
        "of": 8,
        "tries": 1,
    }


@pytest.mark.parametrize(
    ("status", "says"),
    [(413, "could not be sent to be checked"), (429, "could not be sent to be checked")],
)
def test_a_sentence_that_cannot_be_sent_does_not_block(
    status: int, says: str, stage: Staged, profile: BrowserContext
) -> None:
    page = check_page(stage, profile, f"Cannot Send {status}")
    page.route("**/device-check/sentence", lambda route: route.fulfill(status=status))
    page.get_by_role("button", name="Check the microphone").click()
    expect(page.get_by_text(says)).to_be_visible(timeout=20_000)
    page.get_by_label("Yes", exact=True).check()
    expect(page.get_by_role("button", name="Everything works, go on")).to_be_enabled()


def test_the_line_is_measured_and_a_dead_one_is_said(
    stage: Staged, profile: BrowserContext
) -> None:
    page = check_page(stage, profile, "Slow Line")
    expect(page.get_by_text("Your line is fast enough.")).to_be_visible()
    expect(page.get_by_text("Upload:")).to_be_visible()

    def slowly(route: Route) -> None:
        if route.request.method == "POST":
            page.wait_for_timeout(9_000)  # 131,072 bytes in 9 s are 117 kbit/s
        route.continue_()

    page.route("**/device-check/line", slowly)
    page.get_by_role("button", name="Measure again").click()
    expect(page.get_by_text("Your line is slow.")).to_be_visible(timeout=20_000)
    page.unroute("**/device-check/line")
    profile.set_offline(True)
    page.get_by_role("button", name="Measure again").click()
    expect(page.get_by_text("We could not measure your line.")).to_be_visible()
    expect(page.get_by_text("Upload:")).to_be_hidden()
    profile.set_offline(False)


CAUSES = {
    "NotAllowedError": ("denied", "The microphone is not allowed.", "access was not allowed"),
    "NotFoundError": ("none", "No microphone was found.", "none was found"),
    "NotReadableError": (
        "busy",
        "Another program is using the microphone.",
        "in use by another program",
    ),
    "": ("unsupported", "This browser cannot record.", "not supported by the browser"),
}


def test_four_causes_are_told_apart_and_reach_the_report(
    stage: Staged, profile: BrowserContext
) -> None:
    page = check_page(stage, profile, "Has Trouble")
    seen = set()
    for fault, (_, says, _) in CAUSES.items():
        page.evaluate(FAIL if fault else "delete window.MediaRecorder", fault)
        page.get_by_role("button", name="Check the microphone").click()
        expect(page.get_by_text(says)).to_be_visible()
        expect(page.locator("[data-cause]:visible")).to_have_count(1)
        seen.add(page.locator("[data-cause]:visible").inner_text())
        expect(page.get_by_role("button", name="Check the microphone")).to_be_enabled()
        expect(page.get_by_role("button", name="Everything works, go on")).to_be_disabled()
    assert len(seen) == 4


@pytest.mark.parametrize("fault", CAUSES)
def test_going_on_without_tells_the_recruiter_why(
    fault: str, stage: Staged, profile: BrowserContext
) -> None:
    cause, says, in_the_report = CAUSES[fault]
    name = f"Without {cause.title()}"
    page = check_page(stage, profile, name)
    without = page.get_by_role("button", name="Go on without a working microphone")
    expect(without).to_be_hidden()
    page.evaluate(FAIL if fault else "delete window.MediaRecorder", fault)
    page.get_by_role("button", name="Check the microphone").click()
    expect(page.get_by_text(says)).to_be_visible()
    expect(page.get_by_text("the voice test cannot be scored")).to_be_visible()
    without.click()
    expect(page.get_by_role("heading", name="Voice", level=1)).to_be_visible()
    application, device = application_of(stage, name)
    assert device["microphone"] == cause
    assert device["peak_level"] is None
    assert in_the_report in report_says(stage, profile, application)


def test_trouble_that_was_mended_is_forgotten(
    stage: Staged, profile: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = check_page(stage, profile, "Was Mended")
    page.evaluate(FAIL, "NotReadableError")
    page.get_by_role("button", name="Check the microphone").click()
    expect(page.get_by_text("Another program is using the microphone.")).to_be_visible()
    # What stood in the way was set on the object; without it the browser's own is back.
    page.evaluate("delete navigator.mediaDevices.getUserMedia")
    page.get_by_role("button", name="Check the microphone").click()
    expect(page.get_by_text("Good: we hear you clearly.")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-cause]:visible")).to_have_count(0)
    expect(page.get_by_text("A program is listening to your sentence.")).to_be_visible()
    worker_hears(stage, "good morning how may I help you today", monkeypatch)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Everything works, go on").click()
    expect(page.get_by_role("heading", name="Voice", level=1)).to_be_visible()
    assert application_of(stage, "Was Mended")[1]["microphone"] == "working"


def test_a_line_that_is_down_is_said_and_tried_again(
    stage: Staged, profile: BrowserContext
) -> None:
    page = check_page(stage, profile, "Bad Line")
    page.evaluate(FAIL, "NotFoundError")
    page.get_by_role("button", name="Check the microphone").click()
    profile.set_offline(True)
    without = page.get_by_role("button", name="Go on without a working microphone")
    without.click()
    expect(page.get_by_text("We could not save this.")).to_be_visible()
    profile.set_offline(False)
    without.click()
    expect(page.get_by_role("heading", name="Voice", level=1)).to_be_visible()
