"""The recorder in a real Chromium: nothing lost, nothing doubled, and the page says what is true.

The microphone plays recorded speech; the answers go to the real app on a real server.
"""

import threading
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route, expect
from werkzeug.serving import make_server

from applicants import invitations
from assessments.sittings import recordings
from assessments.sittings.models import Event, Recording, RecordingState, Sitting
from database import db
from tests.support import factories, sound
from tests.support.browser.navigators.applicant import PASS_DEVICE_CHECK, ApplicantWalk
from tests.support.servers import read_at_once

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("three_tasks")]

RATE = 16_000


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, read_at_once(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def link(app: Flask, address: str) -> str:
    invitation = factories.an_invitation(factories.a_vacancy("voice"))
    path = invitations.link(invitation).rsplit("/i/")[1]
    # A session that stays open would keep the server out of the database.
    db.session.commit()
    return f"{address}/i/{path}"


@pytest.fixture
def instructions(profile: BrowserContext, link: str) -> Page:
    """The page before the voice test."""
    opened = profile.new_page()
    opened.set_default_timeout(20_000)
    walk = ApplicantWalk(opened)
    walk.opens(link)
    walk.agrees()
    # The device check has its own test and takes five seconds of speaking.
    opened.evaluate(PASS_DEVICE_CHECK)
    opened.goto(link.partition("/i/")[0] + "/next")
    return opened


@pytest.fixture
def page(instructions: Page) -> Page:
    """The page of the voice test, not yet begun."""
    instructions.get_by_role("button", name="Start the test").click()
    expect(instructions.locator("[data-voice][data-ready]")).to_be_visible()
    return instructions


def rows() -> list[Recording]:
    kept = list(db.session.query(Recording).order_by(Recording.id))
    db.session.expunge_all()
    db.session.commit()
    return kept


def kinds() -> list[str]:
    found = [event.kind for event in db.session.query(Event).order_by(Event.number)]
    db.session.commit()
    return found


def samples(recording: Recording) -> np.ndarray:
    assert recording.store_key
    path = recordings.store().path(recording.store_key)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    pieces = []
    with av.open(str(path)) as opened:
        for frame in opened.decode(audio=0):
            frame.pts = None
            pieces += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
    return np.concatenate(pieces).astype(np.float64) / 32_768


def likeness(recorded: np.ndarray, played: np.ndarray) -> float:
    """Greatest normalised cross-correlation of a recording with what the microphone played."""
    size = 1 << (len(recorded) + 2 * len(played)).bit_length()
    looped = np.concatenate([played, played])
    cross = np.fft.irfft(np.fft.rfft(looped, size) * np.conj(np.fft.rfft(recorded, size)), size)
    at = int(np.argmax(cross[: len(looped) - len(recorded)]))
    part = looped[at : at + len(recorded)]
    return float(part @ recorded / (np.linalg.norm(part) * np.linalg.norm(recorded)))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def begin_to_read(page: Page) -> None:
    press(page, "I am ready")
    press(page, "Record now")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()


def test_three_answers_from_ready_to_safe(page: Page, speech: Path) -> None:
    expect(page.get_by_role("heading", name="Read this aloud")).to_be_visible()
    expect(page.locator("[data-text]")).to_be_hidden()
    begin_to_read(page)
    expect(page.locator("[data-text]")).to_be_visible()
    expect(page.locator("[data-say]")).to_contain_text("Recording.")
    page.wait_for_timeout(5_000)
    page.keyboard.press("Enter")  # The round button has the focus.
    expect(page.get_by_text("Answer 1 is safe")).to_be_visible()
    press(page, "Next")

    expect(page.get_by_role("heading", name="Listen, then say it again")).to_be_visible()
    expect(page.get_by_text("Question 2 of 3.")).to_be_visible()
    assert "prompt_played" not in kinds()
    press(page, "Listen")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible(timeout=30_000)
    page.wait_for_timeout(2_500)
    press(page, "Stop")
    expect(page.get_by_text("Answer 2 is safe")).to_be_visible()

    expect(page.get_by_role("heading", name="Answer the caller")).to_be_visible()
    begin_to_read(page)
    page.wait_for_timeout(2_500)
    press(page, "Stop")
    expect(page.get_by_text("All your answers are safe with us")).to_be_visible()
    press(page, "Next")
    page.wait_for_url(lambda url: "/sittings/" not in url)

    kept = rows()
    assert [recording.state for recording in kept] == [RecordingState.RECEIVED] * 3
    assert kinds().count("prompt_played") == 1
    assert kinds().count("recorded") == 3
    assert db.session.query(Sitting).one().state == "submitted"
    first = samples(kept[0])
    assert len(first) / RATE == pytest.approx(kept[0].claimed_seconds, abs=0.5)
    assert likeness(first, sound.samples_of(speech).astype(np.float64)) > 0.95


def test_the_practice_tries_the_recorder_and_a_sentence_that_plays_once(
    instructions: Page,
) -> None:
    ApplicantWalk(instructions).practises()
    begin_to_read(instructions)
    instructions.wait_for_timeout(1_500)
    press(instructions, "Stop")
    expect(instructions.get_by_text("Answer 1 is safe")).to_be_visible()
    press(instructions, "Next")
    press(instructions, "Listen")
    expect(instructions.get_by_role("button", name="Stop", exact=True)).to_be_visible(
        timeout=30_000
    )
    instructions.wait_for_timeout(1_500)
    press(instructions, "Stop")
    expect(instructions.get_by_text("Answer 2 is safe")).to_be_visible()
    press(instructions, "Next")
    expect(instructions.get_by_role("button", name="Start the test")).to_be_visible()
    assert kinds()[-1] == "submitted"


def test_a_reload_in_the_middle_loses_no_piece(page: Page, speech: Path) -> None:
    begin_to_read(page)
    page.wait_for_timeout(3_500)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("Answer 1 is safe")).to_be_visible()
    (kept,) = rows()
    assert kept.state == RecordingState.RECEIVED
    heard = samples(kept)
    assert len(heard) / RATE >= 2.5
    assert likeness(heard, sound.samples_of(speech).astype(np.float64)) > 0.95
    # Reading aloud may be done again; the new one is a second recording.
    page.get_by_role("button", name="Record it again").click()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    page.wait_for_timeout(1_500)
    press(page, "Stop")
    expect(page.get_by_role("heading", name="Listen, then say it again")).to_be_visible()
    assert len(rows()) == 2


