r"""GIFT: ``::title:: text {=right ~wrong #feedback} text``.

Supported: options, short answers, missing words, weights of 0 and 100 %, feedback, text formats
(``[html]``), comments, categories, titles, escapes (``\=``). Questions that are neither four
options nor typed are refused. Where the format leaves a choice, Moodle's own reader is followed.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from assessments.kinds.grammar.imports.content import (
    RIGHT,
    Answer,
    chosen,
    explained,
    typed,
)
from assessments.kinds.grammar.imports.draft import (
    ESSAY,
    MATCHING,
    NUMBER,
    TRUE_OR_FALSE,
    Content,
    Extract,
    Notes,
    UnfitError,
)
from assessments.kinds.grammar.imports.embedded import embedded, is_embedded
from assessments.kinds.grammar.imports.gaps import with_gap
from assessments.kinds.grammar.imports.markup import (
    LANGUAGES,
    Markup,
    check_readable,
    feedback,
    visible,
)
from assessments.kinds.grammar.question import GAP

# Escaped characters are replaced before the rules below apply, and restored at the end. The
# replacements are characters that a readable text cannot hold.
_SPECIAL = "~=#{}:\\n"
_RESTORED = str.maketrans(
    {chr(0xE000 + n): "\n" if sign == "n" else sign for n, sign in enumerate(_SPECIAL)}
)
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_HIDDEN = str.maketrans(
    {sign: chr(0xE000 + n) for n, sign in enumerate(_SPECIAL) if sign in "~=#:"}
)
_TAG = re.compile(r"<[A-Za-z][^<>{}]{0,2000}>")
_ATTRIBUTE = re.compile(r"\s[A-Za-z-]+=[\"']")

_ENTITY = re.compile(r"&#(?=\d{1,7};|[xX][0-9A-Fa-f]{1,6};)")
_HIDDEN_HASH = chr(0xE000 + _SPECIAL.index("#"))

_TITLE = re.compile(r"^(\[\w+\]\s*)?::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_BRACES = re.compile(r"\{([^{}]*)\}")
_WEIGHT = re.compile(r"^\s*%(-?\d{1,3}(?:\.\d*)?)%")
_BROKEN_WEIGHT = re.compile(r"^\s*%[^%]{0,12}%")
_ANSWERS = re.compile(r"(^|~\s*=|=|~)([^=~]*)")

_OTHER_TYPES: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"^\s*$"), ESSAY),
    (re.compile(r"^\s*(T|F|TRUE|FALSE)\s*(#|$)", re.IGNORECASE), TRUE_OR_FALSE),
    (re.compile(r"^\s*#"), NUMBER),
)
_MOST_LINES = 60
"""Lines that the answers of a question may have."""

_ARROW = re.compile(r"=[^=#]*->")

NO_ANSWERS = "a question needs its answers in one pair of {braces}; this text has none"
NOT_CLOSED = "the answers are not closed: a } is missing"
NOT_OPENED = "there is a } without a { before it"
TWO_TOGETHER = "there is no empty line between two questions"
TWO_PAIRS = r"a question needs its answers in one pair of {braces}; write others as \{ and \}"
EMPTY_LINE = "there is an empty line inside the answers; it ends a question"
EQUALS = r"; if an = is a part of an answer, write \="
WEIGHT = "the weight of an answer is not a number"


def read_gift(text: str) -> Extract:
    """Read the questions of a GIFT file."""
    extract = Extract()
    for line, block in _blocks(text):
        body = _hidden(block)
        title = _TITLE.match(body)
        rest = (title[1] or "") + body[title.end() :] if title else body
        read = partial(_question, block, rest, extract.position)
        extract.add(line, _restored(title[2]) if title else "", read, label=block)
    return extract


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the questions, separated by empty lines, without comments and categories.

    An empty line inside the answers ends a question too. The rest, up to the closing brace, is
    yielded with it, because it is one fault and not two.
    """
    lines: list[str] = []
    start = 0
    rows = [*re.split(r"\r\n|\r|\n", text), ""]
    for number, line in enumerate(rows, 1):
        bare = line.strip()
        if bare.startswith(("//", "$CATEGORY:")):
            continue
        if bare:
            start = start if lines else number
            lines.append(bare)
        elif lines and _goes_on(lines, rows[number : number + _MOST_LINES]):
            lines.append("")
        elif lines:
            yield start, "\n".join(lines)
            lines = []


def _goes_on(lines: Sequence[str], following: Sequence[str]) -> bool:
    """Whether an open brace is closed below, before another question begins."""
    body = _hidden("\n".join(lines[-_MOST_LINES:]))
    if body.rfind("{") <= body.rfind("}"):
        return False
    below = _hidden("\n".join(following)).partition("}")
    return bool(below[1]) and "{" not in below[0] and "::" not in below[0]


