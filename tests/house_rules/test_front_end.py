"""Files for browsers are our own, readable by people, and in the reader's language."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.support.browser import chromium

ROOT = Path(__file__).parents[2]
STATIC = [
    path
    for folder in [ROOT / "static", *ROOT.glob("assessments/kinds/*/static")]
    for path in sorted(folder.rglob("*"))
    if path.is_file()
]
SCRIPTS = [path for path in STATIC if path.suffix == ".js"]
TEMPLATES = [
    path
    for folder in [ROOT / "templates", *ROOT.glob("assessments/kinds/*/templates")]
    for path in sorted(folder.rglob("*"))
    if path.suffix in {".html", ".txt"}
]
LONGEST_LINE = 500
SVG = "http://www.w3.org/2000/svg"

# Words on a page that are the same in every language.
SAME_EVERYWHERE = {"Handa"}
# Text for programmers: errors that are thrown and warnings of the console.
FOR_PROGRAMMERS = re.compile(r"new \w*Error\(|super\(|console\.\w+\(|\bthrow\b")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ---- ours ----


@pytest.mark.parametrize("path", STATIC, ids=name_of)
def test_a_file_is_ours_and_can_be_read(path: Path) -> None:
    assert path.suffix in {".js", ".css", ".svg"}
    source = path.read_text()
    assert not re.search(r"@license|@preserve|copyright|sourceMappingURL|\(c\) \d", source, re.I)
    assert max(map(len, source.splitlines())) <= LONGEST_LINE
    assert set(re.findall(r"https?://[^\s\"')]+", source)) <= {SVG}
    assert not re.search(r"\beval\(|new Function\(|innerHTML|document\.write", source)
    assert not re.search(r"@import|url\(", source)


# ---- scripts parse ----


@pytest.fixture(scope="module")
def parse() -> Iterator[object]:
    """Parse a module in Chromium, without running it: an export that is missing is no matter."""
    try:
        program = chromium.program()
    except chromium.NoBrowserError as missing:
        pytest.skip(str(missing))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, args=list(chromium.FLAGS)
        )
        page = browser.new_page()

        def parsed(source: str) -> str:
            """Return the syntax error, or ""."""
            # An import of nothing stops the module after it was parsed and before it runs.
            stop = 'import "data:text/javascript,throw new Error(`parsed`)";\n'
            plain = re.sub(r'from "[^"]+"', f'from "{EVERYTHING}"', source)
            return str(
                page.evaluate(
                    """(source) => {
                      const address = URL.createObjectURL(
                        new Blob([source], { type: "text/javascript" }));
                      return import(address).then(
                        () => "it ran", (error) => error.message === "parsed" ? "" : String(error));
                    }""",
                    stop + plain,
                )
            )

        yield parsed
        browser.close()


NAMES = sorted(
    {
        name.strip()
        for path in SCRIPTS
        for group in re.findall(r"import \{([^}]+)\} from", path.read_text())
        for name in group.split(",")
        if name.strip()
    }
)
EVERYTHING = "data:text/javascript," + ";".join(
    f"export const {name}=1" for name in sorted({name.split(" ")[0] for name in NAMES})
).replace(" ", "%20")


@pytest.mark.browser
@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_parses(path: Path, parse) -> None:
    assert parse(path.read_text()) == ""


@pytest.mark.browser
def test_a_script_that_does_not_parse_is_seen(parse) -> None:
    assert "SyntaxError" in parse("const = 1;")


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_what_a_script_imports_is_there(path: Path) -> None:
    for names, address in re.findall(r'import \{([^}]+)\} from "([^"]+)"', path.read_text()):
        if address.startswith("/static/"):
            target = ROOT / address[1:]
        elif address.startswith("/kinds/"):
            _, _, slug, file = address.split("/", 3)
            target = ROOT / "assessments" / "kinds" / slug / "static" / file
        else:
            target = path.parent / address
        source = target.read_text()
        for name in (part.split(" as ")[0].strip() for part in names.split(",") if part.strip()):
            exported = rf"export (async )?(function|class|const|let) {name}\b"
            assert re.search(exported, source), f"{name} of {address}"


# ---- the type checker of the scripts ----


def test_the_lock_file_names_no_registry() -> None:
    """Whoever installs the type checker takes it from the registry of their own settings."""
    lock = (ROOT / "package-lock.json").read_text()
    assert '"node_modules/typescript"' in lock
    assert "sha512-" in lock
    assert '"resolved"' not in lock
    assert not re.search(r"https?://", lock)


def test_only_developers_need_a_package_of_node() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    assert "dependencies" not in package
    for version in package["devDependencies"].values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


# ---- no sentence in a script ----


def texts_of(source: str) -> list[str]:
    """Return the strings of a script that people could be meant to read.

    A sentence has two words of letters with a space between, or is one capitalised word that is
    given to the page. Selectors, names and MIME types have no such thing.
    """
    bare = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", source, flags=re.S)
    found = []
    for line in bare.splitlines():
        if FOR_PROGRAMMERS.search(line):
            continue
        for quoted in re.findall(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|`([^`]*)`", line):
            text = re.sub(r"\$\{[^}]*\}", "", "".join(quoted))
            if any(sign in text for sign in "[]#=<>/"):
                continue
            words = r"[A-Za-z]{2,} [A-Za-z]{2,}|^\s*[A-Z].*[.!?…]\s*$"
            shown = re.search(r"(textContent|innerText|ariaLabel|title|alt) = ", line)
            if re.search(words, text) or (shown and re.fullmatch(r"[A-Z][a-z]+", text)):
                found.append(text)
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_no_script_speaks_to_people(path: Path) -> None:
    assert texts_of(path.read_text()) == []


def test_a_sentence_in_a_script_is_seen() -> None:
    assert texts_of('place.textContent = "Saved just now";') == ["Saved just now"]
    assert texts_of("say(`Please wait ${n} s.`)") == ["Please wait  s."]
    assert texts_of('button.textContent = "Stop";') == ["Stop"]
    quiet = """
      // Say what is wrong.
      throw new Error("the sitting is gone");
      root.querySelector('input[name="heard"]:checked');
      const type = "audio/webm;codecs=opus"; event.key === "Enter";
    """
    assert texts_of(quiet) == []


# ---- every text of a template is marked ----


class Visible(HTMLParser):
    """Collects what stands between tags and in the attributes that are read out."""

    READ_OUT = ("alt", "aria-label", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "kbd", "code", "q"}:
            self.inside.append(tag)
        for name, value in attrs:
            speaks = name.startswith("data-") and " " in (value or "")
            if name in self.READ_OUT or speaks:
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self._note(data)

    def _note(self, text: str) -> None:
        for word in re.findall(r"[^\W\d_]{2,}", text):
            if word not in SAME_EVERYWHERE:
                self.found.append(word)


def unmarked(source: str) -> list[str]:
    """Return words of a template that stand outside of every expression."""
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
    # A macro without a tag writes attributes.
    bare = re.sub(r"\{% macro [^<]*?endmacro %\}", "", bare)
    bare = re.sub(r"\{\{.*?\}\}", "", bare, flags=re.S)
    bare = re.sub(r"\{%.*?%\}", "", bare, flags=re.S)
    reader = Visible()
    reader.feed(bare)
    return reader.found


def without_translated(source: str) -> str:
    """Take every ``_(…)`` and ``ngettext(…)`` out of an expression, whatever stands inside."""
    while opened := re.search(r"(?<![\w.])(?:_|n?gettext)\(", source):
        depth, quote, at = 1, "", opened.end()
        while depth and at < len(source):
            sign = source[at]
            if quote:
                quote = "" if sign == quote else quote
            elif sign in "'\"":
                quote = sign
            else:
                depth += {"(": 1, ")": -1}.get(sign, 0)
            at += 1
        source = source[: opened.start()] + source[at:]
    return source


def untranslated(source: str) -> list[str]:
    """Return sentences that an expression shows without ``_()``."""
    found = []
    for shown in re.findall(r"\{\{(.*?)\}\}", source, flags=re.S):
        if shown.strip().startswith("when("):
            continue  # The voice page's names of views.
        for text in re.findall(r"'([^']*)'|\"([^\"]*)\"", without_translated(shown)):
            if re.search(r"[A-Z][a-z]+ [a-z]+|[a-z]{3,} [a-z]{3,} [a-z]{3,}", "".join(text)):
                found.append("".join(text))
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_word_for_people_is_marked_for_translation(path: Path) -> None:
    source = path.read_text()
    # Words that are only names: a block that says which entry of the menu is the present one.
    source = re.sub(r"\{% block nav_current %\}\w+\{% endblock %\}", "", source)
    source = re.sub(r"\{% block column %\}[\w ]*\{% endblock %\}", "", source)
    assert unmarked(source) == []
    assert untranslated(source) == []


def test_an_unmarked_word_is_seen() -> None:
    assert unmarked("<p>{{ _('Good') }} Bad {# fine #}</p>") == ["Bad"]
    assert unmarked('<img alt="A sun"><p data-say="Too late">{{ x }}</p>') == ["sun", "Too", "late"]
    assert unmarked('<input name="who" class="input mono"><kbd>Enter</kbd> Handa') == []
    assert untranslated("{{ button('Go on now') }}") == ["Go on now"]
    assert untranslated("{{ button(_('Go on (it’s “now”)', n=f(1)), 'primary wide') }}") == []
