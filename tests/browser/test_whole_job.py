"""The whole job on a fresh installation: what `make run` starts, an applicant, a recruiter.

Nothing is mocked: the launcher, its queue server, forking workers, real Whisper, real Chromium,
a microphone that hears recorded speech.
"""

import json
import re
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from assessments.banks import registry
from assessments.kinds.voice.draw import PLANS, SCREENING, tasks_of
from benchmarks.start import Start, free_port
from tests.support.browser import chromium
from tests.support.browser.chromium import Browsers
from tests.support.browser.navigators.applicant import ApplicantWalk
from tests.support.browser.navigators.recruiter import RecruiterWalk
from tests.support.sound import Clip, real_speech, wav_for_fake_microphone

pytestmark = [
    pytest.mark.browser,
    pytest.mark.whisper,
    pytest.mark.queue,
    pytest.mark.timeout(900),
]

SPOKEN_SECONDS = 9
SPOKEN_TASKS = sum(tasks_of(PLANS[SCREENING]).values())
TYPED = 220
MISTAKES = {10: "x", 60: "q"}


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    return real_speech()[:2]


@pytest.fixture(scope="module")
def started(
    browsers: Browsers, clips: list[Clip], tmp_path_factory: pytest.TempPathFactory
) -> Browser:
    sound = tmp_path_factory.mktemp("microphone") / "speech.wav"
    return browsers.hearing(wav_for_fake_microphone(clips, sound, seconds=12))


@pytest.fixture(scope="module")
def handa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    start = Start(tmp_path_factory.mktemp("whole-job") / "instance", free_port())
    try:
        start.wait()
        yield start
    finally:
        if start.process.poll() is None:
            start.process.send_signal(signal.SIGTERM)
            start.process.wait(90)


def printed(handa: Start, pattern: str) -> str:
    found = re.search(pattern, "".join(handa.lines))
    assert found, "".join(handa.lines)
    return found[1]


@pytest.fixture
def page(started: Browser) -> Iterator[Page]:
    context = chromium.context(started)
    page = context.new_page()
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def recruiter(page: Page, handa: Start) -> RecruiterWalk:
    walk = RecruiterWalk(page)
    password = printed(handa, r"recruiter\s+\S+\s+password\s+(\S+)")
    walk.signs_in(printed(handa, r"ready: (\S+)"), "recruiter@handa.example", password)
    return walk


def grammar_answers() -> dict[str, str]:
    """The right answer to every question that a form draws: to choose, or to type."""
    return {
        item: question.key if question.question_type == "choose" else question.right_answers[0]
        for item, question in registry.bank("grammar").items()
        if question.question_type in ("choose", "type_correction")
    }


def test_smoke_an_applicant_gets_in_and_a_recruiter_sees_it(page: Page, handa: Start) -> None:
    walk = ApplicantWalk(page)
    walk.opens(printed(handa, r"invitation\s+(\S+)"))
    walk.agrees()
    walk.checks_the_device()
    walk.reads_instructions("Typing")
    staff = recruiter(page.context.new_page(), handa)
    staff.opens_the_shortlist("Chat and voice support")
    expect(staff.page.get_by_role("row", name="Sample Applicant")).to_contain_text("progress")


def test_the_whole_job(page: Page, handa: Start, clips: list[Clip]) -> None:
    walk = ApplicantWalk(page)
    link = printed(handa, r"invitation\s+(\S+)")
    page.goto(link)
    page.get_by_role("button", name="Go on where I stopped").click()
    takes_all_four(walk, handa.instance)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    staff = recruiter(page.context.new_page(), handa)
    staff.opens_the_shortlist("Chat and voice support")
    staff.waits_until_scored("Sample Applicant", seconds=240)
    staff.opens_the_report("Sample Applicant")
    check_typing(staff.page)
    expect(staff.page.locator("#grammar")).to_contain_text("20 of 20")
    expect(staff.page.locator("#chat")).to_contain_text("The customer left with the problem solved")
    staff.page.locator("a[href$='/tests/voice']").click()
    check_voice(staff.page, clips)
    staff.page.go_back()
    staff.decides("Shortlist", "Calm in the chat, clear voice, exact grammar.")
    expect(staff.page.get_by_text("Calm in the chat, clear voice").first).to_be_visible()
    check_link_is_used(link)
    check_results(handa.instance)


