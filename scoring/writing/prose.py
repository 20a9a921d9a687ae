"""The parts of a text that are no prose: headings, list marks, enumerations and signatures.

The measures read sentences. An address, a telephone line or a heading is no sentence, and a list
of thirty nouns says nothing about English: all of these are left out. A reader loses nothing that
could show how the writer writes.

Left out are:

- lines such as "To: …" and "Re: …" before the text;
- the closing formula and what follows it (name, post, address, telephone), up to a line with a
  clause in it; lines of names and addresses at the end;
- headings in capitals, numbers and dots before the points of a list, full stops of abbreviations;
- of an enumeration of ``LIST`` items or more all but the first, or the whole sentence if it is
  hardly more than a list.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scoring.writing.clause_words import (
    AUXILIARIES,
    CLOSED,
    PERSONAL,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)

LIST = 5
"""Items of the shortest enumeration that is cut."""

LONGEST_ITEM = 4
"""Words of an item; a longer one is taken for a clause."""

_SENTENCE_ITEM = 2
"""Words of a sentence that may be an item."""

BARE_LIST = 8
"""Content words in a row, without a word of grammar or a mark between them, that are a list."""

LONGEST_SIGNATURE = 60
"""Words after a closing formula; more than that are no signature."""

_SHOUTING = 0.4
"""Share of capitals from which capitals mark no headings and no names."""

Span = tuple[int, int]

_HEADER = re.compile(r"[ \t]*(?:to|cc|bcc|from|re|subj(?:ect)?|date|attn|ref)\s?[:.][^\n]*", re.I)
_CLOSING = re.compile(
    r"""(?:(?<=[.!?…])\s+|(?:^|\n)[ \t]*)
    (?:(?:with|my|our)\s+)*
    (?:(?:kind(?:est)?|best|warm(?:est)?|sincere|many)\s+(?:personal\s+)?(?:regards|wishes|thanks)
     |(?:best|warmest|kindest)?\s*regards
     |(?:yours\s+|very\s+|most\s+)*(?:sincerely|truly|faithfully|respectfully|cordially|gratefully)
      (?:\s+(?:yours|and\s+\w+))*
     |yours|cheers|best|warmly)
    [ \t]*(?:[,.!]|(?=\n|$))""",
    re.IGNORECASE | re.VERBOSE,
)
_POSTSCRIPT = re.compile(r"\s*p\.?\s?s\.?[\s:]", re.IGNORECASE)
_GREETING = re.compile(r"\s*(?:dear|hello|hi|good (?:morning|afternoon|day))\b", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:(?<=[.!?:;])\s|^)[ \t]*((?:[A-Z][A-Z’'&/-]+)(?:[ \t]+(?:[A-Z][A-Z’'&/-]*|\d[\d:.]*|A\.M\.?"
    r"|P\.M\.?))+[ \t]*(?:[.:]|(?=\n|$))|[A-Z]{4,}[ \t]*(?::|(?=\n|$)))",
    re.MULTILINE,
)
_BULLET = re.compile(r"^[ \t]*([-–—•*·▪]|\(?\d{1,2}[.)]|\(?[A-Ha-h][.)])(?=[ \t])", re.MULTILINE)
_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|st|jr|sr|engr|atty|fr|hon|ma|sta|sto|brgy|bgy|bldg|ave|blvd|rd|no|nos|tel"
    r"|mob|loc|ext|approx|est|dept|acct|ref|qty|amt|min|max|vs|inc|co|corp|ltd|assoc|asst|mgr|supv?"
    r"|rep|govt|info|incl|excl|fig|e\.g|i\.e|cf)(\.)(?=\s+[\w#(])",
    re.IGNORECASE,
)
_ENDS_OPEN = re.compile(r"(?<!\band)(?<!\bor)(?<=\w)\s*\Z")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]")
_WORD = re.compile(r"[^\W_]+")
_JOINING = frozenset([",", ";", "/", "•", "·", "&", "and", "or", "plus", "then", "-", "–"])
_CLAUSE = (AUXILIARIES | PERSONAL | SUBJECT_PRONOUNS | SUBORDINATORS) - {"one", "all", "both"}


@dataclass(frozen=True, kw_only=True)
class NoProse:
    """The stretches of a text that are left out.

    Attributes:
        spans: stretches of headings, marks and signatures.
        listed: stretches of enumerations.
        breaks: places where a mark before a point of a list ends a sentence that has no full stop.
    """

    spans: tuple[Span, ...]
    listed: tuple[Span, ...]
    breaks: frozenset[int]


def no_prose(text: str) -> NoProse:
    """Return what of a text is no prose."""
    letters = [character for character in text if character.isalpha()]
    shouting = sum(map(str.isupper, letters)) > _SHOUTING * max(len(letters), 1)
    spans = [*_headers(text), *_signature(text, shouting=shouting)]
    if not shouting:
        spans += [match.span(1) for match in _HEADING.finditer(text)]
    spans += [match.span(1) for match in _ABBREVIATION.finditer(text)]
    bullets = [match.span(1) for match in _BULLET.finditer(text)]
    prose = _blanked(_blanked(text, spans, " "), bullets, "•")
    return NoProse(
        spans=tuple(sorted([*spans, *bullets])),
        listed=tuple(_with_sentence(span, prose) for span in enumerations(prose)),
        breaks=frozenset(start for start, _ in bullets if _ENDS_OPEN.search(prose, 0, start)),
    )


def _blanked(text: str, spans: Iterable[Span], mark: str) -> str:
    """Return a text of the same length with ``mark`` for each character of the spans."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = mark * (end - start)
    return "".join(characters)


