"""Import questions in the file formats Aiken, GIFT and Moodle XML.

Every question becomes a draft for an author to review, or is refused with a reason. The person who
imports a file gives topic, level and rule for all its questions. Nothing is fetched from the
network, and embedded files are not imported.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.kinds.grammar.imports.aiken import read_aiken
from assessments.kinds.grammar.imports.draft import Defaults, Extract, Problem, UnfitError, built
from assessments.kinds.grammar.imports.gift import read_gift
from assessments.kinds.grammar.imports.moodle import read_moodle
from assessments.kinds.grammar.question import Question

MOST_CHARACTERS = 2_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_XML_ENCODINGS = frozenset(
    {"utf-8", "utf8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
)

READERS: Mapping[str, Callable[[str], Extract]] = {
    "aiken": read_aiken,
    "gift": read_gift,
    "moodle": read_moodle,
}


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The imported questions, and the problems of the others, in the order of the file."""

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def decoded(content: bytes) -> str:
    """Decode a file: UTF-8, UTF-16 with a byte order mark, or as an XML file declares.

    Raises:
        UnfitError: the file is too large or in another encoding; nothing is guessed.
    """
    if len(content) > 4 * MOST_CHARACTERS:
        raise UnfitError(f"the file has over {MOST_CHARACTERS:,} characters; split it")
    by_mark = next((name for mark, name in _MARKS if content.startswith(mark)), None)
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
    if len(text) > MOST_CHARACTERS:
        raise UnfitError(f"the file has over {MOST_CHARACTERS:,} characters; split it")
    extract = READERS[file_format](text.removeprefix("\ufeff"))
    questions: list[Question] = []
    problems = list(extract.problems)
    for draft in extract.drafts:
        try:
            questions.append(built(draft, len(questions) + 1, defaults))
        except UnfitError as error:
            problems.append(Problem(line=draft.line, title=draft.title, why=str(error)))
    problems.sort(key=lambda problem: problem.line)
    return Imported(questions=tuple(questions), problems=tuple(problems))
