"""Parse XML of strangers: no document type, no entities, no deep nesting; a fault has its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from assessments.kinds.grammar.imports.draft import UnfitError
from assessments.kinds.grammar.imports.markup import check_readable

MOST_NESTED = 80
"""Levels of nesting. A real file has under 20."""

_MOST_STEPS = 50_000_000
"""Characters that the search for a fault may read. CDATA without an end is read to the end."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_UNKNOWN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
_BARE_VALUE = re.compile(r"<[A-Za-z][^<>\"']*\s[A-Za-z]+=[^\s<>\"']")
_BARE_AMPERSAND = re.compile(r"&(?!#?[A-Za-z0-9]+;)")


class NotXmlError(UnfitError):
    """The text is not well-formed XML, or is nested too deeply."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a file that is not well-formed as a whole; ``line`` is where it begins."""

    line: int
    source: str
    closed: bool


def parsed(text: str, first_line: int = 1) -> tuple[Element, Mapping[Element, int]]:
    """Return the tree, with the line on which each element begins. Names have no prefixes.

    Raises:
        NotXmlError: the text is not well-formed, or is nested too deeply.
        UnfitError: the text declares a document type.
    """
    parser = expat.ParserCreate()
    builder = TreeBuilder()
    lines: dict[Element, int] = {}
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_NESTED:
            raise NotXmlError(f"elements are nested over {MOST_NESTED} levels deep")
        element = builder.start(tag.rpartition(":")[2], attributes)
        lines[element] = first_line + parser.CurrentLineNumber - 1

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag.rpartition(":")[2])

    def refuse(*_: object) -> None:
        raise UnfitError("the file declares a document type; save it without one")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    # The text is decoded already, so the encoding that the declaration names is no longer true. The
    # declaration is blanked, not cut, to keep the numbers of the lines.
    source = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text)
    try:
        parser.Parse(source.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        line = first_line + error.lineno - 1
        raise NotXmlError(f"this is no XML: {_plain_words(source, error)}, line {line}") from error
    return builder.close(), lines


def _plain_words(source: str, error: expat.ExpatError) -> str:
    """Return what is wrong, with the remedy for the usual faults."""
    try:
        check_readable(source)
    except UnfitError as unreadable:
        return str(unreadable)
    few = source.count("<![CDATA[") * len(source) < _MOST_STEPS
    outside = _CDATA.sub("", source) if few else ""
    if unknown := _UNKNOWN_ENTITY.search(outside):
        return f"XML does not know &{unknown[1]}; put the text in CDATA"
    if _BARE_AMPERSAND.search(outside):
        return "an & must be written &amp;"
    if _BARE_VALUE.search(outside):
        return "the value of an attribute must be in quotes"
    return expat.ErrorString(error.code)


def pieces(text: str, tag: str) -> Iterator[Piece]:
    """Yield the source of each element of a tag, in a file that is not well-formed as a whole.

    A CDATA section or comment that is not closed ends with the element in which it begins.
    """
    tokens = re.compile(
        rf"(<!\[CDATA\[)|(\]\]>)|(<!--)|(-->)|(<{tag}(?=[\s>]|$)[^<>]*>?)|(</{tag}\s*>)"
    )
    begun: int | None = None
    closing = 0  # the group that ends a CDATA section or comment; 0 outside
    line, counted = 1, 0
    for token in tokens.finditer(text):
        kind = token.lastindex or 0
        if kind == closing:
            closing = 0
        elif kind in {1, 3} and not closing:
            closing = kind + 1
        elif kind == 5 and not closing:
            if begun is not None:
                yield Piece(line=line, source=text[begun : token.start()], closed=False)
            line, counted = line + text.count("\n", counted, token.start()), token.start()
            begun = token.start()
        elif kind == 6 and begun is not None:
            yield Piece(line=line, source=text[begun : token.end()], closed=True)
            begun, closing = None, 0
    if begun is not None:
        yield Piece(line=line, source=text[begun:], closed=False)
