"""Links in the documents lead somewhere, and the commands and files that they name exist."""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]

FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
# The target of an inline link or picture, in angle brackets or not, with or without a title.
INLINE_LINK = re.compile(r"\]\(\s*(?:<([^>]*)>|([^\s()]+(?:\([^\s()]*\)[^\s()]*)*))[^)]*\)")
NAMED_LINK = re.compile(r"^ {0,3}\[[^\]^]+\]:\s*<?([^\s>]+)", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# `make` where a command begins, and the words after it that are one space apart: in a list of
# commands, a wider gap ends the command.
MAKE = re.compile(r"(?:^|&&|;)\s*(?:\$ )?(?:[A-Z_]+=\S* )*make((?: [^\s`;&|]+)+)", re.MULTILINE)
# A placeholder (“<the address>”) or a shell comment: words, not a command.
ASIDE = re.compile(r"<[^<>\n]*>|(?:^|\s)#.*$", re.MULTILINE)
# A path from the root of the tree, without placeholders such as `<slug>`, `*` or `…`.
PATH = re.compile(r"(?<![\w./])(?:\w[\w-]*/)+(?:[\w-]+(?:\.\w+)*)?(?![\w./*<…{-])")
EXAMPLES = ("recruiters/waiting/", "tests/recruiters/waiting/")
"""Folders of the page that CONTRIBUTING.md adds as an example."""
ALSO_OF_A_KIND = ("static/", "templates/")
"""Folders at the root that each kind of test has too; a document may mean the kind's."""
MAKE_TARGET = re.compile(r"^([a-z][a-z-]*):(?!=)", re.MULTILINE)


def documents() -> list[Path]:
    """Return every Markdown file of the repository, tracked or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).exists()]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_code(text: str) -> str:
    """Drop code, in which brackets are no links and hashes are no headings."""
    return CODE_SPAN.sub("", FENCE.sub("", text))


def links_of(text: str) -> list[str]:
    """Return the targets of a page's links and pictures that stay within the repository."""
    prose = without_code(text)
    targets = [bracketed or plain for bracketed, plain in INLINE_LINK.findall(prose)]
    targets += NAMED_LINK.findall(prose)
    return [target for target in targets if not ELSEWHERE.match(target)]


def anchors_of(text: str) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    anchors: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        anchor, repeated = slug, 0
        while anchor in anchors:
            repeated += 1
            anchor = f"{slug}-{repeated}"
        anchors.add(anchor)
    return anchors


@cache
def anchors_in(path: Path) -> set[str]:
    return anchors_of(path.read_text())


def broken_links(page: Path, text: str) -> list[str]:
    """Return the links of a page whose file or heading does not exist."""
    broken = []
    for link in links_of(text):
        place, _, anchor = unquote(link).partition("#")
        start = ROOT if place.startswith("/") else page.parent
        target = start / place.lstrip("/") if place else page
        found = (target == page or target.exists()) and target.resolve().is_relative_to(
            ROOT.resolve()
        )
        if found and anchor and target.suffix == ".md":
            found = anchor in (anchors_of(text) if target == page else anchors_in(target))
        if not found:
            broken.append(link)
    return broken


def code_of(text: str) -> Iterator[str]:
    """Yield the code of a page: its blocks, fenced or indented, and its spans."""
    for fence in FENCE.finditer(text):
        yield fence.group()
    prose = FENCE.sub("", text)
    yield from re.findall(r"^(?: {4}|\t).*$", prose, re.MULTILINE)
    yield from (span for _, span in CODE_SPAN.findall(prose))


def make_targets_of(text: str) -> set[str]:
    """Return the targets that a page tells a reader to make; a file's path is left out."""
    return {
        word
        for code in code_of(text)
        for words in MAKE.findall(ASIDE.sub("", code))
        for word in words.split()
        if re.fullmatch(r"[a-z][a-z-]*", word)
    }


def missing_paths(text: str) -> list[str]:
    """Return the paths in a page's code spans that begin with a folder of the tree but are gone."""
    spans = (span for _, span in CODE_SPAN.findall(FENCE.sub("", text)))
    return [
        path
        for span in spans
        for path in PATH.findall(span)
        if (ROOT / path.partition("/")[0]).is_dir()
        and not path.startswith(("instance/", *EXAMPLES, *ALSO_OF_A_KIND))
        and not (ROOT / path).exists()
    ]


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    assert broken_links(path, path.read_text()) == []


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_make_target_exists(path: Path) -> None:
    targets = set(MAKE_TARGET.findall((ROOT / "Makefile").read_text()))
    assert make_targets_of(path.read_text()) - targets == set()


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_path_exists(path: Path) -> None:
    assert missing_paths(path.read_text()) == []


def test_a_path_that_is_gone_is_reported() -> None:
    text = """
`scoring/` and `scoring/report.py` exist, `scoring/gone.py` and `docs/none/` do not, nor
`pytest tests/none/test_x.py -k x`. Placeholders: `scoring/<name>.py`, `tests/test_<name>.py`,
`scoring/*.yaml`, `assessments/kinds/<slug>/`, `trainers/scenario_*.py`, `docs/…`.
No paths of ours: scoring/prose.py, `/scoring/gone.py`, `x/gone.py`, `instance/gone`.
"""
    assert missing_paths(text) == ["scoring/gone.py", "docs/none/", "tests/none/test_x.py"]


def test_the_documents_are_found() -> None:
    names = {name_of(path) for path in documents()}
    assert {"README.md", "CONTRIBUTING.md", "docs/words.md"} <= names
    assert {"run", "test", "check"} <= make_targets_of((ROOT / "CONTRIBUTING.md").read_text())


def test_a_broken_link_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "docs" / "decisions").mkdir(parents=True)
    (tmp_path / "README.md").write_text("# Handa\n\n## Two commands\n")
    page = tmp_path / "docs" / "page.md"
    text = """
# A title
[here](#a-title) [there](#no-title) [up](../README.md) [gone](gone.md "a title")
![picture](pictures/none.png) [far](https://example.com/x) [out](../..)
[section](../README.md#two-commands) [no section](../README.md#three-commands)
`[code](code.md)` [named][1] [folder](decisions/) [root](/README.md) [wide](<a b.md>)

[1]: named.md

```
[block](block.md)
# Not a heading
```
"""
    assert broken_links(page, text) == [
        *("#no-title", "gone.md", "pictures/none.png", "../.."),
        *("../README.md#three-commands", "a b.md", "named.md"),
    ]


def test_anchors_are_those_of_github() -> None:
    text = "# `make` it, *now*!\n## Twice\n## Twice\n### 7. The [link](x.md) — a_b\n"
    assert anchors_of(text) == {"make-it-now", "twice", "twice-1", "7-the-link--a_b"}


def test_a_target_is_read_from_code_alone() -> None:
    text = """
We make progress, `I will make a cake`.
`make one-thing ARGS="-x"` and `make A=b two three`;
`.venv/bin/make four`

    make five     and more words
    cd here && make six && echo make

```
PYTHON=python3.11 make seven  # make sure
make .venv/.dev -n X=<where it is>
```
"""
    assert make_targets_of(text) == {"one-thing", "two", "three", "five", "six", "seven"}
