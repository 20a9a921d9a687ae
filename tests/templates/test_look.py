"""The style sheets: readable colours, declared tokens, and no page that breaks the CSP."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = ("app.css", "components.css", "utilities.css")
CSS = "".join((ROOT / "static" / sheet).read_text() for sheet in SHEETS)


# ---- colours ----


def _declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", block))


def _schemes() -> dict[str, dict[str, str]]:
    def block(opening: str) -> str:
        start = CSS.index(opening) + len(opening)
        return CSS[start : CSS.index("}", start)]

    light = _declared(block("\n:root {"))
    dark = light | _declared(block("@media screen and (prefers-color-scheme: dark) {\n  :root {"))
    more = _declared(block("@media (prefers-contrast: more) {\n  :root {"))
    more_dark = _declared(
        block(
            "@media screen and (prefers-contrast: more) and (prefers-color-scheme: dark) "
            "{\n  :root {"
        )
    )
    return {
        "light": light,
        "dark": dark,
        "more": light | more,
        "more dark": dark | more | more_dark,
    }


SCHEMES = _schemes()
GROUNDS = ("paper", "surface", "sunk")
TEXT_PAIRS = (
    [(text, ground) for text in ("ink", "ink-2", "ink-3", "accent") for ground in GROUNDS]
    + [(tone, ground) for tone in ("good", "warn", "bad", "info") for ground in GROUNDS]
    + [(tone, f"{tone}-soft") for tone in ("good", "warn", "bad", "info")]
    + [("ink", f"{tone}-soft") for tone in ("accent", "good", "warn", "bad", "info")]
    + [("ink-2", "accent-soft"), ("accent", "accent-soft"), ("accent-strong", "accent-soft")]
    + [("accent-strong", ground) for ground in GROUNDS]
    + [("on-accent", "accent"), ("on-accent", "accent-strong")]
    + [("on-bad", "bad"), ("on-bad", "bad-strong")]
)
# Parts that must be seen but are not read (WCAG 1.4.11): the focus ring, edges of fields.
SEEN_PAIRS = [(part, ground) for part in ("focus", "field-line") for ground in GROUNDS]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(colour), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_agrees_with_known_ratios() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    # The grey that WebAIM's article on contrast names as the lightest that passes on white.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("part", "ground"), SEEN_PAIRS)
def test_edges_and_focus_can_be_seen(scheme: str, part: str, ground: str) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(tokens[part], tokens[ground]) >= 3


def test_every_token_used_is_declared_and_the_sheets_stay_small() -> None:
    declared = set(re.findall(r"--([\w-]+):", CSS))
    assert set(re.findall(r"var\(--([\w-]+)", CSS)) <= declared
    assert len(CSS.encode()) < 32_000


def test_no_template_breaks_the_content_security_policy() -> None:
    for page in (ROOT / "templates").rglob("*.html"):
        if "email" in page.parts:
            continue
        source = page.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=\"|javascript:", source), page
        assert not re.search(r"<script(?![^>]*\ssrc=)", source), page
