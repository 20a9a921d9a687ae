"""Questions from other programs: Aiken, GIFT and Moodle XML, each with the reason if one is unfit.

What is read is a draft for a person to look at: topic, level and rule are those that whoever
imports it tells for the whole file. Nothing is fetched, and nothing embedded is taken over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.grammar.imports.aiken import read_aiken
from assessments.grammar.imports.draft import Found, Problem, Told, UnfitError, built
from assessments.grammar.imports.gift import read_gift
from assessments.grammar.imports.moodle import read_moodle
from assessments.grammar.question import Question

MOST_CHARACTERS = 2_000_000

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
