"""Commands for authors of grammar items: flask grammar import. They need no database."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import click
import yaml
from flask.cli import AppGroup

from assessments.kinds.grammar.imports import READERS, Imported, decoded, imported
from assessments.kinds.grammar.imports.draft import Defaults, UnfitError
from assessments.kinds.grammar.question import LEVELS, Level, Question, Topic

group = AppGroup("grammar", help="For authors of grammar items.")

HEAD = """# Drafts, imported from {name!r}. Before they are asked, an author must read each one,
# write its reason and the mistakes of its wrong options, and set topic, rule and level.
# Then put the file into a bank and run: flask assessments check
"""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("drafts", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "file_format", type=click.Choice(sorted(READERS)), required=True)
@click.option(
    "--topic", type=click.Choice(get_args(Topic)), required=True, help="Of all the questions."
)
@click.option("--level", type=click.Choice(LEVELS), required=True, help="Of all the questions.")
@click.option("--rule", required=True, help="The point of grammar of all the questions.")
@click.option("--prefix", default="imported", help="Start of the id of each question.")
def import_file(
    file: Path, drafts: Path, file_format: str, topic: Topic, level: Level, rule: str, prefix: str
) -> None:
    """Read the questions of FILE and write those that can be imported to DRAFTS, as an item file.

    The others are listed with their line and the reason.
    """
    defaults = Defaults(topic=topic, rule=rule, level=level, prefix=prefix)
    try:
        result = imported(decoded(file.read_bytes()), file_format, defaults)
    except UnfitError as error:
        raise click.ClickException(f"{file}: {error}") from error
    _list_problems(file, result)
    if not result.questions:
        raise click.ClickException("no question of this file fits; nothing was written")
    try:
        with drafts.open("x", encoding="utf-8") as output:
            output.write(_item_file(file, result.questions))
    except FileExistsError as error:
        raise click.ClickException(f"{drafts} is there already; name another file") from error
    except OSError as error:
        raise click.ClickException(f"{drafts} cannot be written: {error.strerror}") from error
    click.echo(f"{len(result.questions)} drafts in {drafts}, {len(result.problems)} left out")


def _list_problems(file: Path, result: Imported) -> None:
    for problem in result.problems:
        title = f" ({problem.title[:60]})" if problem.title else ""
        click.echo(f"{file.name}, line {problem.line}{title}: {problem.why}", err=True)


def _item_file(file: Path, questions: Sequence[Question]) -> str:
    items: list[dict[str, Any]] = [
        question.model_dump(mode="json", exclude_defaults=True) | {"form": question.question_type}
        for question in questions
    ]
    written = yaml.safe_dump({"items": items}, allow_unicode=True, sort_keys=False, width=100)
    return HEAD.format(name=file.name) + written