def _headers(text: str) -> Iterator[Span]:
    """Yield the lines before the text that name its sender, reader or subject."""
    at = 0
    while at < len(text):
        while at < len(text) and text[at].isspace():
            at += 1
        match = _HEADER.match(text, at)
        if match is None:
            return
        yield match.span()
        at = match.end()


def _signature(text: str, *, shouting: bool) -> Iterator[Span]:
    closed = False
    for match in _CLOSING.finditer(text):
        closed = True
        yield match.start(), _signature_end(text, match.end())
    if closed:
        return
    end = len(text.rstrip())
    while not shouting and (start := text.rfind("\n", 0, end) + 1) > 0:
        if not _is_address(text[start:end]):
            return
        yield start, end
        end = len(text[: start - 1].rstrip())


def _signature_end(text: str, start: int) -> int:
    """Return where the lines after a closing formula end: at a line with a clause in it."""
    end = start
    for line in text[start:].splitlines(keepends=True):
        is_clause = any(word in _CLAUSE for word in re.findall(r"\b[a-z]+\b", line))
        if is_clause or _POSTSCRIPT.match(line) or _GREETING.match(line):
            break
        end += len(line)
    return end if len(text[start:end].split()) <= LONGEST_SIGNATURE else start


def _is_address(line: str) -> bool:
    """Return whether a line at the end is a name, a post, an address or a number."""
    words = re.findall(r"[^\W_]+", line)
    if not words:
        return True
    small = sum(word[0].islower() for word in words)
    return len(words) <= 14 and small <= len(words) / 3 and line.rstrip()[-1] not in "!?.:,;"


def enumerations(text: str) -> Iterator[Span]:
    """Yield of each enumeration the stretch after its first item.

    Items are stretches of a few words without a verb of grammar or a pronoun, joined by marks or by
    words such as "and"; or sentences of two words ("Bread. Butter. Two eggs."); or content words in
    a row without anything between them.
    """
    items: list[Span] = []
    for item in _items(text):
        if item is not None:
            items.append(item)
            continue
        if len(items) >= LIST:
            yield items[0][1], items[-1][1]
        items = []
    yield from _bare_lists(text)


def _with_sentence(span: Span, text: str) -> Span:
    """Return the whole sentence of a stretch that has half of its words or more, else the stretch.

    What remains of such a sentence ("We also sell cables.") says as little as the list.
    """
    first, last = span
    start = max(text.rfind(mark, 0, first) for mark in ".!?") + 1
    ends = [place for mark in ".!?" if (place := text.find(mark, last)) >= 0]
    end = min(ends, default=len(text) - 1) + 1
    words, cut = (len(_WORD.findall(text[a:b])) for a, b in ((start, end), span))
    return (start, end) if cut >= words / 2 else span


def _items(text: str) -> Iterator[Span | None]:
    """Yield what may be items of an enumeration, and None where a run of them ends."""
    words: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text + " ."):
        mark = match[0].lower()
        if mark[0].isalnum() and mark not in _JOINING:
            words.append(match)
        elif words:
            low = {word[0].lower() for word in words}
            if len(words) > LONGEST_ITEM or _CLAUSE & low:
                yield None
            else:
                yield words[0].start(), words[-1].end()
                goes_on = mark in _JOINING or (mark in ".!?" and len(words) <= _SENTENCE_ITEM)
                if not goes_on:
                    yield None
            words = []
    yield None


def _bare_lists(text: str) -> Iterator[Span]:
    """Yield stretches of content words alone."""
    run: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text + " ."):
        word = match[0]
        if word[0].isalpha() and word.islower() and word not in CLOSED:
            run.append(match)
            continue
        if len(run) >= BARE_LIST:
            yield run[0].start(), run[-1].end()
        run = []