def _hidden(block: str) -> str:
    body = _ESCAPED.sub(lambda match: chr(0xE000 + _SPECIAL.index(match[1])), block)
    body = _TAG.sub(_without_signs, body)
    return _ENTITY.sub(f"&{_HIDDEN_HASH}", body)


def _without_signs(tag: re.Match[str]) -> str:
    """Hide the signs in a tag with attributes: few authors escape them."""
    return tag[0].translate(_HIDDEN) if _ATTRIBUTE.search(tag[0]) else tag[0]


def _restored(text: str) -> str:
    return text.translate(_RESTORED).strip()


def _question(block: str, body: str, position: int, notes: Notes) -> Content:
    """Return the fields of a question.

    Raises:
        UnfitError: the question cannot be imported.
    """
    check_readable(block)
    if "{mlang" in block:
        raise UnfitError(LANGUAGES)
    if is_embedded(body):
        markup, text = _markup(body, "html")
        return embedded(visible(_restored(text), markup, notes, gaps=False), notes, position)
    _check_braces(body)
    before, inside, after = _BRACES.split(body)
    markup, before = _markup(before, "html")
    answers, _, general = inside.rpartition("####") if "####" in inside else (inside, "", "")
    for pattern, why in _OTHER_TYPES:
        if pattern.search(answers):
            raise UnfitError(why)
    options = "~" in answers
    if not options and _ARROW.search(answers):
        raise UnfitError(MATCHING)
    text = _text(before, after, markup, notes)
    if "\\" in text:
        notes.add("a backslash before no special sign was kept")
    read = [
        _answer(mark, content, markup, notes, options=options)
        for mark, content in _ANSWERS.findall(answers)
        if mark or content.strip()
    ]
    try:
        content = (chosen if options else typed)(text, read, notes, position)
    except UnfitError as error:
        hint = EQUALS if options and answers.count("=") > 1 else ""
        raise UnfitError(f"{error}{hint}") from error
    return explained(content, _feedback(general, markup, notes), notes)


def _check_braces(body: str) -> None:
    if "{" not in body and "}" not in body:
        raise UnfitError(NO_ANSWERS)
    if body.find("}") < body.find("{") or "{" not in body:
        raise UnfitError(NOT_OPENED if "}" in body else NOT_CLOSED)
    end = body.find("}")
    if "\n" in body[end + 1 : max(end, body.find("{", end))].rstrip():
        raise UnfitError(TWO_TOGETHER)
    if body.rfind("{") > body.rfind("}"):
        raise UnfitError(NOT_CLOSED)
    if body.count("{") > 1 or body.count("}") > 1:
        raise UnfitError(TWO_PAIRS)
    if "\n\n" in body:
        raise UnfitError(EMPTY_LINE)


def _markup(text: str, usual: Markup) -> tuple[Markup, str]:
    """Return the format of a text, and the text without the prefix that names it."""
    prefix = _FORMAT.match(text)
    if not prefix:
        return usual, text
    names: dict[str, Markup] = {"plain": "plain", "markdown": "markdown"}
    return names.get(prefix[1].lower(), "html"), text[prefix.end() :]


def _text(before: str, after: str, markup: Markup, notes: Notes) -> str:
    """Return the text; a gap stands for the answers if they are inside it."""
    before, after = before.translate(_RESTORED), after.translate(_RESTORED)
    whole = f"{before} {after}" if after[:1].isalnum() else before + after
    if not visible(after, markup, Notes()):
        return visible(whole, markup, notes)
    if GAP in with_gap(visible(whole, markup, Notes()), Notes()):
        notes.add("the answers are inside a text that has a gap of its own")
        return visible(whole, markup, notes)
    return visible(f"{before}{GAP}{after}", markup, notes)


def _answer(mark: str, content: str, markup: Markup, notes: Notes, *, options: bool) -> Answer:
    usual = RIGHT if "=" in mark or not options else 0.0
    weight = _WEIGHT.match(content)
    if weight:
        content = content[weight.end() :]
    elif _BROKEN_WEIGHT.match(content):
        raise UnfitError(WEIGHT)
    text, _, feedback = content.partition("#")
    own, text = _markup(text, markup)
    return Answer(
        text=visible(_restored(text), own, notes, brackets=options, gaps=False),
        weight=float(weight[1]) if weight else usual,
        feedback=_feedback(feedback, markup, notes),
    )


def _feedback(source: str, markup: Markup, notes: Notes) -> str:
    own, text = _markup(source, markup)
    return feedback(_restored(text), own, notes)
