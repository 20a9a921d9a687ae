"""The outbox in the real app: nothing is lost, nothing doubled, and the page says what is true."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.support.browser.navigators.applicant import ApplicantWalk
from tests.support.browser.staged import Staged
from tests.support.browser.taking import Taking, says

pytestmark = pytest.mark.browser


@pytest.fixture
def grammar(stage: Staged, profile: BrowserContext) -> Taking:
    return Taking(stage, profile, "grammar")


def answer(page: Page, number: int) -> tuple[str, str]:
    """Answer question 1, 2 … in some way; return its id and the answer."""
    page.locator(".question-list [data-go]").nth(number - 1).click()
    question = page.locator(f"#question-{number}")
    item = question.get_attribute("data-question") or ""
    if question.get_attribute("data-form") == "choose":
        choice = question.locator("input[type=radio]").nth(1)
        choice.check()
        return item, choice.get_attribute("value") or ""
    question.locator("input[type=text]").fill(f"word {number}")
    question.locator("input[type=text]").press("Tab")
    return item, f"word {number}"


def given(taking: Taking, *, late: bool = False) -> list[tuple[object, object]]:
    return [(event["item"], event["answer"]) for event in taking.events("answered", late=late)]


def test_a_dead_line_is_said_and_nothing_is_lost_or_doubled(grammar: Taking) -> None:
    page = grammar.open()
    answers = [answer(page, 1)]
    says(page, "saved")
    assert given(grammar) == answers
    grammar.profile.set_offline(True)
    answers += [answer(page, number) for number in (2, 3, 4)]
    says(page, "offline")
    assert len(given(grammar)) == 1
    page.wait_for_timeout(1_200)
    says(page, "offline")
    grammar.profile.set_offline(False)
    says(page, "saved")
    assert given(grammar) == answers


def test_a_server_that_fails_is_asked_again(grammar: Taking) -> None:
    """Faults, and answers that get lost after the server took the events."""
    calls: list[str] = []

    def unreliable(route: Route) -> None:
        calls.append(route.request.method)
        if len(calls) <= 2:
            route.fulfill(status=500, body="fault")
        elif len(calls) == 3:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page = grammar.open()
    page.route("**/events", unreliable)
    answers = [answer(page, 1)]
    says(page, "offline")
    answers.append(answer(page, 2))
    says(page, "saved")
    assert len(calls) >= 4
    assert given(grammar) == answers


def test_a_reload_keeps_what_was_not_sent_and_shows_it(grammar: Taking) -> None:
    page = grammar.open()
    grammar.profile.route("**/events", lambda route: route.abort())
    answers = [answer(page, 1), answer(page, 2)]
    says(page, "offline")
    page.reload()
    says(page, "offline")
    assert given(grammar) == []
    grammar.profile.unroute("**/events")
    says(page, "saved")
    assert given(grammar) == answers
    for number in (1, 2):
        expect(page.locator(".question-list [data-go]").nth(number - 1)).to_have_attribute(
            "data-answered", ""
        )
    answers.append(answer(page, 3))
    says(page, "saved")
    assert given(grammar) == answers


def test_a_closed_browser_sends_the_rest_when_it_comes_back(
    stage: Staged, profile: BrowserContext
) -> None:
    """The link leads back into the test; what the first page kept arrives before anything new."""
    link = stage.newcomer("grammar")
    page = profile.new_page()
    walk = ApplicantWalk(page)
    walk.opens(link)
    walk.agrees()
    page.get_by_role("button", name="Everything works, go on").click()
    walk.starts()
    taking = Taking.__new__(Taking)
    taking.stage, taking.profile, taking.path = stage, profile, page.url[len(stage.address) :]
    profile.route("**/events", lambda route: route.abort())
    answers = [answer(page, 1), answer(page, 2)]
    says(page, "offline")
    page.close()
    profile.unroute("**/events")
    again = profile.new_page()
    again.goto(link)
    again.get_by_role("button", name="Go on where I stopped").click()
    again.locator("main[data-ready]").wait_for()
    assert again.url.endswith(taking.path)
    answers.append(answer(again, 3))
    says(again, "saved")
    assert given(taking) == answers


def test_two_tabs_lose_nothing(grammar: Taking) -> None:
    tab, other = grammar.open(), grammar.open()
    answers = [answer(tab, 1), answer(other, 2), answer(tab, 3), answer(other, 4)]
    says(tab, "saved")
    says(other, "saved")
    assert sorted(given(grammar)) == sorted(answers)


def test_time_that_runs_out_on_a_dead_line_is_handed_in(grammar: Taking) -> None:
    """Back within the grace: what was answered in time counts."""
    grammar.ends_in(6)
    page = grammar.open()
    grammar.profile.set_offline(True)
    answers = [answer(page, 1)]
    says(page, "offline")
    expect(page.get_by_role("dialog", name="Time is up")).to_be_visible(timeout=15_000)
    assert grammar.state() == "open"
    grammar.profile.set_offline(False)
    page.wait_for_url("**/thank-you", timeout=30_000)
    assert given(grammar) == answers
    assert grammar.state() in {"submitted", "expired"}


def test_what_comes_after_the_grace_is_kept_and_said_to_be_late(
    stage: Staged, grammar: Taking
) -> None:
    page = grammar.open()
    grammar.profile.set_offline(True)
    answers = [answer(page, 1)]
    says(page, "offline")
    grammar.ends_in(-60)
    grammar.profile.set_offline(False)
    page.wait_for_url("**/thank-you", timeout=30_000)
    assert given(grammar) == []
    assert given(grammar, late=True) == answers
    assert grammar.state() == "expired"
    assert stage.do(lambda: grammar.sitting().late_events) == 1


# ---- coming back in the middle ----


def test_grammar_comes_back_at_the_first_open_question(grammar: Taking) -> None:
    page = grammar.open()
    for number in (1, 2):
        answer(page, number)
    says(page, "saved")
    page.close()
    again = grammar.open()
    expect(again.get_by_role("heading", name="Question 3 of 20")).to_be_visible()
    expect(again.locator(".question-list [data-answered]")).to_have_count(2)


def test_a_chat_comes_back_with_its_lines_and_the_draft(
    stage: Staged, profile: BrowserContext
) -> None:
    chat = Taking(stage, profile, "chat")
    stage.draws(chat.path, "cracked-rice-cooker")
    page = chat.open()
    walk = ApplicantWalk(page)
    walk.says("Hello! May I have your order number and your name, please?", waits_for="SH-20731")
    page.get_by_label("Your reply").fill("I am writing thi")
    page.get_by_role("tab", name="Wrap-up").click()
    page.get_by_label("Notes").fill("Cracked pot")
    page.reload()
    expect(page.get_by_label("Your reply")).to_have_value("I am writing thi")
    expect(page.locator(".line.agent")).to_have_count(1)
    expect(page.locator(".line.customer", has_text="SH-20731")).to_have_count(1)
    page.get_by_role("tab", name="Wrap-up").click()
    expect(page.get_by_label("Notes")).to_have_value("Cracked pot")
    assert len(chat.events("agent_message")) == 1


# ---- an update of the app ----

# Writes what earlier releases left in a browser: databases, stores and keys by their literal names,
# without the product's own code. It reads the page of the sitting, but runs none of its scripts.
EARLIER_RELEASE = """async (path) => {
  const html = await (await fetch(path)).text();
  const page = new DOMParser().parseFromString(html, "text/html");
  const { sitting } = page.querySelector("[data-sitting]").dataset;
  const question = page.querySelector("[data-question]");
  const item = question.dataset.question;
  const answer = question.querySelector("input[type=radio]")?.value ?? "an old answer";
  const keep = (name, create, fill) => new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => create(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const transaction = request.result.transaction(request.result.objectStoreNames, "readwrite");
      fill(transaction);
      transaction.oncomplete = () => resolve(request.result.close());
      transaction.onerror = () => reject(transaction.error);
    };
  });
  await keep(
    "handa-outbox",
    (database) => database
      .createObjectStore("events", { keyPath: ["sitting", "stream", "sequence"] })
      .createIndex("sitting", "sitting"),
    (transaction) => transaction.objectStore("events").put({
      sitting, stream: "an-earlier-release", sequence: 0, born: 1, kind: "answered",
      data: { item, answer, seconds_on_screen: 1 },
    }),
  );
  const recording = {
    clientId: "earlier-recording", sitting, item: "spoken", mime: "audio/webm", seconds: 2,
    born: Date.now(),
  };
  await keep(
    "handa-recordings",
    (database) => {
      database
        .createObjectStore("recordings", { keyPath: "clientId" })
        .createIndex("sitting", "sitting");
      database.createObjectStore("pieces", { keyPath: ["clientId", "number"] });
    },
    (transaction) => {
      transaction.objectStore("recordings").put(recording);
      for (const number of [0, 1]) {
        const data = new Uint8Array([number, 7]).buffer;
        transaction.objectStore("pieces").put({ clientId: recording.clientId, number, data });
      }
    },
  );
  return [item, answer];
}"""
RECORDINGS = """async () => {
  const { RecordingShelf } = await import("/kinds/voice/recording_shelf.js");
  const shelf = new RecordingShelf();
  const { sitting } = document.querySelector("[data-sitting]").dataset;
  const [recording] = await shelf.unfinished(sitting);
  const pieces = await shelf.pieces(recording.clientId);
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  const removed = await shelf.remove(recording.clientId);
  return { ...recording, bytes: [...bytes], removed, left: await shelf.find(recording.clientId) };
}"""


def test_events_that_an_earlier_release_kept_are_sent(grammar: Taking) -> None:
    page = grammar.profile.new_page()
    page.goto(grammar.stage.address + "/static/js/shelf.js")
    item, answer = page.evaluate(EARLIER_RELEASE, grammar.path)
    assert given(grammar) == []
    page.close()
    says(grammar.open(), "saved")
    assert given(grammar) == [(item, answer)]


def test_recordings_that_an_earlier_release_kept_can_be_read(grammar: Taking) -> None:
    page = grammar.profile.new_page()
    page.goto(grammar.stage.address + "/static/js/shelf.js")
    page.evaluate(EARLIER_RELEASE, grammar.path)
    page.close()
    recording = grammar.open().evaluate(RECORDINGS)
    assert recording["clientId"] == "earlier-recording"
    assert recording["item"] == "spoken"
    assert recording["mime"] == "audio/webm"
    assert recording["seconds"] == 2
    assert recording["bytes"] == [0, 7, 1, 7]
    assert recording["removed"] is True
    assert recording["left"] is None
