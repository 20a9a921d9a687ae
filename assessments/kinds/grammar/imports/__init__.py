"""Questions from other programs: Aiken, GIFT and Moodle XML, each with the reason if one is unfit.

What is read is a draft for a person to look at: topic, level and rule are those that whoever
imports it tells for the whole file. Nothing is fetched, and nothing embedded is taken over.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.kinds.grammar.imports.aiken import read_aiken
from assessments.kinds.grammar.imports.draft import Found, Problem, Told, UnfitError, built
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

READERS: Mapping[str, Callable[[str], Found]] = {
    "aiken": read_aiken,
    "gift": read_gift,
    "moodle": read_moodle,
}


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The questions that fit, and why the others do not, in the order of the file."""

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or what an XML file declares.

    Raises:
        UnfitError: it is too large, or in another encoding; nothing is guessed.
    """
    if len(content) > 4 * MOST_CHARACTERS:
        raise UnfitError(f"the file has over {MOST_CHARACTERS:,} characters; split it")
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    declared = _DECLARED.match(content)
    told = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not marked and told not in _XML_ENCODINGS:
        raise UnfitError(f"the encoding {told!r} is not read here; save the file as UTF-8")
    try:
        return content.decode(marked or told)
    except UnicodeDecodeError as error:
        raise UnfitError(
            f"byte {error.start + 1} is not {marked or told}; save the file as UTF-8"
        ) from error


def imported(text: str, form: str, told: Told) -> Imported:
    """Read a file of one of ``READERS``; a bad question never keeps a good one out.

    Raises:
        UnfitError: the file as a whole cannot be read, or is too large.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnfitError(f"the file has over {MOST_CHARACTERS:,} characters; split it")
    found = READERS[form](text.removeprefix("\ufeff"))
    questions: list[Question] = []
    problems = list(found.problems)
    for draft in found.drafts:
        try:
            questions.append(built(draft, len(questions) + 1, told))
        except UnfitError as error:
            problems.append(Problem(line=draft.line, title=draft.title, why=str(error)))
    problems.sort(key=lambda one: one.line)
    return Imported(questions=tuple(questions), problems=tuple(problems))
