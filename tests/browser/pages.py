"""Every page that a person can see, and how to get there in a filled installation."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect
from sqlalchemy import select

from accounts.models import Role, Staff
from database import db
from tests.browser.made_estimates import estimate, tried, watched
from tests.browser.staged import PASSWORD, Staged
from trainers import scenarios
from trainers.scenario_pages import PAGES

Then = Callable[[Page], None]

# GET routes that never show a page, and what they give instead.
NOT_PAGES = {
    "static": "our own scripts and styles",
    "assessments.kind_static": "a kind's own scripts and styles",
    "assessments.feed": "JSON for the page of a sitting",
    "assessments.sound": "a recording",
    "assessments.playback": "JSON for the replay of a report",
    "applicants.results_sound": "a recording",
    "applicants.next_step": "leads on to another page",
    "applicants.sound_check_state": "JSON for the device check",
    "applicants.try_line": "an empty answer, to be timed",
    "made_error": "exists only in the tests",
}


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A page in one state.

    Attributes:
        endpoint: the route, or "" for a page that any route may answer with.
        way: ``staged -> (path, cookies)``.
        then: what to do on the page, in the browser, before looking.
        status: of the first answer.
    """

    name: str
    endpoint: str
    way: Callable[[Staged], tuple[str, dict[str, str]]]
    then: Then | None = None
    status: int = 200

    def __str__(self) -> str:
        return self.name


def _to(path: str, who: str = "") -> Callable[[Staged], tuple[str, dict[str, str]]]:
    """Go to a path in which {main}, {ana} … stand for public ids, as somebody."""

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        return path.format(**stage.vacancies, **stage.people), stage.cookies.get(who, {})

    return way


def _draft(page: str) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    """Go to a page of a trainer's draft, which is begun if it is not there yet."""

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        token = "the-draft-of-the-tests"

        def begin() -> None:
            trainer = db.session.scalars(select(Staff).where(Staff.role == Role.TRAINER)).first()
            assert trainer is not None
            scenarios.new_version("cracked-rice-cooker", token=token, by=trainer)

        stage.do(begin)
        return f"/trainers/scenarios/{token}{page}", stage.cookies["trainer"]

    return way


def a_goal_too_many(page: Page) -> None:
    page.locator('button[value="add:goals"]').click()
    expect(page.get_by_text("Not saved yet: press Save when you are done.")).to_be_visible()


def goal_without_weight(page: Page) -> None:
    page.locator('[name="goals-1-weight"]').fill("a lot")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".field-error").first).to_be_visible()


def unreadable_block(page: Page) -> None:
    page.get_by_label("Customer's record").fill("Name: [Maricel")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".error-summary")).to_be_visible()


