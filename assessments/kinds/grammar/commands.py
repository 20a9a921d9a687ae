"""Commands for authors of grammar items: flask grammar import, export. They need no database."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import click
import yaml
from flask.cli import AppGroup

from assessments.contract.assessment import ContentError
from assessments.kinds.grammar.bank import read
from assessments.kinds.grammar.exports import exported
from assessments.kinds.grammar.imports import MOST_BYTES, READERS, Imported, imported_file
from assessments.kinds.grammar.imports.draft import Defaults, Note, Problem, UnfitError
from assessments.kinds.grammar.question import LEVELS, Level, Question, Topic

group = AppGroup("grammar", help="For authors of grammar items.")

MOST_LISTED = 500

HEAD = """# Drafts, imported from {name!r}. Before they are asked, an author must read each one,
# write its reason and the mistakes of its wrong options, and set topic, rule and level.
# Then put the file into a bank and run: flask assessments check
"""


def _prefix(_: click.Context, __: click.Parameter, value: str) -> str:
    if not (value and all(sign in "abcdefghijklmnopqrstuvwxyz0123456789-" for sign in value)):
        raise click.BadParameter("use small letters, digits and hyphens")
    if len(value) > 50:
        raise click.BadParameter("use at most 50 characters")
    return value


def _rule(_: click.Context, __: click.Parameter, value: str) -> str:
    if not 3 <= len(value.strip()) <= 80:
        raise click.BadParameter("write 3 to 80 characters")
    return value


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("drafts", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "file_format", type=click.Choice(sorted(READERS)), required=True)
@click.option(
    "--topic", type=click.Choice(get_args(Topic)), required=True, help="Of all the questions."
)
@click.option("--level", type=click.Choice(LEVELS), required=True, help="Of all the questions.")
@click.option(
    "--rule", required=True, callback=_rule, help="The point of grammar of all the questions."
)
@click.option(
    "--prefix", default="imported", callback=_prefix, help="Start of the id of each question."
)
def import_file(
    file: Path, drafts: Path, file_format: str, topic: Topic, level: Level, rule: str, prefix: str
) -> None:
    """Read the questions of FILE and write those that can be imported to DRAFTS, as an item file.

    FILE is an Aiken, GIFT, Moodle XML or QTI 2.1 file, or a QTI package (zip). The other questions
    are listed with their line and the reason, and so is what had to be changed in a question.
    """
    defaults = Defaults(topic=topic, rule=rule, level=level, prefix=prefix)
    try:
        with file.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
        result = imported_file(content, file_format, defaults)
    except UnfitError as error:
        raise click.ClickException(f"{file}: {error}") from error
    _list("Left out", file, result.problems)
    if not result.questions:
        raise click.ClickException("no question of this file fits; nothing was written")
    _list("Changed; please check", file, result.notes)
    _write_new(drafts, _item_file(file, result).encode("utf-8"))
    click.echo(
        f"{len(result.questions)} drafts in {drafts}, {len(result.problems)} left out, "
        f"{len(result.notes)} notes"
    )


@group.command("export")
@click.argument("package", type=click.Path(dir_okay=False, path_type=Path))
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def export_files(package: Path, files: Sequence[Path]) -> None:
    """Write the questions of item FILES to PACKAGE, a QTI 2.1 package (zip).

    Questions that QTI cannot hold are listed with the reason. Topic, level and rule are not in it.
    """
    questions: list[Question] = []
    for file in files:
        try:
            questions += read(file.name, file.read_text("utf-8"))
        except (ContentError, UnicodeDecodeError) as error:
            raise click.ClickException(str(error)) from error
    result = exported(questions)
    for question in result.left:
        click.echo(f"{question.id}: left out: {question.why}", err=True)
    if not result.count:
        raise click.ClickException("no question can be exported; nothing was written")
    _write_new(package, result.package)
    click.echo(f"{result.count} questions in {package}, {len(result.left)} left out")


def _list(heading: str, file: Path, lines: Sequence[Problem | Note]) -> None:
    if lines:
        click.echo(f"{heading}:", err=True)
    for line in lines[:MOST_LISTED]:
        click.echo(_printable(f"{file.name}, {_said(line)}"), err=True)
    if len(lines) > MOST_LISTED:
        click.echo(f"and {len(lines) - MOST_LISTED} more", err=True)


def _said(line: Problem | Note) -> str:
    place = f"{line.file}, line {line.line}" if line.file else f"line {line.line}"
    title = f" ({line.title[:60]})" if line.title else ""
    return f"{place}{title}: {line.why if isinstance(line, Problem) else line.what}"


def _printable(text: str) -> str:
    """Return a text of a stranger's file in one line, without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _write_new(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as output:
            output.write(content)
    except FileExistsError as error:
        raise click.ClickException(f"{path} is there already; name another file") from error
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _item_file(file: Path, result: Imported) -> str:
    items: list[dict[str, Any]] = [
        question.model_dump(mode="json", exclude_defaults=True) | {"form": question.question_type}
        for question in result.questions
    ]
    written = yaml.safe_dump({"items": items}, allow_unicode=True, sort_keys=False, width=100)
    notes = "".join(f"# {_printable(_said(note))}\n" for note in result.notes)
    changed = f"#\n# What the import changed:\n{notes}" if notes else ""
    return HEAD.format(name=file.name) + changed + written
