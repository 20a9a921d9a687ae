"""Visible text of a piece of markup, with a note of everything that cannot be shown here."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from assessments.kinds.grammar.imports.draft import EMBEDDED, Notes, UnfitError
from assessments.kinds.grammar.imports.markdown import as_html
from assessments.kinds.grammar.imports.tags import BLOCKS, EMPTY, KNOWN_TAGS, MEDIA
from assessments.kinds.grammar.question import GAP

Markup = Literal["html", "markdown", "plain"]
"""``html`` also stands for the format of a text without a declared one: tags count as tags."""

MOST_MARKUP = 20_000
"""Characters of one text with its markup. An item is far shorter."""

MOST_NESTED = 100
"""Levels of markup. An editor makes under 10."""

STRUCK = "words are struck out, which cannot be shown here"
HIDDEN = "the text holds hidden words; delete them or make them visible"
LANGUAGES = "the text is written in several languages; keep only English"
ADORNED = "underlining, bold or italics were removed"
UNREADABLE = "it holds characters that cannot be read; delete them"
DAMAGED = "letters are damaged, such as {!r}; save the file as UTF-8 again"

_CANNOT_BE_READ = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ue000-\uf8ff\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)
_DAMAGED = re.compile("â€[\x80-\xbf\u2018-\u203a€™œ¢¦“”]?|Ã[\u00a0-\u00bf]|Â[\u00a0-\u00bf]")

_TAG = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9:-]*)((?:\s[^<>]*|/)?)>|<[!?][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PLUGIN_FILE = "@@PLUGINFILE@@"

_BOLD, _ITALIC, _COLOURED = {"b", "strong", "big"}, {"i", "em", "cite"}, {"mark", "font"}
_SPEAKS_OF = {
    "bold": re.compile(r"\bbold\b", re.IGNORECASE),
    "italic": re.compile(r"\bitalic", re.IGNORECASE),
    "coloured": re.compile(r"\b(?:highlighted|colou?red|marked)\b", re.IGNORECASE),
}
_NAMES_EMPHASIS = re.compile(
    r"\W*(?:underlined|bold|italics?|italici[sz]ed|highlighted|colou?red|marked)\W*", re.IGNORECASE
)
_ORDINAL = frozenset({"st", "nd", "rd", "th"})

BEGIN, END = "\ue000", "\ue001"
"""Marks of words that stand out. A source text cannot hold them: they cannot be read."""


def visible(
    source: str, markup: Markup, notes: Notes, *, brackets: bool = True, gaps: bool = True
) -> str:
    """Return the text as its readers see it, in one line.

    Underlined words are put in [brackets], because a text here has no underlining; so are bold or
    italic words if the text speaks of them. An underlined space is a gap. Whatever else is lost is
    added to ``notes``.

    Args:
        brackets: False for a text in which brackets would count as letters: only a note is made.
        gaps: False for a text in which an underlined space is no gap.

    Raises:
        UnfitError: the text embeds a file, hides or strikes out words, or cannot be read.
    """
    if len(source) > MOST_MARKUP:
        raise UnfitError(f"a text of over {MOST_MARKUP:,} characters is no item")
    check_readable(source)
    if markup == "plain":
        return " ".join(source.split())
    if _PLUGIN_FILE in source:
        raise UnfitError(EMBEDDED)
    if "{mlang" in source:
        raise UnfitError(LANGUAGES)
    if markup == "markdown":
        source = as_html(source)
    spoken_of = {kind for kind, pattern in _SPEAKS_OF.items() if pattern.search(source)}
    walk = _Walk(notes=notes, spoken_of=spoken_of, gaps=gaps)
    walk.read(source)
    text = " ".join("".join(walk.pieces).split())
    if shown := _ENTITY.search(text):
        notes.add(f"the text shows {shown[0]} as it is typed")
    if any(words != _letters(text) for words in walk.emphasised):
        notes.add("bold, italics or colours were removed")
    return _marked(text, notes, brackets=brackets)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def feedback(source: str, markup: Markup, notes: Notes) -> str:
    """Return feedback as a text; if it cannot be imported, it is left out with a note.

    Its markup only adorns it, so losing it makes no note.
    """
    try:
        return visible(source, markup, Notes(), brackets=False, gaps=False)
    except UnfitError as error:
        notes.add(f"feedback was left out: {error}")
        return ""


def check_readable(text: str) -> None:
    """Raise ``UnfitError`` if a text holds control characters or damaged letters."""
    if _CANNOT_BE_READ.search(text):
        raise UnfitError(UNREADABLE)
    if damaged := _DAMAGED.search(text):
        raise UnfitError(DAMAGED.format(damaged[0]))


def _marked(text: str, notes: Notes, *, brackets: bool) -> str:
    """Put words that stand out in brackets, unless they are the whole text."""
    inner = re.sub(f"[{BEGIN}{END}]", "", text)
    whole = not re.search(r"\w", re.sub(f"{BEGIN}[^{END}]*{END}", "", text).replace(GAP, ""))
    if inner == text:
        return text
    if whole or not brackets:
        notes.add(ADORNED)
        return inner
    notes.add("underlined or emphasised words were put in [brackets]")
    tidy = re.sub(f"{BEGIN}(\\s*)(.*?)(\\s*){END}", r"\1[\2]\3", text)
    return " ".join(tidy.split())


@dataclass(frozen=True, kw_only=True)
class _Open:
    """An element that is not closed yet; ``start`` is its place among the pieces."""

    tag: str
    start: int
    underlines: bool
    strikes: bool
    emphasis: bool


@dataclass(kw_only=True)
class _Walk:
    """Walks through HTML in one pass; a ``<`` that begins no known tag is text."""

    notes: Notes
    spoken_of: set[str]
    gaps: bool
    pieces: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    emphasised: list[str] = field(default_factory=list)

    def read(self, source: str) -> None:
        place = 0
        for start, end, tag in _tags(source):
            self._text(source[place:start])
            place = end
            if tag is None:
                continue
            closes, name, rest = tag[1], tag[2].lower(), tag[3] or ""
            if name in KNOWN_TAGS:
                self._close(name) if closes else self._start(name, rest)
            elif ":" in name or name.endswith("-"):
                continue
            else:
                self.notes.add(f"{tag[0]} is no known markup and was kept as text")
                self._text(html.escape(tag[0]))
        self._text(source[place:])
        while self.opened:
            self._close(self.opened[-1].tag)

    def _text(self, source: str) -> None:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), source)
        check_readable(text)
        self.pieces.append(text)

    def _start(self, tag: str, rest: str) -> None:
        style = rest.lower().replace(" ", "")
        if tag in MEDIA or "background-image" in style:
            raise UnfitError(EMBEDDED)
        if "display:none" in style or "visibility:hidden" in style:
            raise UnfitError(HIDDEN)
        if "multilang" in style:
            raise UnfitError(LANGUAGES)
        if len(self.opened) > MOST_NESTED:
            raise UnfitError(f"markup is nested over {MOST_NESTED} levels deep")
        self._space(tag, rest)
        if tag not in EMPTY and not rest.endswith("/"):
            emphasis = _emphasis(tag, style)
            underlines = tag in {"u", "ins"} or ("underline" in style and tag != "a")
            strikes = tag in {"s", "strike", "del"} or "line-through" in style
            self.opened.append(
                _Open(
                    tag=tag,
                    start=len(self.pieces),
                    underlines=underlines or emphasis in self.spoken_of,
                    strikes=strikes,
                    emphasis=bool(emphasis),
                )
            )
        if tag == "a" and "href" in style:
            self.notes.add("a link was removed; its words stay")

    def _space(self, tag: str, rest: str) -> None:
        if tag == "q":
            self.pieces.append("“")
        if tag in BLOCKS:
            self.pieces.append(" ")
        if tag in {"ul", "ol", "table"}:
            self.notes.add("a list or table is written in one line")
        if tag in {"ul", "ol"}:
            start = re.search(r"start=[\"']?(\d{1,3})", rest)
            self.numbers.append((int(start[1]) if start else 1) if tag == "ol" else 0)
        if tag == "li" and self.numbers and self.numbers[-1]:
            self.pieces.append(f"{self.numbers[-1]}. ")
            self.numbers[-1] += 1

    def _close(self, tag: str) -> None:
        if tag == "q":
            self.pieces.append("”")
        if tag in BLOCKS:
            self.pieces.append(" ")
        if tag in {"ul", "ol"} and self.numbers:
            self.numbers.pop()
        places = [n for n, element in enumerate(self.opened) if element.tag == tag]
        if not places:
            return
        element = self.opened.pop(places[-1])
        inner = "".join(self.pieces[element.start :])
        words = re.search(r"[^\W_]", inner)
        if element.strikes and words:
            raise UnfitError(STRUCK)
        if tag in {"sub", "sup"} and words and inner.strip() not in _ORDINAL:
            self.notes.add("raised or lowered letters were put on the line")
        if element.emphasis and words and not element.underlines:
            self.emphasised.append(_letters(inner))
        if element.underlines:
            self.pieces[element.start :] = [self._underlined(inner, bool(words))]

    def _underlined(self, inner: str, words: bool) -> str:
        if inner and not inner.strip() and self.gaps:
            return f" {GAP} "
        if words and GAP in inner:
            self.notes.add(ADORNED)
        if (
            not words
            or _NAMES_EMPHASIS.fullmatch(inner)
            or GAP in inner
            or "{" in inner
            or BEGIN in inner
        ):
            return inner
        return f"{BEGIN}{inner}{END}"


def _emphasis(tag: str, style: str) -> str:
    """Return how an element makes its words stand out, "" if it does not."""
    if tag in _BOLD or "font-weight:bold" in style:
        return "bold"
    if tag in _ITALIC or "font-style:italic" in style:
        return "italic"
    return "coloured" if tag in _COLOURED or "background-color" in style else ""


def _tags(source: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Yield start, end and match of each tag; None stands for a comment, script or declaration."""
    place = 0
    while match := _TAG.search(source, place):
        start, place = match.span()
        if match[0] == "<!--":
            end = source.find("-->", place)
            if end < 0:
                return
            place = end + 3
            yield start, place, None
        elif match[2] is None:
            yield start, place, None
        elif match[2].lower() in {"script", "style"} and not match[1]:
            closing = re.compile(rf"</{match[2]}\s*>", re.IGNORECASE).search(source, place)
            place = closing.end() if closing else len(source)
            yield start, place, None
        else:
            yield start, place, match
