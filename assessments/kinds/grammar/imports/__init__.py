"""Import questions in the file formats Aiken, GIFT, Moodle XML and QTI 2.1.

Every question becomes a draft for an author to review, or is refused with a reason. What had to be
changed or left out is in the notes. The person who imports a file gives topic, level and rule for
all its questions. Nothing is fetched from the network, and embedded files are not imported.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.kinds.grammar.imports.aiken import read_aiken
from assessments.kinds.grammar.imports.draft import (
    Defaults,
    Draft,
    Extract,
    Note,
    Problem,
    UnfitError,
    built,
)
from assessments.kinds.grammar.imports.gift import read_gift
from assessments.kinds.grammar.imports.moodle import read_moodle
from assessments.kinds.grammar.imports.package import files, is_zip
from assessments.kinds.grammar.imports.qti import read_qti
from assessments.kinds.grammar.question import Question

MOST_CHARACTERS = 2_000_000
MOST_BYTES = 50_000_000
"""Of a file, a QTI package included."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_XML_ENCODINGS = frozenset(
    {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
)
_XML = re.compile(r"^\s*<(?:\?xml|!DOCTYPE|quiz\b|assessmentItem\b)")

READERS: Mapping[str, Callable[[str], Extract]] = {
    "aiken": read_aiken,
    "gift": read_gift,
    "moodle": read_moodle,
    "qti": read_qti,
}


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The imported questions, their notes, and the problems of the others, in the file's order."""

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...] = ()


def decoded(content: bytes) -> str:
    """Decode a file: UTF-8, UTF-16 with a byte order mark, or as an XML file declares.

    Raises:
        UnfitError: the file is too large or in another encoding; nothing is guessed.
    """
    if len(content) > 4 * MOST_CHARACTERS:
        raise UnfitError(f"the file has over {MOST_CHARACTERS:,} characters; split it")
    if content.startswith((b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise UnfitError("this is a package or document, not a question file; export the questions")
    by_mark = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if not by_mark and b"\x00" in content[:1_000]:
        raise UnfitError("this is no text, or UTF-16 without its mark; save the file as UTF-8")
    declared = _DECLARED.match(content)
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not by_mark and encoding not in _XML_ENCODINGS:
        raise UnfitError(f"the encoding {encoding!r} is not read here; save the file as UTF-8")
    try:
        return content.decode(by_mark or encoding)
    except UnicodeDecodeError as error:
        raise UnfitError(
            f"byte {error.start + 1} is not {by_mark or encoding}; save the file as UTF-8"
        ) from error


def imported(text: str, file_format: str, defaults: Defaults) -> Imported:
    """Import a file in a format of ``READERS``; a bad question never stops a good one.

    Raises:
        UnfitError: the file as a whole cannot be read, or is too large.
    """
    return _built(_extract(text, file_format), defaults)


def imported_file(content: bytes, file_format: str, defaults: Defaults) -> Imported:
    """Import the content of a file: a text, or a QTI package, which is a zip file.

    Raises:
        UnfitError: the file as a whole cannot be read, or is too large.
    """
    if len(content) > MOST_BYTES:
        raise UnfitError(f"the file has over {MOST_BYTES:,} bytes; split it")
    if file_format != "qti" or not is_zip(content):
        return imported(decoded(content), file_format, defaults)
    whole = Extract()
    for name, read in files(content):
        try:
            part = _extract(decoded(read()), file_format)
        except UnfitError as error:
            part = Extract(problems=[Problem(line=1, title="", why=str(error))])
        named = part.of_file(name)
        whole.drafts += named.drafts
        whole.problems += named.problems
    return _built(whole, defaults)


def _extract(text: str, file_format: str) -> Extract:
    if len(text) > MOST_CHARACTERS:
        raise UnfitError(f"the file has over {MOST_CHARACTERS:,} characters; split it")
    if file_format in {"aiken", "gift"} and _XML.match(text.removeprefix("\ufeff")):
        raise UnfitError("this is an XML file; choose the format moodle or qti")
    text = text.removeprefix("\ufeff")
    extract = READERS[file_format](text) if text.strip() else Extract()
    if extract.position == 1:
        extract.refuse(1, "", "the file holds no question" if text.strip() else "the file is empty")
    return extract


def _built(extract: Extract, defaults: Defaults) -> Imported:
    questions: list[Question] = []
    notes: list[Note] = []
    problems = list(extract.problems)
    for draft in extract.drafts:
        try:
            questions.append(built(draft, len(questions) + 1, defaults))
        except UnfitError as error:
            problems.append(
                Problem(line=draft.line, title=_name(draft), why=str(error), file=draft.file)
            )
        else:
            notes += (
                Note(line=draft.line, title=_name(draft), what=what, file=draft.file)
                for what in draft.notes
            )
    problems.sort(key=lambda problem: (problem.file, problem.line))
    return Imported(questions=tuple(questions), problems=tuple(problems), notes=tuple(notes))


def _name(draft: Draft) -> str:
    """Return the title of a question, or else the beginning of its text."""
    return draft.title or str(draft.content.fields["text"])[:60]