def said_something(page: Page) -> None:
    page.get_by_label("Your message").fill("Hello, may I have your order number?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("My order number is")).to_be_visible()
    unfolded(page)


def _link(key: str) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    return lambda stage: (stage.links[key], {})


def _instructions(
    slug: str, form: str = "", policy: str = ""
) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    return lambda stage: (f"/tests/{slug}", stage.at_the_test(slug, form=form, policy=policy))


def _sitting(
    slug: str, begin: str = "start", form: str = ""
) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        cookies = stage.at_the_test(slug, begin=begin, form=form)
        return stage.sitting_path(cookies, practice=begin == "practice"), cookies

    return way


# ---- what to do on a page before looking at it ----


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


def _without(fault: str) -> Then:
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


def _submitted(*button: str) -> Then:
    def submit(page: Page) -> None:
        page.locator("main form button.primary").last.click()
        expect(page.locator(".error-summary")).to_be_visible()

    return submit


def signed_out_meanwhile(page: Page) -> None:
    """The session ends while somebody describes a role."""
    page.get_by_label("Role").fill("Chat support, Davao")
    page.context.clear_cookies(name="handa_staff")
    page.locator("main form button.primary").last.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("New vacancy")


def own_voice(page: Page) -> None:
    press("Check the microphone")(page)
    expect(page.get_by_text("Good: we hear you clearly.")).to_be_visible(timeout=20_000)
    page.get_by_label("No", exact=True).check()


def _tab(name: str) -> Then:
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


def _form_of_item(form: str) -> Then:
    """Go to the first question of a form and mark it to come back to."""

    def go(page: Page) -> None:
        place = page.locator("[data-question]").evaluate_all(
            "(all, form) => all.findIndex(one => one.dataset.form === form)", form
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


def _three(ago: float) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    """Three customers at once, begun so many seconds ago: they come at 0, 40 and 90 seconds."""

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        cookies = stage.at_the_test("chat", begin="start", form="three")
        path = stage.sitting_path(cookies)
        stage.draws(path, "cracked-rice-cooker", "internet-six-days", "promo-fare-back", ago=ago)
        return path, cookies

    return way


def _keys(*strokes: str) -> Then:
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


def _left_out(count: int) -> Then:
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
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


# ---- the pages ----

APPLICANTS = [
    Sight(name="home", endpoint="applicants.home", way=_to("/")),
    Sight(name="welcome", endpoint="applicants.welcome", way=_link("grace")),
    Sight(name="welcome-back", endpoint="applicants.welcome", way=_link("evil")),
    Sight(name="link-unknown", endpoint="", way=_to("/i/nonsense"), status=404),
    Sight(name="link-expired", endpoint="", way=_link("nilo"), status=410),
    Sight(name="link-used", endpoint="", way=_link("liza"), status=410),
    Sight(
        name="own-copy",
        endpoint="applicants.results",
        way=lambda stage: (stage.links["ana"] + "/results", {}),
    ),
    Sight(
        name="own-copy-unfolded",
        endpoint="applicants.results",
        way=lambda stage: (stage.links["ana"] + "/results", {}),
        then=unfolded,
    ),
    Sight(
        name="own-copy-writing",
        endpoint="applicants.results",
        way=lambda stage: (stage.links["nora"] + "/results", {}),
        then=unfolded,
    ),
    Sight(name="consent", endpoint="applicants.consent", way=_to("/consent", "consent")),
    Sight(
        name="consent-missing",
        endpoint="applicants.consent",
        way=_to("/consent", "consent"),
        then=_submitted(),
    ),
    Sight(name="device", endpoint="applicants.device_check", way=_to("/device-check", "device")),
    Sight(
        name="device-heard",
        endpoint="applicants.device_check",
        way=_to("/device-check", "device"),
        then=own_voice,
    ),
    *(
        Sight(
            name=f"device-{fault}",
            endpoint="applicants.device_check",
            way=_to("/device-check", "device"),
            then=both(_without(fault), press("Check the microphone")),
        )
        for fault in ("NotAllowedError", "NotReadableError")
    ),
    Sight(
        name="device-without-voice",
        endpoint="applicants.device_check",
        way=lambda stage: ("/device-check", stage.at_the_test("typing")),
    ),
    Sight(name="thank-you", endpoint="applicants.thank_you", way=_to("/thank-you", "ana")),
]

KINDS = ("typing", "grammar", "chat", "voice", "email", "inbox", "writing")
SITTINGS = [
    *(
        Sight(
            name=f"{slug}-instructions", endpoint="applicants.instructions", way=_instructions(slug)
        )
        for slug in KINDS
    ),
    *(
        Sight(name=f"{slug}-begun", endpoint="assessments.take", way=_sitting(slug), then=ready)
        for slug in KINDS
    ),
    *(
        Sight(
            name=f"{slug}-practice",
            endpoint="assessments.take",
            way=_sitting(slug, "practice"),
            then=both(ready, offline, low_clock),
        )
        for slug in KINDS
    ),
    Sight(
        name="grammar-adaptive-instructions",
        endpoint="applicants.instructions",
        way=_instructions("grammar", "adaptive"),
    ),
    *(
        Sight(
            name=f"grammar-{policy}-instructions",
            endpoint="applicants.instructions",
            way=_instructions("grammar", "full", policy),
        )
        for policy in ("teach", "count")
    ),
    *(
        Sight(
            name=f"grammar-{name}",
            endpoint="assessments.take",
            way=_sitting("grammar", form=form),
            then=both(ready, then),
        )
        for name, form, then in (
            ("full-order", "full", _form_of_item("word_order")),
            ("full-find", "full", _form_of_item("find_error")),
            ("full-cloze", "full", _form_of_item("cloze")),
            ("full-email", "full", _form_of_item("edit_email")),
            ("full-page", "full_page", lambda page: None),
            ("adaptive", "adaptive", lambda page: None),
            ("adaptive-without-answer", "adaptive", press("Save and go on")),
        )
    ),
    *(
        Sight(
            name=f"{name}",
            endpoint="assessments.take",
            way=_sitting(name.partition("-")[0]),
            then=both(ready, then),
        )
        for name, then in {
            "typing-done": both(some_keys, press("Skip the warm-up")),
            "typing-passage": both(skip_the_warm_up, some_keys),
            "typing-look": both(skip_the_warm_up, some_keys, look_chosen),
            "typing-time-up": time_is_up,
            "grammar-last": last_question,
            "grammar-review": some_answers,
            "chat-lines": chat_lines,
            "chat-knowledge": both(_tab("Knowledge"), unfolded),
            "chat-wrap-up": _tab("Wrap-up"),
            "chat-action": lambda page: page.locator(".actions button").first.click(),
            "chat-close": press("Close chat"),
            "chat-ended": chat_ended,
            "email-written": reply_written,
            "email-empty": press("Hand in"),
            "writing-written": first_text_written,
            "writing-too-short": both(first_text_written, press("Hand in")),
            "inbox-moved": both(press_in_ticket(5, "To the top"), press_in_ticket(3, "Down")),
            "chat-keys": press("Keyboard shortcuts"),
            "voice-recording": recording,
            "voice-repeat": _left_out(2),
            "voice-short-answer": _left_out(10),
            "voice-sentence-build": _left_out(16),
            "voice-retell": _left_out(20),
            "voice-open-answer": both(_left_out(21), open_the_caller),
            "voice-open-answer-2": both(_left_out(22), open_the_caller),
            "voice-skip": press("I cannot answer this one"),
            "voice-denied": both(_without("NotAllowedError"), press("I am ready")),
            "voice-finished": _left_out(23),
        }.items()
    ),
]

THREE_CHATS = [
    Sight(
        name=f"chat-three-{name}",
        endpoint="assessments.take",
        way=_three(ago),
        then=both(ready, then),
    )
    for name, ago, then in (
        ("begun", 0.0, ready),
        ("soon", 0.0, _keys("Alt+3")),
        ("waiting", 135.0, _keys("Alt+N")),
        ("replies", 100.0, _keys("Alt+R", "new")),
        ("no-reply", 100.0, _keys("Alt+R", "nonsense")),
        ("slot", 100.0, _keys("Alt+R", "new", "Enter", "Enter")),
        ("search", 100.0, _keys("Alt+K", "refund damaged")),
        ("search-none", 100.0, _keys("Alt+K", "nonsense")),
        ("change", 100.0, both(_keys("Alt+I"), press("Change: Phone"))),
        ("amount", 100.0, chat_amount),
        ("wrap-up", 100.0, _keys("Alt+2", "Alt+W")),
        ("over", 400.0, ready),
    )
]

TYPING = [
    *(
        Sight(
            name=f"typing-instructions-{name}",
            endpoint="applicants.instructions",
            way=lambda stage, more=more: ("/tests/typing", stage.at_the_test("typing", **more)),
        )
        for name, more in {
            "phone": {"phone": True},
            "phone-text": {"phone": True, "touch": True},
            "mixed": {"form": "mixed"},
        }.items()
    ),
    *(
        Sight(
            name=name,
            endpoint="assessments.take",
            way=_sitting("typing", form=form),
            then=both(ready, then),
        )
        for name, form, then in (
            ("typing-ready", "data_entry", lambda page: None),
            ("typing-listen", "listen", begun),
            ("typing-record", "data_entry", begun),
            ("typing-chat", "chat_speed", reply_put_in),
        )
    ),
]

STAFF = [
    Sight(name="sign-in", endpoint="accounts.sign_in", way=_to("/staff/sign-in")),
    Sight(
        name="sign-in-refused",
        endpoint="accounts.sign_in",
        way=_to("/staff/sign-in"),
        then=refused_sign_in,
    ),
    Sight(name="sign-in-too-many", endpoint="", way=_to("/made/1429"), status=429),
    Sight(name="password", endpoint="accounts.password", way=_to("/staff/password", "recruiter")),
    Sight(
        name="password-wrong",
        endpoint="accounts.password",
        way=_to("/staff/password", "recruiter"),
        then=_submitted(),
    ),
    Sight(name="vacancies", endpoint="recruiters.vacancies", way=_to("/vacancies", "recruiter")),
    Sight(
        name="vacancy-new",
        endpoint="recruiters.new_vacancy",
        way=_to("/vacancies/new", "recruiter"),
    ),
    Sight(
        name="vacancy-wrong",
        endpoint="recruiters.new_vacancy",
        way=_to("/vacancies/new", "recruiter"),
        then=_submitted(),
    ),
    Sight(
        name="vacancy-edit",
        endpoint="recruiters.edit_vacancy",
        way=_to("/vacancies/{main}/edit", "recruiter"),
    ),
    Sight(
        name="shortlist",
        endpoint="recruiters.shortlist",
        way=_to("/vacancies/{main}", "recruiter"),
    ),
    Sight(
        name="shortlist-nobody-fits",
        endpoint="recruiters.shortlist",
        way=_to("/vacancies/{main}?q=nobody", "recruiter"),
    ),
    Sight(
        name="shortlist-empty",
        endpoint="recruiters.shortlist",
        way=_to("/vacancies/{empty}", "recruiter"),
    ),
    Sight(
        name="invite",
        endpoint="recruiters.invite",
        way=_to("/vacancies/{main}/invite", "recruiter"),
    ),
    Sight(
        name="invite-wrong",
        endpoint="recruiters.invite",
        way=_to("/vacancies/{empty}/invite", "recruiter"),
        then=_submitted(),
    ),
    *(
        Sight(
            name=f"invitation-{key}",
            endpoint="recruiters.invitation",
            way=_to(f"/applications/{{{key}}}/invitation", "recruiter"),
        )
        for key in ("grace", "nilo", "ana")
    ),
    *(
        Sight(
            name=f"report-{key}",
            endpoint="recruiters.report",
            way=_to(f"/applications/{{{key}}}", "recruiter"),
        )
        for key in ("ana", "liza", "jun", "evil", "grace", "nora", "omar")
    ),
    Sight(
        name="report-replay",
        endpoint="recruiters.report",
        way=_to("/applications/{ana}", "recruiter"),
        then=press("Next slip"),
    ),
    Sight(
        name="pool-typing",
        endpoint="pools.compare",
        way=_to("/applications/{ana}/typing/pool", "recruiter"),
    ),
    Sight(
        name="evidence",
        endpoint="recruiters.evidence",
        way=_to("/applications/{ana}/tests/voice", "recruiter"),
    ),
    Sight(
        name="rating",
        endpoint="ratings.rate",
        way=_to("/applications/{ana}/voice/answers/1/rating?seen=1", "recruiter"),
    ),
    Sight(
        name="evidence-writing",
        endpoint="recruiters.evidence",
        way=_to("/applications/{nora}/tests/writing", "recruiter"),
        then=both(unfolded, lambda page: page.locator("a.slip").first.focus()),
    ),
    Sight(
        name="evidence-writing-too-short",
        endpoint="recruiters.evidence",
        way=_to("/applications/{omar}/tests/writing", "recruiter"),
    ),
    Sight(
        name="rating-writing",
        endpoint="ratings.rate",
        way=_to("/applications/{nora}/writing/answers/1/rating", "recruiter"),
    ),
    Sight(
        name="rating-missing",
        endpoint="ratings.rate",
        way=_to("/applications/{ana}/voice/answers/1/rating", "recruiter"),
        then=_submitted(),
    ),
    *(
        Sight(
            name=f"own-copy-{key}",
            endpoint="releases.own_copy_of",
            way=_to(f"/applications/{{{key}}}/own-copy", "recruiter"),
        )
        for key in ("ana", "liza", "grace")
    ),
    Sight(
        name="own-copy-preview",
        endpoint="releases.preview",
        way=_to("/applications/{liza}/own-copy/preview", "recruiter"),
    ),
    Sight(
        name="pool",
        endpoint="pools.compare",
        way=_to("/applications/{ana}/voice/pool", "recruiter"),
    ),
    Sight(
        name="judgement",
        endpoint="ratings.judge",
        way=_to("/applications/{ana}/chat/points/0/judgement", "recruiter"),
    ),
    Sight(
        name="judgement-missing",
        endpoint="ratings.judge",
        way=_to("/applications/{ana}/chat/points/0/judgement", "recruiter"),
        then=_submitted(),
    ),
    Sight(name="items", endpoint="items.browse", way=_to("/items/grammar", "recruiter")),
    Sight(
        name="items-found",
        endpoint="items.browse",
        way=_to("/items/grammar?topic=tense&level=B1&state=used&q=call", "trainer"),
    ),
    *(
        Sight(
            name=f"item-{name}",
            endpoint="items.one",
            way=_to(f"/items/grammar/{name}", "trainer"),
        )
        for name in ("choose-a-few-seats", "practice-type", "email-refund-status")
    ),
    Sight(
        name="item-no-reason",
        endpoint="items.one",
        way=_to("/items/grammar/choose-a-few-seats", "trainer"),
        then=_submitted(),
    ),
    Sight(name="item-on-trial", endpoint="items.one", way=tried("/items/grammar/{tried}")),
    Sight(
        name="items-on-trial",
        endpoint="items.browse",
        way=tried("/items/grammar?state=trial"),
    ),
    Sight(
        name="calibration-none",
        endpoint="calibrations.overview",
        way=_to("/calibration/grammar", "recruiter"),
    ),
    *(
        Sight(
            name=f"calibration-{state}{reason and '-' + reason.split()[0]}",
            endpoint="calibrations.overview",
            way=estimate(state, reason, who="trainer" if state == "approved" else "recruiter"),
        )
        for state, reason in (
            ("waiting", ""),
            ("refused", "few_items"),
            ("needs_attention", "worker_died"),
            ("discarded", ""),
            ("approved", ""),
            ("proposed", ""),
        )
    ),
    Sight(
        name="calibration-undecided",
        endpoint="calibrations.overview",
        way=estimate("proposed"),
        then=_submitted(),
    ),
    *(
        Sight(name=name, endpoint=endpoint, way=watched(path, reason))
        for name, endpoint, path, reason in (
            ("calibration-unwatched", "calibrations.overview", "/calibration/grammar", "few_items"),
            ("item-unwatched", "items.one", "/items/grammar/{first}", "few_items"),
            ("calibration-watched", "calibrations.overview", "/calibration/grammar", ""),
            ("items-drifted", "items.browse", "/items/grammar?state=drifted", ""),
            ("item-drifted", "items.one", "/items/grammar/{drifted}", ""),
        )
    ),
    Sight(name="agreement", endpoint="ratings.agreement", way=_to("/agreement", "recruiter")),
    Sight(
        name="report-unfolded",
        endpoint="recruiters.report",
        way=_to("/applications/{maria}", "recruiter"),
        then=unfolded,
    ),
    Sight(
        name="decision-wrong",
        endpoint="recruiters.decide",
        way=_to("/applications/{paolo}", "recruiter"),
        then=_submitted(),
    ),
    Sight(
        name="signed-out",
        endpoint="recruiters.new_vacancy",
        way=_to("/vacancies/new", "recruiter"),
        then=signed_out_meanwhile,
    ),
    Sight(name="readiness", endpoint="trainers.readiness", way=_to("/trainers", "trainer")),
    Sight(name="scenarios", endpoint="scenarios.list", way=_to("/trainers/scenarios", "trainer")),
    Sight(
        name="scenario-shipped",
        endpoint="scenarios.overview",
        way=_to("/trainers/scenarios/cracked-rice-cooker", "trainer"),
    ),
    Sight(name="scenario-draft", endpoint="scenarios.overview", way=_draft("")),
    *(
        Sight(name=f"scenario-{part}", endpoint="scenarios.edit", way=_draft(f"/edit/{part}"))
        for part in PAGES
    ),
    Sight(
        name="scenario-added",
        endpoint="scenarios.edit",
        way=_draft("/edit/goals"),
        then=a_goal_too_many,
    ),
    Sight(
        name="scenario-unreadable",
        endpoint="scenarios.edit",
        way=_draft("/edit/desk"),
        then=unreadable_block,
    ),
    Sight(
        name="scenario-to-mend",
        endpoint="scenarios.edit",
        way=_draft("/edit/goals"),
        then=goal_without_weight,
    ),
    Sight(
        name="scenario-play-begun",
        endpoint="scenarios.play",
        way=_to("/trainers/scenarios/cracked-rice-cooker/play", "trainer"),
    ),
    Sight(
        name="scenario-play",
        endpoint="scenarios.play",
        way=_to("/trainers/scenarios/cracked-rice-cooker/play", "trainer"),
        then=said_something,
    ),
    Sight(name="forbidden", endpoint="", way=_to("/vacancies", "trainer"), status=403),
    Sight(name="not-signed-in", endpoint="", way=_to("/next"), status=401),
]

ERRORS = [
    Sight(name=f"error-{code}", endpoint="", way=_to(f"/made/{code}"), status=code)
    for code in (400, 404, 405, 409, 413, 422, 429, 500, 503)
]

SIGHTS = [*APPLICANTS, *SITTINGS, *THREE_CHATS, *TYPING, *STAFF, *ERRORS]