def test_a_dead_line_is_said_and_survived(page: Page, profile: BrowserContext) -> None:
    begin_to_read(page)
    page.wait_for_timeout(1_500)
    profile.set_offline(True)
    page.wait_for_timeout(2_000)
    press(page, "Stop")
    expect(page.locator("[data-say]")).to_contain_text("kept on this computer")
    expect(page.locator("[data-pills] .good")).to_have_count(0)
    profile.set_offline(False)
    expect(page.get_by_text("Answer 1 is safe")).to_be_visible(timeout=30_000)
    (kept,) = rows()
    assert len(samples(kept)) / RATE == pytest.approx(kept.claimed_seconds, abs=0.5)


def test_lost_answers_and_faults_double_nothing(page: Page, profile: BrowserContext) -> None:
    """The server takes a piece, the answer is lost: the same piece must not be added twice."""
    calls = {"count": 0}

    def unreliable(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        calls["count"] += 1
        if calls["count"] % 3 == 1:
            route.fetch()
            return route.abort()
        if calls["count"] % 3 == 2:
            return route.fulfill(status=500)
        return route.continue_()

    page.route("**/recordings/*", unreliable)
    begin_to_read(page)
    page.wait_for_timeout(4_000)
    press(page, "Stop")
    expect(page.get_by_text("Answer 1 is safe")).to_be_visible(timeout=40_000)
    assert calls["count"] >= 3
    (kept,) = rows()
    assert len(samples(kept)) / RATE == pytest.approx(kept.claimed_seconds, abs=0.5)


def test_a_recording_that_is_too_large_is_said(page: Page) -> None:
    page.route(
        "**/recordings/*",
        lambda route: (
            route.fulfill(status=413) if route.request.method == "PATCH" else route.continue_()
        ),
    )
    begin_to_read(page)
    # The first bundle goes out after some six seconds.
    expect(page.get_by_text("Answer 1 was not taken")).to_be_visible(timeout=15_000)
    press(page, "Stop")
    expect(page.locator("[data-say]")).to_contain_text("too large")
    expect(page.locator("[data-pills] .good")).to_have_count(0)


def test_leaving_a_question_out_asks_first(page: Page) -> None:
    page.get_by_role("button", name="I cannot answer this one").click()
    page.get_by_role("button", name="No, stay here").click()
    expect(page.get_by_role("heading", name="Read this aloud")).to_be_visible()
    page.get_by_role("button", name="I cannot answer this one").click()
    page.get_by_role("button", name="Yes, leave it out").click()
    expect(page.get_by_role("heading", name="Listen, then say it again")).to_be_visible()
    assert "skipped" in kinds()


def test_four_causes_of_no_microphone(page: Page) -> None:
    for fault, says in {
        "NotAllowedError": "The microphone is not allowed.",
        "NotFoundError": "No microphone was found.",
        "NotReadableError": "Another program is using the microphone.",
        "": "This browser cannot record.",
    }.items():
        page.evaluate(
            """(name) => name
              ? navigator.mediaDevices.getUserMedia = () =>
                  Promise.reject(new DOMException("", name))
              : delete window.MediaRecorder""",
            fault,
        )
        press(page, "I am ready")
        expect(page.get_by_text(says)).to_be_visible()
        expect(page.locator("[data-cause]:visible")).to_have_count(1)
        expect(page.get_by_role("button", name="I am ready", exact=True)).to_be_enabled()
    assert kinds() == ["begun"]
