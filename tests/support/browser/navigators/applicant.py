"""The steps of an applicant, in the words of the job."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from assessments.kinds.chat.scenario import Scenario

Seen = Callable[[str], None]


VOICE_IN = "views => views.includes(document.querySelector('[data-voice]').dataset.view)"


VOICE_NOT_IN = "views => !views.includes(document.querySelector('[data-voice]').dataset.view)"


class ApplicantWalk:
    """An applicant with one page; ``seen`` is called with a name at every new page."""

    def __init__(self, page: Page, seen: Seen = lambda name: None) -> None:
        self.page = page
        self.seen = seen

    def opens(self, link: str) -> None:
        self.page.goto(link)
        self.seen("welcome")
        self.page.get_by_role("button", name="Start").click()

    def agrees(self) -> None:
        expect(self.page.get_by_role("heading", name="your consent")).to_be_visible()
        self.seen("consent")
        self.page.get_by_label("I have read this and I agree").check()
        self.page.get_by_role("button", name="Agree and go on").click()

    def checks_the_device(self) -> None:
        expect(self.page.get_by_role("heading", name="Check your computer")).to_be_visible()
        go_on = self.page.get_by_role("button", name="Everything works, go on")
        self._checks_the_microphone()
        if go_on.is_disabled():  # it may have said another sentence: two tries do
            self._checks_the_microphone()
        expect(go_on).to_be_enabled()
        self.seen("device-check")
        go_on.click()

    def _checks_the_microphone(self) -> None:
        self.page.get_by_role("button", name="Check the microphone").click()
        self.page.get_by_text("Good: we hear you clearly.").wait_for(timeout=20_000)
        # Where no worker listens, the page gives up after half a minute.
        answered = re.compile("understood well|did not|could not")
        expect(self.page.locator("[data-understanding]")).to_have_text(answered, timeout=45_000)
        self.page.get_by_label("Yes").check()

    def reads_instructions(self, name: str) -> None:
        expect(self.page.get_by_role("heading", name=name, level=1)).to_be_visible()
        self.seen(f"instructions-{name.lower()}")

    def practises(self) -> None:
        self.page.get_by_role("button", name="Practise first").click()
        self.page.locator("main[data-ready]").wait_for()

    def starts(self) -> None:
        self.page.get_by_role("button", name="Start the test").click()
        self.page.locator("main[data-ready]").wait_for()

    def types(
        self,
        characters: int | None = None,
        *,
        mistakes: dict[int, str] | None = None,
        delay: int = 0,
    ) -> str:
        """Skip the warm-up, then type every passage (or its beginning) with real keys.

        Returns what was typed of the first passage.
        """
        self.page.get_by_role("button", name="Skip the warm-up").click()
        self.page.get_by_role("button", name="Go on", exact=True).click()
        main = self.page.locator("main[data-sitting]")
        parts = json.loads(main.get_attribute("data-state") or "{}")["parts"]
        typed = []
        for part in range(2, parts + 1):
            expect(self.page.get_by_text(f"Part {part} of {parts}")).to_be_visible()
            typed.append(self._types_a_passage(characters, mistakes or {}, delay))
        return typed[0]

    def _types_a_passage(self, characters: int | None, mistakes: dict[int, str], delay: int) -> str:
        keys = self.page.locator("[data-keys]")
        expect(keys).to_be_editable()
        text = self.page.locator("[data-passage] p").inner_text()
        wanted = text if characters is None else text[:characters]
        self.seen("typing-before")
        for place, letter in enumerate(wanted):
            if place in mistakes:
                self.page.keyboard.type(mistakes[place])
                self.page.keyboard.press("Backspace")
            self.page.keyboard.type(letter, delay=delay)
        self.seen("typing")
        if characters is not None:
            self.page.get_by_role("button", name="I have finished this part").click()
        self.page.get_by_role("button", name="Go on", exact=True).click()
        return wanted

    def answers_grammar(self, answers: dict[str, str]) -> None:
        """Answer every question: an option's letter or words, by the question's id."""
        questions = self.page.locator("[data-question]")
        for place in range(questions.count()):
            question = questions.nth(place)
            expect(question).to_be_visible()
            answer = answers[question.get_attribute("data-question") or ""]
            if question.get_attribute("data-form") == "choose":
                question.locator(f"input[value='{answer}']").check()
            else:
                question.locator("input[type=text]").fill(answer)
            if place == 0:
                self.seen("grammar")
            question.get_by_role("button", name="Save and go on").click()
        panel = self.page.locator("[data-review-panel]")
        expect(panel).to_be_visible()
        self.seen("grammar-review")
        panel.get_by_role("button", name="Hand in").click()

    @property
    def desk(self) -> Locator:
        """The desk of the customer who is shown."""
        return self.page.locator("[data-chat]:not([hidden])")

    def says(self, text: str, *, waits_for: str = "") -> None:
        """Send a line to the customer who is shown, and wait for words of the reply."""
        reply = self.desk.get_by_label("Your reply")
        reply.fill(text)
        reply.press("Enter")
        expect(reply).to_have_value("")
        if waits_for:
            self.desk.locator(".line.customer", has_text=waits_for).first.wait_for(timeout=30_000)

    def acts(self, button: str, values: dict[str, str]) -> None:
        """Take an action in the customer's record and confirm it."""
        self.page.get_by_role("tab", name="Record").click()
        self.page.get_by_role("button", name=button, exact=True).click()
        dialog = self.page.get_by_role("dialog", name=button)
        for label, value in values.items():
            box = dialog.get_by_label(label)
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        dialog.get_by_role("button", name=f"Confirm: {button}").click()
        expect(dialog).to_be_hidden()

    def wraps_up(self, about: str, notes: str) -> None:
        self.page.get_by_role("tab", name="Wrap-up").click()
        self.desk.get_by_label("What was this chat about?").select_option(about)
        self.desk.get_by_label("Notes").fill(notes)
        self.desk.get_by_role("button", name="Save wrap-up").click()
        expect(self.desk.get_by_text("Wrap-up saved")).to_be_visible()

    def edits(self, label: str, value: str) -> None:
        """Change a field of the customer's record in place."""
        self.page.get_by_role("tab", name="Record").click()
        self.desk.get_by_role("button", name=f"Change: {label}").click()
        box = self.desk.locator("[data-editable] :is(input, select):visible")
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
        box.press("Enter")

    def serves(self, scenario: Scenario) -> None:
        """Do what the good agent of a scenario's own tests does, a little faster."""
        good = next(test for test in scenario.tests if test.kind == "good")
        fields = {editable.id: editable.field for editable in scenario.record.editable}
        for move in good.script:
            self.page.wait_for_timeout(1000 * min(move.wait, 10))
            if move.say is not None:
                self.says(move.say)
            elif move.act is not None:
                action = scenario.action(move.act)
                assert action is not None
                labels = {box.id: box.label for box in action.fields}
                self.acts(action.label, {labels[key]: text for key, text in move.values.items()})
            elif move.edit is not None:
                self.edits(fields[move.edit], move.value)
            elif move.disposition is not None:
                self.page.get_by_text("This chat has ended").wait_for(timeout=60_000)
                options = scenario.wrap_up.disposition.options
                self.wraps_up(options[move.disposition], move.notes)

    def speaks(self, seconds: float) -> None:
        """Answer every voice task: each recording runs for so many seconds of the microphone."""
        stage = self.page.locator("[data-voice]")
        button = self.page.locator("[data-act]")
        main = self.page.locator("main[data-sitting]")
        total = json.loads(main.get_attribute("data-state") or "{}")["total"]
        for number in range(1, total + 1):
            self.page.wait_for_function(VOICE_IN, arg=["ready", "listen", "recorded"])
            if stage.get_attribute("data-view") == "recorded":
                button.click()
                self.page.wait_for_function(VOICE_NOT_IN, arg=["recorded"])
            if stage.get_attribute("data-view") in {"ready", "listen"}:
                button.click()
            self.page.wait_for_function(VOICE_IN, arg=["prepare", "recording"], timeout=60_000)
            if stage.get_attribute("data-view") == "prepare":
                button.click()
            self.page.wait_for_function(VOICE_IN, arg=["recording"], timeout=60_000)
            # A short answer has eight seconds: press before the page stops by itself.
            left = int(self.page.locator("[data-seconds]").inner_text())
            self.page.wait_for_timeout(min(seconds, left - 3) * 1000)
            self.seen(f"voice-{number}")
            button.click()
            self.page.wait_for_function(
                VOICE_IN, arg=["recorded", "ready", "listen", "finished"], timeout=60_000
            )
        self.seen("voice-safe")
        button.click()


PASS_DEVICE_CHECK = """async () => {
  const { send } = await import("/static/js/sitting.js");
  const record = { browser: "test", screen: "1x1", microphone: "working" };
  const { url } = document.querySelector("[data-device-check]").dataset;
  await send(url, { method: "POST", json: record });
}"""