def drawn(instance: Path, slug: str) -> str:
    """The first item of the newest sitting of a kind."""
    with sqlite3.connect(f"file:{instance / 'handa.sqlite'}?mode=ro", uri=True) as database:
        newest = database.execute(
            "select event.data from event join sitting on sitting.id = event.sitting_id "
            "where sitting.slug = ? and event.kind = 'begun' order by event.id desc",
            (slug,),
        ).fetchone()
    database.close()
    return json.loads(newest[0])["items"][0]


def takes_all_four(walk: ApplicantWalk, instance: Path) -> None:
    walk.starts()
    walk.types(TYPED, mistakes=MISTAKES, delay=75)
    walk.reads_instructions("Grammar")
    walk.starts()
    walk.answers_grammar(grammar_answers())
    walk.reads_instructions("chat")
    walk.starts()
    walk.serves(registry.bank("chat")[drawn(instance, "chat")])
    walk.page.get_by_role("button", name="Hand in").click()
    walk.reads_instructions("Voice")
    walk.starts()
    walk.speaks(SPOKEN_SECONDS)


def check_typing(page: Page) -> None:
    section = page.locator("#typing")
    expect(section).to_contain_text("Net speed")
    expect(section).not_to_contain_text("Not measured:")
    marked = section.locator(".marked-passage .mark-corrected")
    assert marked.count() == 2 * len(MISTAKES)  # in each of the two passages


def check_voice(page: Page, clips: list[Clip]) -> None:
    """The words that the microphone played stand in the transcript, and the sound can be had."""
    section = page.locator("#voice")
    heard = set(re.findall(r"[a-z']+", section.inner_text().lower()))
    said = {word for clip in clips for word in clip.words if len(word) > 3}
    assert len(said & heard) / len(said) > 0.7, said - heard
    sound = section.locator("audio").first
    status = page.evaluate("async url => (await fetch(url)).status", sound.get_attribute("src"))
    assert status in {200, 206}


def check_link_is_used(link: str) -> None:
    deadline = time.monotonic() + 45
    status, words = 200, ""
    while status == 200 and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(link, timeout=10).close()
            time.sleep(1)
        except urllib.error.HTTPError as refusal:
            with refusal:
                status, words = refusal.code, refusal.read().decode()
    assert status == 410
    assert "finished these tests" in words


def check_results(instance: Path) -> None:
    """Every sitting was scored once, by the real engine."""
    with sqlite3.connect(f"file:{instance / 'handa.sqlite'}?mode=ro", uri=True) as database:
        states = dict(database.execute("select slug, state from sitting where not practice"))
        results = database.execute("select count(*) from result").fetchone()
        chat = database.execute(
            "select score from result join sitting on sitting.id = result.sitting_id "
            "where slug = 'chat'"
        ).fetchone()
        heard = database.execute("select state, heard from recording").fetchall()
    database.close()
    assert states == dict.fromkeys(("typing", "grammar", "chat", "voice"), "scored")
    assert results == (4,)
    assert chat[0] > 75
    assert [state for state, _ in heard] == ["heard"] * SPOKEN_TASKS
    assert all("openai-whisper" in content for _, content in heard)


def test_stopping_leaves_nothing_behind(handa: Start) -> None:
    children = psutil.Process(handa.process.pid).children(recursive=True)
    handa.process.send_signal(signal.SIGTERM)
    assert handa.process.wait(90) == 0
    assert [child for child in children if child.is_running()] == []
