"""Every page in a real Chromium: for everybody, on every screen, from nowhere else."""

import json
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Page, Request

from tests.support.browser import chromium
from tests.support.browser.sights import NOT_PAGES, SIGHTS, Sight
from tests.support.browser.staged import Staged

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Reflow (WCAG 1.4.10) asks for 320 px; 640 px wide is a small laptop at 200 %.
NARROW = (
    {"width": 320, "height": 700},
    {"width": 360, "height": 740},
    {"width": 640, "height": 400},
)
LISTEN = """
  window.__violations = [];
  addEventListener("securitypolicyviolation", (event) =>
    window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
# Colours change by a transition, however short; and Chromium leaves some inherited colours behind
# when the scheme changes under a page, so that the page is laid out anew.
SETTLED = """async () => {
  document.body.hidden = true;
  document.body.getBoundingClientRect();
  document.body.hidden = false;
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  // Brought to their end: inside a closed <details> a transition may never report its own.
  for (const animation of document.getAnimations()) animation.finish();
}"""
IS_WIDER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
WIDEST = """Array.from(document.querySelectorAll("body *"))
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .filter((element) => !element.closest(".table-scroll, .sr-only"))
  .slice(0, 5).map((element) => element.outerHTML.slice(0, 120))"""
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FRAME = """({
  title: document.title.split("·")[0].trim(), lang: document.documentElement.lang,
  h1: Array.from(document.querySelectorAll("h1"))
    .filter((heading) => heading.checkVisibility()).length,
  main: document.querySelectorAll("main").length,
})"""
BAD_PAGE = """<!doctype html><html><head><title></title></head><body>
  <p style="color:#999;background:#fff">Grey on white</p><img src="/static/icon.svg"><input>
  <div style="width:2000px">wide</div><script>fetch("http://other.example/x")</script></body>"""


@pytest.fixture
def profile(profile: BrowserContext) -> BrowserContext:
    profile.add_init_script(LISTEN)
    return profile


class Watch:
    """The requests and the complaints of a page."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._asked)
        page.on("console", lambda said: said.type == "error" and self._complained(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.foreign.append(request.url)

    def _complained(self, text: str) -> None:
        # Chromium reports the page's own status when that is an error page; those are meant.
        if not text.startswith("Failed to load resource: the server responded with a status of"):
            self.complaints.append(text)


def faults(page: Page, *rules: str) -> list[str]:
    """Return what axe finds, each with the first element."""
    asked = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": RULES}
    found = page.evaluate(
        "(asked) => axe.run({runOnly: asked, resultTypes: ['violations']})", asked
    )
    return [
        f"{violation['id']} ({len(violation['nodes'])}): {violation['nodes'][0]['html'][:160]} "
        f"{violation['nodes'][0]['failureSummary'][:200]}"
        for violation in found["violations"]
    ]


def look_everywhere(page: Page) -> dict[str, object]:
    """Look with axe on a phone and a desktop, light and dark; return what is wrong where."""
    page.evaluate(AXE)
    wrong: dict[str, object] = {}
    for scheme, size in (
        ("light", chromium.PHONE),
        ("light", chromium.DESKTOP),
        ("dark", chromium.DESKTOP),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        rules = () if scheme == "light" else ("color-contrast",)
        if found := faults(page, *rules):
            wrong[f"{scheme} {size['width']}"] = found
    for size in NARROW:
        page.set_viewport_size(size)
        page.evaluate(TWO_FRAMES)  # lengths in vw follow a frame later
        if page.evaluate(IS_WIDER) > 0:
            wrong[f"sideways at {size['width']}"] = page.evaluate(WIDEST)
    return wrong


@pytest.mark.parametrize("sight", SIGHTS, ids=str)
def test_page(sight: Sight, stage: Staged, profile: BrowserContext) -> None:
    path, cookies = sight.way(stage)
    profile.add_cookies([{"name": k, "value": v, "url": stage.address} for k, v in cookies.items()])
    page = profile.new_page()
    page.set_default_timeout(10_000)
    watch = Watch(page, stage.address)
    answer = page.goto(stage.address + path)
    assert answer is not None
    assert answer.status == sight.status
    if sight.then:
        sight.then(page)
    frame = page.evaluate(FRAME)
    wrong = look_everywhere(page)
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert frame["title"]
    assert {key: frame[key] for key in ("lang", "h1", "main")} == {"lang": "en", "h1": 1, "main": 1}
    assert watch.foreign == []
    assert watch.complaints == []
    assert page.evaluate("window.__violations") == []


def test_the_look_finds_what_is_bad(stage: Staged, profile: BrowserContext) -> None:
    """The test of the test: a page that breaks every rule is seen to break them."""
    page = profile.new_page()
    watch = Watch(page, stage.address)
    page.route(
        "**/bad",
        lambda route: route.fulfill(
            body=BAD_PAGE,
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'self'; style-src 'unsafe-inline'"},
        ),
    )
    page.goto(stage.address + "/bad")
    wrong = look_everywhere(page)
    named = " ".join(wrong["light 390"])  # type: ignore[call-overload]
    for rule in ("color-contrast", "image-alt", "label", "html-has-lang", "document-title"):
        assert rule in named
    assert "dark 1280" in wrong
    assert {f"sideways at {size['width']}" for size in NARROW} <= wrong.keys()
    frame = page.evaluate(FRAME)
    assert frame == {"title": "", "lang": "", "h1": 0, "main": 0}
    assert any("script-src" in violation for violation in page.evaluate("window.__violations"))
    assert watch.complaints
    bare = profile.new_page()
    watch = Watch(bare, stage.address)
    bare.evaluate("new Image().src = 'http://other.example/x.png'")
    bare.wait_for_timeout(300)
    assert any("other.example" in address for address in watch.foreign)


def test_no_page_is_forgotten(stage: Staged) -> None:
    """Every route that a browser can open is looked at, or known to show no page."""
    shown = {sight.endpoint for sight in SIGHTS}
    readable = {
        rule.endpoint for rule in stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    assert readable - shown - NOT_PAGES.keys() == set()
    assert NOT_PAGES.keys() - readable == set()
    assert shown & NOT_PAGES.keys() == set()
