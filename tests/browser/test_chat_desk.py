"""Three customers at once in the real app: nothing is lost or doubled, all of it by keyboard."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.browser.navigators.applicant import ApplicantWalk
from tests.support.browser.staged import Staged
from tests.support.browser.taking import Taking, says

pytestmark = pytest.mark.browser

THREE = ("cracked-rice-cooker", "internet-six-days", "promo-fare-back")
# Instead of waiting half a minute: the page remembers since when the line is dead.
DEAD_FOR = """seconds => {
  const { sitting } = document.querySelector("[data-sitting]").dataset;
  localStorage.setItem(`handa.chat.${sitting}.line.lost`, String(Date.now() - 1000 * seconds));
}"""


@pytest.fixture
def chats(stage: Staged, profile: BrowserContext) -> Taking:
    """Two customers are there, and the third comes a few seconds after the page is opened."""
    taking = Taking(stage, profile, "chat", form="three")
    stage.draws(taking.path, *THREE, ago=86)
    return taking


def row(page: Page, number: int) -> Locator:
    return page.locator(f"[data-go='{number}']")


def lines(page: Page, number: int, who: str) -> Locator:
    return page.locator(f"[data-chat='{number}'] .line.{who}")


def test_three_customers_are_served_by_keyboard_and_handed_in(stage: Staged, chats: Taking) -> None:
    page = chats.open()
    walk = ApplicantWalk(page)
    keys = page.keyboard
    expect(row(page, 1)).to_contain_text("waiting 1:2")
    expect(row(page, 2)).to_contain_text(re.compile("waiting 0:[45]"))
    expect(row(page, 2)).to_contain_text(re.compile(r"\d new"))
    expect(row(page, 3)).to_contain_text("comes soon")
    expect(row(page, 3)).to_contain_text(re.compile("waiting 0:0"), timeout=20_000)
    expect(page.locator("[data-news]")).to_contain_text("Customer 3: ")

    keys.press("Alt+1")
    keys.type("Hello! I am sorry about the pot. May I have your order number and your name?")
    keys.press("Enter")
    expect(lines(page, 1, "agent")).to_have_count(1)

    # A prepared reply with a slot that is still open stays in the box and says so.
    keys.press("Alt+2")
    expect(row(page, 2).locator("[data-unread]")).to_be_hidden()
    keys.press("Alt+R")
    keys.type("apology")
    keys.press("Enter")
    keys.press("Enter")
    expect(walk.desk.get_by_role("alert")).to_contain_text("Fill in {problem} first")
    expect(lines(page, 2, "agent")).to_have_count(0)
    keys.type("your internet")
    keys.press("Enter")
    expect(lines(page, 2, "agent")).to_have_text(
        [re.compile("I am sorry for the trouble with your internet.")]
    )

    keys.press("Alt+3")
    keys.type("Good day, I am writing thi")
    page.reload()
    expect(walk.desk.get_by_label("Your reply")).to_have_value("Good day, I am writing thi")
    expect(row(page, 3)).to_have_attribute("aria-current", "true")
    expect(lines(page, 1, "agent")).to_have_count(1)
    expect(lines(page, 2, "agent")).to_have_count(1)

    # Record: a field is changed in place, an article is searched, an action is confirmed.
    keys.press("Alt+1")
    keys.press("Alt+I")
    walk.desk.get_by_role("button", name="Change: Phone").press("Enter")
    keys.type("ending in 47")
    keys.press("Enter")
    expect(walk.desk.locator("[data-editable=phone] [data-value]")).to_have_text("ending in 47")
    keys.press("Alt+K")
    keys.type("damaged")
    keys.press("Enter")
    expect(walk.desk.get_by_text("A replacement arrives in 3 to 5 working days")).to_be_visible()
    walk.acts("Refund", {"Order number": "SH-20731", "Amount in pesos": "1,890"})
    expect(lines(page, 1, "step")).to_have_count(2)

    for number in (1, 2, 3):
        keys.press(f"Alt+{number}")
        walk.desk.get_by_role("button", name="Close chat").press("Enter")
        page.get_by_role("dialog").get_by_role("button", name="Close chat").press("Enter")
        expect(row(page, number)).to_contain_text("wrap-up to do")
        keys.press("Alt+W")
        walk.desk.get_by_label("What was this chat about?").select_option(index=1)
        walk.desk.get_by_label("Notes").fill(f"Note {number}")
        keys.press("Tab")
        keys.press("Enter")
        expect(row(page, number)).to_contain_text("ended")
    page.get_by_role("button", name="Hand in").press("Enter")
    page.wait_for_url("**/thank-you")
    assert (
        page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('handa.chat'))") == []
    )

    assert [event["chat"] for event in chats.events("agent_message")] == [1, 2]
    edited = {"kind": "record_edited", "chat": 1, "field": "phone", "value": "ending in 47"}
    assert chats.events("record_edited") == [edited]
    assert [event["article"] for event in chats.events("article_opened")] == ["damaged"]
    values = {"order": "SH-20731", "amount": "1,890"}
    assert [event["values"] for event in chats.events("action")] == [values]
    assert [event["canned"] for event in chats.events("canned_used")] == ["sorry"]
    assert [event["notes"] for event in chats.events("wrap_up")] == ["Note 1", "Note 2", "Note 3"]


def test_half_a_minute_without_a_line_loses_and_doubles_nothing(chats: Taking) -> None:
    """Lines written meanwhile are sent once; each chat reports the loss once."""
    page = chats.open()
    expect(row(page, 3)).to_contain_text("waiting", timeout=20_000)
    chats.profile.set_offline(True)
    ApplicantWalk(page).says("One moment please, I am looking into it.")
    says(page, "offline")
    expect(lines(page, 1, "pending")).to_have_count(1)
    page.evaluate(DEAD_FOR, 30)
    page.wait_for_timeout(1_500)
    chats.profile.set_offline(False)
    says(page, "saved")
    expect(lines(page, 1, "agent")).to_have_count(1)
    expect(lines(page, 1, "pending")).to_have_count(0)
    page.wait_for_timeout(2_500)
    told = chats.events("line_back")
    assert [event["chat"] for event in told] == [1, 2, 3]
    assert all(30 <= float(str(event["lost"])) < 60 for event in told)
    assert len(chats.events("agent_message")) == 1


def test_a_restart_of_the_server_and_a_second_tab_change_nothing(
    stage: Staged, chats: Taking
) -> None:
    tab = chats.open()
    walk = ApplicantWalk(tab)
    walk.says("Hello, thank you for waiting.")
    says(tab, "saved")
    stage.stop()
    try:
        walk.says("May I have your order number?")
        says(tab, "offline")
        expect(lines(tab, 1, "pending")).to_have_count(1)
    finally:
        stage.serve()
    says(tab, "saved")
    other = chats.open()
    for page in (tab, other):
        expect(lines(page, 1, "agent")).to_have_count(2)
        expect(lines(page, 1, "pending")).to_have_count(0)
    ApplicantWalk(other).says("And your full name, please?")
    for page in (tab, other):
        expect(lines(page, 1, "agent")).to_have_count(3)
    other.locator("#draft-2").evaluate("box => { box.value = 'half a sen'; }")
    other.locator("#draft-2").dispatch_event("input")
    expect(tab.locator("#draft-2")).to_have_value("half a sen")
    assert [event["text"] for event in chats.events("agent_message")] == [
        "Hello, thank you for waiting.",
        "May I have your order number?",
        "And your full name, please?",
    ]


def test_what_a_reload_cuts_off_is_shown_until_it_has_arrived(chats: Taking) -> None:
    page = chats.open()
    chats.profile.route("**/events", lambda route: route.abort())
    ApplicantWalk(page).says("Hello there.")
    says(page, "offline")
    page.reload()
    expect(lines(page, 1, "pending")).to_have_count(1)
    chats.profile.unroute("**/events")
    says(page, "saved")
    expect(lines(page, 1, "agent")).to_have_count(1)
    expect(lines(page, 1, "pending")).to_have_count(0)


RANK = """async ([articles, query]) => {
  const { ranked } = await import("/kinds/chat/search.js");
  return ranked(articles, query);
}"""
ARTICLES = [
    {"id": "damaged", "title": "Items that arrive damaged", "body": "Replaced or refunded. Free."},
    {"id": "returns", "title": "Change of mind", "body": "A return is possible.\nNo refund then."},
    {"id": "late", "title": "Late delivery", "body": "Items come late. Items are tracked."},
]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("damage", ["damaged"]),  # a beginning of a word, and the title
        ("refunds", ["damaged", "returns"]),  # one each: the order of the names decides
        ("ITEMS arrived", ["damaged", "late"]),  # "arrive" is rarer than "items"
        ("return refund", ["returns", "damaged"]),  # both words before one
        ("the moon", []),
        ("", []),
    ],
)
def test_the_search_puts_the_best_article_first(
    query: str, wanted: list[str], chats: Taking
) -> None:
    found = chats.open().evaluate(RANK, [ARTICLES, query])
    assert [article["id"] for article in found] == wanted
    if query == "return refund":
        assert found[0]["snippet"] == "A return is possible."


def test_a_small_screen_shows_one_pane_at_a_time(chats: Taking) -> None:
    page = chats.open()
    page.set_viewport_size({"width": 360, "height": 740})
    desk = page.locator("[data-chat='1']")
    expect(desk.get_by_role("log")).to_be_visible()
    expect(desk.get_by_role("tablist")).to_be_hidden()
    desk.get_by_role("button", name="Record and more").click()
    expect(desk.get_by_role("log")).to_be_hidden()
    expect(desk.get_by_role("tablist")).to_be_visible()
    page.keyboard.press("Alt+M")
    expect(desk.get_by_label("Your reply")).to_be_focused()
